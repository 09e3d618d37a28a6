"""Periods in whole local days, and what each is fairly compared with."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, Self
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

EARLIEST: Final = date(2000, 1, 1)
_YEAR: Final = 12
_LONGEST_TREND: Final = 36
_ONE_DAY: Final = timedelta(days=1)


class Preset(StrEnum):
    """Periods that people ask for by name."""

    THIS_MONTH = "this-month"
    LAST_MONTH = "last-month"
    TWELVE_MONTHS = "12-months"
    THIS_YEAR = "this-year"
    LAST_YEAR = "last-year"

    @property
    def label(self) -> str:
        return {
            Preset.THIS_MONTH: _("This month"),
            Preset.LAST_MONTH: _("Last month"),
            Preset.TWELVE_MONTHS: _("Twelve months"),
            Preset.THIS_YEAR: _("This year"),
            Preset.LAST_YEAR: _("Last year"),
        }[self]


@dataclass(frozen=True, slots=True)
class Period:
    """From the first moment of one local day to the last of another."""

    first: date
    last: date

    @classmethod
    def of(cls, preset: Preset, *, today: date) -> Self:
        month, year = today.replace(day=1), today.replace(month=1, day=1)
        return {
            Preset.THIS_MONTH: cls(month, today),
            Preset.LAST_MONTH: cls(moved(month, -1), month - _ONE_DAY),
            Preset.TWELVE_MONTHS: cls(moved(month, 1 - _YEAR), today),
            Preset.THIS_YEAR: cls(year, today),
            Preset.LAST_YEAR: cls(moved(year, -_YEAR), year - _ONE_DAY),
        }[preset]

    @property
    def begins(self) -> datetime:
        return midnight(self.first)

    @property
    def ends(self) -> datetime:
        """The moment after its last: that midnight itself is outside."""
        return midnight(self.last + _ONE_DAY)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def months(self) -> int:
        """How many calendar months it touches."""
        years = self.last.year - self.first.year
        return years * _YEAR + self.last.month - self.first.month + 1

    def measured_at(self, at: datetime) -> datetime:
        """When its standing figures are taken: at its end, or now while it still runs."""
        return min(self.ends, at)

    def runs(self, at: datetime) -> bool:
        return self.ends > at

    @property
    def before(self) -> "Period":
        """What it is compared with.

        A month, or its first days, with the month before; several months from the first of one
        with the same a year earlier; anything else with as many days right before it. The end of
        a month stands against the end of a month, though that one may be shorter.
        """
        if self.first.day == 1 and self.months <= _YEAR:
            step = -1 if self.months == 1 else -_YEAR
            return Period(moved(self.first, step), _moved_end(self.last, step))
        return Period(self.first - timedelta(days=self.days), self.first - _ONE_DAY)

    @property
    def trend(self) -> "Period":
        """The months that show where it stands: its own, twelve at least, not more than fit."""
        months = min(max(self.months, _YEAR), _LONGEST_TREND)
        return Period(moved(self.last.replace(day=1), 1 - months), self.last)

    @property
    def month_firsts(self) -> list[date]:
        first = self.first.replace(day=1)
        return [moved(first, number) for number in range(self.months)]

    def __str__(self) -> str:
        """«1–23 Νοεμβρίου 2026», «1 Ιανουαρίου – 23 Νοεμβρίου 2026»."""
        end = _formatted(self.last, "d MMMM y")
        if self.first == self.last:
            return end
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return f"{self.first.day}–{end}"
        same_year = self.first.year == self.last.year
        return f"{_formatted(self.first, 'd MMMM' if same_year else 'd MMMM y')} – {end}"


def midnight(day: date) -> datetime:
    """The first moment of a local day; in UTC, for a clock that changes cannot be reckoned with."""
    return datetime.combine(day, time.min, zone()).astimezone(UTC)


def zone() -> ZoneInfo:
    return ZoneInfo(timezone.get_current_timezone_name())


def moved(day: date, months: int) -> date:
    """The same day some months later; the month's last where it is too short."""
    count = day.year * _YEAR + day.month - 1 + months
    year, month = divmod(count, _YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _moved_end(day: date, months: int) -> date:
    target = moved(day, months)
    if day.day == monthrange(day.year, day.month)[1]:
        return target.replace(day=monthrange(target.year, target.month)[1])
    return target


def month_name(month: date, *, short: bool = False) -> str:
    """«Νοέμβριος 2026», or «Νοε» under an axis."""
    return _formatted(month, "LLL" if short else "LLLL y")


def _formatted(day: date, pattern: str) -> str:
    return format_date(day, pattern, locale=(get_language() or "el").partition("-")[0])
