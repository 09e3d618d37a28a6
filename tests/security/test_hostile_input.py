"""No address answers with a fault of ours, whatever stands in it or is sent to it."""

from typing import Final

import pytest
from django.db import transaction
from django.test import Client

from tests.security.addresses import ADDRESSES
from tests.security.roles import World, make_world
from tests.security.table import TABLE

pytestmark = pytest.mark.django_db

FIELDS: Final = """
    action address after answer area authority charge contact day email field fields filter group
    instruction key language latitude listed longitude more name new_password1 new_password2 next
    note number officer old_password order other page password period phone photo photos place
    preview public q reason remove scheduled_for seen service shelf show shown since sort state
    status step suggest text unit until username what widget words year
    code gsis notices saved send sent sure take
""".split()  # noqa: SIM905 - a list would take a page
ANYTHING: Final = dict.fromkeys(
    ("photo", "code", "token", "step", "key", "subscription", "name"), "take"
)
LONGEST_QUERY: Final = 200  # servers take no longer ones for sixty fields together
VALUES: Final = (
    "",
    "\x00",
    "α\x00β",
    "nan",
    "inf",
    "1e999",
    "-1",
    "9" * 40,
    "٣",
    "²",
    "'; DROP TABLE x; --",
    "<script>alert(1)</script>",
    "\u202e\ufeff\U0010ffff",
    "0001-01-01",
    "9999-12-31T23:59:59+14:00",
    "2026-02-30",
    "//evil.example",
    "2026/000001",
    "[]",
    "Α" * 30_000,
)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def client(world: World) -> Client:
    """Somebody who reaches the most: the head of the unit, with the citizen's link as well."""
    head = Client(raise_request_exception=False)
    for name in ("holder", "head"):
        for key, morsel in world.clients[name].cookies.items():
            head.cookies[key] = morsel.value
    return head


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value[:12]))
def test_no_value_in_a_form_or_query_breaks_a_page(
    world: World, client: Client, value: str
) -> None:
    sent = dict.fromkeys(FIELDS, value)
    broken = set()
    for row in TABLE:
        name, path = row.name, ADDRESSES[row.name].written(ANYTHING | world.facts | row.facts)
        for method in ("get", "post") if len(value) < LONGEST_QUERY else ("post",):
            for headers in ({}, {"HX-Request": "true"}):
                if status(client, method, path, sent, headers) >= 500:
                    broken.add((name, method, *headers))

    assert broken - {("healthz", "get"), ("healthz", "get", "HX-Request")} == set()


@pytest.mark.parametrize("value", ["\x00", "9" * 40, "..", "'", "Α" * 3000, "٣", "%"])
def test_no_address_breaks_a_page(world: World, client: Client, value: str) -> None:
    broken = set()
    for name, address in ADDRESSES.items():
        for changed in address.arguments:
            path = address.written(ANYTHING | world.facts | {changed: value})
            if status(client, "get", path, {}, {}) >= 500:
                broken.add((name, changed))

    assert broken == set()


def status(
    client: Client, method: str, path: str, sent: dict[str, str], headers: dict[str, str]
) -> int:
    with transaction.atomic():
        response = getattr(client, method)(path, sent, headers=headers)
        transaction.set_rollback(True)
    found: int = response.status_code
    return found
