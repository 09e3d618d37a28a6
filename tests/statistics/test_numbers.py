import pytest
from django.utils import translation

from aitima.statistics import numbers
from aitima.statistics.indicators import Duration


@pytest.mark.parametrize(
    ("language", "count", "days"), [("el", "1.284", "3,4"), ("en", "1,284", "3.4")]
)
def test_numbers_are_written_as_the_language_does(language: str, count: str, days: str) -> None:
    with translation.override(language):
        assert numbers.count(1284) == count
        assert numbers.days(3.41) == days


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [(107, 100, "+7%"), (88, 100, "−12%"), (7, 3, "+4"), (0, 3, "−3"), (9, 9, "0"), (5, 0, "+5")],
)
def test_a_change_of_a_handful_is_no_percentage(now: int, before: int, said: str) -> None:
    with translation.override("en"):
        assert numbers.change(now, before) == said


def test_a_median_needs_five_cases_and_the_ninth_decile_ten() -> None:
    with translation.override("en"):
        assert numbers.median(Duration(0)) == "–"
        assert numbers.median(Duration(4, 1.0, 2.0)) == "few"
        assert numbers.median(Duration(5, 1.0, 2.0)) == "1.0"
    assert Duration(9, 1.0, 2.0).told_most is None
    assert Duration(10, 1.0, 2.0).told_most == 2.0


def test_a_difference_is_that_of_the_numbers_as_they_are_shown() -> None:
    with translation.override("el"):
        assert numbers.difference(2.96, 3.04) == "0,0"
        assert numbers.difference(2.5, 4.1) == "−1,6"
