"""Who can sign in to the demonstration."""

import pytest
from django.contrib.auth import authenticate

from aitima.accounts.models import User
from aitima.demo.accounts import ACCOUNTS, DemoAccount, ensure
from aitima.organisation.models import Assignment, Unit

pytestmark = pytest.mark.usefixtures("lesvos")


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.username)
def test_every_account_of_the_table_can_sign_in(account: DemoAccount) -> None:
    ensure()

    user = authenticate(username=account.username, password=account.password)

    assert isinstance(user, User)
    assert user.full_name == account.name_el


def test_every_unit_has_an_officer_to_charge() -> None:
    staff = ensure()

    missing = Unit.objects.exclude(pk__in=staff.officers)
    assert list(missing.order_by("pk")) == []


def test_every_unit_has_a_head_in_itself_or_above() -> None:
    staff = ensure()

    for unit in staff.units.values():
        if unit.parent_id:
            assert staff.head_over(unit).is_active


def test_the_system_administrator_holds_no_post() -> None:
    ensure()

    system = User.objects.get(username="system")
    assert system.is_system_administrator
    assert not Assignment.objects.filter(user=system).exists()


def test_accounts_are_made_once() -> None:
    ensure()
    before = (User.objects.count(), Assignment.objects.count())

    ensure()

    assert (User.objects.count(), Assignment.objects.count()) == before
