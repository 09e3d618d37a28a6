"""A history for the demonstration: the same seed tells the same story up to a given moment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from random import Random
from typing import Any, Final

from django.utils import timezone

from aitima.catalogue.models import Need, RequestKind, Service
from aitima.catalogue.queries import catalogue
from aitima.demo.accounts import Staff
from aitima.demo.lives import Life
from aitima.demo.photos import Pair
from aitima.demo.words import Said, Subject, street, subjects
from aitima.service_requests.importing.past import PastReporter, PastRequest
from aitima.service_requests.importing.scattering import Settlements, Spot
from aitima.service_requests.models import Channel, EventKind

SOURCE: Final = "demo"
DAYS: Final = 500
_TOWN: Final = 2000
_PHOTO_DAYS: Final = 45
_PINNED: Final = 0.85

_BY_WEEKDAY: Final = (1.35, 1.2, 1.1, 1.1, 1.15, 0.65, 0.55)
# People report on their way to work, before lunch, and after the evening walk.
_BY_HOUR: Final = (
    2, 1, 1, 1, 1, 3, 12, 30, 52, 66, 70, 62, 50, 38, 28, 22, 24, 32, 42, 48, 44, 32, 16, 6,
)  # fmt: skip
_CHANNELS: Final = {
    Channel.WEB: 68,
    Channel.PHONE: 19,
    Channel.COUNTER: 9,
    Channel.EMAIL: 4,
}


@dataclass(frozen=True)
class Story:
    """Everything that the history is drawn from."""

    staff: Staff
    pairs: Mapping[str, Pair]
    settlements: Settlements
    services: Mapping[str, Service]
    at: datetime

    @classmethod
    def of(cls, staff: Staff, pairs: Mapping[str, Pair], *, at: datetime) -> "Story":
        return cls(staff, pairs, Settlements.of_the_municipality(), catalogue().services, at)

    def requests(self, count: int) -> Iterator[PastRequest]:
        """Requests number 1 to `count`; each has a chance of its own, so that more can follow."""
        known = [subject for subject in subjects() if subject.code in self.services]
        for number in range(1, count + 1):
            chance = Random(f"aitima {number}")  # noqa: S311 - a story, no secret
            yield self._request(number, known, chance)

    def _request(self, number: int, known: Sequence[Subject], chance: Random) -> PastRequest:
        submitted_at = _moment(self.at, chance)
        subject = _subject(known, submitted_at, chance)
        service = self.services[subject.code]
        spot = self.settlements.anywhere(chance)
        unit = catalogue().unit_for(service, spot.area)
        pair = self._pair(subject, submitted_at, chance)
        age = self.at - submitted_at
        life = Life(subject, service, unit, submitted_at, age, self.staff, pair, chance)
        said = subject.report(chance, hour=timezone.localtime(submitted_at).hour)
        return PastRequest(
            source=SOURCE,
            source_id=str(number),
            first=EventKind.SUBMITTED,
            service=service,
            submitted_at=submitted_at,
            description=said.text,
            language=said.language,
            kind=RequestKind(service.kind),
            channel=chance.choices(list(_CHANNELS), list(_CHANNELS.values()))[0],
            steps=tuple(takewhile(lambda step: step.at <= self.at, life.steps())),
            reporter=_reporter(number, chance),
            photos=(pair.before,) if pair else (),
            **_where(spot, said, service, chance),
        )

    def _pair(self, subject: Subject, submitted_at: datetime, chance: Random) -> Pair | None:
        recent = submitted_at > self.at - timedelta(days=_PHOTO_DAYS)
        drawn = chance.random() < (0.75 if recent else 0.08)
        return self.pairs.get(subject.scene) if drawn else None


def _moment(at: datetime, chance: Random) -> datetime:
    """When people report: more and more as the months go by, by weekday, by hour."""
    today = timezone.localtime(at).replace(minute=0, second=0, microsecond=0)
    while True:
        ago = min(chance.uniform(0, DAYS), chance.uniform(0, 1.6 * DAYS))
        (hour,) = chance.choices(range(24), _BY_HOUR)
        day = (today - timedelta(days=int(ago))).replace(hour=hour)
        moment = day + timedelta(seconds=chance.randrange(3600))
        if moment < at and chance.random() * max(_BY_WEEKDAY) < _BY_WEEKDAY[moment.weekday()]:
            return moment


def _subject(known: Sequence[Subject], at: datetime, chance: Random) -> Subject:
    month = timezone.localtime(at).month
    weights = [subject.weight if month in subject.months else 0 for subject in known]
    return chance.choices(known, weights)[0]


def _reporter(number: int, chance: Random) -> PastReporter | None:
    """Seven of ten leave an address; it belongs to nobody (RFC 2606)."""
    given = chance.random() < 0.7  # noqa: PLR2004
    return PastReporter(email=f"citizen-{number}@example.org") if given else None


def _where(spot: Spot, said: Said, service: Service, chance: Random) -> dict[str, Any]:
    if service.place == Need.NONE:
        return {"area": spot.area}
    in_town = (spot.place.population or 0) > _TOWN
    address = street(chance, in_town=in_town) if said.language == "el" else ""
    where = {"area": spot.area, "place": spot.place, "address": address}
    if chance.random() < _PINNED:
        where |= {"latitude": spot.latitude, "longitude": spot.longitude}
    return where
