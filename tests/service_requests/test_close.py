from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aitima.accounts.models import User
from aitima.notifications.models import Message
from aitima.organisation.models import Unit
from aitima.service_requests import actions
from aitima.service_requests.lifecycle import Status, TransitionRefused
from aitima.service_requests.models import CitizenMessage, PublicAnswer, ServiceRequest
from tests.factories import NOON, charged, submitted

LATER = NOON + timedelta(days=1)


@pytest.fixture
def in_hand(unit: Unit, clerk: User) -> ServiceRequest:
    return charged(unit, to=clerk)


def test_resolve_closes_the_request_and_writes_to_the_citizen(
    in_hand: ServiceRequest, clerk: User
) -> None:
    actions.resolve(pk=in_hand.pk, by=clerk, answer="Lamp replaced.", at=LATER)

    in_hand.refresh_from_db()
    assert in_hand.status == Status.RESOLVED
    assert in_hand.closed_at == in_hand.first_response_at == LATER
    message = Message.objects.get(template="resolved")
    assert message.to == "citizen@example.org"
    assert message.context["answer"] == "Lamp replaced."


def test_resolve_needs_an_answer(in_hand: ServiceRequest, clerk: User) -> None:
    with pytest.raises(ValidationError):
        actions.resolve(pk=in_hand.pk, by=clerk, answer="  ", at=LATER)

    in_hand.refresh_from_db()
    assert in_hand.status == Status.CHARGED


def test_resolve_is_only_for_those_who_handle_it(in_hand: ServiceRequest, stranger: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.resolve(pk=in_hand.pk, by=stranger, answer="Done.", at=LATER)

    in_hand.refresh_from_db()
    assert in_hand.status == Status.CHARGED


def test_what_is_resolved_cannot_be_resolved_again(in_hand: ServiceRequest, clerk: User) -> None:
    actions.resolve(pk=in_hand.pk, by=clerk, answer="Done.", at=LATER)

    with pytest.raises(TransitionRefused):
        actions.resolve(pk=in_hand.pk, by=clerk, answer="Done again.", at=LATER)

    assert PublicAnswer.objects.count() == 1


def test_nobody_resolves_what_nobody_was_charged_with(unit: Unit, clerk: User) -> None:
    with pytest.raises(TransitionRefused):
        actions.resolve(pk=submitted(unit=unit).pk, by=clerk, answer="Done.", at=LATER)


def test_reject_tells_the_citizen_why(in_hand: ServiceRequest, boss: User) -> None:
    actions.reject(pk=in_hand.pk, by=boss, reason="The road is private.", at=LATER)

    in_hand.refresh_from_db()
    assert in_hand.status == Status.REJECTED
    assert Message.objects.get(template="rejected").context["reason"] == "The road is private."


def test_forward_names_the_authority(in_hand: ServiceRequest, boss: User) -> None:
    actions.forward(
        pk=in_hand.pk,
        by=boss,
        authority="ΔΕΔΔΗΕ",
        contact="11500",
        reason="The network is theirs.",
        at=LATER,
    )

    in_hand.refresh_from_db()
    assert in_hand.status == Status.FORWARDED
    context = Message.objects.get(template="forwarded").context
    assert (context["authority"], context["contact"]) == ("ΔΕΔΔΗΕ", "11500")


def test_the_citizen_reopens_and_the_officer_learns_of_it(
    in_hand: ServiceRequest, clerk: User
) -> None:
    actions.resolve(pk=in_hand.pk, by=clerk, answer="Done.", at=NOON)

    actions.reopen(pk=in_hand.pk, reason="It is dark again.", at=LATER)

    in_hand.refresh_from_db()
    assert in_hand.status == Status.CHARGED
    assert in_hand.closed_at is None
    assert in_hand.times_reopened == 1
    assert CitizenMessage.objects.get().body == "It is dark again."
    assert Message.objects.get(template="officer_reopened").to == clerk.email


def test_each_letter_to_the_citizen_carries_a_link_of_its_own(
    in_hand: ServiceRequest, clerk: User
) -> None:
    actions.resolve(pk=in_hand.pk, by=clerk, answer="Done.", at=LATER)

    contexts = Message.objects.filter(to="citizen@example.org").values_list("context", flat=True)
    urls = [context["private_url"] for context in contexts]
    assert len(urls) == 3
    assert len(set(urls)) == 3


def test_what_is_closed_while_the_citizen_is_awaited_counts_the_time_that_stood_still(
    in_hand: ServiceRequest, clerk: User
) -> None:
    actions.ask(pk=in_hand.pk, by=clerk, question="Which pole?", at=NOON)
    much_later = NOON + timedelta(days=14)

    actions.resolve(pk=in_hand.pk, by=clerk, answer="Found it ourselves.", at=much_later)

    before = in_hand.due_at
    in_hand.refresh_from_db()
    assert in_hand.due_at == before + timedelta(days=14)


def test_the_citizen_reopens_for_thirty_days_and_no_longer(
    in_hand: ServiceRequest, clerk: User
) -> None:
    actions.resolve(pk=in_hand.pk, by=clerk, answer="Done.", at=NOON)

    with pytest.raises(TransitionRefused, match="30 ημέρες"):
        actions.reopen(pk=in_hand.pk, reason="Dark.", at=NOON + timedelta(days=30))

    actions.reopen(pk=in_hand.pk, reason="Dark.", at=NOON + timedelta(days=30, seconds=-1))


def test_a_head_may_reopen_after_any_time(in_hand: ServiceRequest, clerk: User, boss: User) -> None:
    actions.resolve(pk=in_hand.pk, by=clerk, answer="Done.", at=NOON)

    actions.reopen(pk=in_hand.pk, reason="An error.", by=boss, at=NOON + timedelta(days=300))

    in_hand.refresh_from_db()
    assert in_hand.times_reopened == 1


@pytest.mark.parametrize("gone", ["account", "role"])
def test_when_the_officer_has_left_the_unit_learns_that_a_request_came_back(
    in_hand: ServiceRequest, clerk: User, boss: User, gone: str
) -> None:
    actions.resolve(pk=in_hand.pk, by=clerk, answer="Done.", at=NOON)
    if gone == "account":
        User.objects.filter(pk=clerk.pk).update(is_active=False)
    else:
        clerk.assignments.update(valid_until=LATER.date())

    actions.reopen(pk=in_hand.pk, reason="It is dark again.", at=LATER)

    letters = Message.objects.filter(template__in=("head_reopened", "officer_reopened"))
    told = set(letters.values_list("to", flat=True))
    assert boss.email in told
    assert clerk.email not in told


def test_what_came_back_is_charged_even_if_it_ended_before_anybody_was(
    unit: Unit, clerk: User, boss: User
) -> None:
    service_request = submitted(unit=unit)
    actions.reject(pk=service_request.pk, by=boss, reason="Not ours.", at=NOON)
    actions.reopen(pk=service_request.pk, reason="Yours.", at=LATER)
    actions.ask(pk=service_request.pk, by=clerk, question="Where?", at=LATER)

    actions.answer_question(pk=service_request.pk, answer="There.", at=LATER)

    service_request.refresh_from_db()
    assert service_request.status == Status.CHARGED
    assert service_request.charged_at == LATER
