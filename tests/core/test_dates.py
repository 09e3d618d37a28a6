from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from aitima.core import dates


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (23, "τη Δευτέρα 23 Νοεμβρίου"),
        (24, "την Τρίτη 24 Νοεμβρίου"),
        (28, "το Σάββατο 28 Νοεμβρίου"),
    ],
)
def test_a_day_in_a_greek_sentence_has_its_article(number: int, words: str) -> None:
    with translation.override("el"):
        assert dates.on_day(date(2026, 11, number)) == words
        assert dates.by_day(date(2026, 11, number)) == f"έως {words}"


def test_a_day_in_an_english_sentence() -> None:
    with translation.override("en"):
        assert dates.on_day(date(2026, 11, 27)) == "on Friday 27 November"
        assert dates.by_day(date(2026, 11, 27)) == "by Friday 27 November"


def test_a_moment_belongs_to_the_day_it_has_in_athens() -> None:
    an_hour_before_midnight_in_utc = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)

    with translation.override("en"):
        assert dates.by_day(an_hour_before_midnight_in_utc) == "by Friday 1 January"


def test_templates_say_the_same_and_nothing_where_there_is_no_day() -> None:
    template = Template("{% load dates %}{{ due|by_day }}|{{ due|on_day }}|{{ none|by_day }}")

    with translation.override("el"):
        page = template.render(Context({"due": date(2027, 1, 1), "none": None}))

    assert page == "έως την Παρασκευή 1 Ιανουαρίου|την Παρασκευή 1 Ιανουαρίου|"
