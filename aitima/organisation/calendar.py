"""Working time: the municipality's hours, the Greek holidays and the local ones.

The operational target of a service runs in working time. The law's own deadline does not:
it counts calendar days (`legal_deadline`).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate, count
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

from holidays import country_holidays

from aitima.core.caching import kept_for
from aitima.organisation import queries
from aitima.organisation.models import Municipality

LEGAL_DAYS: Final = 50
ATHENS: Final = ZoneInfo("Europe/Athens")
_NO_TIME: Final = timedelta(0)


@dataclass(frozen=True, slots=True)
class LocalHoliday:
    """A day off that only this municipality keeps: a date of the year, or days from Easter."""

    month: int | None = None
    day: int | None = None
    easter: int | None = None

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        return cls(data.get("month"), data.get("day"), data.get("easter"))

    def on(self, year: int) -> date | None:
        """Its date in a year; 29 February has none in most."""
        if self.easter is not None:
            return orthodox_easter(year) + timedelta(days=self.easter)
        try:
            return date(year, self.month or 0, self.day or 0)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When the municipality works; `weekdays` are ISO's, 1 is Monday."""

    zone: ZoneInfo
    opens_at: time
    closes_at: time
    half_day_closes_at: time
    weekdays: frozenset[int]
    local_holidays: tuple[LocalHoliday, ...] = ()

    @classmethod
    def of(cls, municipality: Municipality) -> Self:
        opens, closes = municipality.opens_at, municipality.closes_at
        return cls(
            zone=ZoneInfo(municipality.time_zone),
            opens_at=opens,
            closes_at=closes,
            half_day_closes_at=municipality.half_day_closes_at or _middle(opens, closes),
            weekdays=frozenset(municipality.working_weekdays),
            local_holidays=tuple(map(LocalHoliday.from_data, municipality.local_holidays)),
        )

    def is_working_day(self, day: date) -> bool:
        return day.isoweekday() in self.weekdays and day not in _days_off(self, day.year)

    def shift(self, day: date) -> tuple[datetime, datetime]:
        """The hours of a working day as moments in UTC, right also when the clocks change."""
        closes = self.half_day_closes_at if day in _half_days(day.year) else self.closes_at
        return (
            datetime.combine(day, self.opens_at, self.zone).astimezone(UTC),
            datetime.combine(day, closes, self.zone).astimezone(UTC),
        )


@kept_for(seconds=60)
def working_calendar() -> WorkingCalendar:
    """The calendar of the municipality that this installation serves."""
    return WorkingCalendar.of(queries.municipality())


def add_working_days(start: datetime, days: int, calendar: WorkingCalendar) -> datetime:
    """The end of the working day that lies so many working days after the day of `start`.

    What comes after hours, on a weekend or on a holiday counts as come on the next working
    day; 0 days is the end of that same day.
    """
    for number, (_, closes) in enumerate(_shifts_after(start, calendar)):
        if number == days:
            return closes.astimezone(calendar.zone)
    raise AssertionError("the calendar has no end")


def add_working_time(start: datetime, duration: timedelta, calendar: WorkingCalendar) -> datetime:
    """The moment when so much working time has passed since `start`."""
    left = duration
    for opens, closes in _shifts_after(start, calendar):
        begins = max(opens, start)
        if begins + left <= closes:
            return (begins + left).astimezone(calendar.zone)
        left -= closes - begins
    raise AssertionError("the calendar has no end")


def working_time(start: datetime, end: datetime, calendar: WorkingCalendar) -> timedelta:
    """How much of the time between two moments was working time; none if they are reversed."""
    if end <= start:
        return _NO_TIME
    first, last = (moment.astimezone(calendar.zone).year for moment in (start, end))
    return sum(
        (
            _worked(_year(calendar, year), end) - _worked(_year(calendar, year), start)
            for year in range(first, last + 1)
        ),
        _NO_TIME,
    )


def legal_deadline(start: datetime, zone: ZoneInfo = ATHENS) -> date:
    """The last day on which the municipality must answer by law.

    50 calendar days from the day the request and all its supporting documents are in:
    Ν. 2690/1999 art. 4 §1, as replaced by Ν. 3242/2004 art. 6.
    """
    return start.astimezone(zone).date() + timedelta(days=LEGAL_DAYS)


@lru_cache(maxsize=200)
def orthodox_easter(year: int) -> date:
    """Easter Sunday of the Orthodox Church, from the day after it, which is a public holiday."""
    (monday,) = country_holidays("GR", years=year, language="en_US").get_named("Easter Monday")
    return monday - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Year:
    """The shifts of a year in order, and the working time up to each one's beginning."""

    opens: tuple[datetime, ...]
    closes: tuple[datetime, ...]
    before: tuple[timedelta, ...]


@lru_cache(maxsize=200)
def _year(calendar: WorkingCalendar, year: int) -> _Year:
    shifts = [calendar.shift(day) for day in _days_of(year) if calendar.is_working_day(day)]
    lengths = [closes - opens for opens, closes in shifts]
    return _Year(
        opens=tuple(opens for opens, _ in shifts),
        closes=tuple(closes for _, closes in shifts),
        before=tuple(accumulate(lengths, initial=_NO_TIME)),
    )


def _worked(year: _Year, moment: datetime) -> timedelta:
    """The working time of the year that has passed at a moment, which may lie outside it."""
    done = bisect_right(year.closes, moment)
    if done == len(year.closes):
        return year.before[done]
    return year.before[done] + max(moment - year.opens[done], _NO_TIME)


def _shifts_after(
    start: datetime, calendar: WorkingCalendar
) -> Iterator[tuple[datetime, datetime]]:
    """The shifts that end after a moment, for as long as somebody asks."""
    if not calendar.weekdays:
        raise ValueError("A calendar without working days has no deadlines.")
    for year in count(start.astimezone(calendar.zone).year):
        shifts = _year(calendar, year)
        first = bisect_right(shifts.closes, start)
        yield from zip(shifts.opens[first:], shifts.closes[first:], strict=True)


@lru_cache(maxsize=200)
def _days_off(calendar: WorkingCalendar, year: int) -> frozenset[date]:
    local = (holiday.on(year) for holiday in calendar.local_holidays)
    return frozenset(country_holidays("GR", years=year)) | frozenset(day for day in local if day)


@lru_cache(maxsize=200)
def _half_days(year: int) -> frozenset[date]:
    return frozenset(country_holidays("GR", years=year, categories=("half_day",)))


def _days_of(year: int) -> Iterable[date]:
    first, next_first = date(year, 1, 1), date(year + 1, 1, 1)
    return (first + timedelta(days=number) for number in range((next_first - first).days))


def _middle(opens: time, closes: time) -> time:
    minutes = (opens.hour * 60 + opens.minute + closes.hour * 60 + closes.minute) // 2
    return time(*divmod(minutes, 60))
