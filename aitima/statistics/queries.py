# ruff: noqa: S608 - the statements consist of this module's own words; facts are parameters
"""The figures out of PostgreSQL: four statements, whatever is asked.

Each condition below carries out the definition of the same name in `indicators`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from aitima.service_requests.lifecycle import CLOSED, Status
from aitima.service_requests.models import EventKind
from aitima.statistics.indicators import NO_CASES, Duration, Figures
from aitima.statistics.periods import Period, zone
from aitima.statistics.scope import Scope

_SECONDS_A_DAY: Final = 86_400

# A request that was opened again has lost the day it was closed: its history still knows.
_HISTORY: Final = """
    SELECT branch.branch_id, service.group_id, request.area_id, request.status, request.due_at,
           request.submitted_at, request.first_response_at, request.closed_at,
           request.waiting_since,
           CASE WHEN request.times_reopened = 0 THEN request.closed_at
                ELSE (SELECT CASE WHEN event.kind = ANY(%(closings)s) THEN event.at END
                      FROM service_requests_requestevent event
                      WHERE event.service_request_id = request.id
                        AND event.kind = ANY(%(turns)s) AND event.at < %(moment)s
                      ORDER BY event.sequence DESC LIMIT 1)
           END AS closed_then
    FROM service_requests_servicerequest request
    JOIN unnest(%(units)s::bigint[], %(branches)s::bigint[]) AS branch(unit_id, branch_id)
      ON branch.unit_id = request.unit_id
    JOIN catalogue_service service ON service.id = request.service_id
    WHERE request.submitted_at < %(moment)s
      AND (request.submitted_at >= %(begins)s OR request.first_response_at >= %(begins)s
           OR request.closed_at IS NULL OR request.closed_at >= %(begins)s)
      AND (%(group)s::bigint IS NULL OR service.group_id = %(group)s)
      AND (%(area)s::bigint IS NULL OR request.area_id = %(area)s)
"""

_FACTS: Final = f"""
    SELECT *, is_open AND due_at < %(moment)s
              AND (waiting_since IS NULL OR waiting_since >= %(moment)s) AS is_overdue
    FROM (
        SELECT *,
            submitted_at >= %(begins)s AS is_submitted,
            first_response_at >= %(begins)s AND first_response_at < %(moment)s AS is_answered,
            status = %(resolved)s AND closed_at >= %(begins)s AND closed_at < %(moment)s
                AS is_resolved,
            closed_then IS NULL OR closed_then >= %(moment)s AS is_open,
            extract(epoch FROM first_response_at - submitted_at)::float8 AS answered_in,
            extract(epoch FROM closed_at - submitted_at)::float8 AS resolved_in
        FROM ({_HISTORY}) AS history
    ) AS facts
"""

_QUANTILES: Final = "percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP"

_FIGURES: Final = f"""
    count(*) FILTER (WHERE is_submitted),
    count(*) FILTER (WHERE is_resolved),
    count(*) FILTER (WHERE is_open),
    count(*) FILTER (WHERE is_overdue),
    count(*) FILTER (WHERE is_answered),
    {_QUANTILES} (ORDER BY answered_in) FILTER (WHERE is_answered),
    count(*) FILTER (WHERE is_resolved),
    {_QUANTILES} (ORDER BY resolved_in) FILTER (WHERE is_resolved)
"""

_BREAKDOWN: Final = f"""
    WITH fact AS MATERIALIZED ({_FACTS})
    SELECT 'total', NULL::bigint, {_FIGURES} FROM fact
    UNION ALL SELECT 'unit', branch_id, {_FIGURES} FROM fact GROUP BY branch_id
    UNION ALL SELECT 'group', group_id, {_FIGURES} FROM fact GROUP BY group_id
    UNION ALL SELECT 'area', area_id, {_FIGURES} FROM fact GROUP BY area_id
