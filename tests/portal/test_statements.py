"""How many statements a page sends; none of it grows with what the page shows."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from aitima.portal.models import ReportDraft
from aitima.service_requests import actions
from aitima.service_requests.models import ServiceRequest
from tests import factories
from tests.portal.citizen import EMAIL, KALLONI, LAMP, Citizen, picture, url_of
from tests.support.queries import count_queries

REQUEST_PAGE, PUBLIC_PAGE = 5, 3


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("/", 1),  # the draft that lies about; nothing without one
        ("/report/what/", 1),
        ("/report/where/", 1),
        ("/report/details/", 1),
        ("/report/check/", 1),
        ("/services/", 0),
        ("/requests/", 2),
        ("/report/where/places/?q=kal", 0),
    ],
)
def test_a_page_sends_no_more_statements_than_it_must(
    citizen: Citizen, path: str, count: int
) -> None:
    citizen.fill_in()
    citizen.get(path)

    assert count_queries(lambda: citizen.get(path)) == count


def test_sending_takes_few_statements(citizen: Citizen) -> None:
    citizen.report()  # fills what is kept in the process
    citizen.fill_in()
    key = citizen.key()
    citizen.client.handler.enforce_csrf_checks = False

    sent = count_queries(lambda: citizen.client.post("/report/check/", {"key": key}))

    # draft, everything else; within the test's transaction a savepoint and its release
    assert sent == 4
    assert ServiceRequest.objects.count() == 2


def test_the_request_s_page_costs_the_same_however_long_the_story(citizen: Citizen) -> None:
    number = citizen.report()
    page = url_of(number)
    citizen.get(page)
    short = count_queries(lambda: citizen.get(page))
    service_request = ServiceRequest.objects.get(number=number)
    head = factories.head(service_request.unit)
    for text in ("One.", "Two.", "Three."):
        actions.reply(pk=service_request.pk, by=head, answer=text, at=timezone.now())

    assert count_queries(lambda: citizen.get(page)) == short == REQUEST_PAGE


def test_the_public_page_asks_for_nothing_private(citizen: Citizen) -> None:
    page = url_of(citizen.report())
    citizen.client.cookies.pop("requests")
    citizen.get(page)

    assert count_queries(lambda: citizen.get(page)) == PUBLIC_PAGE


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_request(lesvos: None) -> None:
    now = timezone.now()
    draft = ReportDraft.objects.create(
        answers={"text": LAMP, "service": "lighting-lamp", **KALLONI, **EMAIL},
        created_at=now,
        changed_at=now,
    )
    both, urls = Barrier(2), []

    def click() -> None:
        both.wait()
        response = Client().post("/report/check/", {"key": str(draft.pk)})
        urls.append(response.headers["Location"])
        connection.close()

    _at_once(click, click)

    assert ServiceRequest.objects.count() == 1
    assert urls[0] == urls[1]
    assert urls[0].endswith("/received/")


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_both_arrive(lesvos: None) -> None:
    citizen = Citizen(Client())
    citizen.client.post("/report/what/", {"text": LAMP, "service": "lighting-lamp"})
    cookie = citizen.client.cookies["report"].value

    def upload() -> None:
        other = Client()
        other.cookies["report"] = cookie
        other.post("/report/photos/", {"step": "details", "photos": [picture()]})
        connection.close()

    _at_once(upload, upload)

    assert len(ReportDraft.objects.get().photos) == 2


def _at_once(*work: Callable[[], None]) -> None:
    threads = [Thread(target=task) for task in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
