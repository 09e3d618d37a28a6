"""Where a photo was taken, as its own EXIF says: read before it is drawn anew without it."""

import math
from collections.abc import Mapping, Sequence
from typing import IO, Any, Final

from PIL import ExifTags

from aitima.core.images import MAX_BYTES, opened

type Point = tuple[float, float]
"""Latitude and longitude in degrees, WGS 84."""

_DIGITS: Final = 6  # ten centimetres
_FURTHEST: Final = (90.0, 180.0)
_PARTS: Final = 3  # degrees, minutes, seconds


def point_of(file: IO[bytes]) -> Point | None:
    """The point that a JPEG, PNG, WebP or HEIC carries; None where there is none to be believed.

    Nothing is decoded but the header. The file is left at its beginning.
    """
    file.seek(0)
    try:
        with opened(file.read(MAX_BYTES + 1)) as image:
            if image.format == "PNG" and "exif" not in image.info:
                return None  # asked for it, Pillow would decode the picture to look behind it
            return _read(image.getexif().get_ifd(ExifTags.IFD.GPSInfo))
    except Exception:  # noqa: BLE001 - no broken EXIF is a reason to refuse a photo
        return None
    finally:
        file.seek(0)


def checked(latitude: float, longitude: float) -> Point | None:
    """A point as it is kept; None for what is none, and for the 0, 0 of a camera without sky."""
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return None
    if abs(latitude) > _FURTHEST[0] or abs(longitude) > _FURTHEST[1]:
        return None
    if latitude == longitude == 0:
        return None
    return round(latitude, _DIGITS), round(longitude, _DIGITS)


def typed(text: str) -> Point | None:
    """A point as a form sends it: "39.2336,26.2071"."""
    try:
        latitude, longitude = map(float, text.split(","))
    except ValueError:
        return None
    return checked(latitude, longitude)


def _read(gps: Mapping[int, Any]) -> Point | None:
    latitude = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S")
    longitude = _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W")
    return checked(latitude, longitude)


def _degrees(gps: Mapping[int, Any], value: int, side: int, negative: str) -> float:
    parts: Sequence[Any] = gps[value]
    if len(parts) != _PARTS:
        raise ValueError(parts)
    degrees: float = sum(float(part) / 60**index for index, part in enumerate(parts))
    south_or_west = str(gps.get(side, "")).strip("\0 ").upper() == negative
    return -degrees if south_or_west else degrees
