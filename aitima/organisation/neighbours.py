"""Who is competent for a point that lies outside our municipality, as far as we know."""

from dataclasses import dataclass

from shapely import Point, Polygon

from aitima.core.translated import translate
from aitima.organisation.identity import identity


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A municipality near ours; telephone and website may be unknown."""

    name: str
    phone: str
    website: str

    @property
    def phone_link(self) -> str:
        return "".join(c for c in self.phone if c.isdigit() or c == "+")


def neighbour_at(latitude: float, longitude: float) -> Neighbour | None:
    """The neighbour whose rough outline holds the point (WGS84 degrees)."""
    record = identity().record
    point = Point(longitude, latitude)
    for neighbour in record.neighbours if record else []:
        if Polygon(neighbour["corners"]).covers(point):
            name = translate(neighbour["names"])
            return Neighbour(name, neighbour["phone"], neighbour["website"])
    return None
