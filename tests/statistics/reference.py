"""Every indicator a second time, in plain Python, by the words of its definition."""

import statistics
from collections.abc import Callable, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from aitima.service_requests.lifecycle import Status
from aitima.statistics.indicators import Duration, Figures
from aitima.statistics.periods import Period
from tests.statistics.histories import Life

ATHENS = ZoneInfo("Europe/Athens")


def figures(lives: Iterable[Life], period: Period, *, at: datetime) -> Figures:
    lives = list(lives)
    end = min(datetime.combine(period.last, datetime.max.time(), ATHENS), at)

    def happened(moment: datetime | None) -> bool:
        return moment is not None and period.first <= local_day(moment) and moment < end

    still_open = [life for life in lives if is_open(life, end)]
    resolved = [
        life for life in lives if life.status is Status.RESOLVED and happened(life.closed_at)
    ]
    answered = [life for life in lives if happened(life.first_response_at)]
    return Figures(
        submitted=sum(happened(life.submitted_at) for life in lives),
        resolved=len(resolved),
        open=len(still_open),
        overdue=sum(is_overdue(life, end) for life in still_open),
        response=_duration(answered, lambda life: life.first_response_at),
        resolution=_duration(resolved, lambda life: life.closed_at),
    )


def is_open(life: Life, moment: datetime) -> bool:
    if life.submitted_at >= moment:
        return False
    ends = [end for at, end in life.turns if at < moment]
    return not ends or ends[-1] is None


def is_overdue(life: Life, moment: datetime) -> bool:
    waits = life.waiting_since is not None and life.waiting_since < moment
    return life.due_at < moment and not waits


def local_day(moment: datetime) -> date:
    return moment.astimezone(ATHENS).date()


def _duration(lives: Iterable[Life], end: Callable[[Life], datetime | None]) -> Duration:
    took = sorted(
        ((end(life) or life.submitted_at) - life.submitted_at).total_seconds() / 86_400
        for life in lives
    )
    if not took:
        return Duration()
    return Duration(len(took), statistics.median(took), _ninth_decile(took))


def _ninth_decile(took: list[float]) -> float:
    """Between the two neighbours of the place nine tenths along, as the distance says."""
    place = 0.9 * (len(took) - 1)
    below = int(place)
    above = min(below + 1, len(took) - 1)
    return took[below] + (took[above] - took[below]) * (place - below)


def assert_same(found: Figures, expected: Figures) -> None:
    for name in ("submitted", "resolved", "open", "overdue"):
        assert getattr(found, name) == getattr(expected, name), name
    assert_same_duration(found.response, expected.response)
    assert_same_duration(found.resolution, expected.resolution)


def assert_same_duration(found: Duration, expected: Duration) -> None:
    assert found.cases == expected.cases
    assert found.median == pytest.approx(expected.median)
    assert found.most == pytest.approx(expected.most)
