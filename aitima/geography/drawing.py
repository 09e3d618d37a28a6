"""The municipality drawn from its coastline: the mark in the header, the motif, the base map."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Self

from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

WIDTH: Final = 1000
"""Units of the drawing from west to east; its height follows from the land."""

WATER_LINES: Final = ((26, 1.0), (50, 0.62), (74, 0.4), (98, 0.24))
"""Distance from the shore and opacity, as on an old nautical chart."""

MARGIN: Final = 95
_SMALLEST_ISLET: Final = 60  # square units; smaller ones would be specks of dust
_MARK_TOLERANCE: Final = 7
_LINE_TOLERANCE: Final = 1.1
_COVE: Final = 1.0


@dataclass(frozen=True)
class Drawing:
    """A coastline in a plane of `WIDTH` units, with y pointing down as SVG has it."""

    west: float
    north: float
    east: float
    south: float
    land: BaseGeometry

    @classmethod
    def of(cls, coastline: Mapping[str, Any]) -> Self:
        land = unary_union([shape(f["geometry"]).buffer(0) for f in coastline["features"]])
        west, south, east, north = land.bounds
        return cls(west, north, east, south, land)

    @property
    def height(self) -> int:
        return round(self.place(self.south, self.west)[1])

    @property
    def view_box(self) -> str:
        m = MARGIN
        return f"{-m} {-m} {WIDTH + 2 * m} {self.height + 2 * m}"

    @property
    def mark_view_box(self) -> str:
        return f"0 0 {WIDTH} {self.height}"

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a point of the earth stands in the drawing: equirectangular, true in the middle."""
        scale = WIDTH / (self.east - self.west)
        stretch = 1 / math.cos(math.radians((self.north + self.south) / 2))
        return (longitude - self.west) * scale, (self.north - latitude) * scale * stretch

    @cached_property
    def shore(self) -> str:
        return _path(self._parts(_SMALLEST_ISLET), tolerance=_LINE_TOLERANCE)

    @cached_property
    def mark(self) -> str:
        """The largest pieces of land alone, simple enough for 48 pixels."""
        largest = max(part.area for part in self._parts(0))
        return _path(self._parts(largest / 8), tolerance=_MARK_TOLERANCE)

    @cached_property
    def water(self) -> tuple[tuple[str, float], ...]:
        """The lines around the land, each with its opacity.

        From a simpler shore: a line 26 units off smooths every cove away, and takes thirty times
        as long when it follows each of them first.
        """
        pieces = [part.simplify(_COVE) for part in self._parts(_SMALLEST_ISLET)]
        whole = unary_union(pieces)
        return tuple(
            (_path(_polygons(whole.buffer(distance, quad_segs=3)), tolerance=2.0, holes=False), o)
            for distance, o in WATER_LINES
        )

    def outline(self, geometry: Mapping[str, Any]) -> str:
        """A GeoJSON polygon, or several, as a path of this drawing."""
        parts = [self._part(part) for part in _polygons(shape(dict(geometry)))]
        return _path((p for p in parts if p.area >= _SMALLEST_ISLET), tolerance=_LINE_TOLERANCE)

    def dots(self, points: Iterable[tuple[float, float]]) -> str:
        """Points as strokes without length: round line ends make each a dot, in one path."""
        placed = (self.place(latitude, longitude) for latitude, longitude in points)
        return "".join(f"M{x:.0f} {y:.0f}h0" for x, y in placed)

    def pieces(self, smallest: float) -> list[Polygon]:
        """The land in units of the drawing, without what is smaller than so many square units."""
        return self._parts(smallest)

    def _parts(self, smallest: float) -> list[Polygon]:
        return [part for part in self._placed if part.area >= smallest]

    @cached_property
    def _placed(self) -> list[Polygon]:
        return [self._part(part) for part in _polygons(self.land)]

    def _part(self, part: Polygon) -> Polygon:
        return Polygon(
            [self.place(y, x) for x, y in part.exterior.coords],
            [[self.place(y, x) for x, y in ring.coords] for ring in part.interiors],
        )


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    if isinstance(geometry, Polygon):
        return [geometry]
    if isinstance(geometry, MultiPolygon):
        return list(geometry.geoms)
    return []


def _path(parts: Iterable[Polygon], *, tolerance: float, holes: bool = True) -> str:
    """Whole units and relative steps keep the drawing of an island at two kilobytes."""
    rings = []
    for part in parts:
        simple = part.simplify(tolerance)
        for polygon in _polygons(simple):
            rings.append(polygon.exterior)
            rings.extend(polygon.interiors if holes else ())
    return "".join(_ring([(round(x), round(y)) for x, y in ring.coords]) for ring in rings)


def _ring(points: list[tuple[int, int]]) -> str:
    (x, y), *rest = points[:-1]
    steps = [f"M{x} {y}"]
    for to_x, to_y in rest:
        if (to_x, to_y) != (x, y):
            steps.append(f"l{to_x - x} {to_y - y}".replace(" -", "-"))
        x, y = to_x, to_y
    return "".join(steps) + "z"