"""

_TOTAL: Final = f"WITH fact AS ({_FACTS}) SELECT {_FIGURES} FROM fact"

_CELLS: Final = f"""
    WITH fact AS ({_FACTS})
    SELECT group_id, area_id, count(*) FROM fact WHERE is_submitted GROUP BY group_id, area_id
"""

_MONTHS: Final = f"""
    WITH fact AS MATERIALIZED ({_FACTS})
    SELECT date_trunc('month', submitted_at, %(zone)s), 'submitted', count(*), NULL::float8[]
    FROM fact WHERE is_submitted GROUP BY 1
    UNION ALL
    SELECT date_trunc('month', first_response_at, %(zone)s), 'answered', count(*),
           {_QUANTILES} (ORDER BY answered_in)
    FROM fact WHERE is_answered GROUP BY 1
    UNION ALL
    SELECT date_trunc('month', closed_at, %(zone)s), 'resolved', count(*),
           {_QUANTILES} (ORDER BY resolved_in)
    FROM fact WHERE is_resolved GROUP BY 1
"""


@dataclass(frozen=True)
class Breakdown:
    """The same figures for the whole and for each part of it; None is "no area"."""

    total: Figures
    units: dict[int, Figures]
    groups: dict[int, Figures]
    areas: dict[int | None, Figures]


@dataclass(frozen=True)
class Month:
    submitted: int = 0
    response: Duration = NO_CASES
    resolution: Duration = NO_CASES


def breakdown(scope: Scope, period: Period, *, at: datetime) -> Breakdown:
    parts: dict[str, dict[Any, Figures]] = {"total": {}, "unit": {}, "group": {}, "area": {}}
    for part, key, *figures in _rows(_BREAKDOWN, scope, period, at=at):
        parts[part][key] = _figures(figures)
    return Breakdown(parts["total"][None], parts["unit"], parts["group"], parts["area"])


def total(scope: Scope, period: Period, *, at: datetime) -> Figures:
    (row,) = _rows(_TOTAL, scope, period, at=at)
    return _figures(row)


def cells(scope: Scope, period: Period, *, at: datetime) -> dict[tuple[int, int | None], int]:
    """How many requests were submitted for each service group in each area."""
    rows = _rows(_CELLS, scope, period, at=at)
    return {(group, area): count for group, area, count in rows}


def months(scope: Scope, period: Period, *, at: datetime) -> dict[date, Month]:
    """What happened in each month of the period; a month without anything has no entry."""
    found: dict[date, dict[str, Duration]] = {}
    for month, what, count, seconds in _rows(_MONTHS, scope, period, at=at):
        happened = found.setdefault(timezone.localdate(month), {})
        happened[what] = _duration(count, seconds)
    return {
        month: Month(
            submitted=happened.get("submitted", NO_CASES).cases,
            response=happened.get("answered", NO_CASES),
            resolution=happened.get("resolved", NO_CASES),
        )
        for month, happened in found.items()
    }


def _rows(
    statement: str, scope: Scope, period: Period, *, at: datetime
) -> Iterable[tuple[Any, ...]]:
    facts = {
        "units": list(scope.branches),
        "branches": list(scope.branches.values()),
        "group": scope.group_id,
        "area": scope.area_id,
        "begins": period.begins,
        "moment": period.measured_at(at),
        "resolved": Status.RESOLVED,
        "closings": sorted(CLOSED),
        "turns": [*sorted(CLOSED), EventKind.REOPENED],
        "zone": zone().key,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _figures(row: Iterable[Any]) -> Figures:
    submitted, resolved, still_open, overdue, answers, response, results, resolution = row
    return Figures(
        submitted=submitted,
        resolved=resolved,
        open=still_open,
        overdue=overdue,
        response=_duration(answers, response),
        resolution=_duration(results, resolution),
    )


def _duration(cases: int, seconds: list[float] | None) -> Duration:
    if not cases or seconds is None or seconds[0] is None:
        return Duration(cases)
    return Duration(cases, *(second / _SECONDS_A_DAY for second in seconds))
