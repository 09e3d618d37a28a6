"""What is queued, and what is refused at the door."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from aitima.notifications import outbox
from aitima.notifications.kinds import KINDS, WrongContextError
from aitima.notifications.models import Delivery, Message, State
from aitima.notifications.outbox import Envelope
from tests.notifications.examples import NOON, context_of, envelope, queue

pytestmark = pytest.mark.django_db


def test_a_message_its_delivery_and_its_job_are_queued_together() -> None:
    [delivery] = queue(envelope())

    assert delivery.state == State.QUEUED
    assert delivery.address == "citizen@example.org"
    assert delivery.next_try_at == NOON
    assert delivery.message.about == "service_request:17"
    job = ProcrastinateJob.objects.get()
    assert job.args == {"delivery_id": delivery.pk}
    assert (job.task_name, job.queue_name) == ("notifications.deliver", "deliveries")


def test_nothing_is_queued_when_the_change_is_rolled_back() -> None:
    with transaction.atomic():
        outbox.add(envelope(), at=NOON)
        transaction.set_rollback(True)

    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_message_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        outbox.add(envelope(), at=NOON)

    assert not Message.objects.exists()


@pytest.mark.parametrize("count", [1, 5])
def test_however_many_envelopes_take_one_statement(count: int) -> None:
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        outbox.add(*[envelope()] * count, at=NOON)

    assert len(queries) == 1
    assert Delivery.objects.count() == ProcrastinateJob.objects.count() == count


def test_no_envelopes_are_no_work() -> None:
    with CaptureQueriesContext(connection) as queries:
        outbox.add(at=NOON)

    assert len(queries) == 0


@pytest.mark.parametrize("template", KINDS)
def test_every_kind_refuses_a_context_with_a_fact_missing(template: str) -> None:
    context = context_of(template)
    del context["municipality"]

    with pytest.raises(WrongContextError, match="municipality"), transaction.atomic():
        outbox.add(_with(template, context), at=NOON)


@pytest.mark.parametrize(
    ("template", "facts"),
    [
        ("request_received", {"expected": "27/11/2026"}),
        ("request_received", {"private_url": "javascript:alert(1)"}),
        ("request_received", {"number": " "}),
        ("resolved", {"answer": ""}),
        ("resolved", {"answer": None}),
        ("resolved", {"answer": "Done.\x00"}),
        ("officer_charged", {"phone": "22510", "citizen": "Somebody"}),
        ("no_such_kind", {}),
    ],
)
def test_a_fact_of_the_wrong_sort_is_refused(template: str, facts: dict[str, Any]) -> None:
    context = (context_of(template) if template in KINDS else {}) | facts

    with pytest.raises(WrongContextError), transaction.atomic():
        outbox.add(_with(template, context), at=NOON)

    assert not Message.objects.exists()


def test_officers_messages_have_no_place_for_the_citizens_words_or_data() -> None:
    allowed = {"number", "service", "place", "municipality", "phone"}
    allowed |= {"workspace_url", "unit", "deadline"}

    for template in ("officer_charged", "citizen_answered", "officer_reopened"):
        assert KINDS[template].needs.keys() <= allowed


def _with(template: str, context: dict[str, Any]) -> Envelope:
    return Envelope(template, "citizen@example.org", "el", "service_request:17", context)
