"""What the citizen said after reporting, as colleagues see it."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from aitima.accounts.models import User
from aitima.catalogue.models import Question
from aitima.organisation.models import Unit
from aitima.service_requests import actions, photos
from aitima.service_requests.models import ServiceRequest
from tests.factories import both, charged, submitted
from tests.support.queries import count_queries


@pytest.fixture
def lamp(lighting: Unit, electrician: User, now: datetime) -> ServiceRequest:
    return charged(lighting, to=electrician, at=now - timedelta(hours=3))


@pytest.fixture
def resolved(lamp: ServiceRequest, electrician: User, now: datetime) -> ServiceRequest:
    return actions.resolve(pk=lamp.pk, by=electrician, answer="Αλλάχτηκε.", at=now)


def page(client: Client, service_request: ServiceRequest) -> str:
    address = reverse("workspace:request-detail", args=[service_request.number])
    return " ".join(client.get(address).content.decode().split())


def test_what_was_added_stands_in_the_conversation_with_its_photos(
    desk: Client, lamp: ServiceRequest, now: datetime
) -> None:
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    added = [photos.store(picture, at=now)]

    actions.add(pk=lamp.pk, text="Τρεμοπαίζει κιόλας.", photos=added, at=now)

    found = page(desk, lamp)
    assert "Ο πολίτης πρόσθεσε κάτι" in found
    assert "Τρεμοπαίζει κιόλας." in found
    assert reverse("workspace:photo-small", args=[lamp.photos.get().pk]) in found


def test_the_verdict_the_opinion_and_the_thanks_are_shown(
    desk: Client, resolved: ServiceRequest, now: datetime
) -> None:
    assert "λέει ο πολίτης" not in page(desk, resolved)
    actions.confirm(pk=resolved.pk, at=now)
    actions.rate(pk=resolved.pk, rating=4, comment="Γρήγορα.", at=now)
    actions.thank(pk=resolved.pk, text="Να είστε καλά!", at=now)

    found = page(desk, resolved)

    assert "διορθώθηκε, λέει ο πολίτης: 4 στα 5" in found
    assert "Γρήγορα." in found
    assert "Ο πολίτης ευχαριστεί" in found
    assert "Να είστε καλά!" in found


def test_a_verdict_that_was_taken_back_or_belongs_to_an_older_end_is_none(
    desk: Client, resolved: ServiceRequest, now: datetime
) -> None:
    actions.confirm(pk=resolved.pk, at=now)
    actions.take_back(pk=resolved.pk, at=now)
    assert "διορθώθηκε, λέει ο πολίτης" not in page(desk, resolved)

    actions.confirm(pk=resolved.pk, at=now)
    actions.reopen(pk=resolved.pk, reason="Ξανά σβηστή.", at=now)

    found = page(desk, resolved)
    assert "διορθώθηκε, λέει ο πολίτης" not in found
    assert "Ξανά σβηστή." in found


@pytest.mark.parametrize("shelf", ["closed", "all"])
def test_what_was_withdrawn_is_closed_everywhere_and_says_why(
    desk: Client, lamp: ServiceRequest, now: datetime, shelf: str
) -> None:
    actions.withdraw(pk=lamp.pk, reason="Άναψε μόνη της.", at=now)

    found = page(desk, lamp)
    assert "Αποσύρθηκε από τον πολίτη" in found
    assert "Άναψε μόνη της." in found
    assert "#s-withdrawn" in found
    queue = reverse("workspace:queue")
    assert lamp.number in desk.get(queue, {"view": shelf}).content.decode()
    assert lamp.number in desk.get(queue, {"view": "all", "state": "withdrawn"}).content.decode()
    assert lamp.number not in desk.get(queue, {"view": "unit"}).content.decode()


def test_nobody_is_offered_a_step_on_what_was_withdrawn(
    client: Client, chief: User, lamp: ServiceRequest, now: datetime
) -> None:
    actions.withdraw(pk=lamp.pk, at=now)
    client.force_login(chief)

    address = reverse("workspace:request-detail", args=[lamp.number])
    assert client.get(address).context["desk"].offers == []


def test_answers_to_the_service_s_questions_are_shown_in_words(
    desk: Client, lighting: Unit, now: datetime
) -> None:
    service_request = submitted(unit=lighting, at=now, attributes={"how-many": "row"})
    Question.objects.create(
        service=service_request.service,
        code="how-many",
        datatype=Question.Datatype.ONE,
        names=both("Πόσες;"),
        choices=[{"code": "row", "names": both("Μια ολόκληρη σειρά")}],
    )

    assert "Μια ολόκληρη σειρά" in page(desk, service_request)


def test_the_page_costs_the_same_however_much_the_citizen_says(
    desk: Client, resolved: ServiceRequest, now: datetime
) -> None:
    actions.confirm(pk=resolved.pk, at=now)
    page(desk, resolved)
    short = count_queries(lambda: page(desk, resolved))
    for minute in range(3):
        at = now + timedelta(minutes=minute)
        actions.take_back(pk=resolved.pk, at=at)
        actions.confirm(pk=resolved.pk, at=at)
        actions.thank(pk=resolved.pk, text=f"{minute}", at=at)

    assert count_queries(lambda: page(desk, resolved)) == short
