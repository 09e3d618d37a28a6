"""The period at a glance: each indicator now, before, and what the change means."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aitima.statistics import indicators, numbers
from aitima.statistics.charts.sparkline import Sparkline
from aitima.statistics.indicators import Better, Duration, Figures, Indicator
from aitima.statistics.links import Narrowing
from aitima.statistics.periods import Period
from aitima.statistics.trend import Trend


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator in words."""

    key: str
    name: str
    definition: str
    value: str
    before: str
    change: str
    verdict: str
    good: bool | None
    note: str
    href: str
    line: Sparkline | None


def rows(
    now: Figures, before: Figures, trend: Trend, narrowing: Narrowing, period: Period, *, runs: bool
) -> list[Row]:
    lines: dict[str, Sparkline | None] = {
        "submitted": trend.submitted_line,
        "resolved": trend.resolved_line,
        "response": trend.response_line,
        "resolution": trend.resolution_line,
    }
    links = {"submitted": narrowing.submitted(period)}
    if runs:
        links |= {"open": narrowing.still_open(), "overdue": narrowing.overdue()}
    return [
        _row(indicator, now, before, lines.get(indicator.key), links.get(indicator.key, ""))
        for indicator in indicators.ALL
    ]


def _row(
    indicator: Indicator, now: Figures, before: Figures, line: Sparkline | None, href: str
) -> Row:
    value, earlier = indicator.read(now), indicator.read(before)
    good = _is_good(indicator, value, earlier)
    return Row(
        key=indicator.key,
        name=str(indicator.name),
        definition=str(indicator.definition),
        value=_value(value),
        before=_value(earlier),
        change=_change(value, earlier),
        verdict=_verdict(value, earlier, good),
        good=good,
        note=_note(value, now, indicator),
        href=href,
        line=line,
    )


def _value(value: int | Duration) -> str:
    return numbers.in_days(value) if isinstance(value, Duration) else numbers.count(value)


def _change(now: int | Duration, before: int | Duration) -> str:
    if isinstance(now, int) and isinstance(before, int):
        return numbers.change(now, before)
    gap = _gap(now, before)
    return numbers.NOTHING if gap is None else numbers.difference(*gap)


def _gap(now: int | Duration, before: int | Duration) -> tuple[float, float] | None:
    """Both as they are told, or None where one of them is not."""
    first, second = (
        value.told if isinstance(value, Duration) else float(value) for value in (now, before)
    )
    if first is None or second is None:
        return None
    return round(first, 1), round(second, 1)


def _is_good(indicator: Indicator, now: int | Duration, before: int | Duration) -> bool | None:
    gap = _gap(now, before)
    if indicator.better is Better.NEITHER or gap is None or gap[0] == gap[1]:
        return None
    if isinstance(now, int) and max(gap) < indicators.FEW:
        return None
    return (gap[0] < gap[1]) is (indicator.better is Better.LESS)


def _verdict(now: int | Duration, before: int | Duration, good: bool | None) -> str:  # noqa: FBT001 - three-valued
    gap = _gap(now, before)
    if gap is None or (isinstance(now, int) and max(gap) < indicators.FEW):
        return pgettext("change", "few cases")
    if gap[0] == gap[1]:
        return pgettext("change", "the same")
    if good is None:
        return pgettext("change", "more") if gap[0] > gap[1] else pgettext("change", "fewer")
    return pgettext("change", "better") if good else pgettext("change", "worse")


def _note(value: int | Duration, figures: Figures, indicator: Indicator) -> str:
    """What stands in small letters under the name."""
    if isinstance(value, Duration):
        return _note_on_duration(value)
    if indicator is indicators.OVERDUE and figures.open:
        return _("of %(open)s open") % {"open": numbers.count(figures.open)}
    return ""


def _note_on_duration(duration: Duration) -> str:
    facts = {"cases": numbers.count(duration.cases)}
    if duration.told is None:
        return _("median of %(cases)s requests: too few to tell") % facts
    if duration.told_most is None:
        return _("median of %(cases)s requests") % facts
    facts["most"] = numbers.days(duration.told_most)
    return _("median of %(cases)s requests; 9 in 10 within %(most)s") % facts
