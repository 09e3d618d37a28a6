"""What the citizen does on the page of the own request: answers, adds, thanks, withdraws."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from aitima.accounts.models import User
from aitima.portal.reporting import leftovers
from aitima.service_requests import actions, photos
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import CitizenMessage, Photo, ServiceRequest
from tests import factories
from tests.portal.citizen import Citizen, picture, said_by, url_of


@pytest.fixture
def number(citizen: Citizen) -> str:
    return citizen.report()


@pytest.fixture
def own(number: str) -> str:
    return url_of(number)


@pytest.fixture
def in_hand(number: str) -> ServiceRequest:
    found = ServiceRequest.objects.with_names().get(number=number)
    return actions.charge(pk=found.pk, by=head_of(found), unit=found.unit, at=timezone.now())


def head_of(service_request: ServiceRequest) -> User:
    return factories.head(service_request.unit)


def resolve(service_request: ServiceRequest) -> ServiceRequest:
    head = head_of(service_request)
    return actions.resolve(
        pk=service_request.pk, by=head, answer="We replaced the lamp.", at=timezone.now()
    )


def ask(service_request: ServiceRequest) -> ServiceRequest:
    head = head_of(service_request)
    return actions.ask(pk=service_request.pk, by=head, question="Which pole?", at=timezone.now())


def no_photo(name: str = "notes.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"not a photo")


def kept_in(response: Any) -> list[str]:
    """The tokens that bring a refused form's photos back."""
    form = response.context["form"]
    return [token for token, _photo in form.kept.tokens]


def test_text_and_photos_are_added_and_shown_to_the_citizen_alone(
    citizen: Citizen, own: str
) -> None:
    sent = {"text": "It also blinks.", "photos": [picture("a.jpg"), picture("b.jpg")]}
    response = citizen.post(own + "add/", sent, page=own)

    assert response.url == own + "?after=added"
    mine = citizen.get(response.url)
    assert "We passed it on to the service." in said_by(mine)
    assert "It also blinks." in said_by(mine)
    assert mine.content.count(b"?small") == Photo.objects.count() == 2
    citizen.client.cookies.pop("requests")
    stranger = citizen.get(own)
    assert "It also blinks." not in said_by(stranger)
    assert b"?small" not in stranger.content
    photo = Photo.objects.first()
    assert photo is not None
    assert citizen.get(f"{own}photos/{photo.pk}/").status_code == 404


def test_a_photo_alone_is_enough_and_nothing_at_all_is_pointed_out(
    citizen: Citizen, own: str
) -> None:
    silent = citizen.post(own + "add/", {"text": " "}, page=own)
    shown = citizen.post(own + "add/", {"photos": [picture()]}, page=own)

    assert silent.status_code == 422
    assert b'href="#add-text"' in silent.content
    assert shown.status_code == 302
    assert CitizenMessage.objects.get().body == ""


def test_a_refused_form_keeps_the_text_and_the_good_photos(citizen: Citizen, own: str) -> None:
    sent = {"text": "It blinks.", "photos": [picture("good.jpg"), no_photo()]}
    refused = citizen.post(own + "add/", sent, page=own)

    assert refused.status_code == 422
    assert "notes.txt: This file is not a photo we can open." in said_by(refused)
    assert "It blinks." in said_by(refused)
    [token] = kept_in(refused)
    assert citizen.get(f"{own}photos/kept/{token}/").status_code == 200

    citizen.post(own + "add/", {"text": "It blinks.", "kept": [token]}, page=own)

    assert Photo.objects.get().purpose == Photo.Purpose.ADDED


def test_a_kept_photo_is_nobody_else_s(citizen: Citizen, own: str, number: str) -> None:
    refused = citizen.post(own + "add/", {"photos": [picture(), no_photo()]}, page=own)
    [token] = kept_in(refused)
    other = url_of(citizen.report())

    assert citizen.get(f"{other}photos/kept/{token}/").status_code == 404
    citizen.post(other + "add/", {"text": "Mine.", "kept": [token]}, page=other)
    assert not Photo.objects.exists()
    citizen.client.cookies.pop("requests")
    assert citizen.get(f"{own}photos/kept/{token}/").status_code == 404


def test_more_than_five_photos_are_too_many(citizen: Citizen, own: str) -> None:
    refused = citizen.post(own + "add/", {"photos": [picture() for _ in range(6)]}, page=own)

    assert refused.status_code == 422
    assert "At most 5 photographs can be added." in said_by(refused)


def test_a_second_press_says_that_it_is_done_and_leaves_no_file(
    citizen: Citizen, own: str, in_hand: ServiceRequest
) -> None:
    known = str(in_hand.last_event)
    first = citizen.post(
        own + "add/", {"known": known, "text": "Dark.", "photos": [picture()]}, page=own
    )
    files = stored()
    again = citizen.post(
        own + "add/", {"known": known, "text": "Dark.", "photos": [picture()]}, page=own
    )

    assert (first.url, again.url) == (own + "?after=added", own + "?after=added-before")
    assert "nothing was sent twice" in said_by(citizen.get(again.url))
    assert CitizenMessage.objects.count() == Photo.objects.count() == 1
    assert stored() == files


