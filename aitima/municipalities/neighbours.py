"""The municipalities around ours: whom to tell about what lies outside."""

from collections.abc import Iterator
from typing import Any, Final

import shapely

from aitima.municipalities.fields import Fields

_FEWEST_CORNERS: Final = 3
_FARTHEST: Final = (180, 90)  # degrees


def read(fields: Fields, lines: Iterator[int | None]) -> Iterator[dict[str, Any]]:
    """Each as `Municipality.neighbours` keeps it, the corners as [longitude, latitude]."""
    for entry in fields.entries("neighbours", "neighbour", lines, needed=False):
        yield {
            "names": entry.texts("names"),
            "phone": entry.text("phone", needed=False, longest=30),
            "website": entry.text("website", needed=False, longest=200),
            "corners": _corners(entry),
        }
        entry.done()


def _corners(entry: Fields) -> list[list[float]]:
    """A rough line around its land; it need not follow the coast."""
    corners = [_corner(corner) for corner in entry.items("corners")]
    good = [corner for corner in corners if corner]
    if len(good) < _FEWEST_CORNERS or len(good) < len(corners):
        example = "corners = [[26.0, 38.6], [26.2, 38.6], [26.1, 38.2]]"
        entry.refuse("corners", f"write at least three points, longitude first: {example}")
        return []
    if not shapely.Polygon(good).is_valid:
        entry.refuse("corners", "the line crosses itself: go round in one direction")
    return good


def _corner(corner: object) -> list[float] | None:
    if not isinstance(corner, list) or not all(isinstance(n, int | float) for n in corner):
        return None
    point = [float(number) for number in corner]
    inside = len(point) == len(_FARTHEST) and all(
        abs(number) <= most for number, most in zip(point, _FARTHEST, strict=True)
    )
    return point if inside else None
