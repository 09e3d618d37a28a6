import pytest
from django.test import Client

from tests.factories import make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    make_municipality()
    return Client(headers={"Accept-Language": "en-US,en;q=0.9"})


def test_greek_comes_first_whatever_the_browser_prefers(browser: Client) -> None:
    response = browser.get("/help/")

    assert response.headers["Content-Language"] == "el"
    assert '<html lang="el">' in response.text


def test_a_choice_is_kept(browser: Client) -> None:
    browser.get("/language/en/")

    response = browser.get("/help/")

    assert response.headers["Content-Language"] == "en"
    assert '<html lang="en">' in response.text


def test_an_unknown_choice_is_as_good_as_none(browser: Client) -> None:
    browser.cookies["language"] = "xx"

    assert browser.get("/help/").headers["Content-Language"] == "el"
