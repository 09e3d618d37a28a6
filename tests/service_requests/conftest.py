import pytest

from aitima.accounts.models import User
from aitima.organisation.models import Unit
from tests.factories import head, make_municipality, make_unit, make_user, officer


@pytest.fixture
def directorate(db: None) -> Unit:
    make_municipality()
    return make_unit(kind=Unit.Kind.DIRECTORATE)


@pytest.fixture
def unit(directorate: Unit) -> Unit:
    return make_unit(parent=directorate)


@pytest.fixture
def boss(unit: Unit) -> User:
    return head(unit)


@pytest.fixture
def clerk(unit: Unit) -> User:
    return officer(unit)


@pytest.fixture
def stranger(db: None) -> User:
    return make_user()
