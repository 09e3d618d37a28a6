"""A citizen at a browser: cookies, CSRF tokens and all."""

import pytest
from django.test import Client

from tests.portal.citizen import Citizen
from tests.portal.device import Device


@pytest.fixture
def citizen(lesvos: None) -> Citizen:
    return Citizen(Client(enforce_csrf_checks=True))


@pytest.fixture
def device(citizen: Citizen) -> Device:
    return Device(citizen.client)
