"""Pictures for tests, as a telephone would send them."""

import io

from PIL import Image


def photograph(width: int = 64, height: int = 48, *, place: str = "Bourg-Témoin") -> bytes:
    """Return a JPEG that says in its EXIF where it was taken."""
    picture = Image.new("RGB", (width, height), (120, 90, 60))
    exif = Image.Exif()
    exif[0x010E] = place
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()
