"""Figures for the public: the month, and how long a service takes."""

import statistics
from datetime import datetime, timedelta

import pytest

from aitima.catalogue.models import Service
from aitima.geography.models import Area
from aitima.service_requests.lifecycle import Status
from aitima.statistics import expectation, month
from aitima.statistics.periods import Period, Preset
from tests.factories import NOON, make_service
from tests.statistics import histories, reference
from tests.statistics.histories import Life, Town


def resolved(service: Service, area: Area | None, days: float, *, closed: datetime = NOON) -> Life:
    submitted = closed - timedelta(days=days)
    return Life(
        service,
        service.unit,
        area,
        submitted,
        due_at=submitted + timedelta(days=3),
        first_response_at=closed,
        turns=[(closed, Status.RESOLVED)],
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_month_is_as_the_page_of_figures_counts_it(town: Town, seed: int) -> None:
    lives = histories.lives(town, 1500, until=NOON, seed=seed)
    histories.write(lives)

    found = month.read(at=NOON)

    expected = reference.figures(lives, Period.of(Preset.THIS_MONTH, today=NOON.date()), at=NOON)
    assert (found.new, found.resolved) == (expected.submitted, expected.resolved)
    assert found.median_days == pytest.approx(expected.resolution.median)


def test_a_month_of_a_handful_has_no_median(town: Town) -> None:
    histories.write([resolved(town.services[0], None, 1) for _ in range(4)])

    found = month.read(at=NOON + timedelta(minutes=1))

    assert (found.new, found.resolved, found.median_days) == (4, 4, None)


def test_an_expectation_is_of_the_area_where_it_has_enough_cases(town: Town) -> None:
    service, (here, there) = town.services[0], town.areas
    days = [number / 4 for number in range(1, 21)]
    histories.write([resolved(service, here, length) for length in days])
    histories.write([resolved(service, there, 40) for _ in range(19)])

    read = expectation.read(at=NOON + timedelta(minutes=1))

    found = expectation.find(read, service.pk, here.pk)
    assert found == expectation.Expectation(count=20, half=3, most=5, here=True)
    assert sum(length <= found.half for length in days) >= 10
    assert statistics.median(days) <= found.half
    elsewhere = expectation.find(read, service.pk, there.pk)
    assert elsewhere is not None
    assert (elsewhere.count, elsewhere.here) == (39, False)


def test_of_an_unknown_service_nothing_is_expected(town: Town) -> None:
    new = make_service()
    histories.write([resolved(new, None, 1) for _ in range(19)])

    read = expectation.read(at=NOON + timedelta(minutes=1))

    assert expectation.find(read, new.pk, None) is None


def test_what_is_older_than_a_year_is_no_experience(town: Town) -> None:
    service, long_ago = town.services[0], NOON - timedelta(days=400)
    histories.write([resolved(service, None, 1, closed=long_ago) for _ in range(30)])

    assert expectation.read(at=NOON) == {}


def test_requests_without_an_area_are_not_an_area(town: Town) -> None:
    service = town.services[0]
    histories.write([resolved(service, None, 1) for _ in range(25)])

    read = expectation.read(at=NOON + timedelta(minutes=1))

    assert list(read) == [(service.pk, None)]
    assert read[service.pk, None].here is False
