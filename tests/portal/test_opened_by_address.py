"""An address that takes forms alone, opened as a page: loaded again, or in the other language."""

from typing import Any

import pytest
from django.test import Client

from tests.portal.citizen import EMAIL, Citizen, said_by, url_of

NOBODYS = "/requests/2026/999999/"
KEY = "00000000-0000-4000-8000-000000000000"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def opened(client: Client, path: str, **asked: Any) -> Any:
    return client.get(path, headers=BROWSER, **asked)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/report/photos/", "/report/details/"),
        ("/report/check/hidden/", "/report/check/"),
        ("/report/share/", "/report/what/"),
        (f"/report/device/{KEY}/open/", "/report/device/"),
        ("/my/settings/", "/my/"),
        ("/my/unfollow/1/", "/my/"),
        ("/my/sign-out/", "/my/"),
        (f"{NOBODYS}again/", NOBODYS),
        (f"{NOBODYS}me-too/", NOBODYS),
        (f"{NOBODYS}fixed/take-back/", NOBODYS),
        (f"{NOBODYS}fixed/rating/", f"{NOBODYS}fixed/"),
        (f"{NOBODYS}answer/", f"{NOBODYS}?after=unsent"),
        (f"{NOBODYS}add/", f"{NOBODYS}?after=unsent"),
        (f"{NOBODYS}thanks/", f"{NOBODYS}?after=unsent"),
        (f"{NOBODYS}not-fixed/", f"{NOBODYS}?after=unsent"),
    ],
)
def test_a_browser_is_led_to_the_page_that_holds_the_form(
    client: Client, path: str, page: str
) -> None:
    response = opened(client, path)

    assert (response.status_code, response.url) == (302, page)
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_program_is_told_that_the_address_takes_forms_alone(client: Client) -> None:
    for headers in ({}, {"Accept": "*/*"}, {"Accept": "application/json"}):
        response = client.get(f"{NOBODYS}answer/", headers=headers)

        assert response.status_code == 405
        assert response["Allow"] == "POST"


@pytest.mark.django_db
def test_a_browser_that_puts_or_deletes_is_no_person(client: Client) -> None:
    assert client.put(f"{NOBODYS}answer/", headers=BROWSER).status_code == 405


def test_what_was_not_sent_is_said_on_the_page_of_the_request(citizen: Citizen) -> None:
    page = url_of(citizen.report(**EMAIL))
    refused = citizen.post(f"{page}add/", {"text": ""}, page=page)
    assert refused.status_code == 422

    again = opened(citizen.client, f"{page}add/", follow=True)

    assert again.status_code == 200
    assert "Nothing has been sent yet." in said_by(again)


def test_a_stranger_learns_nothing_about_what_may_have_been_sent(citizen: Citizen) -> None:
    page = url_of(citizen.report(**EMAIL))
    stranger = Client(headers={"Accept-Language": "en"})

    led = opened(stranger, f"{page}?after=unsent")

    assert "Nothing has been sent yet." not in said_by(led)


def test_the_other_language_of_a_refused_form_is_a_page(citizen: Citizen) -> None:
    page = url_of(citizen.report(**EMAIL))

    switched = opened(citizen.client, f"/language/el/?next={page}add/", follow=True)

    assert switched.status_code == 200
    assert '<html lang="el">' in switched.text
