"""The running system, seen from outside."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

from playwright.sync_api import Page

from aitima.organisation.models import Unit
from tests.support.system import System


def get(system: System, path: str) -> tuple[int, str]:
    connection = HTTPConnection(urlsplit(system.url).netloc, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_the_system_says_that_all_is_well(system: System) -> None:
    status, body = get(system, "/healthz")

    assert status == 200
    assert '"worker": "ok"' in body


def test_the_home_page_opens_in_a_browser_without_complaints(system: System, page: Page) -> None:
    page.goto(system.url)

    assert page.title()
    assert Unit.objects.count() == 72
