"""The map as a still picture: land, borders, a few names, and how many requests are where."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import get_language

from aitima.core.caching import kept_for
from aitima.core.translated import translate
from aitima.geography.drawing import MARGIN, WIDTH, Drawing
from aitima.geography.models import Place
from aitima.geography.queries import METRES_PER_DEGREE, outlines, places
from aitima.organisation.identity import identity
from aitima.portal.public.clusters import Cluster, Grid
from aitima.portal.public.filters import NO_FILTERS, Filters

COLUMNS: Final = 15
"""So many marks fit beside each other."""

_NAMES: Final = 11
_EVERYWHERE: Final = 6  # on a phone: marks and letters are larger there
_ON_A_PHONE: Final = 1.75
_LETTER: Final = 12  # width of a letter, in units of the drawing
_APART: Final = 42
_HEIGHT: Final = 22
_OVER: Final = 24  # from a settlement up, or aside, to its name
_UNDER: Final = 42
_MIDDLE: Final = 8
_RADII: Final = ((2, 7), (10, 18), (30, 23), (100, 29), (1000, 36))  # below this count, in units
_LARGEST: Final = 44
_SMALLEST: Final = 14  # a circle that is still seen as one


@dataclass(frozen=True, slots=True)
class Land:
    """What is the same on every picture; names in all languages."""

    outlines: tuple[tuple[int, str], ...]
    names: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    x: int
    y: int
    radius: int
    count: int


@dataclass(frozen=True, slots=True)
class Circle:
    """What is near a point: as far as the filters ask."""

    x: int
    y: int
    radius: int


@dataclass(frozen=True, slots=True)
class Name:
    x: int
    y: int
    text: str
    anchor: str
    minor: bool


@dataclass(frozen=True, slots=True)
class StillMap:
    drawing: Drawing
    outlines: tuple[tuple[int, str], ...]
    chosen: int | None
    """Key of the area that is asked for."""
    names: list[Name]
    marks: list[Mark]
    near: Circle | None = None


def grid() -> Grid:
    """Cells for the whole municipality; one cell for the whole earth where it has no coast."""
    drawing = identity().drawing
    if drawing is None:
        return Grid(180, 360)
    middle = (drawing.north + drawing.south) / 2
    return Grid.of((drawing.east - drawing.west) / COLUMNS, latitude=middle)


def still_map(clusters: Iterable[Cluster], filters: Filters = NO_FILTERS) -> StillMap | None:
    drawing = identity().drawing
    if drawing is None:
        return None
    land = _land()
    area = filters.area
    unit = area.parent_id or area.pk if area else None
    marks = list(_marks(drawing, clusters))
    names = list(_names(drawing, land, marks))
    return StillMap(drawing, land.outlines, unit, names, marks, _near(drawing, filters))


def _near(drawing: Drawing, filters: Filters) -> Circle | None:
    spot = filters.near
    if spot is None:
        return None
    up = filters.radius / METRES_PER_DEGREE
    x, y = drawing.place(spot.latitude, spot.longitude)
    _, top = drawing.place(spot.latitude + up, spot.longitude)
    return Circle(round(x), round(y), max(_SMALLEST, round(y - top)))


def _marks(drawing: Drawing, clusters: Iterable[Cluster]) -> Iterator[Mark]:
    """Small ones last, so that they lie on top."""
    for cluster in sorted(clusters, key=lambda one: (-one.count, one.one)):
        x, y = drawing.place(cluster.latitude, cluster.longitude)
        yield Mark(round(x), round(y), _radius(cluster.count), cluster.count)


def _radius(count: int) -> int:
    return next((radius for below, radius in _RADII if count < below), _LARGEST)


def _names(drawing: Drawing, land: Land, marks: list[Mark]) -> Iterator[Name]:
    language = get_language()
    for rank, place in enumerate(land.names):
        x, y = map(round, drawing.place(place.latitude, place.longitude))
        name = Name(x, y, translate(place.names, language=language), "middle", minor=False)
        spot = next((spot for spot in _spots(name) if not _covered(spot, marks)), name)
        small = rank >= _EVERYWHERE or _covered(spot, marks, scale=_ON_A_PHONE)
        yield replace(spot, minor=small)


def _spots(name: Name) -> Iterator[Name]:
    """Where a name may stand beside its settlement, the best first."""
    half = len(name.text) * _LETTER // 2
    for up in (_OVER, -_UNDER):
        if half <= name.x <= WIDTH - half:
            yield replace(name, y=name.y - up)
    yield replace(name, x=name.x + _OVER, y=name.y + _MIDDLE, anchor="start")
    yield replace(name, x=name.x - _OVER, y=name.y + _MIDDLE, anchor="end")
    for up in (2 * _OVER, -2 * _UNDER):
        yield replace(name, y=name.y - up)


def _covered(name: Name, marks: list[Mark], *, scale: float = 1) -> bool:
    """Whether a mark would lie on the name, or the name leave the picture."""
    width = round(len(name.text) * _LETTER * scale)
    left = {"start": name.x, "end": name.x - width}.get(name.anchor, name.x - width // 2)
    if left < -MARGIN or left + width > WIDTH + MARGIN:
        return True
    return any(
        left - mark.radius * scale < mark.x < left + width + mark.radius * scale
        and name.y - (_HEIGHT + mark.radius) * scale < mark.y < name.y + mark.radius * scale
        for mark in marks
    )


@kept_for(seconds=60)
def _land() -> Land:
    drawing = identity().drawing
    if drawing is None:
        return Land((), ())
    paths = tuple(
        (area.pk, drawing.outline(area.outline)) for area in outlines().areas if area.outline
    )
    return Land(paths, tuple(_named(drawing)))


def _named(drawing: Drawing) -> list[Place]:
    """The largest settlement of each part, as far as their names do not meet."""
    largest: dict[int, Place] = {}
    for place in sorted(places(), key=lambda one: -(one.population or 0)):
        largest.setdefault(place.area_id, place)
    named: list[Place] = []
    for place in largest.values():
        if len(named) < _NAMES and not any(_meet(drawing, place, other) for other in named):
            named.append(place)
    return named


def _meet(drawing: Drawing, place: Place, other: Place) -> bool:
    x, y = drawing.place(place.latitude, place.longitude)
    to_x, to_y = drawing.place(other.latitude, other.longitude)
    longest = max(len(name) for one in (place, other) for name in one.names.values())
    return abs(x - to_x) < longest * _LETTER and abs(y - to_y) < _APART
