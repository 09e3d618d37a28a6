"""Month by month: the two charts, the table, and the line beside each figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aitima.statistics import charts, numbers
from aitima.statistics.charts.sparkline import Sparkline
from aitima.statistics.links import Narrowing
from aitima.statistics.periods import Period, month_name, moved
from aitima.statistics.queries import Month


@dataclass(frozen=True, slots=True)
class TrendRow:
    name: str
    submitted: str
    submitted_href: str
    resolved: str
    response: str
    resolution: str


@dataclass(frozen=True)
class Trend:
    months: Mapping[date, Month]
    period: Period
    narrowing: Narrowing
    at: datetime

    @cached_property
    def each(self) -> list[tuple[date, Month]]:
        """Every month of the period, also those in which nothing happened."""
        return [(first, self.months.get(first, Month())) for first in self.period.month_firsts]

    @property
    def nothing(self) -> bool:
        return not self.months

    @property
    def unfinished(self) -> bool:
        """Whether the last column is of a month that still runs or was cut."""
        last = self.period.last
        return last != moved(last.replace(day=1), 1) - timedelta(days=1)

    @property
    def submitted_line(self) -> Sparkline | None:
        return charts.sparkline([month.submitted for _first, month in self.each])

    @property
    def resolved_line(self) -> Sparkline | None:
        return charts.sparkline([month.resolution.cases for _first, month in self.each])

    @property
    def response_line(self) -> Sparkline | None:
        return charts.sparkline([month.response.told for _first, month in self.each])

    @property
    def resolution_line(self) -> Sparkline | None:
        return charts.sparkline([month.resolution.told for _first, month in self.each])

    @property
    def counts_chart(self) -> SafeString:
        return charts.columns(
            [self._counts(first, month) for first, month in self.each],
            title=_("Requests submitted and resolved in each month"),
            language=numbers.language(),
        )

    @property
    def medians_chart(self) -> SafeString | None:
        if not any(month.response.told or month.resolution.told for _first, month in self.each):
            return None
        return charts.lines(
            [_medians(first, month) for first, month in self.each],
            title=_("Median days to the first response and to the resolution, in each month"),
            language=numbers.language(),
        )

    @property
    def table(self) -> list[TrendRow]:
        return [self._row(first, month) for first, month in reversed(self.each)]

    def _days_of(self, first: date) -> Period:
        end = moved(first, 1) - timedelta(days=1)
        return Period(first, min(end, self.period.last))

    def _counts(self, first: date, month: Month) -> charts.MonthlyCounts:
        facts = {
            "month": month_name(first),
            "submitted": numbers.count(month.submitted),
            "resolved": numbers.count(month.resolution.cases),
        }
        return charts.MonthlyCounts(
            key=f"{first:%Y-%m}",
            label=month_name(first, short=True),
            say=_("%(month)s: %(submitted)s submitted, %(resolved)s resolved") % facts,
            href=self.narrowing.submitted(self._days_of(first)),
            first=month.submitted,
            second=month.resolution.cases,
        )

    def _row(self, first: date, month: Month) -> TrendRow:
        return TrendRow(
            name=month_name(first),
            submitted=numbers.count(month.submitted),
            submitted_href=self.narrowing.submitted(self._days_of(first)),
            resolved=numbers.count(month.resolution.cases),
            response=numbers.median(month.response),
            resolution=numbers.median(month.resolution),
        )


def _medians(first: date, month: Month) -> charts.MonthlyMedians:
    return charts.MonthlyMedians(
        key=f"{first:%Y-%m}",
        label=month_name(first, short=True),
        first=month.response.told,
        second=month.resolution.told,
    )
