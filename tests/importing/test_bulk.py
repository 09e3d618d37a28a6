"""Many requests at once: whole, in order, numbered without gaps, written once."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from aitima.accounts.models import User
from aitima.catalogue.models import Service
from aitima.core import caching
from aitima.notifications.models import Message
from aitima.organisation.models import Unit
from aitima.service_requests import actions, history
from aitima.service_requests.importing import bulk
from aitima.service_requests.importing.past import PastReporter, PastRequest, PastStep
from aitima.service_requests.lifecycle import Status, TransitionRefused
from aitima.service_requests.models import (
    CitizenMessage,
    EventKind,
    InternalNote,
    ProtocolCounter,
    PublicAnswer,
    Reporter,
    RequestEvent,
    ServiceRequest,
)
from tests import factories

START = datetime(2025, 3, 3, 8, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    factories.make_municipality()
    made = factories.make_service()
    caching.forget_everything()
    return made


@pytest.fixture
def person(service: Service) -> User:
    return factories.officer(service.unit)


def past(service: Service, number: int = 1, **facts: object) -> PastRequest:
    known = PastRequest(
        source="old",
        source_id=str(number),
        service=service,
        submitted_at=START + number * DAY,
        description="Κάηκε η λάμπα.",
    )
    return replace(known, **facts)  # type: ignore[arg-type]


def resolved(at: datetime, by: User | None = None, text: str = "Έγινε.") -> PastStep:
    return PastStep(kind=EventKind.RESOLVED, at=at, by=by, text=text)


def test_numbers_follow_the_order_of_arrival_whatever_the_order_of_the_file(
    service: Service,
) -> None:
    bulk.write([past(service, 3), past(service, 1), past(service, 2)])

    numbers = ServiceRequest.objects.order_by("submitted_at").values_list("number", flat=True)
    assert list(numbers) == ["2025/000001", "2025/000002", "2025/000003"]


def test_every_year_counts_from_one_by_local_time(service: Service) -> None:
    last_moment = datetime(2024, 12, 31, 21, 59, tzinfo=UTC)  # two minutes to midnight in Athens
    bulk.write(
        [
            past(service, 1, submitted_at=last_moment),
            past(service, 2, submitted_at=last_moment + timedelta(minutes=2)),
        ]
    )

    numbers = ServiceRequest.objects.order_by("submitted_at").values_list("number", flat=True)
    assert list(numbers) == ["2024/000001", "2025/000001"]


def test_numbers_go_on_from_the_last_of_the_year_and_leave_the_next_to_citizens(
    service: Service,
) -> None:
    factories.submitted(service=service, at=START)

    bulk.write([past(service, 1), past(service, 2)])

    after = factories.submitted(service=service, at=START + 9 * DAY)
    assert after.number == "2025/000004"
    assert ProtocolCounter.objects.get(year=2025).last == 4


def test_writing_again_adds_nothing_and_takes_no_number(service: Service) -> None:
    both = [past(service, 1), past(service, 2)]
    bulk.write(both)

    again = bulk.write([*both, past(service, 3)])

    assert (again.added, again.unchanged) == (1, 2)
    assert ProtocolCounter.objects.get(year=2025).last == 3


def test_the_same_request_twice_in_one_run_is_written_once(service: Service) -> None:
    written = bulk.write([past(service, 1), past(service, 1)])

    assert (written.added, written.unchanged) == (1, 1)


def test_the_chain_of_every_request_holds(service: Service, person: User) -> None:
    bulk.write(
        past(service, number, steps=(resolved(START + (number + 1) * DAY, person),))
        for number in range(30)
    )

    assert RequestEvent.objects.count() == 60
    assert history.verify() == []


def test_a_whole_life_leaves_what_the_actions_would_have_left(
    service: Service, person: User
) -> None:
    unit = service.unit
    hours = [START + DAY + timedelta(hours=hour) for hour in range(1, 9)]
    steps = (
        PastStep(kind=EventKind.CHARGED, at=hours[0], by=person, unit=unit, officer=person),
        PastStep(kind=EventKind.NOTED, at=hours[1], by=person, text="Με το καλάθι."),
        PastStep(kind=EventKind.ASKED, at=hours[2], by=person, text="Πού ακριβώς;"),
        PastStep(kind=EventKind.CITIZEN_ANSWERED, at=hours[3], text="Στη γωνία."),
        PastStep(kind=EventKind.STARTED, at=hours[4], by=person),
        resolved(hours[5], person),
        PastStep(kind=EventKind.REOPENED, at=hours[6], text="Δεν έγινε."),
        resolved(hours[7], person, "Τώρα έγινε."),
    )

    bulk.write([past(service, steps=steps, first=EventKind.SUBMITTED)])

    made = ServiceRequest.objects.get()
    assert made.status == Status.RESOLVED
    assert (made.closed_at, made.charged_at) == (hours[7], hours[0])
    assert (made.first_response_at, made.times_reopened) == (hours[2], 1)
    assert (made.waiting_since, made.officer) == (None, person)
    answers = PublicAnswer.objects.order_by("at").values_list("purpose", flat=True)
    assert list(answers) == ["question", "resolution", "resolution"]
    words = CitizenMessage.objects.order_by("at").values_list("body", flat=True)
    assert list(words) == ["Στη γωνία.", "Δεν έγινε."]
    assert InternalNote.objects.get().body == "Με το καλάθι."
    assert history.verify() == []


def test_events_name_the_rows_they_tell_of(service: Service, person: User) -> None:
    bulk.write([past(service, steps=(resolved(START + 2 * DAY, person),))])

    answer = PublicAnswer.objects.get()
    assert RequestEvent.objects.get(kind=EventKind.RESOLVED).data["answer"] == answer.pk


def test_a_life_that_cannot_be_is_refused_as_a_whole(service: Service) -> None:
    impossible = (PastStep(kind=EventKind.CITIZEN_ANSWERED, at=START + 2 * DAY, text="Ναι."),)

    with pytest.raises(TransitionRefused):
        bulk.write([past(service, 1), past(service, 2, steps=impossible)])

    assert not ServiceRequest.objects.exists()
    assert not ProtocolCounter.objects.exists()


def test_nobody_is_told(service: Service, person: User) -> None:
    reporter = PastReporter(email="citizen@example.org")
    steps = (resolved(START + 2 * DAY, person),)

    bulk.write([past(service, steps=steps, reporter=reporter)])

    assert Reporter.objects.get().email == "citizen@example.org"
    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_deadlines_are_those_of_a_report_of_that_moment(service: Service) -> None:
    bulk.write([past(service, 1)])

    imported = ServiceRequest.objects.get(source="old")
    reported = factories.submitted(service=service, at=imported.submitted_at)
    assert imported.due_at == reported.due_at
    assert imported.legal_due_on == reported.legal_due_on


def test_the_actions_go_on_where_the_import_ended(service: Service, person: User) -> None:
    steps = (PastStep(kind=EventKind.CHARGED, at=START + DAY),)
    bulk.write([past(service, steps=steps)])
    imported = ServiceRequest.objects.get()

    actions.resolve(pk=imported.pk, by=person, answer="Έγινε.", at=START + 3 * DAY)

    assert history.verify() == []


def test_words_of_unknown_authors_are_not_kept_as_answers(service: Service) -> None:
    bulk.write([past(service, steps=(resolved(START + 2 * DAY, by=None),))])

    assert not PublicAnswer.objects.exists()
    assert ServiceRequest.objects.get().status == Status.RESOLVED


def test_batches_are_told_as_they_are_written(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)
    told: list[int] = []

    bulk.write([past(service, number) for number in range(5)], progress=told.append)

    assert told == [2, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_the_same_file_at_once_write_it_once(service: Service) -> None:
    rows = [past(service, number) for number in range(200)]
    outcomes: list[bulk.Written] = []

    def write() -> None:
        outcomes.append(bulk.write(rows))
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcome.added for outcome in outcomes) == [0, 200]
    numbers = ServiceRequest.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [f"2025/{number:06d}" for number in range(1, 201)]


def test_without_a_unit_the_route_decides(service: Service) -> None:
    other = factories.make_unit()
    bulk.write([past(service, 1), past(service, 2, unit=other)])

    units = ServiceRequest.objects.order_by("submitted_at").values_list("unit", flat=True)
    assert list(units) == [service.unit_id, other.pk]
    assert Unit.objects.filter(pk__in=units).count() == 2
