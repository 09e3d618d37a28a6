"""What a colleague looks at before the public does: counted for those who may show it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aitima.accounts.models import User
from aitima.organisation.models import Assignment, Unit
from aitima.service_requests import actions
from aitima.service_requests.models import ServiceRequest
from aitima.workspace.queue import shelves
from aitima.workspace.queue.shelves import Shelf
from aitima.workspace.staff import Staff
from tests.factories import (
    head,
    make_service,
    make_unit,
    officer,
    person,
    submitted,
)
from tests.portal.citizen import said_by
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db

Role = Assignment.Role
SHELF = "/workspace/?view=check"


@pytest.fixture
def directorate() -> Unit:
    return make_unit()


@pytest.fixture
def lighting(directorate: Unit) -> Unit:
    return make_unit(parent=directorate)


@pytest.fixture
def parks(directorate: Unit) -> Unit:
    return make_unit(parent=directorate)


def to_be_checked(unit: Unit, *, count: int = 1) -> ServiceRequest:
    service = make_service(unit=unit, checked_first=True)
    return [submitted(service=service, at=timezone.now()) for _ in range(count)][-1]


def counted(user: User) -> str:
    return shelves.counts(Staff.of(user, at=timezone.now())).text(Shelf.TO_CHECK)


def listed(user: User) -> list[ServiceRequest]:
    return list(shelves.on(Shelf.TO_CHECK, Staff.of(user, at=timezone.now())).order_by("pk"))


def desk_of(user: User) -> Any:
    client = Client()
    client.force_login(user)
    client.cookies["language"] = "en"
    return client


def test_each_unit_counts_its_own_and_the_directorate_all(
    directorate: Unit, lighting: Unit, parks: Unit
) -> None:
    to_be_checked(lighting, count=2)
    to_be_checked(parks)

    people = (officer(lighting), officer(parks), head(lighting), head(directorate))

    assert [counted(user) for user in people] == ["2", "1", "2", "3"]


def test_what_was_looked_at_is_counted_no_more(lighting: Unit) -> None:
    boss = head(lighting)
    shown, hidden = to_be_checked(lighting), to_be_checked(lighting)
    to_be_checked(lighting)

    actions.publish(pk=shown.pk, by=boss, text="", photos=[], at=timezone.now())
    actions.hide(pk=hidden.pk, by=boss, at=timezone.now())

    assert counted(boss) == "1"


def test_whoever_may_not_show_it_to_the_public_has_no_such_shelf(lighting: Unit) -> None:
    to_be_checked(lighting)
    administration = person(Role.ADMINISTRATION, lighting)

    assert counted(administration) == ""
    assert "To be looked at" not in said_by(desk_of(administration).get("/workspace/"))


def test_whoever_sees_the_house_counts_what_is_theirs_to_show(lighting: Unit, parks: Unit) -> None:
    ours = to_be_checked(lighting)
    to_be_checked(parks)
    both = officer(lighting)
    Assignment.objects.create(
        user=both, unit=parks, role=Role.COUNTER, valid_from=timezone.localdate()
    )

    assert counted(both) == "1"
    assert listed(both) == [ours]


def test_the_rail_shows_the_number_and_the_list_as_many_lines(lighting: Unit) -> None:
    to_be_checked(lighting, count=3)

    page = desk_of(officer(lighting)).get(SHELF)

    assert '<data id="count-check"' in page.content.decode()
    assert page.context["counts"].text(Shelf.TO_CHECK) == "3"
    assert len(page.context["listing"].rows) == 3


def test_the_number_costs_no_statement_of_its_own(lighting: Unit) -> None:
    user = officer(lighting)
    desk = desk_of(user)

    def look() -> None:
        assert desk.get("/workspace/changes/").status_code == 200

    submitted(unit=lighting, at=timezone.now())
    look()
    without = count_queries(look)
    to_be_checked(lighting, count=4)
    look()

    assert count_queries(look) == without
