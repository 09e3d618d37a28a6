"""The page of a request: its public side, and all of it behind the private link."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from pypdf import PdfReader

from aitima.accounts.models import User
from aitima.catalogue.models import Service
from aitima.service_requests import actions, links
from aitima.service_requests.models import ServiceRequest
from tests import factories
from tests.portal.citizen import LAMP, Citizen, said_by, url_of

QUESTION = "Which number is on the pole?"
ANSWER = "We replaced the lamp."


@pytest.fixture
def number(citizen: Citizen) -> str:
    return citizen.report()


def in_hand(number: str) -> tuple[ServiceRequest, User]:
    """The request, charged to its unit, and the head of the unit."""
    service_request = ServiceRequest.objects.get(number=number)
    head = factories.head(service_request.unit)
    actions.charge(pk=service_request.pk, by=head, unit=service_request.unit, at=timezone.now())
    return service_request, head


def resolved(number: str) -> ServiceRequest:
    service_request, head = in_hand(number)
    return actions.resolve(pk=service_request.pk, by=head, answer=ANSWER, at=timezone.now())


def as_stranger(citizen: Citizen) -> None:
    citizen.client.cookies.pop("requests")


def test_the_private_page_shows_text_and_conversation(citizen: Citizen, number: str) -> None:
    words = said_by(citizen.get(url_of(number)))

    assert LAMP in words
    assert "Conversation" in words


def test_a_confidential_request_and_an_unknown_number_answer_alike(citizen: Citizen) -> None:
    number = citizen.report(service="noise")
    as_stranger(citizen)

    hidden, absent = citizen.get(url_of(number)), citizen.get("/requests/2026/999999/")

    assert hidden.status_code == absent.status_code == 404
    assert said_by(hidden) == said_by(absent)


def test_the_private_link_is_exchanged_for_a_cookie_on_a_clean_address(
    citizen: Citizen, number: str
) -> None:
    service_request = ServiceRequest.objects.get(number=number)
    secret = links.new_link(service_request, at=timezone.now())
    as_stranger(citizen)

    response = citizen.get(f"/r/{secret}/")

    assert response.url == url_of(number)
    assert secret not in response.url
    assert response["Referrer-Policy"] == "no-referrer"
    assert LAMP in said_by(citizen.get(response.url))


def test_a_guessed_link_opens_nothing(citizen: Citizen, number: str) -> None:
    assert citizen.get("/r/AAAAAAAAAAAAAAAAAAAAAA/").status_code == 404


def test_the_link_to_one_request_opens_no_other(citizen: Citizen, number: str) -> None:
    other = factories.submitted(service=Service.objects.get(code="noise"))

    assert citizen.get(url_of(other.number)).status_code == 404


def test_a_question_is_answered_on_the_page(citizen: Citizen, number: str) -> None:
    service_request, head = in_hand(number)
    actions.ask(pk=service_request.pk, by=head, question=QUESTION, at=timezone.now())

    assert QUESTION in said_by(citizen.get(url_of(number)))
    citizen.post(url_of(number) + "answer/", {"answer": "Number 12"}, page=url_of(number))

    words = said_by(citizen.get(url_of(number)))
    assert "Number 12" in words
    assert "Waiting for your answer" not in words


def test_an_empty_answer_is_pointed_out(citizen: Citizen, number: str) -> None:
    service_request, head = in_hand(number)
    actions.ask(pk=service_request.pk, by=head, question=QUESTION, at=timezone.now())

    response = citizen.post(url_of(number) + "answer/", {"answer": ""}, page=url_of(number))

    assert response.status_code == 422
    assert b'href="#answer-answer"' in response.content


def test_an_answer_that_comes_too_late_is_not_lost(citizen: Citizen, number: str) -> None:
    service_request, head = in_hand(number)
    actions.ask(pk=service_request.pk, by=head, question=QUESTION, at=timezone.now())
    citizen.get(url_of(number))
    token = citizen.client.cookies["csrftoken"].value
    actions.resolve(pk=service_request.pk, by=head, answer=ANSWER, at=timezone.now())

    late: Any = citizen.client.post(
        url_of(number) + "answer/", {"answer": "Number 12", "csrfmiddlewaretoken": token}
    )

    assert late.status_code == 422
    assert "can no longer be done" in said_by(late)


def test_what_is_not_fixed_is_opened_again_with_the_citizen_s_words(
    citizen: Citizen, number: str
) -> None:
    resolved(number)

    said = {"seen_there": "again", "more": "It blinks."}
    citizen.post(url_of(number) + "not-fixed/", said, page=url_of(number))

    service_request = ServiceRequest.objects.get(number=number)
    assert service_request.times_reopened == 1
    assert "It blinks." in said_by(citizen.get(url_of(number)))


def test_a_refusal_may_be_disputed_with_a_reason(citizen: Citizen, number: str) -> None:
    service_request, head = in_hand(number)
    actions.reject(pk=service_request.pk, by=head, reason="A private road.", at=timezone.now())
    url = url_of(number) + "not-fixed/"

    silent = citizen.post(url, {"more": ""}, page=url_of(number))
    citizen.post(url, {"more": "It is a public road."}, page=url_of(number))

    assert silent.status_code == 422
    assert "Why should we look at it again?" in said_by(silent)
    assert "It is a public road." in said_by(citizen.get(url_of(number)))


def test_after_thirty_days_it_is_not_opened_again(citizen: Citizen, number: str) -> None:
    service_request = resolved(number)
    long_ago = timezone.now() - timedelta(days=31)
    ServiceRequest.objects.filter(pk=service_request.pk).update(closed_at=long_ago)

    assert "Is it fixed?" not in said_by(citizen.get(url_of(number)))


def test_a_stranger_can_neither_answer_nor_reopen(citizen: Citizen, number: str) -> None:
    resolved(number)
    as_stranger(citizen)

    for step in ("answer/", "not-fixed/"):
        said = {"seen_there": "again"}
        response = citizen.post(url_of(number) + step, said, page="/report/what/")
        assert response.status_code == 404


def test_the_answer_of_the_service_is_for_the_citizen_alone(citizen: Citizen, number: str) -> None:
    resolved(number)

    assert ANSWER in said_by(citizen.get(url_of(number)))
    as_stranger(citizen)
    assert ANSWER not in said_by(citizen.get(url_of(number)))


def test_the_receipt_is_a_tagged_pdf_with_the_number(citizen: Citizen, number: str) -> None:
    response = citizen.get(url_of(number) + "receipt.pdf")

    document = PdfReader(BytesIO(response.content))
    text = document.pages[0].extract_text()
    assert number in text
    assert "Municipality of Lesvos" in text
    assert "/StructTreeRoot" in document.root_object


def test_the_receipt_is_not_public(citizen: Citizen, number: str) -> None:
    as_stranger(citizen)

    assert citizen.get(url_of(number) + "receipt.pdf").status_code == 404


@pytest.mark.parametrize(
    "typed", ["{year}/{serial}", "{year}-{serial}", "{short}", "{year} {short}"]
)
def test_a_number_is_found_as_people_write_it(citizen: Citizen, number: str, typed: str) -> None:
    year, serial = number.split("/")
    text = typed.format(year=year, serial=serial, short=int(serial))

    response = citizen.get("/requests/", number=text)

    assert response.status_code == 302
    assert response.url == url_of(number)


def test_an_unknown_number_is_told_at_the_field(citizen: Citizen) -> None:
    response = citizen.get("/requests/", number="2026/999999")

    assert response.status_code == 422
    assert "There is no public request with this number" in said_by(response)
