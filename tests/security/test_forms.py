"""A form counts only when it was ours."""

import pytest
from django.test import Client

from tests.security.addresses import ADDRESSES
from tests.security.roles import make_world
from tests.security.table import TABLE

pytestmark = pytest.mark.django_db


def test_no_address_takes_a_form_without_its_token() -> None:
    world = make_world()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = world.clients["head"].cookies

    taken = {
        row.name
        for row in TABLE
        if strict.post(ADDRESSES[row.name].written(world.facts | row.facts)).status_code != 403
    }

    assert taken == set()


def test_no_address_acts_upon_a_mere_visit() -> None:
    world = make_world()
    before = world.service_request.last_event

    for row in TABLE:
        for client in world.clients.values():
            client.get(ADDRESSES[row.name].written(world.facts | row.facts))

    world.service_request.refresh_from_db()
    assert world.service_request.last_event == before