def test_answering_twice_is_no_mistake(citizen: Citizen, own: str, in_hand: ServiceRequest) -> None:
    known = str(ask(in_hand).last_event)
    sent = {"known": known, "answer": "The third.", "photos": [picture()]}

    first = citizen.post(own + "answer/", sent, page=own)
    again = citizen.post(own + "answer/", sent | {"photos": [picture()]}, page=own)

    assert first.url == own + "?after=answered"
    assert again.url == own + "?after=answered-before"
    assert CitizenMessage.objects.get().body == "The third."


def test_an_answer_that_comes_too_late_waits_as_an_addition(
    citizen: Citizen, own: str, in_hand: ServiceRequest
) -> None:
    ask(in_hand)
    first = {"answer": "The third.", "known": "2"}
    citizen.post(own + "answer/", first, page=own)

    late = citizen.post(own + "answer/", {"answer": "The fourth!", "photos": [picture()]}, page=own)

    assert late.status_code == 422
    form = late.context["add_form"]
    assert form["text"].value() == "The fourth!"
    assert len(form.kept.tokens) == 1
    assert b'name="kept"' in late.content


def test_what_can_be_said_nowhere_any_more_is_shown_at_least(
    citizen: Citizen, own: str, in_hand: ServiceRequest
) -> None:
    actions.withdraw(pk=in_hand.pk, at=timezone.now())

    late = citizen.post(own + "add/", {"text": "And it hums."}, page="/report/what/")

    assert late.status_code == 422
    assert "This was not sent: And it hums." in said_by(late)


def test_thanks_are_said_once_it_is_done(
    citizen: Citizen, own: str, in_hand: ServiceRequest
) -> None:
    assert "Thank those who did it" not in said_by(citizen.get(own))
    resolve(in_hand)
    actions.confirm(pk=in_hand.pk, at=timezone.now())
    assert "Thank those who did it" in said_by(citizen.get(own))

    response = citizen.post(own + "thanks/", {"text": "You are quick!"}, page=own)

    words = said_by(citizen.get(response.url))
    assert "We passed your thanks on." in words
    assert "You are quick!" in words
    assert "You thanked the service" in words
    assert "Thank those who did it" not in words


def test_withdrawing_asks_first_and_hides_it_from_the_public(
    citizen: Citizen, own: str, in_hand: ServiceRequest
) -> None:
    asked = citizen.get(own + "withdraw/")
    in_hand.refresh_from_db()
    assert "Do you want to withdraw it?" in said_by(asked)
    assert in_hand.is_open

    response = citizen.post(own + "withdraw/", {"reason": "It came on."})

    words = said_by(citizen.get(response.url))
    assert "Your request is withdrawn." in words
    assert "It came on." in words
    assert "New report about the same" in words
    assert "The service has hidden" not in words
    in_hand.refresh_from_db()
    assert in_hand.status == Status.WITHDRAWN
    assert citizen.get(own + "withdraw/").url == own
    again = citizen.client.post(
        own + "withdraw/",
        {"csrfmiddlewaretoken": citizen.client.cookies["csrftoken"].value},
    )
    assert again["Location"] == own + "?after=withdrawn-before"
    citizen.client.cookies.pop("requests")
    assert citizen.get(own).status_code == 404


def test_those_who_have_the_same_problem_are_thought_of_before_withdrawing(
    citizen: Citizen, own: str, number: str
) -> None:
    ServiceRequest.objects.filter(number=number).update(supporters=3)

    assert "3 more people have the same problem" in said_by(citizen.get(own + "withdraw/"))


def test_what_nobody_sent_is_swept_away_and_what_somebody_needs_is_not(
    citizen: Citizen, own: str
) -> None:
    leftovers.sweep_photos(at=timezone.now() + timedelta(days=3))  # of other tests
    citizen.post(own + "add/", {"photos": [picture("sent.jpg")]}, page=own)
    citizen.what()
    citizen.photos(picture("drafted.jpg"))
    needed = stored()
    lost = photos.store(picture("lost.jpg").open(), at=timezone.now())

    leftovers.sweep_photos(at=timezone.now() + timedelta(hours=1))
    assert default_storage.exists(lost.file)  # somebody may be about to send it
    leftovers.sweep_photos(at=timezone.now() + timedelta(days=3))

    assert not default_storage.exists(lost.file)
    assert not default_storage.exists(lost.thumbnail)
    assert stored() == needed


def stored() -> set[str]:
    """Every photograph of today in the storage."""
    folder = f"photos/{timezone.now():%Y/%m/%d}"
    if not default_storage.exists(folder):
        return set()
    return set(default_storage.listdir(folder)[1])
