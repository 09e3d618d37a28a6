"""Their points onto this municipality: transformed, and moved where the mapping says so."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Final

from pyproj import Transformer

from aitima.geography.models import Area, Place
from aitima.geography.queries import area_at, nearest_place
from aitima.service_requests.importing.mapping import Box, Points
from aitima.service_requests.importing.scattering import Settlements, Spot

_WGS84: Final = "EPSG:4326"


class PointRefused(Exception):
    """The point cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Where:
    """A point with what is known of it; everything empty where there is none."""

    latitude: float | None = None
    longitude: float | None = None
    area: Area | None = None
    place: Place | None = None

    @classmethod
    def at(cls, spot: Spot) -> "Where":
        return cls(spot.latitude, spot.longitude, spot.area, spot.place)


NOWHERE: Final = Where()


@dataclass(frozen=True)
class Locator:
    """Finds where a row is; `extent` is what the box of a move is filled from."""

    points: Points
    transformer: Transformer
    settlements: Settlements
    extent: Box | None

    @classmethod
    def of(cls, points: Points, coordinates: Iterable[tuple[str, str]]) -> "Locator":
        """Prepare for a file; its coordinates are read only where they give the extent."""
        transformer = transformer_for(points.crs)
        extent = points.extent
        if points.move == "box" and extent is None:
            extent = _extent(transformer, coordinates)
        return cls(points, transformer, Settlements.of_the_municipality(), extent)

    def locate(self, x: str, y: str, identity: str) -> Where:
        """Where a row lies; the same identity is always scattered to the same point.

        Raises:
            PointRefused: no numbers, no place on earth, or outside the municipality.
        """
        chance = Random(identity)  # noqa: S311 - a scattering, no secret
        if self.points.move == "settlements":
            return Where.at(self.settlements.anywhere(chance))
        if not x and not y:
            return NOWHERE
        latitude, longitude = degrees(self.transformer, x, y)
        if self.points.move == "box":
            return self._in_box(latitude, longitude, chance)
        return self._as_it_is(latitude, longitude)

    def _as_it_is(self, latitude: float, longitude: float) -> Where:
        area = area_at(latitude, longitude)
        place = _nearest(latitude, longitude)
        if area is not None:
            return Where(latitude, longitude, area, place)
        if not self.points.refuse_outside:
            return NOWHERE
        near = f"; the nearest place is {place.name}" if place else ""
        raise PointRefused(
            f"the point {latitude:.5f}, {longitude:.5f} is outside the municipality{near}"
        )

    def _in_box(self, latitude: float, longitude: float, chance: Random) -> Where:
        """Translate and scale; what falls into the sea goes ashore near a settlement."""
        if self.points.box is None or self.extent is None:
            return NOWHERE
        west, south, east, north = self.points.box
        longitude = _scaled(longitude, (self.extent[0], self.extent[2]), (west, east))
        latitude = _scaled(latitude, (self.extent[1], self.extent[3]), (south, north))
        area = area_at(latitude, longitude)
        place = _nearest(latitude, longitude)
        if area is not None or place is None:
            return Where(round(latitude, 6), round(longitude, 6), area, place)
        return Where.at(self.settlements.near(place, chance))


def transformer_for(crs: str) -> Transformer:
    """A transformer to degrees; x is always the easting or the longitude."""
    return Transformer.from_crs(crs, _WGS84, always_xy=True)


def degrees(transformer: Transformer, x: str, y: str) -> tuple[float, float]:
    """Latitude and longitude of a written point.

    Raises:
        PointRefused: these are no coordinates of the system.
    """
    try:
        longitude, latitude = transformer.transform(_number(x), _number(y))
    except ValueError:
        raise PointRefused(f"{x!r}, {y!r} are no coordinates") from None
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise PointRefused(f"{x}, {y} lie outside the coordinate system")
    if abs(latitude) > 90 or abs(longitude) > 180:  # noqa: PLR2004 - the whole earth
        raise PointRefused(f"{x}, {y} are not on earth")
    return latitude, longitude


def _nearest(latitude: float, longitude: float) -> Place | None:
    found = nearest_place(latitude, longitude)
    return found[0] if found else None


def _number(text: str) -> float:
    """A number with a point or, as Greek files have it, a comma."""
    return float(text.strip().replace(",", "."))


def _scaled(value: float, old: tuple[float, float], new: tuple[float, float]) -> float:
    width = old[1] - old[0]
    share = (value - old[0]) / width if width else 0.5
    return new[0] + min(max(share, 0.0), 1.0) * (new[1] - new[0])


def _extent(transformer: Transformer, coordinates: Iterable[tuple[str, str]]) -> Box | None:
    latitudes: list[float] = []
    longitudes: list[float] = []
    for x, y in coordinates:
        try:
            latitude, longitude = degrees(transformer, x, y)
        except PointRefused:
            continue
        latitudes.append(latitude)
        longitudes.append(longitude)
    if not latitudes:
        return None
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)
