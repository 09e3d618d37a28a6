"""The figures, compared with a second way of counting them."""

from datetime import date, datetime, timedelta

import pytest

from aitima.statistics import queries, scope
from aitima.statistics.periods import Period, Preset, moved
from tests.factories import NOON
from tests.statistics import histories, reference
from tests.statistics.histories import Life, Town
from tests.statistics.reference import assert_same, assert_same_duration

SEEDS = range(6)
TODAY = NOON.date()
PERIODS = [
    *(Period.of(preset, today=TODAY) for preset in Preset),
    Period(date(2026, 3, 29), date(2026, 3, 29)),  # summer time begins
    Period(date(2026, 10, 25), date(2026, 10, 25)),  # and ends
    Period(date(2025, 6, 10), date(2026, 2, 3)),
]


def everything(**narrowing: int | None) -> scope.Scope:
    facts = {"group_id": None, "area_id": None} | narrowing
    return scope.of_units(list(scope.all_units()), within=None, **facts)


@pytest.fixture(params=SEEDS)
def lives(request: pytest.FixtureRequest, town: Town) -> list[Life]:
    made = histories.lives(town, 150, until=NOON, seed=request.param)
    histories.write(made)
    return made


def test_every_figure_is_the_same_counted_by_hand(town: Town, lives: list[Life]) -> None:
    for period in PERIODS:
        found = queries.breakdown(everything(), period, at=NOON)

        assert_same(found.total, reference.figures(lives, period, at=NOON))
        for unit in town.directorates:
            below = [life for life in lives if life.unit.path.startswith(unit.path)]
            assert_same(found.units[unit.pk], reference.figures(below, period, at=NOON))
        for group in {service.group for service in town.services}:
            mine = [life for life in lives if life.service.group == group]
            assert_same(found.groups[group.pk], reference.figures(mine, period, at=NOON))
        for area in (*town.areas, None):
            there = [life for life in lives if life.area == area]
            key = area.pk if area else None
            assert_same(found.areas[key], reference.figures(there, period, at=NOON))


def test_the_parts_make_the_whole(lives: list[Life]) -> None:
    found = queries.breakdown(everything(), Period.of(Preset.THIS_YEAR, today=TODAY), at=NOON)

    for parts in (found.units, found.groups, found.areas):
        assert sum(part.submitted for part in parts.values()) == found.total.submitted
        assert sum(part.open for part in parts.values()) == found.total.open


def test_the_total_alone_is_the_total_of_the_breakdown(lives: list[Life]) -> None:
    for period in PERIODS:
        whole = queries.total(everything(), period, at=NOON)

        assert whole == queries.breakdown(everything(), period, at=NOON).total


def test_each_month_of_a_trend_is_the_month_by_itself(lives: list[Life]) -> None:
    trend = Period(date(2025, 12, 1), TODAY)

    months = queries.months(everything(), trend, at=NOON)

    for first in trend.month_firsts:
        alone = Period(first, min(moved(first, 1) - timedelta(days=1), TODAY))
        expected = reference.figures(lives, alone, at=NOON)
        found = months.get(first, queries.Month())
        assert found.submitted == expected.submitted
        assert_same_duration(found.response, expected.response)
        assert_same_duration(found.resolution, expected.resolution)


def test_group_and_area_narrow_every_figure(town: Town, lives: list[Life]) -> None:
    period = Period.of(Preset.TWELVE_MONTHS, today=TODAY)
    group, area = town.services[0].group, town.areas[1]

    found = queries.total(everything(group_id=group.pk, area_id=area.pk), period, at=NOON)

    meant = [life for life in lives if life.service.group == group and life.area == area]
    assert_same(found, reference.figures(meant, period, at=NOON))


def test_cells_count_what_was_submitted(town: Town, lives: list[Life]) -> None:
    period = Period.of(Preset.TWELVE_MONTHS, today=TODAY)

    cells = queries.cells(everything(), period, at=NOON)

    for group in {service.group for service in town.services}:
        for area in (*town.areas, None):
            meant = [life for life in lives if life.service.group == group and life.area == area]
            expected = reference.figures(meant, period, at=NOON).submitted
            assert cells.get((group.pk, area.pk if area else None), 0) == expected


def test_a_unit_counts_with_those_below_it_and_each_branch_by_itself(
    town: Town, lives: list[Life]
) -> None:
    directorate = town.directorates[0]
    period = Period.of(Preset.THIS_YEAR, today=TODAY)
    below = scope.of_units(list(scope.all_units()), within=directorate, group_id=None, area_id=None)

    found = queries.breakdown(below, period, at=NOON)

    own = [unit for unit in town.units if unit.path.startswith(directorate.path)]
    assert set(found.units) == {unit.pk for unit in own}
    for unit in own:
        meant = [life for life in lives if life.unit == unit]
        assert_same(found.units[unit.pk], reference.figures(meant, period, at=NOON))


def test_a_moment_at_midnight_belongs_to_the_day_that_begins(town: Town) -> None:
    midnight = datetime(2026, 10, 25, tzinfo=reference.ATHENS)
    unit, service = town.units[0], town.services[0]
    life = Life(service, unit, None, midnight, due_at=midnight + timedelta(days=3))
    histories.write([life])

    before = queries.total(everything(), Period(date(2026, 10, 24), date(2026, 10, 24)), at=NOON)
    after = queries.total(everything(), Period(date(2026, 10, 25), date(2026, 10, 25)), at=NOON)

    assert (before.submitted, before.open) == (0, 0)
    assert (after.submitted, after.open) == (1, 1)


def test_a_dissolved_unit_still_counts(town: Town) -> None:
    gone = town.units[2]
    gone.valid_until = date(2026, 6, 1)
    gone.save()
    at = datetime(2026, 5, 4, 12, tzinfo=reference.ATHENS)
    histories.write([Life(town.services[0], gone, None, at, due_at=at + timedelta(days=3))])

    period = Period.of(Preset.THIS_YEAR, today=TODAY)
    found = queries.breakdown(everything(), period, at=NOON)

    assert found.units[town.directorates[0].pk].submitted == 1
