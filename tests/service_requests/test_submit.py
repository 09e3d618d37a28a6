import threading
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import pytest
from django.db import connection

from aitima.notifications.models import Message
from aitima.service_requests import actions, history
from aitima.service_requests.models import PrivateLink, Reporter, RequestEvent, ServiceRequest
from tests.factories import NOON, make_area, make_municipality, make_service, submitted

pytestmark = pytest.mark.django_db


def report(**facts: object) -> actions.Report:
    make_municipality()
    known = {"service": facts.pop("service", None) or make_service()}
    return actions.Report(
        **known,  # type: ignore[arg-type]
        description="Κάηκε η λάμπα.",
        submission_key=uuid.uuid4(),
        **facts,  # type: ignore[arg-type]
    )


def test_a_report_becomes_a_request_with_the_years_next_number() -> None:
    first = submitted()
    second = submitted()

    assert first.number == "2026/000001"
    assert second.number == "2026/000002"


def test_the_year_of_the_number_is_the_municipalitys_not_greenwichs() -> None:
    just_past_midnight_in_athens = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)

    assert submitted(at=just_past_midnight_in_athens).number == "2027/000001"


def test_the_citizen_gets_a_receipt_with_a_private_link() -> None:
    service_request = submitted(email="citizen@example.org")

    message = Message.objects.get()
    assert message.template == "request_received"
    assert message.to == "citizen@example.org"
    assert message.context["number"] == service_request.number
    secret = message.context["private_url"].rstrip("/").rpartition("/")[2]
    assert PrivateLink.objects.get().secret_hash != secret


def test_without_an_address_nothing_is_sent_and_nothing_is_kept_of_the_person() -> None:
    submitted(email="")

    assert not Message.objects.exists()
    assert not Reporter.objects.exists()


def test_the_same_submission_key_makes_one_request() -> None:
    twice = report()

    first = actions.submit(twice, at=NOON)
    second = actions.submit(twice, at=NOON)

    assert second.service_request.pk == first.service_request.pk
    assert second.again
    assert ServiceRequest.objects.count() == 1
    assert submitted().number == "2026/000002"


def test_the_unit_follows_from_service_and_area() -> None:
    area = make_area()
    service = make_service()
    route = service.routes.create(area=area, unit=make_service().unit)

    assert submitted(service=service).unit == service.unit
    assert submitted(service=service, area=area).unit == route.unit


def test_a_confidential_service_makes_a_request_that_is_not_public() -> None:
    service_request = submitted(service=make_service(confidential=True))

    assert service_request.confidential
    assert not service_request.public


def test_history_begins_with_the_registration() -> None:
    service_request = submitted()

    event = RequestEvent.objects.get()
    assert event.kind == "submitted"
    assert service_request.last_event_hash == event.hash
    assert history.verify() == []


def test_both_clocks_begin_to_run() -> None:
    service_request = submitted(service=make_service(target_days=1))

    assert service_request.due_at.isoformat() == "2026-11-24T13:00:00+00:00"
    assert service_request.legal_due_on.isoformat() == "2027-01-12"


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_and_no_double_when_many_send_at_once() -> None:
    reports = [report(service=make_service()) for _ in range(24)]
    doubled = [*reports, *reports]

    _together(lambda each: actions.submit(each, at=NOON), doubled)

    numbers = sorted(ServiceRequest.objects.values_list("number", flat=True))
    assert numbers == [f"2026/{n:06}" for n in range(1, 25)]
    assert history.verify() == []


def _together[T](work: Callable[[T], object], items: Iterable[T]) -> None:
    failures: list[BaseException] = []

    def run(item: T) -> None:
        try:
            work(item)
        except BaseException as failure:  # noqa: BLE001 - handed to the test
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(item,)) for item in items]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
