"""What happens to a request of the demonstration, from its charge to its end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from django.utils import timezone

from aitima.accounts.models import User
from aitima.catalogue.models import Service
from aitima.demo.accounts import Staff
from aitima.demo.photos import Pair
from aitima.demo.words import Subject, common
from aitima.organisation import calendar
from aitima.organisation.models import Unit
from aitima.service_requests.importing.past import PastStep
from aitima.service_requests.models import EventKind

_DAY: Final = timedelta(hours=8)
_LEAST: Final = timedelta(hours=2)

# How often something happens, out of one; the rest is charged, worked on and resolved.
_REJECTED: Final = 0.05
_FORWARDED: Final = 0.02
_ASKED: Final = 0.12
_SILENT: Final = 0.35
_SCHEDULED: Final = 0.16
_STARTED: Final = 0.45
_NOTED: Final = 0.12
_TOLD_OF_DELAY: Final = 0.4
_NOT_FIXED: Final = 0.035

# What came in lately is behind: every service has a heap on its desk.
_HEAP: Final = timedelta(days=50)
_BEHIND: Final = 0.35
_BEHIND_BEFORE: Final = 0.04


@dataclass(frozen=True)
class Life:
    """The facts that a request's steps follow from; chance decides the rest."""

    subject: Subject
    service: Service
    unit: Unit
    submitted_at: datetime
    age: timedelta
    staff: Staff
    pair: Pair | None
    chance: Random

    def steps(self) -> Iterator[PastStep]:
        """Every step in the order of time, those included that lie in the future."""
        charge = self._charge(self.submitted_at)
        yield charge
        fate = self.chance.random()
        if fate < _REJECTED and self.subject.has("refusals"):
            yield self._end(EventKind.REJECTED, charge.at, 0.4, "refusals", by=self._head)
        elif fate > 1 - _FORWARDED:
            yield self._forward(charge.at)
        else:
            yield from self._work(charge.at)

    @property
    def _head(self) -> User:
        return self.staff.head_over(self.unit)

    @property
    def _crew(self) -> Unit:
        """Who does the work: the crew below the unit, where there is one for this."""
        crew = self.staff.unit(common()["crews"].get(self.service.code, ""))
        return crew if crew and crew.path.startswith(self.unit.path) else self.unit

    @property
    def _officer(self) -> User:
        return self.staff.officers.get(self._crew.pk, self._head)

    @property
    def _pace(self) -> float:
        """Some units are quicker than others, always the same ones."""
        return Random(self.unit.code).uniform(0.6, 1.35)  # noqa: S311 - a story, no secret

    def _charge(self, after: datetime) -> PastStep:
        pause = timedelta(hours=self.chance.lognormvariate(0.6, 0.9))
        if self._is_behind():
            pause += timedelta(hours=self.chance.uniform(4, 30))
        return PastStep(
            kind=EventKind.CHARGED,
            at=_working(after, pause),
            by=self._head,
            unit=self._crew,
            officer=self._officer if self.chance.random() < 0.75 else None,  # noqa: PLR2004
        )

    def _work(self, charged_at: datetime) -> Iterator[PastStep]:
        duration = self._duration()
        if self._is_behind():
            duration = (duration + _DAY) * self.chance.uniform(3, 9)
        at = charged_at
        for step in self._on_the_way(charged_at, duration):
            at = max(at, step.at)
            yield step
        end = self._resolve(max(_working(charged_at, duration), _working(at, _LEAST)), "answers")
        yield end
        if self.chance.random() < _NOT_FIXED:
            yield from self._again(end.at, duration)

    def _duration(self) -> timedelta:
        target = max(self.service.target_days * _DAY, _LEAST)
        return target * self.chance.lognormvariate(-0.5, 0.55) * self._pace

    def _on_the_way(self, charged_at: datetime, duration: timedelta) -> Iterator[PastStep]:
        at = _working(charged_at, duration * 0.15)
        if self.chance.random() < _NOTED:
            yield self._said(EventKind.NOTED, at, self.chance.choice(common()["notes"]))
        if self.chance.random() < _ASKED:
            yield self._said(EventKind.ASKED, at, self.subject.one("questions", self.chance))
            if self.chance.random() < _SILENT:
                return
            at += timedelta(hours=self.chance.uniform(2, 70))
            reply = self.subject.one("replies", self.chance)
            yield PastStep(kind=EventKind.CITIZEN_ANSWERED, at=at, text=reply)
        at = _working(at, duration * 0.2)
        if duration > 2 * self.service.target_days * _DAY + _DAY and self._often(_TOLD_OF_DELAY):
            yield self._said(EventKind.ANSWERED, at, self.chance.choice(common()["progress"]))
        if duration > _DAY and self._often(_SCHEDULED):
            at = _working(at, timedelta(minutes=20))
            day = timezone.localdate(max(_working(charged_at, duration), at))
            yield PastStep(kind=EventKind.SCHEDULED, at=at, by=self._officer, day=day)
        if self._often(_STARTED):
            at = _working(at, duration * 0.3)
            yield PastStep(kind=EventKind.STARTED, at=at, by=self._officer)

    def _is_behind(self) -> bool:
        return self._often(_BEHIND if self.age < _HEAP else _BEHIND_BEFORE)

    def _often(self, share: float) -> bool:
        return self.chance.random() < share

    def _said(self, kind: EventKind, at: datetime, text: str) -> PastStep:
        return PastStep(kind=kind, at=at, by=self._officer, text=text)

    def _resolve(self, at: datetime, kind: str) -> PastStep:
        own = kind == "answers"
        text = self.subject.one(kind, self.chance) if own else self.chance.choice(common()[kind])
        photos = (self.pair.after,) if self.pair and own else ()
        return PastStep(kind=EventKind.RESOLVED, at=at, by=self._officer, text=text, photos=photos)

    def _again(self, closed_at: datetime, duration: timedelta) -> Iterator[PastStep]:
        at = closed_at + timedelta(hours=self.chance.uniform(5, 60))
        text = self.chance.choice(common()["not_fixed"])
        yield PastStep(kind=EventKind.REOPENED, at=at, text=text)
        charge = self._charge(at)
        yield charge
        yield self._resolve(_working(charge.at, duration * 0.5), "second_answers")

    def _end(
        self, kind: EventKind, after: datetime, share: float, words: str, *, by: User
    ) -> PastStep:
        at = _working(after, self._duration() * share)
        return PastStep(kind=kind, at=at, by=by, text=self.subject.one(words, self.chance))

    def _forward(self, after: datetime) -> PastStep:
        authority = self.chance.choice(common()["authorities"])
        return PastStep(
            kind=EventKind.FORWARDED,
            at=_working(after, timedelta(hours=self.chance.uniform(1, 12))),
            by=self._head,
            text=authority["reason"],
            authority=authority["name"],
        )


def _working(start: datetime, duration: timedelta) -> datetime:
    """So much working time later: nobody of the staff acts at night."""
    return calendar.add_working_time(start, duration, calendar.working_calendar())
