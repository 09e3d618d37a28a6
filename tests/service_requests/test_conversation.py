from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from aitima.accounts.models import User
from aitima.notifications.models import Message
from aitima.organisation.models import Unit
from aitima.service_requests import actions
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import AccessRecord, InternalNote, ServiceRequest
from tests.factories import NOON, charged, submitted

HOUR = timedelta(hours=1)


@pytest.fixture
def in_hand(unit: Unit, clerk: User) -> ServiceRequest:
    return charged(unit, to=clerk)


def test_while_the_citizens_answer_is_awaited_the_target_stands_still(
    in_hand: ServiceRequest, clerk: User
) -> None:
    due = in_hand.due_at
    actions.ask(pk=in_hand.pk, by=clerk, question="Which pole?", at=NOON + HOUR)

    actions.answer_question(pk=in_hand.pk, answer="The third.", at=NOON + 3 * HOUR)

    in_hand.refresh_from_db()
    assert in_hand.status == Status.CHARGED
    # Asked at 13:00, answered at the end of the working day at 15:00: two hours pass to the next.
    assert timezone.localtime(in_hand.due_at) == timezone.localtime(due) + timedelta(hours=18)


def test_a_question_reaches_the_citizen_and_its_answer_the_officer(
    in_hand: ServiceRequest, clerk: User
) -> None:
    actions.ask(pk=in_hand.pk, by=clerk, question="Which pole?", at=NOON)
    assert Message.objects.get(template="question_asked").context["question"] == "Which pole?"

    actions.answer_question(pk=in_hand.pk, answer="The third.", at=NOON + HOUR)

    assert Message.objects.get(template="citizen_answered").to == clerk.email


def test_a_note_goes_nowhere(in_hand: ServiceRequest, clerk: User) -> None:
    before = Message.objects.count()

    actions.add_note(pk=in_hand.pk, by=clerk, note="Third time this year.", at=NOON)

    assert InternalNote.objects.get().body == "Third time this year."
    assert Message.objects.count() == before


def test_a_day_that_has_passed_cannot_be_planned(in_hand: ServiceRequest, clerk: User) -> None:
    with pytest.raises(ValidationError):
        actions.schedule(pk=in_hand.pk, by=clerk, day=NOON.date() - timedelta(days=1), at=NOON)


def test_a_planned_day_is_told(in_hand: ServiceRequest, clerk: User) -> None:
    actions.schedule(pk=in_hand.pk, by=clerk, day=NOON.date(), at=NOON)

    in_hand.refresh_from_db()
    assert in_hand.status == Status.SCHEDULED
    assert Message.objects.get(template="scheduled").context["day"] == "2026-11-23"


def test_who_reads_a_citizens_data_is_written_down(in_hand: ServiceRequest, clerk: User) -> None:
    reporter = actions.reveal_reporter(pk=in_hand.pk, by=clerk, at=NOON)

    assert reporter is not None
    assert reporter.email == "citizen@example.org"
    record = AccessRecord.objects.get()
    assert (record.by, record.at) == (clerk, NOON)


def test_a_question_takes_back_the_planned_day(in_hand: ServiceRequest, clerk: User) -> None:
    actions.schedule(pk=in_hand.pk, by=clerk, day=NOON.date(), at=NOON)

    actions.ask(pk=in_hand.pk, by=clerk, question="Which pole?", at=NOON)

    in_hand.refresh_from_db()
    assert in_hand.scheduled_for is None


def test_what_was_asked_and_resolved_without_a_charge_counts_as_charged(
    unit: Unit, clerk: User
) -> None:
    service_request = submitted(unit=unit)
    actions.ask(pk=service_request.pk, by=clerk, question="Which pole?", at=NOON)

    actions.resolve(pk=service_request.pk, by=clerk, answer="Done.", at=NOON + HOUR)

    service_request.refresh_from_db()
    assert service_request.charged_at == NOON + HOUR
