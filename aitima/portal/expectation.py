"""When a request will probably be done: what really happened before, never a promise."""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection
from django.utils import timezone

from aitima.core.caching import kept_for
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import ServiceRequest

FEWEST: Final = 20
"""From fewer cases no range is told; the service's target stands in for it."""

_BAR_BEGINS, _BAR_LENGTH = 3.0, 94.0  # per cent of the drawing
_APART: Final = 24.0
_LABEL: Final = 13.0

_HISTORY: Final = """
    SELECT service_id, area_id, count(*),
           percentile_disc(0.5) WITHIN GROUP (ORDER BY closed_at - submitted_at),
           percentile_disc(0.9) WITHIN GROUP (ORDER BY closed_at - submitted_at)
    FROM service_requests_servicerequest
    WHERE status = %s AND closed_at > now() - interval '1 year'
    GROUP BY GROUPING SETS ((service_id, area_id), (service_id))
    HAVING count(*) >= %s
"""


@dataclass(frozen=True, slots=True)
class Experience:
    """How long requests of a service took in the last year, whole days upwards."""

    count: int
    half: int
    most: int
    here: bool
    """Whether it is about the request's own area, or the whole municipality."""


@kept_for(seconds=600)
def _history() -> dict[tuple[int, int | None], tuple[int, timedelta, timedelta]]:
    with connection.cursor() as cursor:
        cursor.execute(_HISTORY, [Status.RESOLVED, FEWEST])
        return {(row[0], row[1]): (row[2], row[3], row[4]) for row in cursor.fetchall()}


def experience(service_request: ServiceRequest) -> Experience | None:
    """The same service in the same area, else anywhere, else nothing."""
    for area in (service_request.area_id, None):
        found = _history().get((service_request.service_id, area))
        if found is not None:
            count, half, most = found
            return Experience(count, _days(half), _days(most), here=area is not None)
    return None


@dataclass(frozen=True, slots=True)
class Range:
    """The bar under the sentence: positions are per cent of its width, as text for SVG."""

    half_on: date
    most_on: date
    half_at: str
    most_at: str
    today_at: str
    half_width: str
    most_width: str
    half_anchor: str
    most_anchor: str
    today_anchor: str
    late: bool


def bar(service_request: ServiceRequest, known: Experience, *, at: datetime) -> Range:
    begun = timezone.localdate(service_request.submitted_at)
    passed = (timezone.localdate(at) - begun).days
    span = max(known.most * 1.5, passed * 1.1, 2)
    half, most, today = (
        _BAR_BEGINS + _BAR_LENGTH * d / span for d in (known.half, known.most, passed)
    )
    close = most - half < _APART
    return Range(
        half_on=begun + timedelta(days=known.half),
        most_on=begun + timedelta(days=known.most),
        half_at=_percent(half),
        most_at=_percent(most),
        today_at=_percent(today),
        half_width=_percent(half - _BAR_BEGINS),
        most_width=_percent(most - _BAR_BEGINS),
        half_anchor=("start" if half < _LABEL else "end") if close else _anchor(half),
        most_anchor="start" if close else _anchor(most),
        today_anchor=_anchor(today),
        late=passed > known.most,
    )


def _days(duration: timedelta) -> int:
    return max(0, math.ceil(duration / timedelta(days=1)))


def _anchor(position: float) -> str:
    if position < _LABEL:
        return "start"
    return "end" if position > 100 - _LABEL else "middle"


def _percent(number: float) -> str:
    return f"{number:.1f}%"
