"""A copy of one's data, erasure, and the private link again."""

import json
from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from aitima.catalogue.models import Question
from aitima.notifications.models import Message
from aitima.service_requests import actions
from aitima.service_requests.models import Photo, Reporter, ServiceRequest
from tests import factories
from tests.portal.citizen import EMAIL, LAMP, Citizen, picture, said_by, url_of
from tests.portal.letters import code_in
from tests.portal.test_my_requests import MY, sign_in, stranger
from tests.support.jobs import run_jobs, waiting_jobs
from tests.support.queries import count_queries

ADDRESS = EMAIL["email"]
ERASE, CONFIRM = "/my/erase/", "/my/confirm/?next=my-erase"


@pytest.fixture
def owner(citizen: Citizen) -> Citizen:
    citizen.report()
    sign_in(citizen)
    return citizen


def grow_old(citizen: Citizen) -> None:
    """Let a quarter of an hour pass since the address was proved."""
    session = citizen.client.session
    before = timezone.now() - timedelta(minutes=16)
    session["citizen"] = session["citizen"] | {"at": before.isoformat()}
    session.save()


def number() -> str:
    return ServiceRequest.objects.latest("pk").number


def test_the_copy_holds_everything(owner: Citizen) -> None:
    service_request = ServiceRequest.objects.get()
    boss = factories.head(service_request.unit)
    actions.ask(pk=service_request.pk, by=boss, question="Which lamp?", at=timezone.now())
    actions.reveal_reporter(pk=service_request.pk, by=boss, at=timezone.now())

    response = owner.get("/my/copy.json")

    copy = json.loads(response.content)
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    found = copy["requests"][0]
    assert (found["number"], found["description"]) == (service_request.number, LAMP)
    assert found["person"]["email"] == ADDRESS
    assert found["we_wrote"][0]["text"] == "Which lamp?"
    assert copy["looked_at"][0]["by"].startswith("head, ")
    assert boss.full_name not in response.content.decode()
    assert len(copy["messages"]) == Message.objects.filter(to=ADDRESS).count()


def test_the_copy_is_a_readable_document_too(owner: Citizen) -> None:
    response = owner.get("/my/copy.pdf")

    text = "".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)
    assert response["Content-Type"] == "application/pdf"
    assert number() in text
    assert ADDRESS in text


def test_the_copy_holds_the_photos_themselves(citizen: Citizen) -> None:
    citizen.what()
    citizen.where()
    citizen.photos(picture())
    citizen.details()
    citizen.send()
    sign_in(citizen)
    kept = default_storage.open(Photo.objects.get().file).read()
    citizen.what()
    citizen.where()
    citizen.photos(picture("other.jpg"))
    citizen.details()

    copy = json.loads(citizen.get("/my/copy.json").content)
    document = PdfReader(BytesIO(citizen.get("/my/copy.pdf").content))

    assert b64decode(copy["requests"][0]["photos"][0]["content"]) == kept
    assert copy["requests"][0]["photos"][0]["content_type"] == "image/jpeg"
    assert b64decode(copy["unfinished_reports"][0]["photos"][0]["content"])
    assert sum(len(page.images) for page in document.pages) == 2


def test_a_photo_that_the_storage_has_lost_keeps_nobody_from_the_copy(owner: Citizen) -> None:
    request = ServiceRequest.objects.get()
    lost = {"file": "lost.jpg", "thumbnail": "lost.jpg", "content_type": "image/jpeg"}
    request.photos.create(**lost, width=8, height=8, at=timezone.now())

    assert json.loads(owner.get("/my/copy.json").content)["requests"][0]["photos"][0]
    assert owner.get("/my/copy.pdf").status_code == 200


def test_the_copy_says_answers_in_words(owner: Citizen) -> None:
    request = ServiceRequest.objects.get()
    names = {"el": "Πόσες λάμπες;", "en": "How many lamps?"}
    choices = [{"code": "few", "names": {"el": "Δύο ή τρεις", "en": "Two or three"}}]
    Question.objects.filter(service=request.service).delete()
    Question.objects.create(
        service=request.service,
        code="lamps",
        datatype="singlevaluelist",
        names=names,
        choices=choices,
    )
    ServiceRequest.objects.update(attributes={"lamps": "few"})

    copy = json.loads(owner.get("/my/copy.json").content)
    document = PdfReader(BytesIO(owner.get("/my/copy.pdf").content))

    answers = copy["requests"][0]["answers"]
    assert answers == [{"question": "How many lamps?", "answer": "Two or three"}]
    assert "Two or three" in "".join(page.extract_text() for page in document.pages)


