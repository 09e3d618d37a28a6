"""Generated lives of requests, kept as plain facts and written to the database as they ended."""

import itertools
import random
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from aitima.catalogue.models import Service
from aitima.core.caching import forget_everything
from aitima.geography.models import Area
from aitima.organisation.models import Unit
from aitima.service_requests.lifecycle import CLOSED, Status
from aitima.service_requests.models import EventKind, RequestEvent, ServiceRequest
from aitima.statistics.periods import midnight
from tests.factories import make_area, make_group, make_municipality, make_service, make_unit

_numbers = itertools.count(1)
ENDS = (Status.RESOLVED, Status.RESOLVED, Status.RESOLVED, Status.REJECTED, Status.FORWARDED)


@dataclass(frozen=True)
class Town:
    """A chart of two directorates with departments below, services and areas."""

    directorates: tuple[Unit, ...]
    units: tuple[Unit, ...]
    services: tuple[Service, ...]
    areas: tuple[Area, ...]


@dataclass
class Life:
    """One request: what happened to it, and when."""

    service: Service
    unit: Unit
    area: Area | None
    submitted_at: datetime
    due_at: datetime
    first_response_at: datetime | None = None
    waiting_since: datetime | None = None
    turns: list[tuple[datetime, Status | None]] = field(default_factory=list)
    """Each end with its state, each return with None, in their order."""

    @property
    def status(self) -> Status:
        end = self.turns[-1][1] if self.turns else None
        return end or (Status.WAITING if self.waiting_since else Status.CHARGED)

    @property
    def closed_at(self) -> datetime | None:
        return self.turns[-1][0] if self.status in CLOSED else None


def make_town() -> Town:
    make_municipality()
    top = make_unit(code=f"TOP{next(_numbers)}")
    directorates = (make_unit(parent=top), make_unit(parent=top))
    units = (
        *directorates,
        make_unit(parent=directorates[0]),
        make_unit(parent=directorates[0]),
        make_unit(parent=directorates[1]),
    )
    groups = (make_group(position=1), make_group(position=2))
    services = tuple(make_service(group=group, unit=units[2]) for group in (*groups, *groups))
    forget_everything()
    return Town(directorates, units, services, (make_area(), make_area()))


def lives(town: Town, count: int, *, until: datetime, seed: int) -> list[Life]:
    """Lives over two years, many with moments on the very borders of days and months."""
    chance = random.Random(seed)
    return [_life(town, until.astimezone(UTC), chance) for _ in range(count)]


def _life(town: Town, until: datetime, chance: random.Random) -> Life:
    submitted = until - timedelta(minutes=chance.randrange(1, 2 * 365 * 24 * 60))
    if chance.random() < 0.1:
        submitted = midnight(submitted.date().replace(day=1))
    life = Life(
        service=chance.choice(town.services),
        unit=chance.choice(town.units),
        area=chance.choice((*town.areas, None)),
        submitted_at=submitted,
        due_at=submitted + timedelta(hours=chance.randrange(1, 400)),
    )
    _respond(life, until, chance)
    _end(life, until, chance)
    if life.status not in CLOSED and chance.random() < 0.3:
        since = _later(life.turns[-1][0] if life.turns else submitted, chance)
        life.waiting_since = since if since < until else None
    return life


def _respond(life: Life, until: datetime, chance: random.Random) -> None:
    at = _later(life.submitted_at, chance)
    if chance.random() < 0.8 and at < until:
        life.first_response_at = at


def _end(life: Life, until: datetime, chance: random.Random) -> None:
    at = _later(life.submitted_at, chance)
    if chance.random() < 0.2 or at >= until:
        return
    life.turns.append((at, chance.choice(ENDS)))
    life.first_response_at = min(life.first_response_at or at, at)
    while chance.random() < 0.3:
        back = _later(life.turns[-1][0], chance)
        again = _later(back, chance)
        if again >= until:
            return
        life.turns.append((back, None))
        if chance.random() < 0.5:
            return
        life.turns.append((again, chance.choice(ENDS)))


def _later(at: datetime, chance: random.Random) -> datetime:
    return at + timedelta(seconds=chance.randrange(60, 60 * 24 * 3600))


def write(lives: list[Life]) -> None:
    """Store each request as it stands at the end, and of its history the turns."""
    rows = ServiceRequest.objects.bulk_create(_row(life) for life in lives)
    RequestEvent.objects.bulk_create(
        event for row, life in zip(rows, lives, strict=True) for event in _events(row, life)
    )


def _row(life: Life) -> ServiceRequest:
    return ServiceRequest(
        number=f"2020/{next(_numbers):06}",
        service=life.service,
        description="Κάηκε η λάμπα.",
        area=life.area,
        status=life.status,
        unit=life.unit,
        submitted_at=life.submitted_at,
        updated_at=life.submitted_at,
        due_at=life.due_at,
        legal_due_on=life.due_at.date(),
        first_response_at=life.first_response_at,
        waiting_since=life.waiting_since,
        closed_at=life.closed_at,
        times_reopened=sum(end is None for _at, end in life.turns),
        submission_key=uuid.uuid4(),
    )


def _events(row: ServiceRequest, life: Life) -> list[RequestEvent]:
    return [
        RequestEvent(
            service_request=row,
            sequence=number,
            kind=EventKind(end) if end else EventKind.REOPENED,
            at=at,
            hash=f"{number}",
        )
        for number, (at, end) in enumerate(life.turns, start=1)
    ]
