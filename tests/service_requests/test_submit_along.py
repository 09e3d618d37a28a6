"""What happens with a registration, or not at all."""

import threading
import uuid

import pytest
from django.db import connection

from aitima.core.inserting import Along
from aitima.notifications.models import Delivery, Message
from aitima.service_requests import actions
from aitima.service_requests.models import ProtocolCounter, ServiceRequest
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def report(key: uuid.UUID | None = None) -> actions.Report:
    factories.make_municipality()
    return actions.Report(
        service=factories.make_service(),
        description="Κάηκε η λάμπα.",
        submission_key=key or uuid.uuid4(),
        email="citizen@example.org",
    )


def removing(number: int) -> Along:
    statement = "DELETE FROM service_requests_protocolcounter WHERE year = %(year)s RETURNING year"
    return Along([("removed", statement)], {"year": number})


def test_it_happens_in_the_same_statement() -> None:
    ProtocolCounter.objects.create(year=1990)

    actions.submit(report(), at=NOON, along=[removing(1990)])

    assert not ProtocolCounter.objects.filter(year=1990).exists()


def test_it_does_not_happen_when_the_key_was_used_before() -> None:
    first = report()
    actions.submit(first, at=NOON)
    ProtocolCounter.objects.create(year=1990)

    again = actions.submit(first, at=NOON, along=[removing(1990)])

    assert again.again
    assert ProtocolCounter.objects.filter(year=1990).exists()


def test_the_receipt_names_the_number_that_the_statement_drew() -> None:
    made = actions.submit(report(), at=NOON).service_request

    assert Message.objects.get().context["number"] == made.number == "2026/000001"


@pytest.mark.django_db(transaction=True)
def test_many_presses_at_once_make_one_request_and_leave_no_gap() -> None:
    pressed = report()
    outcomes: list[actions.Submitted] = []

    def press() -> None:
        outcomes.append(actions.submit(pressed, at=NOON))
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ServiceRequest.objects.count() == Delivery.objects.count() == 1
    assert sum(not outcome.again for outcome in outcomes) == 1
    assert ProtocolCounter.objects.get(year=2026).last == 1
