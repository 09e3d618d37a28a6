"""Two people acting at once, each over a connection of their own."""

from collections.abc import Callable
from datetime import datetime
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from aitima.accounts.models import User
from aitima.notifications.models import Message
from aitima.organisation.models import Unit
from aitima.service_requests import actions
from aitima.service_requests.models import PublicAnswer, ServiceRequest
from tests.factories import officer, submitted


@pytest.fixture
def lamp(lighting: Unit, electrician: User, now: datetime) -> ServiceRequest:
    made = submitted(unit=lighting, at=now)
    return actions.take(pk=made.pk, by=electrician, at=now)


def address(service_request: ServiceRequest, name: str) -> str:
    return reverse(f"workspace:request-{name}", args=[service_request.number])


def at_once(*works: Callable[[], int]) -> list[int]:
    """Run the works in threads that start together; return what each answered."""
    start = Barrier(len(works))
    answers: list[int] = []

    def run(work: Callable[[], int]) -> None:
        start.wait()
        try:
            answers.append(work())
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def resolving(user: User, service_request: ServiceRequest, answer: str) -> Callable[[], int]:
    client = Client()
    client.force_login(user)
    facts = {"answer": answer, "seen": service_request.last_event}
    return lambda: client.post(address(service_request, "resolve"), facts).status_code


@pytest.mark.django_db(transaction=True)
def test_of_two_who_resolve_at_once_one_wins_and_the_citizen_gets_one_letter(
    lamp: ServiceRequest, electrician: User, chief: User
) -> None:
    answers = at_once(
        resolving(electrician, lamp, "Άλλαξε."), resolving(chief, lamp, "Έγινε η αλλαγή.")
    )

    assert answers == [302, 409]
    assert PublicAnswer.objects.count() == 1
    assert Message.objects.filter(template="resolved").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_a_request_at_once_one_has_it(
    lighting: Unit, now: datetime, electrician: User
) -> None:
    made = submitted(unit=lighting, at=now)
    colleagues = [electrician, officer(lighting), officer(lighting)]

    def taking(user: User) -> Callable[[], int]:
        client = Client()
        client.force_login(user)
        take = reverse("workspace:request-step", args=[made.number, "take"])
        return lambda: client.post(take, {"seen": made.last_event}).status_code

    assert at_once(*map(taking, colleagues)) == [302, 409, 409]
    made.refresh_from_db()
    assert made.events.filter(kind="taken").count() == 1


def test_whoever_comes_second_reads_what_happened_with_everything_typed_kept(
    desk: Client, lamp: ServiceRequest, chief: User, now: datetime
) -> None:
    seen = lamp.last_event
    actions.reply(pk=lamp.pk, by=chief, answer="Το ανέλαβα εγώ.", at=now)

    response = desk.post(address(lamp, "resolve"), {"answer": "Η δική μου απάντηση", "seen": seen})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Προϊσταμένη Ηλεκτροφωτισμού" in page
    assert "Η δική μου απάντηση" in page
    assert not PublicAnswer.objects.filter(body="Η δική μου απάντηση").exists()


def test_having_read_it_one_may_decide_again(
    desk: Client, lamp: ServiceRequest, chief: User, now: datetime
) -> None:
    seen = lamp.last_event
    actions.reply(pk=lamp.pk, by=chief, answer="Το είδα.", at=now)
    refused = desk.post(address(lamp, "resolve"), {"answer": "Άλλαξε.", "seen": seen})

    again = refused.context["form"]["seen"].value()
    response = desk.post(address(lamp, "resolve"), {"answer": "Άλλαξε.", "seen": again})

    lamp.refresh_from_db()
    assert response.status_code == 302
    assert lamp.status == "resolved"


def test_a_note_waits_for_nobody(
    desk: Client, lamp: ServiceRequest, chief: User, now: datetime
) -> None:
    seen = lamp.last_event
    actions.reply(pk=lamp.pk, by=chief, answer="Το είδα.", at=now)

    response = desk.post(address(lamp, "note"), {"note": "Κι εγώ.", "seen": seen})

    assert response.status_code == 302
    assert lamp.internal_notes.get().body == "Κι εγώ."
