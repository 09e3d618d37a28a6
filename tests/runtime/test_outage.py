"""What people see while the database is away, and what machines are told."""

from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone

from aitima.notifications import outbox
from aitima.runtime import outage
from tests.notifications.examples import envelope


@pytest.fixture
def without_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Point the connection at a server that is not there, as after a power cut."""
    connection.close()
    options = {"host": str(settings.AITIMA_VAR / "nowhere")}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("without_database")
@pytest.mark.parametrize("path", ["/", "/workspace/sign-in/", "/requests/2026/000001/"])
def test_every_page_says_so_in_both_languages_without_the_database(path: str) -> None:
    answer = Client(raise_request_exception=False).get(path)

    page = answer.content.decode()
    assert answer.status_code == 503
    assert "Επιστρέφουμε σύντομα" in page
    assert "Back soon" in page
    assert answer.headers["Retry-After"] == "30"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("without_database")
def test_healthz_says_that_the_database_is_away() -> None:
    answer = Client().get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["database"] == "away"
    assert answer.json()["problems"] == ["The database is away."]


@pytest.mark.django_db
def test_healthz_misses_a_worker() -> None:
    answer = Client().get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["worker"] == "away"
    assert answer.json()["problems"] == ["No worker gives a sign of life."]


@pytest.mark.django_db
def test_healthz_names_a_message_that_has_waited_too_long() -> None:
    with transaction.atomic():
        outbox.add(envelope(), at=timezone.now() - timedelta(hours=1))

    answer = Client().get("/healthz")

    assert answer.json()["oldest_unsent_message_seconds"] == pytest.approx(3600, abs=60)
    assert "The oldest unsent message has waited for 60 minutes." in answer.json()["problems"]


@pytest.mark.parametrize(
    ("cause", "away"),
    [
        (psycopg.OperationalError("connection refused"), True),
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.TooManyConnections(), True),
        (psycopg.errors.DeadlockDetected(), False),
        (psycopg.errors.QueryCanceled(), False),
    ],
)
def test_only_a_missing_database_counts_as_an_outage(cause: psycopg.Error, *, away: bool) -> None:
    error = OperationalError("…")
    error.__cause__ = cause

    assert outage.is_outage(error) is away


def test_a_mistake_in_the_code_is_no_outage() -> None:
    assert not outage.is_outage(ValueError())
