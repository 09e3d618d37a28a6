"""Days and times in the words of a sentence, in Greek and English.

Django's own formats name a day; these fit it into a sentence: «έως την Παρασκευή 25 Δεκεμβρίου»,
«τη Δευτέρα», «σήμερα, 16:35», «πριν από 5 λεπτά». Times are told in the active time zone. A year
is told where it is not this one; `at` says which one this is.
"""

from datetime import date, datetime, timedelta
from typing import Final

from babel.dates import format_date, format_timedelta
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

_ON: Final = (
    gettext_noop("on Monday"),
    gettext_noop("on Tuesday"),
    gettext_noop("on Wednesday"),
    gettext_noop("on Thursday"),
    gettext_noop("on Friday"),
    gettext_noop("on Saturday"),
    gettext_noop("on Sunday"),
)
_BY: Final = (
    gettext_noop("by Monday"),
    gettext_noop("by Tuesday"),
    gettext_noop("by Wednesday"),
    gettext_noop("by Thursday"),
    gettext_noop("by Friday"),
    gettext_noop("by Saturday"),
    gettext_noop("by Sunday"),
)
_NEAR: Final = {
    -1: gettext_noop("yesterday"),
    0: gettext_noop("today"),
    1: gettext_noop("tomorrow"),
}


def day(value: date, *, at: datetime) -> str:
    """«Δευτέρα 23 Νοεμβρίου», with the year when it is another one."""
    return _formatted(value, "EEEE d MMMM", at=at)


def moment(value: datetime, *, at: datetime) -> str:
    """«Δευτέρα 23 Νοεμβρίου, 16:35»."""
    return f"{day(value, at=at)}, {clock(value)}"


def near_day(value: date, *, at: datetime) -> str:
    """«σήμερα», «αύριο», «χθες», otherwise the day."""
    name = _NEAR.get((_local_day(value) - timezone.localdate(at)).days)
    return _(name) if name else day(value, at=at)


def near_moment(value: datetime, *, at: datetime) -> str:
    """«σήμερα, 16:35»."""
    return f"{near_day(value, at=at)}, {clock(value)}"


def on_day(value: date, *, at: datetime) -> str:
    """«τη Δευτέρα 23 Νοεμβρίου», with the article that the day wants."""
    return f"{_(_ON[_local_day(value).weekday()])} {_formatted(value, 'd MMMM', at=at)}"


def by_day(value: date, *, at: datetime) -> str:
    """«έως την Παρασκευή 25 Δεκεμβρίου»."""
    return f"{_(_BY[_local_day(value).weekday()])} {_formatted(value, 'd MMMM', at=at)}"


def ago(value: datetime, *, at: datetime) -> str:
    """«πριν από 5 λεπτά», «σε 2 ημέρες»; under a minute it is now."""
    distance = value - at
    if abs(distance) < timedelta(minutes=1):
        return _("just now")
    return format_timedelta(distance, add_direction=True, locale=_language())


def clock(value: datetime) -> str:
    return f"{timezone.localtime(value):%H:%M}"


def _formatted(value: date, pattern: str, *, at: datetime) -> str:
    local = _local_day(value)
    this_year = local.year == timezone.localdate(at).year
    return format_date(local, pattern if this_year else f"{pattern} y", locale=_language())


def _local_day(value: date) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value


def _language() -> str:
    return (get_language() or "el").partition("-")[0]
