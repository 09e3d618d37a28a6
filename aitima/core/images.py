"""Photos from strangers: looked at before they are decoded, and drawn anew before they are kept."""

from contextlib import nullcontext
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import IO, Final, Literal

import pillow_heif
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_PIXELS: Final = 50_000_000
"""A 50-megapixel telephone passes; decoded it takes some 400 MB for a moment."""
MAX_DRAWN_PIXELS: Final = 25_000_000
"""Of formats that no camera makes: forty bytes of WebP unfold into 18 bytes for each pixel."""
MAX_SIDE: Final = 2048
THUMBNAIL_SIDE: Final = 360
QUALITY: Final = 82
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "HEIF")
_DRAWN: Final = frozenset({"PNG", "WEBP"})
_WHITE: Final = (255, 255, 255)
_SMALL: Final = 5_000_000  # pixels; what telephones of our pages send is never larger
_large_ones = Lock()
"""One large photo at a time in a process, or a handful of small files would take all memory."""

pillow_heif.register_heif_opener(thumbnails=False)


class PhotoRefused(Exception):
    """The file is not kept; `message` tells the sender why, and what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    content: bytes
    width: int
    height: int
    content_type: Literal["image/jpeg"] = "image/jpeg"
    extension: Literal["jpg"] = "jpg"


TOO_LARGE: Final = _("The photo is larger than 10 MB. Send a smaller one.")
TOO_MANY_PIXELS: Final = _(
    "The photo has too many pixels. Take it again with your camera's normal setting, "
    "or send a smaller copy."
)
NOT_A_PHOTO: Final = _(
    "This file is not a photo we can open. Send a photo in JPEG, PNG, WebP or HEIC format."
)
DAMAGED: Final = _(
    "The photo is damaged or did not arrive whole. Send it again, or choose another."
)
ANIMATED: Final = _("Moving pictures are not accepted. Send a still photo.")


def clean_photo(file: IO[bytes]) -> CleanPhoto:
    """Redraw a photo upright as JPEG, at most 2048 pixels long, with nothing but its pixels.

    Place, time, device and thumbnails inside the file are lost with the original. The size is
    judged by the header, so that a small file which unfolds into gigabytes is never unfolded.

    Raises:
        PhotoRefused: with a sentence for the person who sent it.
    """
    file.seek(0)
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise PhotoRefused(TOO_LARGE)
    return _redrawn(content, side=MAX_SIDE)


def thumbnail(photo: CleanPhoto, *, side: int = THUMBNAIL_SIDE) -> CleanPhoto:
    """Make a smaller copy of a photo that is clean already."""
    return _redrawn(photo.content, side=side)


def _redrawn(content: bytes, *, side: int) -> CleanPhoto:
    with opened(content) as image:
        pixels = image.width * image.height
        if pixels > (MAX_DRAWN_PIXELS if image.format in _DRAWN else MAX_PIXELS):
            raise PhotoRefused(TOO_MANY_PIXELS)
        if image.format in _DRAWN and getattr(image, "is_animated", False):
            raise PhotoRefused(ANIMATED)
        try:
            with _large_ones if pixels > _SMALL else nullcontext():
                return _encoded(_flat(_upright(image, side=side)))
        except (OSError, SyntaxError, ValueError, EOFError, MemoryError, RuntimeError) as error:
            raise PhotoRefused(DAMAGED) from error


def opened(content: bytes) -> Image.Image:
    """Read the header of a photo, and nothing behind it yet.

    Raises:
        PhotoRefused: it is of no format we take.
    """
    try:
        return Image.open(BytesIO(content), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoRefused(TOO_MANY_PIXELS) from error
    except Exception as error:  # parsers of four formats fail in more ways than they document
        raise PhotoRefused(NOT_A_PHOTO) from error


def _upright(image: Image.Image, *, side: int) -> Image.Image:
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    return ImageOps.exif_transpose(image)


def _flat(image: Image.Image) -> Image.Image:
    """Red, green and blue in sRGB; what was transparent becomes white."""
    profile = image.info.get("icc_profile")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        image = Image.new("RGB", image.size, _WHITE)
        image.paste(layer, mask=layer.getchannel("A"))
    elif image.mode != "CMYK":
        image = image.convert("RGB")
    if profile:
        image = _in_srgb(image, profile)
    return image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Telephones photograph in wider colour spaces; without the profile they would look pale."""
    try:
        return (
            ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(BytesIO(profile)), "sRGB", outputMode="RGB"
            )
            or image
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken profile is no reason to lose the photo


def _encoded(image: Image.Image) -> CleanPhoto:
    image.info.clear()  # Pillow would carry a comment over
    content = BytesIO()
    image.save(content, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return CleanPhoto(content.getvalue(), image.width, image.height)
