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
