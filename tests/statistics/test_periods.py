from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from aitima.statistics.periods import Period, Preset, midnight, moved

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2001, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("preset", "period", "before"),
    [
        (Preset.THIS_MONTH, ("2026-11-01", "2026-11-23"), ("2026-10-01", "2026-10-23")),
        (Preset.LAST_MONTH, ("2026-10-01", "2026-10-31"), ("2026-09-01", "2026-09-30")),
        (Preset.TWELVE_MONTHS, ("2025-12-01", "2026-11-23"), ("2024-12-01", "2025-11-23")),
        (Preset.THIS_YEAR, ("2026-01-01", "2026-11-23"), ("2025-01-01", "2025-11-23")),
        (Preset.LAST_YEAR, ("2025-01-01", "2025-12-31"), ("2024-01-01", "2024-12-31")),
    ],
)
def test_a_preset_has_its_days_and_those_it_is_compared_with(
    preset: Preset, period: tuple[str, str], before: tuple[str, str]
) -> None:
    found = Period.of(preset, today=TODAY)

    assert (str(found.first), found.last.isoformat()) == period
    assert (found.before.first.isoformat(), found.before.last.isoformat()) == before


def test_the_end_of_a_short_month_stands_against_the_end_of_a_longer_one() -> None:
    february = Period(date(2026, 2, 1), date(2026, 2, 28))

    assert february.before == Period(date(2026, 1, 1), date(2026, 1, 31))


def test_days_out_of_the_middle_stand_against_as_many_right_before() -> None:
    week = Period(date(2026, 11, 9), date(2026, 11, 15))

    assert week.before == Period(date(2026, 11, 2), date(2026, 11, 8))


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (TODAY, 24)]
)
def test_a_local_day_is_as_long_as_its_clocks_say(day: date, hours: int) -> None:
    period = Period(day, day)

    assert period.ends - period.begins == timedelta(hours=hours)


def test_the_same_month_is_written_once() -> None:
    with translation.override("el"):
        assert str(Period(date(2026, 11, 1), TODAY)) == "1–23 Νοεμβρίου 2026"
        assert str(Period(date(2026, 1, 1), TODAY)) == "1 Ιανουαρίου – 23 Νοεμβρίου 2026"
    with translation.override("en"):
        assert str(Period(TODAY, TODAY)) == "23 November 2026"


@given(first=DAYS, length=st.integers(0, 3000))
def test_what_a_period_is_compared_with_never_overlaps_it(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))

    before = period.before

    assert before.first <= before.last < period.first


@given(first=DAYS, length=st.integers(0, 3000))
def test_a_trend_ends_with_the_period_and_shows_a_year_to_three(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))

    trend = period.trend

    assert trend.last == period.last
    assert 12 <= len(trend.month_firsts) <= 36


@given(day=DAYS, months=st.integers(-40, 40))
def test_moving_by_months_keeps_the_day_or_the_end_of_the_month(day: date, months: int) -> None:
    target = moved(day, months)

    assert target.day == day.day or (target + timedelta(days=1)).day == 1
    assert (target.year - day.year) * 12 + target.month - day.month == months


def test_midnight_is_the_local_one() -> None:
    assert midnight(TODAY).isoformat() == "2026-11-22T22:00:00+00:00"
