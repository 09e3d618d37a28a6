"""Working time: hours, weekends, holidays that move, half days, and clocks that change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aitima.organisation.calendar import (
    LocalHoliday,
    WorkingCalendar,
    add_working_days,
    add_working_time,
    legal_deadline,
    orthodox_easter,
    working_time,
)

ATHENS = ZoneInfo("Europe/Athens")
LIBERATION = LocalHoliday(month=11, day=8)
HOLY_SATURDAY = LocalHoliday(easter=-1)
CALENDAR = WorkingCalendar(
    zone=ATHENS,
    opens_at=time(7),
    closes_at=time(15),
    half_day_closes_at=time(11),
    weekdays=frozenset({1, 2, 3, 4, 5}),
    local_holidays=(LIBERATION, HOLY_SATURDAY),
)
SATURDAYS_TOO = WorkingCalendar(
    zone=ATHENS,
    opens_at=time(7),
    closes_at=time(15),
    half_day_closes_at=time(11),
    weekdays=frozenset({1, 2, 3, 4, 5, 6}),
    local_holidays=(HOLY_SATURDAY,),
)

FIRST, LAST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2019, 2035))
moments = st.integers(FIRST, LAST).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
numbers_of_days = st.integers(0, 60)

unhurried = settings(deadline=None)  # the first example of a year looks up its holidays


def athens(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ATHENS)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-03-10 09:30", 0, "2026-03-10 15:00"),  # the same day
        ("2026-03-10 05:00", 0, "2026-03-10 15:00"),  # before the doors open
        ("2026-03-10 15:00", 0, "2026-03-11 15:00"),  # the doors have just closed
        ("2026-03-10 23:50", 1, "2026-03-12 15:00"),
        ("2026-03-13 09:00", 1, "2026-03-16 15:00"),  # over a weekend
        ("2026-03-14 12:00", 0, "2026-03-16 15:00"),  # on a Saturday
        ("2026-04-09 09:00", 1, "2026-04-14 15:00"),  # over Orthodox Easter
        ("2026-02-23 09:00", 0, "2026-02-24 15:00"),  # on Clean Monday
        ("2021-05-03 09:00", 0, "2021-05-05 15:00"),  # Easter Monday, then the moved May Day
        ("2027-11-05 09:00", 1, "2027-11-09 15:00"),  # a local holiday on a Monday
        ("2026-12-23 16:00", 0, "2026-12-24 11:00"),  # half a day
        ("2026-12-31 12:00", 0, "2027-01-04 15:00"),  # over New Year
        ("2026-12-31 10:00", 1, "2027-01-04 15:00"),
    ],
)
def test_the_target_is_the_end_of_a_working_day(start: str, days: int, due: str) -> None:
    assert add_working_days(athens(start), days, CALENDAR) == athens(due)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-10 09:00", "2026-03-10 12:00", 3),
        ("2026-03-10 06:00", "2026-03-10 23:00", 8),
        ("2026-03-13 14:00", "2026-03-16 08:00", 2),  # over a weekend
        ("2026-03-14 00:00", "2026-03-15 23:59", 0),
        ("2026-04-09 07:00", "2026-04-14 07:00", 8),  # over Orthodox Easter
        ("2026-12-24 07:00", "2026-12-25 07:00", 4),  # half a day
        ("2026-12-30 07:00", "2027-01-04 15:00", 20),  # over New Year
        ("2026-03-27 07:00", "2026-03-30 15:00", 16),  # the clocks go forward
        ("2026-10-23 07:00", "2026-10-26 15:00", 16),  # the clocks go back
        ("2026-03-10 12:00", "2026-03-10 09:00", 0),  # reversed
    ],
)
def test_only_working_hours_count(start: str, end: str, hours: int) -> None:
    assert working_time(athens(start), athens(end), CALENDAR) == timedelta(hours=hours)


def test_opening_hours_are_local_in_summer_and_in_winter() -> None:
    winter, summer = athens("2026-01-12 09:00"), athens("2026-07-13 09:00")

    assert add_working_days(winter, 0, CALENDAR).astimezone(UTC).hour == 13
    assert add_working_days(summer, 0, CALENDAR).astimezone(UTC).hour == 12


def test_holy_saturday_counts_where_people_work_on_saturdays() -> None:
    good_friday = athens("2026-04-10 09:00")

    assert add_working_days(good_friday, 0, SATURDAYS_TOO) == athens("2026-04-14 15:00")
    assert SATURDAYS_TOO.is_working_day(date(2026, 4, 4))
    assert not SATURDAYS_TOO.is_working_day(date(2026, 4, 11))


@pytest.mark.parametrize(
    "easter", [date(2024, 5, 5), date(2025, 4, 20), date(2026, 4, 12), date(2027, 5, 2)]
)
def test_easter_is_the_orthodox_one(easter: date) -> None:
    assert orthodox_easter(easter.year) == easter


def test_a_holiday_on_29_february_is_kept_when_there_is_one() -> None:
    leap_day = LocalHoliday(month=2, day=29)

    assert leap_day.on(2028) == date(2028, 2, 29)
    assert leap_day.on(2027) is None


def test_the_law_counts_fifty_calendar_days() -> None:
    assert legal_deadline(athens("2026-11-23 17:00")) == date(2027, 1, 12)


def test_the_law_counts_days_as_they_are_in_greece() -> None:
    late_in_the_evening = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)

    assert legal_deadline(late_in_the_evening) == date(2027, 1, 12)


def test_without_a_working_day_there_is_no_deadline() -> None:
    never = WorkingCalendar(ATHENS, time(7), time(15), time(11), frozenset())

    with pytest.raises(ValueError, match="without working days"):
        add_working_days(athens("2026-03-10 09:00"), 0, never)


@unhurried
@given(moments, numbers_of_days)
def test_a_target_lies_ahead_at_the_end_of_a_working_day(start: datetime, days: int) -> None:
    due = add_working_days(start, days, CALENDAR)

    assert due > start
    assert CALENDAR.is_working_day(due.date())
    assert CALENDAR.shift(due.date())[1] == due


@unhurried
@given(moments, numbers_of_days)
def test_one_day_more_is_the_next_working_day(start: datetime, days: int) -> None:
    due, next_due = (add_working_days(start, number, CALENDAR) for number in (days, days + 1))

    between = [
        due.date() + timedelta(days=number)
        for number in range(1, (next_due.date() - due.date()).days)
    ]
    assert due < next_due
    assert not any(map(CALENDAR.is_working_day, between))


@unhurried
@given(moments, moments, numbers_of_days)
def test_who_comes_earlier_is_never_due_later(one: datetime, other: datetime, days: int) -> None:
    earlier, later = sorted((one, other))

    assert add_working_days(earlier, days, CALENDAR) <= add_working_days(later, days, CALENDAR)


@unhurried
@given(moments, moments, moments)
def test_working_time_adds_up(one: datetime, two: datetime, three: datetime) -> None:
    first, middle, last = sorted((one, two, three))

    parts = working_time(first, middle, CALENDAR) + working_time(middle, last, CALENDAR)

    assert parts == working_time(first, last, CALENDAR)
    assert timedelta(0) <= parts <= last - first


@unhurried
@given(moments, st.integers(1, 60 * 400))
def test_adding_working_time_is_the_reverse_of_measuring_it(start: datetime, minutes: int) -> None:
    duration = timedelta(minutes=minutes)

    end = add_working_time(start, duration, CALENDAR)

    assert working_time(start, end, CALENDAR) == duration


@unhurried
@given(st.dates(date(2019, 1, 1), date(2034, 12, 31)))
def test_no_weekend_and_no_local_holiday_is_a_working_day(day: date) -> None:
    idle = day.isoweekday() > 5 or (day.month, day.day) == (11, 8)

    assert not (idle and CALENDAR.is_working_day(day))
