"""What the public list, map and feeds are asked for; the address is the state."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import pgettext_lazy

from aitima.catalogue.models import Service, ServiceGroup
from aitima.catalogue.queries import catalogue
from aitima.geography.models import Area, Place
from aitima.geography.queries import METRES_PER_DEGREE, metres, places
from aitima.service_requests.lifecycle import OPEN, Status
from aitima.service_requests.models.service_request import ServiceRequestQuerySet

RADII: Final = (300, 1000, 3000, 10_000)
NEARBY: Final = 1000
LONGEST_WORDS: Final = 100
_POLE: Final = 90
_DATE_LINE: Final = 180


class State(models.TextChoices):
    OPEN = "open", pgettext_lazy("filter", "Open")
    DONE = "done", pgettext_lazy("filter", "Completed")
    ALL = "all", pgettext_lazy("filter", "All")


class Since(models.TextChoices):
    WEEK = "7", pgettext_lazy("filter", "7 days")
    MONTH = "30", pgettext_lazy("filter", "30 days")
    YEAR = "365", pgettext_lazy("filter", "One year")
    EVER = "all", pgettext_lazy("filter", "Any time")


@dataclass(frozen=True, slots=True)
class Spot:
    """A point in degrees; rounded to some hundred metres, for it stands in addresses."""

    latitude: float
    longitude: float

    @classmethod
    def read(cls, text: str) -> Self | None:
        latitude, _, longitude = text.partition(",")
        try:
            spot = cls(round(float(latitude), 3), round(float(longitude), 3))
        except ValueError:
            return None
        return spot if abs(spot.latitude) < _POLE and abs(spot.longitude) <= _DATE_LINE else None

    def __str__(self) -> str:
        return f"{self.latitude:.3f},{self.longitude:.3f}"


@dataclass(frozen=True, slots=True)
class Filters:
    group: ServiceGroup | None = None
    service: Service | None = None
    area: Area | None = None
    state: State = State.OPEN
    since: Since = Since.EVER
    words: str = ""
    near: Spot | None = None
    radius: int = NEARBY

    @classmethod
    def read(cls, asked: Mapping[str, Any]) -> Self:
        """Read an address; what it asks in vain counts as not asked for."""
        everything = catalogue()
        service = everything.services.get(asked.get("service", ""))
        groups = {group.code: group for group in everything.groups}
        group = groups.get(asked.get("group", ""))
        if group is None and service is not None:
            group = groups.get(service.group.code)
        if service is not None and service.group != group:
            service = None
        return cls(
            group=group,
            service=service,
            area=areas().get(asked.get("area", "")),
            state=_choice(State, asked.get("state"), State.OPEN),
            since=_choice(Since, asked.get("since"), Since.EVER),
            words=" ".join(str(asked.get("q", "")).split())[:LONGEST_WORDS],
            near=Spot.read(asked.get("near", "")),
            radius=_radius(asked.get("radius", "")),
        )

    @property
    def query(self) -> str:
        """The filters as the shortest address says them, with the question mark."""
        asked = dict(self._asked())
        return f"?{urlencode(asked)}" if asked else ""

    @property
    def narrowed(self) -> bool:
        return self != Filters()

    def _asked(self) -> Iterator[tuple[str, str]]:
        if self.service:
            yield "service", self.service.code
        elif self.group:
            yield "group", self.group.code
        if self.area:
            yield "area", self.area.code
        if self.state != State.OPEN:
            yield "state", self.state
        if self.since != Since.EVER:
            yield "since", self.since
        if self.words:
            yield "q", self.words
        if self.near:
            yield from (("near", str(self.near)), ("radius", str(self.radius)))

    def chosen(self, listed: ServiceRequestQuerySet, *, at: datetime) -> ServiceRequestQuerySet:
        """Those of the public requests that are asked for."""
        condition = self._subject() & self._where() & self._when(at)
        chosen = listed.filter(condition)
        return _with_words(chosen, self.words) if self.words else chosen

    def _subject(self) -> Q:
        if self.service:
            return Q(service=self.service)
        if self.group:
            return Q(service__in=Service.objects.filter(group=self.group).order_by().values("pk"))
        return Q()

    def _where(self) -> Q:
        where = Q()
        if self.area and self.area.kind == Area.Kind.COMMUNITY:
            where &= _at(place for place in places() if place.community == self.area)
        elif self.area:
            where &= Q(area=self.area)
        return where & _around(self.near, self.radius) if self.near else where

    def _when(self, at: datetime) -> Q:
        when = Q()
        if self.since != Since.EVER:
            when &= Q(submitted_at__gte=at - timedelta(days=int(self.since)))
        if self.state == State.OPEN:
            when &= Q(status__in=sorted(OPEN))
        elif self.state == State.DONE:
            when &= Q(status=Status.RESOLVED)
        return when


NO_FILTERS: Final = Filters()


def areas() -> dict[str, Area]:
    """The municipal units and communities that have settlements, by code."""
    found: dict[str, Area] = {}
    for place in places():
        found[place.area.code] = place.area
        if place.community:
            found[place.community.code] = place.community
    return found


def _choice[T: models.TextChoices](choices: type[T], value: Any, otherwise: T) -> T:
    return choices(value) if value in choices.values else otherwise


def _radius(text: str) -> int:
    return next((radius for radius in RADII if str(radius) == text), NEARBY)


def _at(chosen: Iterator[Place]) -> Q:
    return Q(place__in=[place.pk for place in chosen])


def _around(spot: Spot, radius: int) -> Q:
    """Within the radius; requests without a point by their settlement's.

    So near, the ground is flat: a square for the index, and in it a circle.
    """
    up = radius / METRES_PER_DEGREE
    narrowing = max(math.cos(math.radians(spot.latitude)), 0.01)
    near = (place for place in places() if metres(spot.latitude, spot.longitude, place) <= radius)
    north = F("public_latitude") - Value(spot.latitude)
    east = (F("public_longitude") - Value(spot.longitude)) * Value(narrowing)
    square = Q(
        public_latitude__range=(spot.latitude - up, spot.latitude + up),
        public_longitude__range=(spot.longitude - up / narrowing, spot.longitude + up / narrowing),
    )
    circle = Q(LessThanOrEqual(north * north + east * east, up * up))
    return (square & circle) | (Q(public_latitude=None) & _at(near))


def _with_words(requests: ServiceRequestQuerySet, words: str) -> ServiceRequestQuerySet:
    """Those whose public words hold all of these; what is hidden can not be found out by asking.

    The index knows the whole description, the address and the number: it offers, and only what
    the public reads is compared. Without an operator for "not", an offer that is missing tells
    nothing either.
    """
    query = SearchQuery(words.lower(), config="aitima_greek", search_type="plain")
    return (
        requests.filter(search=query)
        .alias(
            of_description=_OfDescription(F("search")),
            of_public_text=SearchVector(Lower("public_text"), config="aitima_greek"),
        )
        .filter(Q(public_text="", of_description=query) | Q(of_public_text=query))
    )


class _OfDescription(Func):
    """What `aitima_search_vector` weighed as A."""

    template = "ts_filter(%(expressions)s, '{a}')"
    output_field = SearchVectorField()
