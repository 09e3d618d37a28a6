"""Days as a sentence wants them: «έως την Παρασκευή 25 Δεκεμβρίου», “on Friday 25 December”.

Django's date formats name a day in the genitive; the article and the preposition that stand
before it depend on the day of the week.
"""

from datetime import date, datetime
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

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


def on_day(value: date) -> str:
    """«τη Δευτέρα 23 Νοεμβρίου», “on Monday 23 November”."""
    return _with(_ON, value)


def by_day(value: date) -> str:
    """«έως την Παρασκευή 25 Δεκεμβρίου», “by Friday 25 December”."""
    return _with(_BY, value)


def _with(beginnings: tuple[str, ...], value: date) -> str:
    day = timezone.localdate(value) if isinstance(value, datetime) else value
    return f"{_(beginnings[day.weekday()])} {date_format(day, 'j E')}"
