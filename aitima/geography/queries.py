"""From a point to its area, from typed letters to a place."""

import math
from dataclasses import dataclass
from typing import Final

from shapely import Point, STRtree
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from aitima.core.caching import kept_for
from aitima.geography.models import Area, Place

_EARTH_RADIUS: Final = 6_371_000.0
METRES_PER_DEGREE: Final = math.radians(1) * _EARTH_RADIUS
"""Of latitude; of longitude it is this by the cosine of the latitude."""


@dataclass(frozen=True)
class Outlines:
    """The municipal units' outlines, ready for "which one holds this point?"."""

    areas: tuple[Area, ...]
    shapes: tuple[BaseGeometry, ...]
    tree: STRtree

    def holding(self, point: Point) -> Area | None:
        found = sorted(self.tree.query(point, predicate="intersects"))
        return self.areas[found[0]] if found else None

    def nearest(self, point: Point) -> tuple[Area, float] | None:
        """The nearest area and its distance in degrees."""
        index = self.tree.nearest(point)
        if index is None:
            return None
        return self.areas[index], float(self.shapes[index].distance(point))


@kept_for(seconds=60)
def outlines() -> Outlines:
    areas = tuple(Area.objects.municipal_units().filter(outline__isnull=False))
    shapes = tuple(shape(area.outline) for area in areas if area.outline)
    return Outlines(areas, shapes, STRtree(shapes))


@kept_for(seconds=60)
def places() -> tuple[Place, ...]:
    """Every settlement, with its area; a few hundred rows at most.

    Without outlines, which are nine tenths of what would be read, once for each settlement.
    """
    known = Place.objects.filter(active=True).select_related("area", "community")
    return tuple(known.defer("area__outline", "community__outline"))


@dataclass(frozen=True)
class Settlements:
    """The settlements by where they are, on a plane on which degrees are equally long."""

    places: tuple[Place, ...]
    tree: STRtree
    narrowing: float
    """A degree of longitude, here, in degrees of latitude."""


@kept_for(seconds=60)
def _settlements() -> Settlements:
    known = places()
    middle = sum(place.latitude for place in known) / (len(known) or 1)
    narrowing = math.cos(math.radians(middle))
    points = [Point(place.longitude * narrowing, place.latitude) for place in known]
    return Settlements(known, STRtree(points), narrowing)


# A coast is drawn coarser than a quay is built: so far out to sea still counts as land.
_SHORE: Final = 0.003  # degrees, about 300 m


def area_at(latitude: float, longitude: float) -> Area | None:
    """The municipal unit that holds a point (WGS84 degrees), quays and piers included."""
    point = Point(longitude, latitude)
    index = outlines()
    inside = index.holding(point)
    if inside is not None:
        return inside
    near = index.nearest(point)
    return near[0] if near and near[1] <= _SHORE else None


def metres(latitude: float, longitude: float, other: Place) -> float:
    """Great-circle distance from a point to a settlement, in metres."""
    return metres_between(latitude, longitude, other.latitude, other.longitude)


def metres_between(
    latitude: float, longitude: float, to_latitude: float, to_longitude: float
) -> float:
    """Great-circle distance of two points by the haversine formula, in metres."""
    phi, psi = math.radians(latitude), math.radians(to_latitude)
    half = math.sin((psi - phi) / 2) ** 2
    across = math.sin(math.radians(to_longitude - longitude) / 2) ** 2
    return 2 * _EARTH_RADIUS * math.asin(math.sqrt(half + math.cos(phi) * math.cos(psi) * across))


def nearest_place(latitude: float, longitude: float) -> tuple[Place, float] | None:
    """The settlement nearest to a point and its distance in metres."""
    known = _settlements()
    index = known.tree.nearest(Point(longitude * known.narrowing, latitude))
    if index is None:
        return None
    place = known.places[index]
    return place, metres(latitude, longitude, place)
