"""The confirmation tells the truth about what comes next, to each as it is for them."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from aitima.catalogue.models import Question, Service
from aitima.service_requests.models import Reporter, ServiceRequest
from tests import factories
from tests.portal.citizen import Citizen, number_in, picture, said_by, url_of

NEWS = "We write to you when there is news"
CALL = "The service may call you"
NO_LETTERS = "without an e-mail address we cannot write to you"


@pytest.fixture
def number(citizen: Citizen) -> str:
    return citizen.report()


def received(citizen: Citizen, number: str) -> str:
    return said_by(citizen.get(url_of(number) + "received/"))


@pytest.mark.parametrize(
    ("reached", "told"),
    [
        ({"email": "citizen@example.org", "phone": ""}, {NEWS}),
        ({"email": "", "phone": "2251012345"}, {CALL, NO_LETTERS}),
        ({"email": "citizen@example.org", "phone": "2251012345"}, {NEWS, CALL}),
        (None, {NO_LETTERS}),
    ],
)
def test_only_the_notices_that_will_come_are_promised(
    citizen: Citizen, number: str, reached: dict[str, str] | None, told: set[str]
) -> None:
    Reporter.objects.all().delete()
    if reached:
        Reporter.objects.create(service_request=ServiceRequest.objects.get(), **reached)

    words = received(citizen, number)

    assert {promise for promise in (NEWS, CALL, NO_LETTERS) if promise in words} == told


def test_the_legal_deadline_binds_for_named_requests_and_is_said_so(
    citizen: Citizen, number: str
) -> None:
    anonymous = received(citizen, number)
    Reporter.objects.update(name="Maria P.")

    assert "applies to requests that bear a name" in anonymous
    assert "The Municipality owes you an answer within 50 days" in received(citizen, number)


def test_what_is_looked_at_first_is_not_called_public_yet(citizen: Citizen) -> None:
    Service.objects.filter(code="lighting-lamp").update(checked_first=True)

    words = received(citizen, citizen.report())

    assert "once the service has looked at it" in words
    assert "The number and the QR code open what is public" not in words


def test_too_few_cases_are_named_as_too_few(citizen: Citizen, number: str) -> None:
    assert "too few such requests yet for an estimate" in received(citizen, number)


def the_receipt(citizen: Citizen, number: str) -> str:
    document = PdfReader(BytesIO(citizen.get(url_of(number) + "receipt.pdf").content))
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def test_the_receipt_holds_what_was_sent_word_for_word(citizen: Citizen) -> None:
    citizen.what(text="The lamp is out.\nMy telephone: 2251012345")
    citizen.where(latitude="39.0733", longitude="26.3711", address="Outside the school")
    citizen.photos(picture("one.jpg"), picture("two.jpg"))
    citizen.details()
    number = number_in(citizen.send().url)
    ServiceRequest.objects.update(public_text="The lamp is out.")

    text = the_receipt(citizen, number)

    assert "The lamp is out. My telephone: 2251012345" in text
    assert "Outside the school" in text
    assert "(39.07330, 26.37110)" in text
    assert "2 photos" in text


def test_the_receipt_of_a_long_text_goes_on_over_pages(citizen: Citizen) -> None:
    citizen.what(text="A very long street without lamps. " * 110 + "The end.")
    citizen.where()
    citizen.details()

    assert "The end." in the_receipt(citizen, number_in(citizen.send().url))


def test_the_receipt_holds_the_answers_to_the_service_s_questions(
    citizen: Citizen, number: str
) -> None:
    Question.objects.create(
        service=Service.objects.get(code="lighting-lamp"),
        code="pole-number",
        datatype=Question.Datatype.STRING,
        names=factories.both("Number on the pole"),
    )
    ServiceRequest.objects.update(attributes={"pole-number": "K-117"})

    document = PdfReader(BytesIO(citizen.get(url_of(number) + "receipt.pdf").content))

    text = document.pages[0].extract_text()
    assert "Number on the pole" in text
    assert "K-117" in text
