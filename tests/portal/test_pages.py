"""The pages around the report: home, languages, mistakes, texts."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from aitima.organisation.models import Municipality
from aitima.portal.models import ReportDraft
from aitima.portal.reporting import drafts
from tests.portal.citizen import Citizen, picture, said_by, title_of

PAGES = (
    "/",
    "/report/what/",
    "/requests/",
    "/services/",
    "/help/",
    "/privacy/",
    "/accessibility/",
    "/terms/",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_a_title_one_heading_and_no_inline_code(citizen: Citizen, path: str) -> None:
    page = citizen.get(path).content.decode()

    assert len(re.findall(r"<h1\b", page)) == 1
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\son\w+=", page)


def test_greek_comes_first_where_the_browser_asks_for_nothing(lesvos: None) -> None:
    response: Any = Client().get("/")

    assert 'lang="el"' in response.content.decode()
    assert "Τι συμβαίνει;" in said_by(response)


def test_the_language_is_switched_by_a_link_and_stays(citizen: Citizen) -> None:
    response = citizen.get("/language/el/", next="/help/")

    assert response.url == "/help/"
    assert "Βοήθεια" in title_of(citizen.get("/help/"))


def test_the_switch_leads_to_no_other_site(citizen: Citizen) -> None:
    assert citizen.get("/language/el/", next="https://elsewhere.example/").url == "/"


def test_an_unknown_page_is_a_friendly_404(citizen: Citizen) -> None:
    response = citizen.get("/no/such/page/")

    assert response.status_code == 404
    assert "We did not find this page" in said_by(response)


def test_a_form_without_its_token_is_explained(citizen: Citizen) -> None:
    response: Any = citizen.client.post("/report/", {"text": "x"})

    assert response.status_code == 403
    assert "Please try once more" in said_by(response)


def test_the_month_s_dots_are_drawn_from_public_requests(citizen: Citizen) -> None:
    citizen.report()

    page = citizen.get("/").content.decode()

    lit = re.search(r'stroke="var\(--lit\)"[^>]* d="([^"]*)"', page)
    assert lit is not None
    assert lit[1].count("h0") == 1


def test_a_confidential_request_is_no_dot(citizen: Citizen) -> None:
    citizen.report(service="noise")

    assert "h0" not in citizen.get("/").content.decode()


def test_the_home_page_works_before_anything_is_loaded(db: None) -> None:
    response: Any = Client().get("/")

    assert response.status_code == 200
    assert not Municipality.objects.exists()


def test_the_base_map_needs_no_other_server(citizen: Citizen) -> None:
    found = json.loads(citizen.get("/map.json").content)

    assert len(found["areas"]) == 13
    assert len(found["places"]) > 100
    assert found["coast"]["features"]


def test_drafts_that_nobody_finished_are_swept_with_their_photos(citizen: Citizen) -> None:
    citizen.what()
    citizen.photos(picture())
    kept = ReportDraft.objects.get().photos[0]
    ReportDraft.objects.update(changed_at=timezone.now() - timedelta(days=8))

    assert drafts.sweep(at=timezone.now()) == 1

    assert not ReportDraft.objects.exists()
    assert not default_storage.exists(kept["file"])


def test_a_text_of_the_municipality_shows_its_lists_and_calls_its_numbers(citizen: Citizen) -> None:
    citizen.client.cookies["language"] = "el"

    assert '<a href="tel:112">112</a>' in citizen.get("/help/").text
    assert "<li>Κάθε σελίδα λειτουργεί" in citizen.get("/accessibility/").text
    assert '<a href="https://www.dpa.gr">' in citizen.get("/privacy/").text
