"""The outlines of the areas: are they polygons, do they hold what they should?"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from aitima.municipalities.data import AreaEntry, Description, OutlineEntry
from aitima.municipalities.mistakes import Mistakes, Origin

SHORE: Final = 0.01  # degrees, about 1 km: coastlines are coarser than quays and rocks
_POLYGONS: Final = frozenset({"Polygon", "MultiPolygon"})
_WORLD: Final = shapely.box(-180, -90, 180, 90)
_TOO_MUCH_IN_COMMON: Final = 0.02  # of the smaller one; surveyed borders overlap by slivers


@dataclass(frozen=True, slots=True)
class Shapes:
    """The outlines that are sound, by the area's code."""

    by_code: Mapping[str, BaseGeometry]

    def distance(self, code: str, longitude: float, latitude: float) -> float | None:
        """How far a point lies from an area, in degrees; nothing where it has no outline."""
        shape = self.by_code.get(code)
        return None if shape is None else shape.distance(Point(longitude, latitude))

    def holding(self, longitude: float, latitude: float) -> str | None:
        point = Point(longitude, latitude)
        return next((code for code, shape in self.by_code.items() if shape.covers(point)), None)


def check(description: Description, areas: Mapping[str, AreaEntry], mistakes: Mistakes) -> Shapes:
    shapes: dict[str, BaseGeometry] = {}
    for outline in description.outlines:
        if outline.code not in areas and mistakes.readable("areas.csv"):
            message = f"there is no {outline.code!r} in areas.csv: write a code from there"
            mistakes.add(outline.origin, message, key="properties.code")
        elif outline.code in shapes:
            message = "the area has an outline already: join them to one MultiPolygon"
            mistakes.add(outline.origin, message)
        elif shape := _sound(outline, mistakes):
            shapes[outline.code] = shape
    _check_each_has_one(description, areas, mistakes)
    _check_apart(shapes, mistakes)
    return Shapes(shapes)


def check_coastline(coastline: Any, mistakes: Mistakes) -> None:
    origin = Origin("coastline.geojson")
    features = coastline.get("features") if isinstance(coastline, Mapping) else None
    if not isinstance(features, list) or not features:
        mistakes.add(origin, "this is no GeoJSON FeatureCollection with features")
        return
    for number, feature in enumerate(features, start=1):
        where = Origin(origin.file, entry=f"feature {number}")
        geometry = feature.get("geometry") if isinstance(feature, Mapping) else None
        drawn = geometry if isinstance(geometry, dict) else {}
        _sound(OutlineEntry(origin=where, code="", geometry=drawn), mistakes)


def _sound(outline: OutlineEntry, mistakes: Mistakes) -> BaseGeometry | None:
    """The outline as a shape, if it is one that can hold a point."""
    problem: str | None = None
    shape: BaseGeometry | None = None
    if str(outline.geometry.get("type")) not in _POLYGONS:
        problem = "it is no Polygon or MultiPolygon: draw it as one"
    else:
        try:
            shape = shapely.from_geojson(json.dumps(outline.geometry))
        except shapely.GEOSException as error:
            problem = f"it cannot be read as GeoJSON: {error}"
    if shape is not None:
        problem = _unsound(shape)
    if problem:
        mistakes.add(outline.origin, problem, key="geometry")
        return None
    return shape


def _unsound(shape: BaseGeometry) -> str | None:
    if shape.is_empty:
        return "the polygon is empty: draw it"
    if not shape.is_valid:
        return f"the polygon crosses itself: {shapely.is_valid_reason(shape)}; draw it anew there"
    if not _WORLD.covers(shape):
        return "it lies outside the world: write longitude, latitude in degrees (WGS84)"
    return None


def _check_each_has_one(
    description: Description, areas: Mapping[str, AreaEntry], mistakes: Mistakes
) -> None:
    drawn = {outline.code for outline in description.outlines}
    for code, area in areas.items():
        if code not in drawn and mistakes.readable("areas.geojson"):
            message = "it has no outline in areas.geojson: draw one, or derive it from the places"
            mistakes.add(area.origin, message)


def _check_apart(shapes: Mapping[str, BaseGeometry], mistakes: Mistakes) -> None:
    for (code, shape), (other, neighbour) in combinations(shapes.items(), 2):
        smaller = min(shape.area, neighbour.area)
        if shape.intersection(neighbour).area > _TOO_MUCH_IN_COMMON * smaller:
            message = f"it covers land of area {other} too: draw the border between them once"
            mistakes.add(Origin("areas.geojson", entry=f"area {code}"), message, key="geometry")
