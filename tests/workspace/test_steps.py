from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from aitima.accounts.models import User
from aitima.notifications.models import Message
from aitima.organisation.models import Unit
from aitima.service_requests import actions, lifecycle
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import InternalNote, Photo, PublicAnswer, ServiceRequest
from aitima.workspace.desk import steps
from aitima.workspace.forms.steps import FORMS
from tests.factories import make_unit, officer, submitted


def address(service_request: ServiceRequest, step: str) -> str:
    if step in {"charge", "resolve", "reply", "note"}:
        return reverse(f"workspace:request-{step}", args=[service_request.number])
    return reverse("workspace:request-step", args=[service_request.number, step])


def post(client: Client, service_request: ServiceRequest, step: str, **facts: Any) -> Any:
    service_request.refresh_from_db()
    known = {"seen": service_request.last_event}
    return client.post(address(service_request, step), known | facts)


def jpeg() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(content, "JPEG")
    return SimpleUploadedFile("lamp.jpg", content.getvalue(), "image/jpeg")


@pytest.fixture
def lamp(lighting: Unit, now: datetime) -> ServiceRequest:
    return submitted(unit=lighting, at=now - timedelta(hours=3))


@pytest.fixture
def taken(lamp: ServiceRequest, electrician: User, now: datetime) -> ServiceRequest:
    return actions.take(pk=lamp.pk, by=electrician, at=now)


def test_every_step_of_the_table_has_a_page() -> None:
    own_pages = {"charge", "resolve"}

    assert {step.value for step in steps.POWER} == {*FORMS, *own_pages}
    the_citizens = {lifecycle.Step.ANSWER_QUESTION, lifecycle.Step.WITHDRAW}
    assert set(lifecycle.Step) - set(steps.POWER) == the_citizens


@pytest.mark.parametrize(
    ("step", "facts", "state"),
    [
        ("start", {}, Status.IN_PROGRESS),
        ("ask", {"question": "Ποια λάμπα;"}, Status.WAITING),
        ("resolve", {"answer": "Άλλαξε."}, Status.RESOLVED),
    ],
)
def test_an_officers_step_leads_to_its_state_and_back_to_the_request(
    desk: Client, taken: ServiceRequest, step: str, facts: dict[str, str], state: Status
) -> None:
    response = post(desk, taken, step, **facts)

    taken.refresh_from_db()
    assert taken.status == state
    assert response["Location"] == reverse("workspace:request-detail", args=[taken.number])


def test_taking_a_request_charges_it_to_oneself(
    desk: Client, lamp: ServiceRequest, electrician: User
) -> None:
    post(desk, lamp, "take")

    lamp.refresh_from_db()
    assert (lamp.officer, lamp.status) == (electrician, Status.CHARGED)


def test_planning_a_day_tells_the_citizen(desk: Client, taken: ServiceRequest) -> None:
    day = timezone.localdate() + timedelta(days=3)

    post(desk, taken, "schedule", day=day.isoformat())

    taken.refresh_from_db()
    assert taken.scheduled_for == day
    assert Message.objects.filter(template="scheduled").count() == 1


@pytest.mark.parametrize(
    ("step", "facts", "state"),
    [
        ("reject", {"reason": "Είναι ιδιωτικός χώρος."}, Status.REJECTED),
        (
            "forward",
            {"authority": "other", "other": "ΔΕΔΔΗΕ", "reason": "Δικό τους δίκτυο."},
            Status.FORWARDED,
        ),
    ],
)
def test_a_head_ends_a_request_with_a_reason(
    chiefs_desk: Client, lamp: ServiceRequest, step: str, facts: dict[str, str], state: Status
) -> None:
    post(chiefs_desk, lamp, step, **facts)

    lamp.refresh_from_db()
    assert lamp.status == state
    assert PublicAnswer.objects.get().body == facts["reason"]


