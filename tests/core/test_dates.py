from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from aitima.core import dates

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # half past eleven in Athens, a Monday
FRIDAY = datetime(2026, 11, 27, 14, 35, tzinfo=UTC)


@pytest.fixture
def greek() -> Iterator[None]:
    with translation.override("el"):
        yield


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_a_moment_in_greek_is_told_in_the_genitive_and_in_local_time(greek: None) -> None:
    assert dates.moment(FRIDAY, at=NOW) == "Παρασκευή 27 Νοεμβρίου, 16:35"


def test_a_moment_in_english(english: None) -> None:
    assert dates.moment(FRIDAY, at=NOW) == "Friday 27 November, 16:35"


def test_the_year_is_told_when_it_is_another_one(greek: None) -> None:
    assert dates.day(date(2027, 1, 12), at=NOW) == "Τρίτη 12 Ιανουαρίου 2027"


def test_new_year_comes_at_midnight_in_athens(greek: None) -> None:
    an_hour_before_in_utc = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)

    assert dates.day(an_hour_before_in_utc, at=NOW) == "Παρασκευή 1 Ιανουαρίου 2027"


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "χθες, 11:30"), (0, "σήμερα, 11:30"), (1, "αύριο, 11:30")]
)
def test_near_days_have_names(greek: None, days: int, words: str) -> None:
    assert dates.near_moment(NOW + timedelta(days=days), at=NOW) == words


def test_farther_days_are_told_by_their_date(greek: None) -> None:
    assert dates.near_day(NOW + timedelta(days=2), at=NOW) == "Τετάρτη 25 Νοεμβρίου"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (23, "τη Δευτέρα 23 Νοεμβρίου"),
        (24, "την Τρίτη 24 Νοεμβρίου"),
        (28, "το Σάββατο 28 Νοεμβρίου"),
    ],
)
def test_a_day_in_a_greek_sentence_has_its_article(greek: None, number: int, words: str) -> None:
    assert dates.on_day(date(2026, 11, number), at=NOW) == words
    assert dates.by_day(date(2026, 11, number), at=NOW) == f"έως {words}"


def test_a_day_in_an_english_sentence(english: None) -> None:
    assert dates.on_day(FRIDAY, at=NOW) == "on Friday 27 November"
    assert dates.by_day(FRIDAY, at=NOW) == "by Friday 27 November"


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (timedelta(seconds=-20), "μόλις τώρα"),
        (timedelta(minutes=-5), "πριν από 5 λεπτά"),
        (timedelta(hours=-1), "πριν από 1 ώρα"),
        (timedelta(days=2), "σε 2 ημέρες"),
    ],
)
def test_how_long_ago(greek: None, distance: timedelta, words: str) -> None:
    assert dates.ago(NOW + distance, at=NOW) == words


def test_templates_say_the_same_and_nothing_where_there_is_no_date(greek: None) -> None:
    template = Template("{% load dates %}{{ due|by_day:at }}|{{ none|by_day:at }}|{{ due|day }}")

    page = template.render(Context({"due": date(2020, 1, 1), "none": None, "at": NOW}))

    assert page == "έως την Τετάρτη 1 Ιανουαρίου 2020||Τετάρτη 1 Ιανουαρίου 2020"