def test_the_copy_is_of_one_address_alone(owner: Citizen) -> None:
    factories.submitted(email="other@example.org", description="Somebody else’s.")

    assert "Somebody else" not in owner.get("/my/copy.json").content.decode()


@pytest.mark.parametrize("path", ["/my/copy.json", "/my/copy.pdf", ERASE])
def test_what_matters_wants_a_fresh_proof(owner: Citizen, path: str) -> None:
    grow_old(owner)

    assert owner.get(path).url.startswith("/my/confirm/?next=my-")


def test_a_code_proves_it_again(owner: Citizen) -> None:
    grow_old(owner)
    owner.post(CONFIRM, {"send": "1"})

    wrong = "000000" if code_in() != "000000" else "111111"

    assert owner.post(CONFIRM, {"code": wrong}).status_code == 422
    assert owner.post(CONFIRM, {"code": code_in()}).url == ERASE
    assert owner.get(ERASE).status_code == 200


def test_the_confirmation_leads_nowhere_else(owner: Citizen) -> None:
    assert owner.get("/my/confirm/", next="//evil.example").url == MY


def test_erasure_says_what_goes_and_wants_the_box_ticked(owner: Citizen) -> None:
    page = owner.get(ERASE)
    refused = owner.post(ERASE, {})

    said = said_by(page)
    assert "What goes" in said
    assert "What stays" in said
    assert "This is about 1 request. 1 is open" in said
    assert refused.status_code == 422
    assert Reporter.objects.exists()


def test_after_erasure_nothing_opens_any_more(owner: Citizen) -> None:
    elsewhere = stranger()
    sign_in(elsewhere)
    path = url_of(number())

    done = owner.post(ERASE, {"sure": "on"})

    assert "Your data are erased" in said_by(owner.get(done.url))
    assert not Reporter.objects.exists()
    for browser in (owner, elsewhere):
        assert browser.get(path).status_code == 404
        assert "Send me the link" in said_by(browser.get(MY))
    assert not any(ADDRESS in str(kept.get_decoded()) for kept in Session.objects.order_by("pk"))


def test_erasing_twice_at_once_is_harmless(owner: Citizen) -> None:
    owner.post(ERASE, {"sure": "on"})

    assert owner.client.post(ERASE, {"sure": "on"}).status_code in {302, 403}


# --- the private link again -------------------------------------------------------------------

LINK = "/my/link/"


def ask_for_link(citizen: Citizen, **answers: str) -> Any:
    return citizen.post(LINK, {"number": number(), "email": ADDRESS, **answers})


def letters() -> int:
    run_jobs("service_requests.send_link")
    return Message.objects.filter(template="private_link").count()


def test_the_link_is_sent_to_the_request_s_own_address(citizen: Citizen) -> None:
    citizen.report()

    answer = ask_for_link(stranger(), email=ADDRESS.upper())

    assert answer.url == "/my/link/sent/"
    assert letters() == 1
    secret = Message.objects.get(template="private_link").context["private_url"]
    reader = Client()
    assert reader.get(secret, follow=True).status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"email": "other@example.org"}, {"number": "2020/000001"}], ids=str
)
def test_what_does_not_fit_gets_the_same_answer_by_the_same_work(
    citizen: Citizen, wrong: dict[str, str]
) -> None:
    citizen.report()
    right = {"number": number(), "email": ADDRESS}
    asking = Client()
    answers: list[Any] = []

    def asked(facts: dict[str, str]) -> Callable[[], None]:
        return lambda: answers.append(asking.post(LINK, facts))

    work = [count_queries(asked(right)), count_queries(asked(right | wrong))]

    assert work[0] == work[1]
    assert [answer.url for answer in answers] == ["/my/link/sent/"] * 2
    assert letters() == 1


def test_the_job_holds_no_address(citizen: Citizen) -> None:
    citizen.report()
    ask_for_link(stranger())

    assert waiting_jobs("service_requests.send_link") == [
        {"request_id": ServiceRequest.objects.get().pk}
    ]
