"""What everybody sees of a request by its number, and what nobody but its citizen does."""

import pytest
from django.utils import timezone

from aitima.catalogue.models import Question, Service
from aitima.service_requests import actions, photos
from aitima.service_requests.models import Photo, ServiceRequest
from tests import factories
from tests.portal.citizen import LAMP, Citizen, picture, said_by, url_of

LAMP_SERVICE = "lighting-lamp"


@pytest.fixture
def number(citizen: Citizen) -> str:
    """A request with a photo, which its citizen has left: the browser is a stranger's now."""
    citizen.what()
    citizen.where()
    citizen.photos(picture())
    citizen.details()
    citizen.send()
    citizen.client.cookies.pop("requests")
    return ServiceRequest.objects.get().number


def change(number: str, **facts: object) -> None:
    ServiceRequest.objects.filter(number=number).update(**facts)


def ask_how_many(*, public: bool) -> Question:
    return Question.objects.create(
        service=Service.objects.get(code=LAMP_SERVICE),
        code="how-many-out",
        datatype=Question.Datatype.ONE,
        names=factories.both("How many are out?"),
        choices=[{"code": "row", "names": factories.both("A whole row")}],
        public=public,
    )


def test_the_number_shows_text_photo_place_state_and_unit_but_no_person(
    citizen: Citizen, number: str
) -> None:
    response = citizen.get(url_of(number))

    words = said_by(response)
    unit = ServiceRequest.objects.get().unit.names["en"]
    for shown in (LAMP, "Outside the school's gate", "Kalloni", "Received", unit):
        assert shown in words
    assert "citizen@example.org" not in words
    assert "Conversation" not in words
    photo = Photo.objects.get()
    assert f"photos/{photo.pk}/?small".encode() in response.content


def test_what_the_citizen_hid_is_hidden(citizen: Citizen, number: str) -> None:
    change(number, public_text="The lamp at [hidden] is out")

    words = said_by(citizen.get(url_of(number)))

    assert "The lamp at [hidden] is out" in words
    assert LAMP not in words


def test_a_private_place_is_a_neighbourhood(citizen: Citizen, number: str) -> None:
    change(number, place_is_private=True)

    words = said_by(citizen.get(url_of(number)))

    assert "Kalloni" in words
    assert "Outside the school" not in words
    assert "The exact place is private." in words


def test_answers_are_public_where_their_question_says_so(citizen: Citizen, number: str) -> None:
    question = ask_how_many(public=True)
    change(number, attributes={"how-many-out": "row"})
    assert "How many are out? A whole row" in said_by(citizen.get(url_of(number)))

    Question.objects.filter(pk=question.pk).update(public=False)

    assert "A whole row" not in said_by(citizen.get(url_of(number)))


def test_public_photos_are_served_to_everybody_and_the_others_are_not_there(
    citizen: Citizen, number: str
) -> None:
    photo = Photo.objects.get()
    url = f"{url_of(number)}photos/{photo.pk}/"
    assert citizen.get(url).status_code == 200

    for facts in ({"public": False}, {"public": True, "purpose": Photo.Purpose.ADDED}):
        Photo.objects.filter(pk=photo.pk).update(**facts)
        hidden, absent = citizen.get(url), citizen.get(f"{url_of(number)}photos/999999/")
        assert hidden.status_code == absent.status_code == 404
        assert said_by(hidden) == said_by(absent)
        assert b"?small" not in citizen.get(url_of(number)).content


def test_photos_of_what_is_not_public_are_not_there_either(citizen: Citizen, number: str) -> None:
    change(number, public=False)

    assert citizen.get(f"{url_of(number)}photos/{Photo.objects.get().pk}/").status_code == 404


def test_the_photo_of_another_request_is_not_served_under_this_number(
    citizen: Citizen, number: str
) -> None:
    other = factories.submitted(service=Service.objects.get(code=LAMP_SERVICE))

    assert citizen.get(f"{url_of(other.number)}photos/{Photo.objects.get().pk}/").status_code == 404


def test_what_is_to_be_checked_first_is_public_afterwards_and_its_citizen_knows(
    citizen: Citizen,
) -> None:
    Service.objects.filter(code=LAMP_SERVICE).update(checked_first=True)
    number = citizen.report()

    assert "once the service has looked at it" in said_by(citizen.get(url_of(number)))
    citizen.client.cookies.pop("requests")
    assert citizen.get(url_of(number)).status_code == 404


def test_before_and_after_are_public_and_the_answer_is_the_citizen_s_alone(
    citizen: Citizen, number: str
) -> None:
    service_request = ServiceRequest.objects.with_names().get()
    head = factories.head(service_request.unit)
    actions.take(pk=service_request.pk, by=head, at=timezone.now())
    after = photos.store(picture("after.jpg").open(), at=timezone.now())
    actions.resolve(
        pk=service_request.pk,
        by=head,
        answer="Dear Mrs M., your lamp is lit.",
        photos=[after],
        at=timezone.now(),
    )

    response = citizen.get(url_of(number))

    words = said_by(response)
    assert "The service says it is done" in words
    assert "Before" in words
    assert "After" in words
    assert "Mrs M." not in words
    assert "Is it fixed?" not in words


def test_what_was_erased_says_so(citizen: Citizen, number: str) -> None:
    change(number, description="", erased_at=timezone.now())

    words = said_by(citizen.get(url_of(number)))

    assert "The text was erased." in words
    assert "The personal data of this request were erased" in words
