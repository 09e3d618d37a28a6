"""Two people at the same moment, each over a connection of their own."""

import time
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, transaction

from aitima.accounts.models import User
from aitima.organisation.models import Unit
from aitima.portal.my.erasure import erase_everything
from aitima.service_requests import actions, history
from aitima.service_requests.models import EventKind, Reporter, ServiceRequest
from tests.factories import NOON, charged, head, make_municipality, make_unit, officer, submitted

pytestmark = pytest.mark.django_db(transaction=True)

Work = Callable[[], Any]


def at_once(*works: Work) -> list[str]:
    """Start the works together; the name of what each ended with, "" where it went well."""
    start = Barrier(len(works))
    ends: list[str] = []

    def run(work: Work) -> None:
        start.wait()
        try:
            work()
            ends.append("")
        except Exception as error:  # noqa: BLE001 - whatever it was is what the test asks
            ends.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def charging(made: ServiceRequest, by: User, unit: Unit, **facts: Any) -> Work:
    return lambda: actions.charge(pk=made.pk, by=by, unit=unit, at=NOON, **facts)


def test_of_two_who_charge_different_units_one_wins_and_the_other_is_told() -> None:
    make_municipality()
    directorate = make_unit()
    boss = head(directorate)
    made = submitted(unit=directorate)
    units = [make_unit(parent=directorate) for _ in range(4)]

    ends = at_once(*(charging(made, boss, unit, seen=made.last_event) for unit in units))

    assert ends == ["", *["ChangedMeanwhile"] * 3]


def test_a_citizen_who_says_not_fixed_twice_at_once_reopens_once() -> None:
    unit = make_unit()
    clerk = officer(unit)
    made = charged(unit, to=clerk)
    actions.resolve(pk=made.pk, by=clerk, answer="Done.", at=NOON)

    ends = at_once(*[lambda: actions.reopen(pk=made.pk, reason="No.", at=NOON)] * 3)

    made.refresh_from_db()
    assert ends == ["", "TransitionRefused", "TransitionRefused"]
    assert made.times_reopened == 1


def test_whatever_is_done_at_once_the_history_stays_whole() -> None:
    make_municipality()
    directorate = make_unit()
    first, second = (make_unit(parent=directorate) for _ in range(2))
    boss, clerk = head(directorate), officer(first)
    made = charged(first, to=clerk)

    at_once(
        charging(made, boss, second),
        charging(made, boss, first),
        lambda: actions.resolve(pk=made.pk, by=clerk, answer="Done.", at=NOON),
        lambda: actions.add_note(pk=made.pk, by=boss, note="Look.", at=NOON),
    )

    assert history.verify() == []


def test_a_history_that_grows_while_it_is_verified_is_no_forgery() -> None:
    unit = make_unit()
    boss = head(unit)
    for _ in range(3):
        submitted(unit=unit)
    last = submitted(unit=unit)

    def busy(statement: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        """A colleague writes a note in the moment before the events are read."""
        if "service_requests_requestevent" in sql and not noted:
            noted.append(sql)
            thread = Thread(target=at_once, args=[noting])
            thread.start()
            thread.join()
        return statement(sql, params, many, context)

    def noting() -> None:
        actions.add_note(pk=last.pk, by=boss, note="Look.", at=NOON)

    noted: list[str] = []
    with connection.execute_wrapper(busy):
        assert history.verify() == []
    assert noted


def test_of_two_erasures_at_once_one_erases_and_the_history_tells_it_once() -> None:
    email = "citizen@example.org"
    made = [submitted(email=email, phone="6912345678") for _ in range(3)]
    erased: list[int] = []

    ends = at_once(*[lambda: erased.append(erase_everything(email, at=NOON))] * 2)

    assert ends == ["", ""]
    assert sorted(erased) == [0, 3]
    for one in made:
        assert one.events.filter(kind=EventKind.ERASED).count() == 1
        assert one.events.filter(kind=EventKind.WITHDRAWN).count() == 1
    assert not Reporter.objects.exists()
    assert history.verify() == []


def test_an_erasure_that_waits_for_another_finds_nothing_left() -> None:
    email, erased = "citizen@example.org", []
    made = submitted(email=email)

    def second() -> None:
        erased.append(actions.erase(email=email, at=NOON))
        connection.close()

    waiting = Thread(target=second)
    with transaction.atomic():
        erased.append(actions.erase(email=email, at=NOON))
        waiting.start()
        wait_until_somebody_waits()
    waiting.join()

    assert erased == [1, 0]
    assert made.events.filter(kind=EventKind.ERASED).count() == 1


def wait_until_somebody_waits() -> None:
    """Until a connection stands before a lock that this one holds."""
    deadline = time.monotonic() + 5
    asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(asked + " AND datname = current_database()")
            if cursor.fetchone() != (0,):
                return
            assert time.monotonic() < deadline
            time.sleep(0.01)
