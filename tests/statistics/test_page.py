"""The page as people use it: rights, periods, narrowings, words."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aitima.organisation.models import Assignment
from aitima.service_requests.lifecycle import Status
from aitima.statistics import page, scope
from aitima.statistics.forms import Question
from aitima.statistics.periods import Period, Preset
from tests.factories import head, person
from tests.statistics import histories
from tests.statistics.histories import Life, Town
from tests.support.queries import count_queries

URL = "/workspace/statistics/"


def shown(client: Client, **asked: str) -> str:
    response = client.get(URL, asked)
    assert response.status_code == 200
    return response.content.decode()


def fill(town: Town, count: int, *, seed: int = 1) -> datetime:
    now = timezone.now()
    histories.write(histories.lives(town, count, until=now, seed=seed))
    return now


def test_the_page_is_where_links_say_it_is() -> None:
    assert reverse("statistics:overview") == URL


def test_the_administration_sees_every_unit(town: Town, office: Client) -> None:
    fill(town, 80)

    text = shown(office, period="12-months")

    for directorate in town.directorates:
        assert directorate.name in text


def test_a_head_sees_only_the_units_below(town: Town, client: Client) -> None:
    fill(town, 80)
    client.force_login(head(town.directorates[0]))

    text = shown(client, period="12-months")

    assert f"<h1>{town.directorates[0].name}, " in text
    assert town.units[2].name in text
    assert town.directorates[1].name not in text


def test_a_unit_outside_a_heads_part_cannot_be_asked_for(town: Town, client: Client) -> None:
    client.force_login(head(town.directorates[0]))

    response = client.get(URL, {"unit": town.directorates[1].code})

    assert response.status_code == 422
    assert town.directorates[1].name not in response.content.decode()


@pytest.mark.parametrize("role", [Assignment.Role.OFFICER, Assignment.Role.COUNTER])
def test_roles_without_figures_are_told_so(
    town: Town, client: Client, role: Assignment.Role
) -> None:
    client.force_login(person(role, town.units[0]))

    assert client.get(URL).status_code == 403


def test_a_stranger_is_asked_to_sign_in(client: Client, town: Town) -> None:
    response = client.get(URL)

    assert response.status_code == 302
    assert "/sign-in/" in response["Location"]


def test_the_number_of_statements_does_not_grow_with_the_requests(
    town: Town, office: Client
) -> None:
    fill(town, 5)
    few = count_queries(lambda: office.get(URL, {"period": "12-months"}))
    fill(town, 200, seed=2)

    many = count_queries(lambda: office.get(URL, {"period": "12-months"}))

    assert many <= few


def test_the_figures_take_four_statements(town: Town) -> None:
    now = fill(town, 20)
    question = Question(Period.of(Preset.THIS_YEAR, today=timezone.localdate(now)), None)
    seen = list(scope.all_units())
    page.make(question, seen, at=now)

    assert count_queries(lambda: page.make(question, seen, at=now)) == 4


def test_every_link_of_a_figure_is_known_to_the_queue(town: Town, office: Client) -> None:
    fill(town, 30)

    text = shown(office, period="12-months", unit=town.directorates[0].code)

    assert f"/workspace/?view=unit&amp;unit={town.directorates[0].code}" in text
    listed = office.get(f"/workspace/?view=unit&unit={town.directorates[0].code}")
    assert listed.status_code == 200


def test_what_is_over_has_no_list_of_what_was_open(town: Town, office: Client) -> None:
    fill(town, 80)

    text = shown(office, period="last-year")

    main = text[text.index("<main") :]
    assert "view=unit&amp;" not in main
    assert "view=overdue" not in main
    assert "view=all&amp;since=" in main


def test_nothing_found_is_one_sentence_without_axes(town: Town, office: Client) -> None:
    text = shown(office, since="2001-01-01", until="2001-12-31")

    assert "1 Ιανουαρίου – 31 Δεκεμβρίου 2001" in text
    assert "Εδώ τίποτα δεν υποβλήθηκε" in text
    assert 'class="chart"' not in text


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"since": "2026-05-02", "until": "2026-05-01"}, "πριν από την πρώτη"),
        ({"since": "2999-01-01"}, "στο μέλλον"),
        ({"since": "1999-12-31"}, "πριν από το 2000"),
        ({"until": "2026-05-01"}, "και την πρώτη ημέρα"),
        ({"since": "yesterday"}, "όπως στο 2026-11-23"),
        ({"unit": "NOWHERE"}, "από τη λίστα"),
        ({"period": "eternity"}, "από τη λίστα"),
    ],
)
def test_a_period_that_makes_no_sense_gets_a_sentence(
    town: Town, office: Client, asked: dict[str, str], sentence: str
) -> None:
    response = office.get(URL, asked)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_days_to_come_are_left_out_and_that_is_said(town: Town, office: Client) -> None:
    today = timezone.localdate()

    text = shown(office, since=f"{today}", until=f"{today + timedelta(days=9)}")

    assert "η περίοδος τελειώνει σήμερα" in text


def test_a_median_of_a_handful_is_not_told(town: Town, office: Client) -> None:
    now = timezone.now()
    at = now - timedelta(minutes=5)
    four = [_resolved(town, at, minutes) for minutes in (1, 2, 3, 4)]
    histories.write(four)

    text = shown(office, since=f"{timezone.localdate(at)}")

    assert "διάμεσος 4 αιτημάτων: πολύ λίγα" in text


def test_the_page_speaks_english_too(town: Town, office: Client) -> None:
    fill(town, 80)
    office.cookies["language"] = "en"

    text = shown(office, since="2025-01-01", until="2025-12-31")

    assert "1 January – 31 December 2025" in text
    assert "The period at a glance" in text
    assert "median of" in text


def _resolved(town: Town, at: datetime, minutes: int) -> Life:
    closed = at + timedelta(minutes=minutes)
    return Life(
        town.services[0],
        town.units[0],
        None,
        at,
        due_at=at + timedelta(days=1),
        first_response_at=closed,
        turns=[(closed, Status.RESOLVED)],
    )
