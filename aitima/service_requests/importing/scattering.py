"""Places for requests that have none of their own: near settlements, as people live."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from random import Random
from typing import Final

import shapely

from aitima.geography import queries
from aitima.geography.models import Area, Place

_METRES_PER_DEGREE: Final = 111_320.0
_TRIES: Final = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the municipality, with its settlement and its area."""

    latitude: float
    longitude: float
    place: Place
    area: Area


@dataclass(frozen=True)
class Settlements:
    """The settlements of the municipality, ready to be drawn from and to be searched."""

    places: tuple[Place, ...]
    outlines: queries.Outlines

    @classmethod
    def of_the_municipality(cls) -> "Settlements":
        return cls(queries.places(), queries.outlines())

    @cached_property
    def _weights(self) -> Sequence[int]:
        return list(accumulate(place.population or 1 for place in self.places))

    @cached_property
    def _scale(self) -> float:
        """How much shorter a degree of longitude is than one of latitude, here."""
        return math.cos(math.radians(self.places[0].latitude))

    @cached_property
    def _shapes(self) -> dict[int, shapely.geometry.base.BaseGeometry]:
        shapes = dict(
            zip((area.pk for area in self.outlines.areas), self.outlines.shapes, strict=True)
        )
        for shape in shapes.values():
            shapely.prepare(shape)
        return shapes

    def anywhere(self, chance: Random) -> Spot:
        """A point near a settlement; large settlements are drawn more often."""
        (place,) = chance.choices(self.places, cum_weights=self._weights)
        return self.near(place, chance)

    def near(self, place: Place, chance: Random) -> Spot:
        """A point around a settlement, inside the outline of its area."""
        spread = (60 + 3 * math.sqrt(place.population or 1)) / _METRES_PER_DEGREE
        shape = self._shapes.get(place.area_id)
        for _ in range(_TRIES):
            latitude = place.latitude + chance.gauss(0, spread)
            longitude = place.longitude + chance.gauss(0, spread) / self._scale
            if shape is None or shapely.contains_xy(shape, longitude, latitude):
                return Spot(round(latitude, 6), round(longitude, 6), place, place.area)
        return Spot(place.latitude, place.longitude, place, place.area)
