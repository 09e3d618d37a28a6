"""When a request will probably be done: what really happened before, never a promise."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from aitima.service_requests.models import ServiceRequest
from aitima.statistics.expectation import Expectation, expectation

_BAR_BEGINS, _BAR_LENGTH = 3.0, 94.0  # per cent of the drawing
_APART: Final = 24.0
_LABEL: Final = 13.0


def experience(service_request: ServiceRequest) -> Expectation | None:
    """The same service in the same area, else anywhere, else nothing."""
    return expectation(service_request.service_id, service_request.area_id)


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


def bar(service_request: ServiceRequest, known: Expectation, *, at: datetime) -> Range:
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


def _anchor(position: float) -> str:
    if position < _LABEL:
        return "start"
    return "end" if position > 100 - _LABEL else "middle"


def _percent(number: float) -> str:
    return f"{number:.1f}%"
