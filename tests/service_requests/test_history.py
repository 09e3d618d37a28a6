import pytest
from django.db import DatabaseError, connection, transaction

from aitima.accounts.models import User
from aitima.organisation.models import Unit
from aitima.service_requests import actions, history
from aitima.service_requests.models import RequestEvent, ServiceRequest
from tests.factories import NOON, charged


@pytest.fixture
def told(unit: Unit, clerk: User) -> ServiceRequest:
    service_request = charged(unit, to=clerk)
    return actions.resolve(pk=service_request.pk, by=clerk, answer="Done.", at=NOON)


def forge(statement: str) -> None:
    """Change history as somebody with all rights on the database could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE service_requests_requestevent DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE service_requests_requestevent ENABLE TRIGGER USER")


def test_what_actions_write_is_a_whole_chain(told: ServiceRequest) -> None:
    kinds = RequestEvent.objects.order_by("sequence").values_list("kind", flat=True)

    assert list(kinds) == ["submitted", "charged", "resolved"]
    assert history.verify() == []


@pytest.mark.parametrize("change", ["UPDATE {} SET kind = 'rejected'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_history(told: ServiceRequest, change: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format("service_requests_requestevent"))


@pytest.mark.parametrize(
    ("forgery", "reason"),
    [
        ("UPDATE {} SET kind = 'rejected' WHERE sequence = 2", "was changed"),
        ("DELETE FROM {} WHERE sequence = 2", "an event is missing"),
        ("DELETE FROM {} WHERE sequence = 3", "the last events are missing"),
    ],
)
def test_a_forgery_is_found(told: ServiceRequest, forgery: str, reason: str) -> None:
    forge(forgery.format("service_requests_requestevent"))

    breaks = history.verify()

    assert [(found.number, found.reason) for found in breaks] == [(told.number, reason)]
