"""The honest end: is it fixed? Only a press counts, it may be taken back, and a no opens it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aitima.accounts.models import User
from aitima.service_requests import actions, links
from aitima.service_requests.models import EventKind, Feedback, Photo, ServiceRequest
from tests import factories
from tests.portal.citizen import Citizen, picture, said_by, url_of

ANSWER = "We replaced the lamp."


@pytest.fixture
def own(citizen: Citizen) -> str:
    return url_of(citizen.report())


@pytest.fixture
def in_hand(own: str) -> tuple[ServiceRequest, User]:
    found = ServiceRequest.objects.with_names().get()
    head = factories.head(found.unit)
    return actions.charge(pk=found.pk, by=head, unit=found.unit, at=timezone.now()), head


@pytest.fixture
def resolved(in_hand: tuple[ServiceRequest, User]) -> ServiceRequest:
    service_request, head = in_hand
    return actions.resolve(pk=service_request.pk, by=head, answer=ANSWER, at=timezone.now())


def long_ago(service_request: ServiceRequest) -> None:
    then = timezone.now() - timedelta(days=31)
    ServiceRequest.objects.filter(pk=service_request.pk).update(closed_at=then)


def test_the_answer_comes_first_then_the_question_with_two_equal_answers(
    citizen: Citizen, own: str, resolved: ServiceRequest
) -> None:
    response = citizen.get(own)

    words = said_by(response)
    assert words.index(ANSWER) < words.index("Is it fixed?")
    buttons = [b'secondary">' in part for part in response.content.split(b'class="yn"')[1:]]
    assert buttons == [True]
    judge = response.content.split(b'class="yn"')[1]
    assert judge.count(b"govgr-btn govgr-btn-secondary") == 2


def test_the_link_in_the_letter_leads_to_a_page_and_records_nothing(
    citizen: Citizen, own: str, resolved: ServiceRequest
) -> None:
    secret = links.new_link(resolved, at=timezone.now())
    events = resolved.events.count()

    response = citizen.get(f"/r/{secret}/")
    citizen.get(response.url)
    citizen.get(own + "fixed/")

    assert not Feedback.objects.exists()
    assert resolved.events.count() == events
    assert citizen.get(own + "fixed/").url == own


def test_yes_is_one_press_and_the_rest_is_optional(
    citizen: Citizen, own: str, resolved: ServiceRequest
) -> None:
    response = citizen.post(own + "fixed/", {"known": str(resolved.last_event)}, page=own)

    thanks = said_by(citizen.get(response.url))
    assert response.url.startswith(own + "fixed/")
    assert "We noted it: it is fixed." in thanks
    assert b'role="status" tabindex="-1" data-focus' in citizen.get(response.url).content
    assert "How well did we serve you? (optional)" in thanks
    words = said_by(citizen.get(own))
    assert "You said it is fixed" in words
    assert "Is it fixed?" not in words


def test_a_second_yes_leads_to_the_same_page(
    citizen: Citizen, own: str, resolved: ServiceRequest
) -> None:
    sent = {"known": str(resolved.last_event)}
    citizen.post(own + "fixed/", sent, page=own)

    again = citizen.post(own + "fixed/", sent, page=own)

    assert again.status_code == 302
    assert "We noted it: it is fixed." in said_by(citizen.get(again.url))
    assert Feedback.objects.count() == 1


def test_an_opinion_is_kept_and_can_be_changed(
    citizen: Citizen, own: str, resolved: ServiceRequest
) -> None:
    citizen.post(own + "fixed/", {}, page=own)

    response = citizen.post(
        own + "fixed/rating/", {"rating": "4", "comment": "Friendly."}, page=own + "fixed/"
    )

    assert "Thank you for your opinion." in said_by(citizen.get(response.url))
    feedback = Feedback.objects.get()
    assert (feedback.rating, feedback.comment) == (4, "Friendly.")
    assert "Friendly." in said_by(citizen.get(own + "fixed/"))
    assert "You gave 4 of 5." in said_by(citizen.get(own))


def test_an_opinion_that_makes_no_sense_is_pointed_out(
    citizen: Citizen, own: str, resolved: ServiceRequest
) -> None:
    citizen.post(own + "fixed/", {}, page=own)

    refused = citizen.post(
        own + "fixed/rating/", {"rating": "6", "comment": "Great."}, page=own + "fixed/"
    )

    assert refused.status_code == 422
    assert b'href="#rating-rating_0"' in refused.content
    assert "Great." in said_by(refused)
    assert Feedback.objects.get().rating is None


def test_a_yes_by_mistake_is_taken_back_and_asked_again(
    citizen: Citizen, own: str, resolved: ServiceRequest
) -> None:
    citizen.post(own + "fixed/", {}, page=own)

    response = citizen.post(own + "fixed/take-back/", {}, page=own + "fixed/")

    words = said_by(citizen.get(response.url))
    assert "We took it back." in words
    assert "You took back that it is fixed" in words
    assert "Is it fixed?" in words
    assert citizen.get(own + "fixed/").url == own


def test_no_takes_a_photo_and_reaches_the_service(
    citizen: Citizen, own: str, resolved: ServiceRequest
) -> None:
    said = {"seen_there": "again", "more": "It blinks.", "photos": [picture()]}

    response = citizen.post(own + "not-fixed/", said, page=own)

    words = said_by(citizen.get(response.url))
    assert "It went to the head of the service" in words
    assert "It was done, but it broke again. It blinks." in words
    assert Photo.objects.get().purpose == Photo.Purpose.ADDED
    assert not Feedback.objects.get().fixed


def test_no_without_a_reason_keeps_words_and_photo(
    citizen: Citizen, own: str, resolved: ServiceRequest
) -> None:
    refused = citizen.post(own + "not-fixed/", {"more": "Look:", "photos": [picture()]}, page=own)

    assert refused.status_code == 422
    assert f'data-live-page="{own}"' in refused.content.decode(), (
        "it asks again for what can be read"
    )
    assert b'href="#not-fixed-seen_there_0"' in refused.content
    assert "Look:" in said_by(refused)
    assert b'name="kept"' in refused.content
    assert not Photo.objects.exists()


def test_pressing_no_twice_is_no_mistake(
    citizen: Citizen, own: str, resolved: ServiceRequest
) -> None:
    said = {"seen_there": "nothing", "known": str(resolved.last_event)}
    citizen.post(own + "not-fixed/", said, page=own)

    again = citizen.post(own + "not-fixed/", said, page=own)

    assert again.url == own + "?after=reopened-before"
    assert ServiceRequest.objects.get().times_reopened == 1


def test_after_thirty_days_a_new_report_is_offered_instead(
    citizen: Citizen, own: str, resolved: ServiceRequest
) -> None:
    long_ago(resolved)

    words = said_by(citizen.get(own))

    assert "Is it fixed?" not in words
    assert "New report about the same" in words


def test_a_no_that_comes_too_late_is_shown_to_be_used_elsewhere(
    citizen: Citizen, own: str, resolved: ServiceRequest
) -> None:
    long_ago(resolved)
    said = {"seen_there": "nothing", "more": "Still dark."}

    late = citizen.post(own + "not-fixed/", said, page="/report/what/")

    assert late.status_code == 422
    assert "within 30 days" in said_by(late)
    assert "This was not sent: Still dark." in said_by(late)


def test_a_yes_to_what_is_open_again_is_refused_with_the_reason(
    citizen: Citizen, own: str, resolved: ServiceRequest
) -> None:
    actions.reopen(pk=resolved.pk, reason="Dark.", at=timezone.now())

    late = citizen.post(own + "fixed/", {"known": str(resolved.last_event)}, page=own)

    assert late.status_code == 422
    assert "the service has done something more" in said_by(late)
    assert not ServiceRequest.objects.get().events.filter(kind=EventKind.CONFIRMED).exists()


def test_what_was_not_accepted_asks_whether_the_citizen_disagrees_and_takes_no_yes(
    citizen: Citizen, own: str, in_hand: tuple[ServiceRequest, User]
) -> None:
    service_request, head = in_hand
    actions.reject(pk=service_request.pk, by=head, reason="Private.", at=timezone.now())

    page = citizen.get(own)
    refused = citizen.post(own + "fixed/", {}, page=own)

    assert "Do you disagree?" in said_by(page)
    assert own.encode() + b"fixed/" not in page.content
    assert refused.status_code == 422
