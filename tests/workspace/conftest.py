"""Who uses the staff's pages in these tests, and where they work."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from aitima.accounts.models import User
from aitima.core.caching import forget_everything
from aitima.organisation.models import Unit
from tests.factories import head, make_municipality, make_unit, officer


@pytest.fixture(autouse=True)
def fresh_caches() -> None:
    """Reference data is kept for a minute in the process, longer than a test's database lives."""
    forget_everything()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def directorate(db: None) -> Unit:
    make_municipality()
    return make_unit(code="DTY", kind=Unit.Kind.DIRECTORATE)


@pytest.fixture
def lighting(directorate: Unit) -> Unit:
    return make_unit(code="DTY2", parent=directorate)


@pytest.fixture
def elsewhere(directorate: Unit) -> Unit:
    return make_unit(code="KATH")


@pytest.fixture
def electrician(lighting: Unit) -> User:
    return officer(lighting, full_name="Ηλεκτρολόγος Πρώτος")


@pytest.fixture
def chief(lighting: Unit) -> User:
    return head(lighting, full_name="Προϊσταμένη Ηλεκτροφωτισμού")


@pytest.fixture
def desk(client: Client, electrician: User) -> Client:
    """The browser of an officer who has signed in."""
    client.force_login(electrician)
    return client


@pytest.fixture
def chiefs_desk(client: Client, chief: User) -> Client:
    client.force_login(chief)
    return client
