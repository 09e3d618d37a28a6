"""Figures month by month: counts as columns, medians as lines."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.utils.safestring import SafeString

from aitima.statistics.charts import drawing

HEIGHT: Final = 180
_MOST_LABELS: Final = 12


@dataclass(frozen=True, slots=True)
class MonthlyCounts:
    key: str
    label: str
    say: str
    href: str
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class MonthlyMedians:
    """A median of a few cases is None: the line has a gap there."""

    key: str
    label: str
    first: float | None
    second: float | None


def columns(months: Sequence[MonthlyCounts], *, title: str, language: str) -> SafeString:
    """Two columns a month, the first in grey, the second in blue."""
    return _columns(tuple(months), title, language)


def lines(months: Sequence[MonthlyMedians], *, title: str, language: str) -> SafeString:
    return _lines(tuple(months), title, language)


@lru_cache(maxsize=256)
def _columns(months: tuple[MonthlyCounts, ...], title: str, language: str) -> SafeString:
    import altair as alt  # noqa: PLC0415 - heavy; only a page of figures pays

    data = [
        {
            "key": month.key,
            "series": series,
            "value": value,
            "say": month.say,
            "href": drawing.HERE + month.href,
        }
        for month in months
        for series, value in (("first", month.first), ("second", month.second))
    ]
    base = alt.Chart(drawing.inline(data), width=drawing.WIDTH, height=HEIGHT).encode(
        x=_axis_of_months([(month.key, month.label) for month in months]),
        xOffset=alt.XOffset("series:N"),
        y=alt.Y("value:Q", axis=alt.Axis(tickCount=4, format=",d", domain=False)),
        color=_colours("var(--c0)", "var(--c1)"),
    )
    linked = base.transform_filter("datum.series == 'first'")
    chart = alt.layer(
        linked.mark_bar().encode(href="href:N", description="say:N"),
        base.transform_filter("datum.series == 'second'").mark_bar(),
    )
    chart = chart.properties(
        padding={"bottom": 6}, autosize=alt.AutoSizeParams(type="fit", contains="padding")
    )
    return drawing.to_svg(chart, title=title, language=language)


@lru_cache(maxsize=256)
def _lines(months: tuple[MonthlyMedians, ...], title: str, language: str) -> SafeString:
    import altair as alt  # noqa: PLC0415 - heavy; only a page of figures pays

    data = [
        {"key": month.key, "series": series, "value": value}
        for month in months
        for series, value in (("first", month.first), ("second", month.second))
    ]
    base = alt.Chart(drawing.inline(data), width=drawing.WIDTH, height=HEIGHT).encode(
        x=_axis_of_months([(month.key, month.label) for month in months]),
        y=alt.Y("value:Q", axis=alt.Axis(tickCount=4, domain=False)),
        color=_colours("var(--c2)", "var(--c1)"),
    )
    dots = base.mark_point(filled=True, size=36, opacity=1).encode(
        shape=alt.Shape("series:N", scale=_series("diamond", "circle"), legend=None)
    )
    known = "isValid(datum.value)"
    chart = alt.layer(base.mark_line(strokeWidth=2), dots.transform_filter(known))
    chart = chart.properties(
        padding={"bottom": 6}, autosize=alt.AutoSizeParams(type="fit", contains="padding")
    )
    return drawing.to_svg(chart, title=title, language=language)


def _axis_of_months(labels: Sequence[tuple[str, str]]) -> Any:
    """Name each month; of many, every second or third."""
    import altair as alt  # noqa: PLC0415 - heavy; only a page of figures pays

    every = -(-len(labels) // _MOST_LABELS)
    names = {
        key: label if number % every == 0 else ""
        for number, (key, label) in enumerate(reversed(labels))
    }
    axis = alt.Axis(
        labelExpr=f"{json.dumps(names, ensure_ascii=False)}[datum.value]",
        labelAngle=0,
        labelFontSize=11,
        labelOverlap=False,
    )
    return alt.X("key:O", axis=axis, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.1))


def _series(first: str, second: str) -> Any:
    import altair as alt  # noqa: PLC0415 - heavy; only a page of figures pays

    return alt.Scale(domain=["first", "second"], range=[first, second])


def _colours(first: str, second: str) -> Any:
    import altair as alt  # noqa: PLC0415 - heavy; only a page of figures pays

    return alt.Color("series:N", scale=_series(first, second), legend=None)
