import pytest
from django.test import Client

from aitima.accounts.models import User
from aitima.organisation.models import Assignment
from tests.factories import person
from tests.statistics.histories import Town, make_town


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


@pytest.fixture
def mayor(town: Town) -> User:
    return person(Assignment.Role.ADMINISTRATION, town.directorates[0])


@pytest.fixture
def office(client: Client, mayor: User) -> Client:
    """The browser of the administration."""
    client.force_login(mayor)
    return client
