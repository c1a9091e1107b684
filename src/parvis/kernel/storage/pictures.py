"""Pictures from anywhere: refused when they would fill the memory, shown without what they tell.

What leaves here is WebP, upright, in sRGB, with neither EXIF nor place nor comment.
"""

import io
from typing import BinaryIO, Final

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from parvis.kernel.errors import InvalidError

MAX_PIXELS: Final = 50_000_000
FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP", "AVIF")
_SRGB: Final = ImageCms.createProfile("sRGB")


class PictureError(InvalidError):
    """A picture that cannot be read: damaged, hostile, or of a kind that isn't taken."""

    code = "invalid_picture"
    default_message = _(
        "This picture cannot be read. Save it again as JPEG or PNG, then send it once more."
    )


class PictureTooLargeError(PictureError):
    """More pixels than are taken, whatever the weight of the file."""

    code = "picture_too_large"
    default_message = _(
        "This picture has too many pixels. Reduce it, to 6000 by 6000 for instance, then try again."
    )


def load_picture(
    file: BinaryIO, *, max_pixels: int = MAX_PIXELS, box: tuple[int, int] | None = None
) -> Image.Image:
    """Decode the first frame, upright, in RGB or RGBA; its size is checked before its pixels.

    With `box`, a JPEG is decoded only as finely as that needs. Raises PictureTooLargeError,
    PictureError.
    """
    try:
        return _decode(file, max_pixels, box)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLargeError from error
    except PictureError:
        raise
    except Exception as error:  # decoders meet hostile bytes with whatever they stumble over
        raise PictureError from error


def _decode(file: BinaryIO, max_pixels: int, box: tuple[int, int] | None) -> Image.Image:
    file.seek(0)
    with Image.open(file, formats=FORMATS) as opened:
        if opened.width * opened.height > max_pixels:
            raise PictureTooLargeError
        if box is not None:
            opened.draft("RGB", (box[0] * 2, box[1] * 2))
        opened.load()
        upright = ImageOps.exif_transpose(opened)
        return _in_srgb(upright)


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGBA" if has_alpha else "RGB"
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            return picture.convert(mode)
        return converted or picture.convert(mode)
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda value: value / 256).convert("L")
    return picture.convert(mode)


def thumbnail(
    file: BinaryIO,
    *,
    width: int,
    height: int,
    is_cropped: bool = False,
    max_pixels: int = MAX_PIXELS,
    quality: int = 80,
) -> bytes:
    """Return a WebP picture that fits in, or with `is_cropped` exactly fills, width × height.

    Never larger than the original unless cropped. Raises PictureTooLargeError, PictureError.
    """
    picture = load_picture(file, max_pixels=max_pixels, box=(width, height))
    if is_cropped:
        picture = ImageOps.fit(picture, (width, height))
    else:
        picture.thumbnail((width, height))
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()
