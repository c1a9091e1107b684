import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from parvis.kernel.storage.pictures import (
    PictureError,
    PictureTooLargeError,
    load_picture,
    thumbnail,
)

ORIENTATION, GPS, DESCRIPTION = 0x0112, 0x8825, 0x010E


def picture(mode: str = "RGB", size: tuple[int, int] = (40, 20), kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 1).save(out, kind)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    result = Image.open(io.BytesIO(content))
    assert result.format == "WEBP"
    return result


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))


def png(width: int, height: int, *extra: bytes) -> bytes:
    header = struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    body = chunk(b"IHDR", header) + b"".join(extra) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("RGB", "JPEG"),
        ("CMYK", "JPEG"),
        ("L", "PNG"),
        ("RGBA", "PNG"),
        ("P", "GIF"),
        ("1", "TIFF"),
        ("I;16", "PNG"),
        ("LA", "PNG"),
        ("RGB", "WEBP"),
        ("RGB", "BMP"),
        ("F", "TIFF"),
    ],
)
def test_any_kind_becomes_webp(mode: str, kind: str) -> None:
    made = opened(thumbnail(io.BytesIO(picture(mode, kind=kind)), width=10, height=10))
    assert made.size == (10, 5)


def test_thumbnail_fits_fills_and_never_grows() -> None:
    source = picture(size=(40, 20))
    for width, height, is_cropped, size in [
        (20, 20, False, (20, 10)),
        (20, 20, True, (20, 20)),
        (400, 400, False, (40, 20)),
        (64, 64, True, (64, 64)),
    ]:
        made = thumbnail(io.BytesIO(source), width=width, height=height, is_cropped=is_cropped)
        assert opened(made).size == size


def test_picture_is_upright_and_tells_nothing() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[DESCRIPTION] = "chez le maire"
    exif.get_ifd(GPS)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", (40, 20)).save(out, "JPEG", exif=exif, comment=b"secret")
    assert b"chez le maire" in out.getvalue()
    made = thumbnail(out, width=100, height=100)
    assert opened(made).size == (20, 40)
    assert not opened(made).getexif()
    assert b"maire" not in made
    assert b"EXIF" not in made
    assert b"secret" not in made


def test_animation_gives_its_first_frame() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    made = opened(thumbnail(out, width=8, height=8))
    assert getattr(made, "n_frames", 1) == 1
    assert made.convert("RGB").getpixel((4, 4))[0] > 200  # type: ignore[index]


@pytest.mark.parametrize("size", [(10_000, 5_001), (30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_bomb_is_refused_before_its_pixels(size: tuple[int, int]) -> None:
    with pytest.raises(PictureTooLargeError) as caught:
        load_picture(io.BytesIO(png(*size)))
    assert caught.value.status == 422


def test_limit_can_be_lowered() -> None:
    with pytest.raises(PictureTooLargeError):
        thumbnail(io.BytesIO(picture(size=(100, 100))), width=10, height=10, max_pixels=9_999)


def test_text_bomb_is_refused() -> None:
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100_000_000)))
    with pytest.raises(PictureError):
        load_picture(io.BytesIO(png(10, 10, text)))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        picture(kind="ICO"),
        picture(kind="PPM"),
        picture()[:60],
        picture(kind="JPEG")[:200],
        png(100, 100),
    ],
)
def test_what_is_no_picture_is_refused_plainly(content: bytes) -> None:
    with pytest.raises(PictureError, match="illisible"):
        load_picture(io.BytesIO(content))


@settings(deadline=None)
@given(st.data(), st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP"]))
def test_damaged_picture_never_breaks_anything(data: st.DataObject, kind: str) -> None:
    content = bytearray(picture(size=(9, 9), kind=kind))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        thumbnail(io.BytesIO(bytes(content)), width=8, height=8)
    except PictureError:
        return


def test_wrong_colour_profile_is_ignored() -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG", icc_profile=b"not a profile")
    assert opened(thumbnail(out, width=8, height=8)).info.get("icc_profile") is None
