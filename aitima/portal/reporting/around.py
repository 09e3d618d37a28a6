"""What is nearby as a sketch: the point of the report in the middle, the others around it.

It is drawn by the server into the page, some hundred bytes: no script, no tiles, nothing fetched.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aitima.core.distances import distance
from aitima.geography.queries import METRES_PER_DEGREE
from aitima.service_requests.nearby import Nearby

BADGE: Final = 16
"""Radius of a letter's circle, in units of the sketch, which is 400 wide and 300 high."""

_REACH: Final = 112  # units from the middle to the farthest
_LEAST: Final = 20.0  # metres: nearer ones are not drawn apart any farther
_RINGS: Final = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)  # metres
_HERE: Final = 8  # metres: nearer than a telephone knows where it is
_BY_FIVE: Final = 50
_APART: Final = 2 * BADGE + 2
_ASIDE: Final = (0, 1, -1, 2, -2)  # places beside the own, should another letter be there


@dataclass(frozen=True, slots=True)
class Mark:
    """A request: its dot, and the circle with its letter, which may have to stand beside it."""

    letter: str
    said: str
    x: int
    y: int
    badge_x: int
    badge_y: int


@dataclass(frozen=True, slots=True)
class Ring:
    radius: int
    said: str


@dataclass(frozen=True, slots=True)
class Around:
    rings: list[Ring]
    marks: list[Mark]


def letters() -> str:
    return pgettext("letters of the requests nearby", "ABC")


def rounded(metres: float) -> int:
    """A distance as people say it: nobody measures to the metre."""
    step = 5 if metres < _BY_FIVE else 10
    return round(metres / step) * step


def about(metres: float) -> str:
    if metres < _HERE:
        return _("At the very spot")
    return _("About {distance} from your point").format(distance=distance(rounded(metres)))


def around(latitude: float, longitude: float, found: Sequence[Nearby]) -> Around:
    """Draw what was found around a point, north on top."""
    farthest = max([_LEAST, *(near.metres for near in found)])
    scale = _REACH / farthest
    taken: list[tuple[int, int]] = [(0, 0)]
    marks = []
    for letter, near in zip(letters(), found, strict=False):
        east, north = _metres(latitude, longitude, near)
        x, y = round(east * scale), round(-north * scale)
        taken.append(_free(x, y, taken))
        marks.append(Mark(letter, _said(near.metres, east, north), x, y, *taken[-1]))
    return Around(list(_rings(farthest, scale)), marks)


def _metres(latitude: float, longitude: float, near: Nearby) -> tuple[float, float]:
    """How far east and north it is; so near, the ground is flat."""
    found = near.service_request
    north = ((found.latitude or latitude) - latitude) * METRES_PER_DEGREE
    east = ((found.longitude or longitude) - longitude) * METRES_PER_DEGREE
    return east * math.cos(math.radians(latitude)), north


def _free(x: int, y: int, taken: list[tuple[int, int]]) -> tuple[int, int]:
    spots = [(x + _APART * aside, y) for aside in _ASIDE]
    return next((s for s in spots if all(math.dist(s, t) >= _APART for t in taken)), spots[0])


def _rings(farthest: float, scale: float) -> Iterator[Ring]:
    """Two circles at round distances, the outer one about as far as the farthest request."""
    fitting = [metres for metres in _RINGS if metres <= farthest * 1.1]
    for metres in fitting[-2:]:
        yield Ring(round(metres * scale), distance(metres))


def _said(metres: float, east: float, north: float) -> str:
    if metres < _HERE:
        return _("at the very spot")
    towards = _directions()[round(math.degrees(math.atan2(east, north)) / 45) % 8]
    return _("about {distance} {towards}").format(
        distance=distance(rounded(metres)), towards=towards
    )


def _directions() -> tuple[str, ...]:
    """Clockwise from the north."""
    return (
        pgettext("direction", "to the north"),
        pgettext("direction", "to the north-east"),
        pgettext("direction", "to the east"),
        pgettext("direction", "to the south-east"),
        pgettext("direction", "to the south"),
        pgettext("direction", "to the south-west"),
        pgettext("direction", "to the west"),
        pgettext("direction", "to the north-west"),
    )