def test_forwarding_sends_the_charts_own_telephone(
    chiefs_desk: Client, lamp: ServiceRequest
) -> None:
    make_unit(code="DEH", kind=Unit.Kind.EXTERNAL, phone="11500", names={"el": "ΔΕΔΔΗΕ"})

    post(chiefs_desk, lamp, "forward", authority="DEH", reason="Δικό τους δίκτυο.")

    told = Message.objects.get(template="forwarded")
    assert (told.context["authority"], told.context["contact"]) == ("ΔΕΔΔΗΕ", "11500")


def test_reopening_keeps_the_reason_inside(
    chiefs_desk: Client, taken: ServiceRequest, electrician: User, now: datetime
) -> None:
    actions.resolve(pk=taken.pk, by=electrician, answer="Άλλαξε.", at=now)

    post(chiefs_desk, taken, "reopen", reason="Έσβησε πάλι.")

    taken.refresh_from_db()
    assert taken.times_reopened == 1
    assert InternalNote.objects.get().body == "Έσβησε πάλι."
    assert not [m for m in Message.objects.order_by("pk") if "Έσβησε πάλι." in str(m.context)]


@pytest.mark.parametrize(
    ("step", "facts", "field"),
    [
        ("ask", {"question": " "}, "question"),
        ("resolve", {"answer": ""}, "answer"),
        ("resolve", {"answer": "α" * 4001}, "answer"),
        ("schedule", {"day": "χθες", "note": "Κρατήστε τον δρόμο."}, "day"),
        ("reply", {"answer": ""}, "answer"),
        ("note", {"note": ""}, "note"),
    ],
)
def test_a_mistake_stands_on_top_and_at_its_field_and_nothing_typed_is_lost(
    desk: Client, taken: ServiceRequest, step: str, facts: dict[str, str], field: str
) -> None:
    response = post(desk, taken, step, **facts)

    page = response.content.decode()
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert 'role="alert"' in page
    for typed in facts.values():
        assert typed.strip() in page


def test_a_day_that_has_passed_is_refused_with_what_was_typed(
    desk: Client, taken: ServiceRequest
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)

    response = post(desk, taken, "schedule", day=yesterday.isoformat(), note="Νωρίς το πρωί.")

    assert response.status_code == 422
    assert "Νωρίς το πρωί." in response.content.decode()


def test_photographs_of_the_work_are_kept_with_the_answer(
    desk: Client, taken: ServiceRequest
) -> None:
    post(desk, taken, "resolve", answer="Άλλαξε.", photos=[jpeg(), jpeg()])

    assert Photo.objects.filter(purpose=Photo.Purpose.AFTER).count() == 2


def test_a_photograph_survives_a_missing_answer(desk: Client, taken: ServiceRequest) -> None:
    refused = post(desk, taken, "resolve", answer="", photos=[jpeg()])
    [(token, _photo)] = refused.context["form"].tokens
    shown = desk.get(reverse("workspace:kept-photo", args=[taken.number, token]))

    post(desk, taken, "resolve", answer="Άλλαξε.", kept=token)

    assert shown.status_code == 200
    assert Photo.objects.get(purpose=Photo.Purpose.AFTER).width == 40


def test_a_kept_photograph_of_a_colleague_is_nobody_elses(
    client: Client, desk: Client, taken: ServiceRequest, chief: User
) -> None:
    refused = post(desk, taken, "resolve", answer="", photos=[jpeg()])
    [(token, _photo)] = refused.context["form"].tokens
    client.force_login(chief)

    response = client.get(reverse("workspace:kept-photo", args=[taken.number, token]))

    assert response.status_code == 404


def test_a_file_that_is_no_photograph_is_named_and_the_answer_stays(
    desk: Client, taken: ServiceRequest
) -> None:
    text = SimpleUploadedFile("virus.jpg", b"not a photo", "image/jpeg")

    response = post(desk, taken, "resolve", answer="Άλλαξε η λάμπα.", photos=[text])

    page = response.content.decode()
    assert response.status_code == 422
    assert "virus.jpg" in page
    assert "Άλλαξε η λάμπα." in page


