"""Figures in words: «1.284», «3,4 ημέρες», «+7%», and what is too little to tell."""

from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from aitima.statistics.indicators import FEW, Duration

MINUS = "−"
NOTHING = "–"


def count(number: int) -> str:
    return format_decimal(number, locale=language())


def days(number: float) -> str:
    return format_decimal(number, "#,##0.0", locale=language())


def median(duration: Duration) -> str:
    """The median in days; «λίγα» where it would speak of a handful."""
    if duration.told is not None:
        return days(duration.told)
    return pgettext("cases", "few") if duration.cases else NOTHING


def in_days(duration: Duration) -> str:
    """The median with its unit, as a sentence says it."""
    if duration.told is None:
        return median(duration)
    return _("%(days)s days") % {"days": days(duration.told)}


def change(now: int, before: int) -> str:
    """In per cent; as a plain difference where the percentage would be of a handful."""
    if now == before:
        return "0"
    if min(now, before) < FEW:
        return _signed(count(abs(now - before)), now - before)
    share = (now - before) / before
    return _signed(format_percent(abs(share), locale=language()), share)


def difference(now: float, before: float) -> str:
    gap = round(now, 1) - round(before, 1)
    return _signed(days(abs(gap)), round(gap, 1))


def _signed(text: str, value: float) -> str:
    if not value:
        return text
    return f"{MINUS if value < 0 else '+'}{text}"


def language() -> str:
    return (get_language() or "el").partition("-")[0]
