import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms

from aitima.core import images
from aitima.core.images import PhotoRefused, clean_photo, thumbnail

GPS = 0x8825
ORIENTATION = 0x0112
MAKE = 0x010F


def photo(
    image_format: str = "JPEG",
    size: tuple[int, int] = (640, 480),
    *,
    mode: str = "RGB",
    **options: Any,
) -> BytesIO:
    file = BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(file, image_format, **options)
    return file


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_of_each_format_becomes_a_jpeg(image_format: str) -> None:
    clean = clean_photo(photo(image_format))

    assert opened(clean.content).format == "JPEG"
    assert (clean.width, clean.height) == (640, 480) == opened(clean.content).size


def test_a_large_photo_is_made_smaller_in_proportion() -> None:
    clean = clean_photo(photo(size=(4000, 3000)))

    assert (clean.width, clean.height) == (2048, 1536)


def test_a_photo_keeps_no_place_device_or_comment() -> None:
    exif = Image.Exif()
    exif[MAKE] = "Telephone"
    exif.get_ifd(GPS)[2] = (39.0, 6.0, 25.0)
    file = photo(exif=exif, comment=b"taken at home", xmp=b"<x:xmpmeta/>")

    clean = clean_photo(file)

    assert b"Telephone" in file.getvalue()
    assert b"Telephone" not in clean.content
    assert b"taken at home" not in clean.content
    assert b"xmpmeta" not in clean.content
    assert not opened(clean.content).getexif()


@pytest.mark.parametrize("image_format", ["JPEG", "WEBP", "HEIF"])
def test_a_photo_taken_sideways_stands_upright(image_format: str) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    file = photo(image_format, (640, 480), exif=exif.tobytes())

    clean = clean_photo(file)

    assert (clean.width, clean.height) == (480, 640)


def test_a_colour_profile_is_applied_and_left_out() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    clean = clean_photo(photo(icc_profile=profile))

    assert "icc_profile" not in opened(clean.content).info


def test_a_wrong_colour_profile_does_not_cost_the_photo() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()

    assert clean_photo(photo(icc_profile=lab)).width == 640
    assert clean_photo(photo(icc_profile=b"not a profile")).width == 640


def test_transparent_parts_become_white() -> None:
    file = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(file, "PNG")

    clean = clean_photo(file)

    assert opened(clean.content).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["CMYK", "L", "1"])
def test_unusual_colour_modes_are_accepted(mode: str) -> None:
    clean = clean_photo(photo(mode=mode))

    assert opened(clean.content).mode == "RGB"


def test_a_thumbnail_is_smaller_and_keeps_the_proportion() -> None:
    clean = clean_photo(photo(size=(1600, 1200)))

    small = thumbnail(clean, side=320)

    assert (small.width, small.height) == (320, 240)
    assert len(small.content) < len(clean.content)


def png_header(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in (header, data, b"IEND")
    )


def animated(image_format: str) -> bytes:
    file = BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    frames[0].save(file, image_format, save_all=True, append_images=frames[1:])
    return file.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], object]] = {
    "SVG": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', images.NOT_A_PHOTO),
    "text": ("Καλημέρα".encode, images.NOT_A_PHOTO),
    "nothing": (lambda: b"", images.NOT_A_PHOTO),
    "PDF": (lambda: b"%PDF-1.7\n1 0 obj", images.NOT_A_PHOTO),
    "GIF": (lambda: photo("GIF").getvalue(), images.NOT_A_PHOTO),
    "TIFF": (lambda: photo("TIFF").getvalue(), images.NOT_A_PHOTO),
    "half a JPEG": (lambda: photo().getvalue()[:3000], images.DAMAGED),
    "half a PNG": (lambda: photo("PNG").getvalue()[:200], images.DAMAGED),
    "half a WebP": (lambda: photo("WEBP").getvalue()[:200], images.NOT_A_PHOTO),
    "half a HEIC": (lambda: photo("HEIF").getvalue()[:-60], images.DAMAGED),
    "over the cap": (lambda: png_header(10_000, 5_001), images.TOO_MANY_PIXELS),
    "over the cap of what no camera makes": (
        lambda: photo("WEBP", size=(5000, 5001), lossless=True).getvalue(),
        images.TOO_MANY_PIXELS,
    ),
    "over Pillow's warning": (lambda: png_header(10_000, 10_000), images.TOO_MANY_PIXELS),
    "over Pillow's error": (lambda: png_header(60_000, 60_000), images.TOO_MANY_PIXELS),
    "11 MB": (lambda: photo().getvalue() + b"\0" * 11_000_000, images.TOO_LARGE),
    "animated PNG": (lambda: animated("PNG"), images.ANIMATED),
    "animated WebP": (lambda: animated("WEBP"), images.ANIMATED),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_an_honest_photo_is_refused_with_a_sentence(kind: str) -> None:
    content, message = REFUSED[kind]

    with pytest.raises(PhotoRefused) as refusal:
        clean_photo(BytesIO(content()))

    assert refusal.value.message == message
