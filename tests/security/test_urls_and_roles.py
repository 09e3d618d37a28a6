"""One walk through every address of the project, with everybody."""

from typing import Literal

import pytest

from tests.security.addresses import ADDRESSES
from tests.security.roles import NO, ROLES, World, answer_of, make_world
from tests.security.table import TABLE, Row
from tests.security.walking import visit

pytestmark = pytest.mark.django_db

type Method = Literal["get", "post"]

ABOUT_A_REQUEST = {"number", "serial", "pk"}
CONFIDENTIAL_ARE_FOR = {"holder", "owner", "officer", "head", "director"}


def walk(world: World, rows: list[Row], method: Method) -> dict[str, dict[str, tuple[str, str]]]:
    """Ask for each address as each role; give what differs from the table."""
    surprises: dict[str, dict[str, tuple[str, str]]] = {}
    for row in rows:
        path = ADDRESSES[row.name].written(world.facts | row.facts)
        for role, expected in zip(ROLES, getattr(row, method), strict=True):
            found = asked(world, role, method, path)
            if found != expected:
                surprises.setdefault(f"{row.name} {row.facts}", {})[role] = (expected, found)
    return surprises


def asked(world: World, role: str, method: Method, path: str) -> str:
    return answer_of(visit(world, role, method, path))


def test_every_address_stands_in_the_table() -> None:
    assert {row.name for row in TABLE} == set(ADDRESSES)


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_answers_each_role_as_the_table_says(method: Method) -> None:
    world = make_world()

    assert walk(world, TABLE, method) == {}


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_confidential_request_is_for_those_who_handle_it_alone(method: Method) -> None:
    world = make_world(confidential=True)
    about_it = [
        row for row in TABLE if {"number", "serial", "pk"} & set(ADDRESSES[row.name].arguments)
    ]

    for row in about_it:
        path = ADDRESSES[row.name].written(world.facts | row.facts)
        for role in set(ROLES) - CONFIDENTIAL_ARE_FOR - {"citizen", "system"}:
            assert asked(world, role, method, path) in {NO, "verb"}, (row.name, role)
        assert asked(world, "citizen", method, path) in {NO, "verb", "in"}, row.name
        assert asked(world, "system", method, path) in {NO, "verb", "role"}, row.name
