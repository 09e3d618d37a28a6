"""What the citizen does after reporting: adds, thanks, withdraws, judges, and never twice."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from aitima.accounts.models import User
from aitima.notifications.models import Message
from aitima.organisation.models import Unit
from aitima.service_requests import actions, history, photos
from aitima.service_requests.lifecycle import Status, TransitionRefused
from aitima.service_requests.models import (
    CitizenMessage,
    EventKind,
    Feedback,
    Photo,
    ServiceRequest,
)
from aitima.service_requests.photos import StoredPhoto
from tests.factories import NOON, charged, head, make_unit, officer, submitted

HOUR = timedelta(hours=1)
LATER = NOON + HOUR


@pytest.fixture
def in_hand(unit: Unit, clerk: User) -> ServiceRequest:
    return charged(unit, to=clerk)


@pytest.fixture
def resolved(in_hand: ServiceRequest, clerk: User) -> ServiceRequest:
    return actions.resolve(pk=in_hand.pk, by=clerk, answer="Lamp replaced.", at=NOON)


def picture(colour: str = "#123456") -> StoredPhoto:
    content = BytesIO()
    Image.new("RGB", (8, 8), colour).save(content, "PNG")
    return photos.store(content, at=NOON)


def told(template: str) -> set[str]:
    return set(Message.objects.filter(template=template).values_list("to", flat=True))


def test_what_is_added_is_kept_with_its_photos_and_the_officer_hears_of_it(
    in_hand: ServiceRequest, clerk: User
) -> None:
    actions.add(pk=in_hand.pk, text="It also blinks.", photos=[picture()], at=LATER)

    message, photo = CitizenMessage.objects.get(), Photo.objects.get()
    event = in_hand.events.latest("sequence")
    assert (message.purpose, message.body) == ("addition", "It also blinks.")
    assert (photo.purpose, photo in Photo.objects.public()) == ("added", False)
    assert event.data == {"purpose": "addition", "message": message.pk, "photos": [photo.pk]}
    assert told("citizen_wrote") == {clerk.email}


def test_a_photo_says_enough_by_itself_but_nothing_says_too_little(
    in_hand: ServiceRequest,
) -> None:
    actions.add(pk=in_hand.pk, text="", photos=[picture()], at=LATER)

    with pytest.raises(ValidationError):
        actions.add(pk=in_hand.pk, text="", at=LATER)


def test_nothing_is_added_to_what_has_ended(resolved: ServiceRequest) -> None:
    with pytest.raises(TransitionRefused, match="ολοκληρώθηκε"):
        actions.add(pk=resolved.pk, text="It blinks.", at=LATER)


def test_thanks_come_at_the_end_and_send_no_letter(in_hand: ServiceRequest, clerk: User) -> None:
    with pytest.raises(TransitionRefused):
        actions.thank(pk=in_hand.pk, text="Thank you.", at=NOON)
    actions.resolve(pk=in_hand.pk, by=clerk, answer="Done.", at=NOON)
    letters = Message.objects.count()

    actions.thank(pk=in_hand.pk, text="Thank you.", at=LATER)

    assert CitizenMessage.objects.get().purpose == CitizenMessage.Purpose.THANKS
    assert Message.objects.count() == letters


def test_the_same_press_twice_is_one_message_and_another_text_another(
    in_hand: ServiceRequest,
) -> None:
    seen = in_hand.last_event
    red, again = picture("#ff0000"), picture("#ff0000")
    actions.add(pk=in_hand.pk, text="It blinks.", photos=[red], at=LATER, seen=seen)

    with pytest.raises(actions.DoneBefore):
        actions.add(pk=in_hand.pk, text="It blinks.", photos=[again], at=LATER, seen=seen)
    actions.add(pk=in_hand.pk, text="It hums.", at=LATER, seen=seen)
    actions.add(pk=in_hand.pk, text="It blinks.", photos=[picture("#00ff00")], at=LATER, seen=seen)

    assert CitizenMessage.objects.count() == 3


def test_the_same_words_at_another_time_are_said_again(in_hand: ServiceRequest) -> None:
    actions.add(pk=in_hand.pk, text="Still dark.", at=LATER, seen=in_hand.last_event)
    in_hand.refresh_from_db()

    actions.add(pk=in_hand.pk, text="Still dark.", at=LATER + HOUR, seen=in_hand.last_event)

    assert CitizenMessage.objects.count() == 2


def test_a_photo_that_was_kept_already_gets_no_second_row(in_hand: ServiceRequest) -> None:
    photo = picture()
    actions.add(pk=in_hand.pk, text="One.", photos=[photo], at=LATER)

    actions.add(pk=in_hand.pk, text="Two.", photos=[photo], at=LATER)

    assert Photo.objects.count() == 1


def test_an_answer_pressed_twice_is_one_answer(in_hand: ServiceRequest, clerk: User) -> None:
    asked = actions.ask(pk=in_hand.pk, by=clerk, question="Which pole?", at=NOON)
    answer: dict[str, Any] = {"pk": in_hand.pk, "answer": "The third.", "at": LATER}
    answer["seen"] = asked.last_event
    actions.answer_question(**answer)

    with pytest.raises(actions.DoneBefore):
        actions.answer_question(**answer)

    assert CitizenMessage.objects.count() == 1


def test_withdrawing_ends_it_hides_it_and_tells_both_sides(
    in_hand: ServiceRequest, clerk: User
) -> None:
    actions.withdraw(pk=in_hand.pk, reason="It came on by itself.", at=LATER)

    in_hand.refresh_from_db()
    assert (in_hand.status, in_hand.closed_at) == (Status.WITHDRAWN, LATER)
    assert not in_hand.public
    assert told("officer_withdrawn") == {clerk.email}
    assert told("request_withdrawn") == {"citizen@example.org"}
    assert in_hand.events.latest("sequence").data == {"message": CitizenMessage.objects.get().pk}


def test_what_waits_for_the_citizen_or_to_be_checked_can_be_withdrawn(
    in_hand: ServiceRequest, clerk: User
) -> None:
    ServiceRequest.objects.filter(pk=in_hand.pk).update(public=False, to_be_checked=True)
    actions.ask(pk=in_hand.pk, by=clerk, question="Which pole?", at=NOON)

    withdrawn = actions.withdraw(pk=in_hand.pk, at=LATER)

    assert withdrawn.waiting_since is None
    assert not withdrawn.to_be_checked


def test_withdrawn_once_is_withdrawn_and_what_has_ended_is_not(
    in_hand: ServiceRequest, clerk: User, unit: Unit
) -> None:
    actions.withdraw(pk=in_hand.pk, at=LATER)
    other = charged(unit, to=clerk)
    actions.resolve(pk=other.pk, by=clerk, answer="Done.", at=NOON)

    with pytest.raises(actions.DoneBefore):
        actions.withdraw(pk=in_hand.pk, at=LATER)
    with pytest.raises(TransitionRefused):
        actions.withdraw(pk=other.pk, at=LATER)


def test_nobody_opens_again_what_was_withdrawn(in_hand: ServiceRequest, boss: User) -> None:
    actions.withdraw(pk=in_hand.pk, at=LATER)

    with pytest.raises(TransitionRefused):
        actions.reopen(pk=in_hand.pk, by=boss, reason="Still dark.", at=LATER)


def test_nobody_shows_to_the_public_what_was_withdrawn(in_hand: ServiceRequest, boss: User) -> None:
    actions.withdraw(pk=in_hand.pk, at=LATER)

    with pytest.raises(TransitionRefused):
        actions.publish(pk=in_hand.pk, by=boss, text="Dark.", photos=[], at=LATER)


def test_yes_is_kept_once_and_may_be_rated(resolved: ServiceRequest) -> None:
    actions.confirm(pk=resolved.pk, at=LATER, seen=resolved.last_event)
    with pytest.raises(actions.DoneBefore):
        actions.confirm(pk=resolved.pk, at=LATER, seen=resolved.last_event)

    actions.rate(pk=resolved.pk, rating=4, comment="Quick.", at=LATER)

    feedback = Feedback.objects.get()
    assert (feedback.fixed, feedback.rating, feedback.comment) == (True, 4, "Quick.")
    assert resolved.events.filter(kind=EventKind.CONFIRMED).count() == 1


def test_a_yes_by_mistake_is_taken_back(resolved: ServiceRequest) -> None:
    actions.confirm(pk=resolved.pk, at=LATER)

    actions.take_back(pk=resolved.pk, at=LATER)

    assert not Feedback.objects.exists()
    assert resolved.events.latest("sequence").data["taken_back"]
    with pytest.raises(actions.DoneBefore):
        actions.take_back(pk=resolved.pk, at=LATER)
    with pytest.raises(TransitionRefused):
        actions.rate(pk=resolved.pk, rating=5, comment="", at=LATER)


def test_a_yes_to_an_older_answer_does_not_count_for_a_newer_one(
    resolved: ServiceRequest, clerk: User, boss: User
) -> None:
    seen = resolved.last_event
    actions.reopen(pk=resolved.pk, by=boss, reason="Wrong lamp.", at=LATER)
    actions.resolve(pk=resolved.pk, by=clerk, answer="The right one now.", at=LATER)

    with pytest.raises(TransitionRefused):
        actions.confirm(pk=resolved.pk, at=LATER, seen=seen)


def test_no_counts_opens_it_and_reaches_head_and_officer(
    resolved: ServiceRequest, clerk: User, boss: User
) -> None:
    actions.reopen(
        pk=resolved.pk, reason="Dark.", photos=[picture()], at=LATER, seen=resolved.last_event
    )

    resolved.refresh_from_db()
    feedback, message = Feedback.objects.get(), CitizenMessage.objects.get()
    assert (resolved.status, resolved.times_reopened) == (Status.CHARGED, 1)
    assert not feedback.fixed
    assert message.purpose == CitizenMessage.Purpose.NOT_FIXED
    assert told("head_reopened") >= {boss.email}
    assert told("officer_reopened") == {clerk.email}
    assert resolved.events.latest("sequence").data["photos"] == [Photo.objects.get().pk]


def test_no_after_yes_is_no(resolved: ServiceRequest) -> None:
    actions.confirm(pk=resolved.pk, at=LATER)

    actions.reopen(pk=resolved.pk, reason="It went out again.", at=LATER + HOUR)

    assert [feedback.fixed for feedback in Feedback.objects.all()] == [False]


def test_each_closing_is_judged_by_itself(resolved: ServiceRequest, clerk: User) -> None:
    actions.reopen(pk=resolved.pk, reason="Dark.", at=LATER)
    actions.resolve(pk=resolved.pk, by=clerk, answer="Now really.", at=LATER)

    actions.confirm(pk=resolved.pk, at=LATER + HOUR)

    assert [feedback.fixed for feedback in Feedback.objects.all()] == [False, True]


def test_pressing_no_twice_opens_it_once(resolved: ServiceRequest) -> None:
    seen = resolved.last_event
    actions.reopen(pk=resolved.pk, reason="Dark.", at=LATER, seen=seen)

    with pytest.raises(actions.DoneBefore):
        actions.reopen(pk=resolved.pk, reason="Dark.", at=LATER, seen=seen)

    resolved.refresh_from_db()
    assert resolved.times_reopened == 1


def test_a_refusal_that_is_disputed_is_no_verdict_on_work(
    in_hand: ServiceRequest, boss: User
) -> None:
    actions.reject(pk=in_hand.pk, by=boss, reason="A private road.", at=NOON)

    actions.reopen(pk=in_hand.pk, reason="It is public.", at=LATER)

    assert not Feedback.objects.exists()
    assert boss.email in told("head_reopened")


def test_where_a_unit_has_no_head_the_next_one_above_hears_of_it(directorate: Unit) -> None:
    unit = make_unit(parent=make_unit(parent=directorate))
    clerk, director = officer(unit), head(directorate)
    service_request = submitted(unit=unit)
    actions.take(pk=service_request.pk, by=clerk, at=NOON)
    actions.resolve(pk=service_request.pk, by=clerk, answer="Done.", at=NOON)

    actions.reopen(pk=service_request.pk, reason="Dark.", at=LATER)

    assert told("head_reopened") == {director.email}
    assert told("officer_reopened") == {clerk.email}


def test_the_chain_holds_through_all_of_it(resolved: ServiceRequest, clerk: User) -> None:
    actions.confirm(pk=resolved.pk, at=LATER)
    actions.take_back(pk=resolved.pk, at=LATER)
    actions.reopen(pk=resolved.pk, reason="Dark.", at=LATER)
    actions.add(pk=resolved.pk, text="And wet.", at=LATER)
    actions.withdraw(pk=resolved.pk, reason="Moved away.", at=LATER)

    assert history.verify() == []