def test_a_head_charges_a_unit_below_and_an_officer_of_it(
    chiefs_desk: Client, lighting: Unit, lamp: ServiceRequest
) -> None:
    crew = make_unit(code="DTY2.1", parent=lighting)
    worker = officer(crew)

    post(chiefs_desk, lamp, "charge", unit="DTY2.1", officer=worker.pk, instruction="Σήμερα.")

    lamp.refresh_from_db()
    assert (lamp.unit, lamp.officer) == (crew, worker)
    assert InternalNote.objects.get().body == "Σήμερα."


def test_choosing_a_unit_without_a_script_shows_its_people_and_charges_nobody(
    chiefs_desk: Client, lighting: Unit, lamp: ServiceRequest
) -> None:
    crew = make_unit(code="DTY2.1", parent=lighting)
    officer(crew, full_name="Τεχνίτης Συνεργείου")

    response = post(chiefs_desk, lamp, "charge", unit="DTY2.1", instruction="Γρήγορα.", show="1")

    page = response.content.decode()
    lamp.refresh_from_db()
    assert response.status_code == 200
    assert "Τεχνίτης Συνεργείου" in page
    assert "Γρήγορα." in page
    assert lamp.status == Status.SUBMITTED


def test_charging_outside_ones_part_asks_for_a_word(
    chiefs_desk: Client, elsewhere: Unit, lamp: ServiceRequest
) -> None:
    silent = post(chiefs_desk, lamp, "charge", unit="KATH")
    with_reason = post(chiefs_desk, lamp, "charge", unit="KATH", instruction="Είναι κάδος.")

    lamp.refresh_from_db()
    assert silent.status_code == 422
    assert with_reason.status_code == 302
    assert lamp.unit == elsewhere


def test_somebody_of_another_unit_cannot_be_charged(
    chiefs_desk: Client, elsewhere: Unit, lamp: ServiceRequest
) -> None:
    stranger = officer(elsewhere)

    response = post(chiefs_desk, lamp, "charge", unit="DTY2", officer=stranger.pk)

    assert response.status_code == 422
    assert "officer" in response.context["form"].errors


@pytest.mark.parametrize("step", ["charge", "reject", "forward", "reopen"])
def test_what_a_head_decides_is_refused_to_an_officer(
    desk: Client, lamp: ServiceRequest, step: str
) -> None:
    assert desk.get(address(lamp, step)).status_code == 403
    assert post(desk, lamp, step).status_code == 403


@pytest.mark.parametrize("step", [*FORMS, "charge", "resolve"])
def test_a_steps_page_has_its_form_exactly_when_the_state_allows_it(
    chiefs_desk: Client, lamp: ServiceRequest, step: str
) -> None:
    page = chiefs_desk.get(address(lamp, step)).content.decode()

    possible = lifecycle.allows(Status.SUBMITTED, lifecycle.Step(step))
    assert ('name="seen"' in page) is possible


def test_a_step_that_the_state_does_not_allow_is_told_and_nothing_typed_is_lost(
    desk: Client, taken: ServiceRequest, electrician: User, now: datetime
) -> None:
    actions.resolve(pk=taken.pk, by=electrician, answer="Άλλαξε.", at=now)

    response = post(desk, taken, "ask", question="Και η άλλη;")

    assert response.status_code == 409
    assert "Και η άλλη;" in response.content.decode()


def test_with_a_script_an_answer_comes_back_as_an_empty_box_and_the_conversation(
    desk: Client, taken: ServiceRequest
) -> None:
    taken.refresh_from_db()

    response = desk.post(
        address(taken, "reply"),
        {"answer": "Ερχόμαστε αύριο.", "seen": taken.last_event},
        headers={"HX-Request": "true"},
    )

    page = response.content.decode()
    assert 'hx-target="#conversation"' in page
    assert "Ερχόμαστε αύριο." in page
    assert f'id="note-seen" value="{taken.last_event + 1}"' in page
    assert "<html" not in page
