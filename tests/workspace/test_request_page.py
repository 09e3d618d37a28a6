from datetime import datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from aitima.accounts.models import User
from aitima.notifications.models import Message
from aitima.organisation.models import Assignment, Unit
from aitima.service_requests import actions
from aitima.service_requests.models import AccessRecord, Photo, ServiceRequest
from tests.factories import head, make_service, person, submitted
from tests.support.queries import count_queries


def address(service_request: ServiceRequest, name: str = "detail") -> str:
    return reverse(f"workspace:request-{name}", args=[service_request.number])


def page(client: Client, service_request: ServiceRequest) -> str:
    response = client.get(address(service_request))
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def lamp(lighting: Unit, now: datetime) -> ServiceRequest:
    return submitted(
        unit=lighting,
        at=now - timedelta(hours=3),
        description="Κάηκε η λάμπα στη γωνία. Δεν βλέπουμε τα σκαλιά.",
        name="Πολίτης Ονομαστός",
        phone="2251000001",
    )


@pytest.fixture
def photo(lamp: ServiceRequest, now: datetime) -> Photo:
    name = default_storage.save("photos/lamp.jpg", ContentFile(b"large"))
    small = default_storage.save("photos/lamp-small.jpg", ContentFile(b"small"))
    return Photo.objects.create(
        service_request=lamp,
        file=name,
        thumbnail=small,
        content_type="image/jpeg",
        width=4,
        height=3,
        at=now,
    )


def test_the_page_shows_what_was_reported_and_what_happened_since(
    desk: Client, lamp: ServiceRequest, electrician: User, now: datetime
) -> None:
    actions.take(pk=lamp.pk, by=electrician, at=now)
    actions.ask(pk=lamp.pk, by=electrician, question="Ποιο από τα δύο;", at=now)

    found = page(desk, lamp)

    assert "Δεν βλέπουμε τα σκαλιά." in found
    assert "Ποιο από τα δύο;" in found
    assert "Ανάληψη: Ηλεκτρολόγος Πρώτος" in found


@pytest.mark.parametrize("name", ["detail", "charge", "resolve", "reply", "note", "changes"])
def test_absent_and_not_yours_are_the_same(
    client: Client, elsewhere: Unit, lamp: ServiceRequest, name: str
) -> None:
    client.force_login(head(elsewhere))

    theirs = client.get(address(lamp, name))
    absent = client.get(reverse(f"workspace:request-{name}", args=["2026/999999"]))

    assert theirs.status_code == absent.status_code == 404
    assert theirs.content.replace(lamp.number.encode(), b"2026/999999") == absent.content


def test_only_steps_that_state_and_rights_allow_are_offered(
    client: Client, lighting: Unit, lamp: ServiceRequest, electrician: User, chief: User
) -> None:
    def offered(user: User) -> set[str]:
        client.force_login(user)
        return {offer.step.value for offer in client.get(address(lamp)).context["desk"].offers}

    assert offered(electrician) == {"take", "ask"}
    assert offered(chief) == {"charge", "take", "ask", "reject", "forward"}
    assert offered(person(Assignment.Role.AUDITOR, lighting)) == set()
    assert offered(person(Assignment.Role.COUNTER, lighting)) == set()


def test_who_sent_it_is_hidden_until_asked_for_and_asking_is_written_down(
    desk: Client, lamp: ServiceRequest, electrician: User
) -> None:
    before = page(desk, lamp)
    shown = desk.post(address(lamp, "person")).content.decode()

    assert "Πολίτης Ονομαστός" not in before
    assert "2251000001" not in before
    assert "Πολίτης Ονομαστός" in shown
    assert AccessRecord.objects.get().by == electrician


def test_a_link_cannot_show_who_sent_it(desk: Client, lamp: ServiceRequest) -> None:
    assert desk.get(address(lamp, "person")).status_code == 405
    assert not AccessRecord.objects.exists()


def test_the_administration_sees_the_request_and_not_the_person(
    client: Client, directorate: Unit, lamp: ServiceRequest
) -> None:
    client.force_login(person(Assignment.Role.ADMINISTRATION, directorate))

    assert 'id="person"' not in page(client, lamp)
    assert client.post(address(lamp, "person")).status_code == 403
    assert not AccessRecord.objects.exists()


def test_an_auditor_gets_no_internal_room_at_all(
    client: Client, lighting: Unit, lamp: ServiceRequest, electrician: User, now: datetime
) -> None:
    actions.add_note(pk=lamp.pk, by=electrician, note="Μόνο για εμάς", at=now)
    client.force_login(person(Assignment.Role.AUDITOR, lighting))

    found = page(client, lamp)

    assert "Μόνο για εμάς" not in found
    assert "inlane" not in found


def test_a_complaint_is_for_those_who_handle_it(
    client: Client, lighting: Unit, directorate: Unit, electrician: User, now: datetime
) -> None:
    complaint = submitted(
        service=make_service(unit=lighting, confidential=True, public=False), at=now
    )

    client.force_login(electrician)
    assert client.get(address(complaint)).status_code == 200
    client.force_login(person(Assignment.Role.ADMINISTRATION, directorate))
    assert client.get(address(complaint)).status_code == 404


def test_a_note_is_in_no_message_and_on_no_public_page(
    desk: Client, lamp: ServiceRequest, client: Client, electrician: User, now: datetime
) -> None:
    secret = "ΜΥΣΤΙΚΗ ΣΗΜΕΙΩΣΗ"
    desk.post(address(lamp, "note"), {"note": secret, "seen": lamp.last_event})
    desk.post(address(lamp, "reply"), {"answer": "Ερχόμαστε.", "seen": lamp.last_event + 1})
    actions.take(pk=lamp.pk, by=electrician, at=now)

    public = client.get(reverse("portal:request", args=lamp.number.split("/")))

    assert secret in page(desk, lamp)
    assert Message.objects.exists()
    assert not [m for m in Message.objects.order_by("pk") if secret in str(m.context)]
    assert secret not in public.content.decode()


def test_photos_are_served_to_those_who_may_see_the_request(
    client: Client, photo: Photo, electrician: User, elsewhere: Unit
) -> None:
    large = reverse("workspace:photo", args=[photo.pk])
    small = reverse("workspace:photo-small", args=[photo.pk])

    client.force_login(electrician)
    assert client.get(large).getvalue() == b"large"
    assert client.get(small).getvalue() == b"small"
    client.force_login(head(elsewhere))
    assert client.get(large).status_code == client.get(small).status_code == 404


def test_statements_stay_the_same_however_much_happened(
    desk: Client, lamp: ServiceRequest, electrician: User, now: datetime
) -> None:
    def much(times: int) -> None:
        for _ in range(times):
            actions.reply(pk=lamp.pk, by=electrician, answer="Ναι.", at=now)
            actions.add_note(pk=lamp.pk, by=electrician, note="Όχι.", at=now)

    much(2)
    page(desk, lamp)
    with_few = count_queries(lambda: page(desk, lamp))
    much(20)

    assert count_queries(lambda: page(desk, lamp)) == with_few <= 17


def test_an_open_page_gets_what_changed_and_keeps_its_boxes(
    desk: Client, lamp: ServiceRequest, chief: User, now: datetime
) -> None:
    actions.reply(pk=lamp.pk, by=chief, answer="Το είδα.", at=now)

    answer = desk.get(f"{address(lamp, 'changes')}?seen={lamp.last_event}").content.decode()

    assert "Το είδα." in answer
    assert 'hx-target="#meanwhile"' in answer
    assert '<form class="pubbox"' not in answer
