from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from aitima.accounts.models import User
from aitima.organisation.models import Assignment, Unit
from aitima.service_requests import actions, permissions, queries
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.permissions import Power
from tests.factories import NOON, head, make_service, make_unit, person, submitted

Role = Assignment.Role


def sees(user: User, number: str) -> bool:
    try:
        queries.access_service_request(user, number, at=NOON)
    except Http404:
        return False
    return True


def test_an_officer_sees_the_units_requests_and_no_others(unit: Unit, clerk: User) -> None:
    assert sees(clerk, submitted(unit=unit).number)
    assert not sees(clerk, submitted(unit=make_unit(parent=unit)).number)
    assert not sees(clerk, submitted(unit=make_unit()).number)


def test_a_head_sees_everything_below(directorate: Unit, unit: Unit) -> None:
    director = head(directorate)

    assert sees(director, submitted(unit=unit).number)
    assert sees(director, submitted(unit=directorate).number)
    assert not sees(director, submitted(unit=make_unit()).number)


def test_units_with_like_codes_are_not_taken_for_each_other(db: None) -> None:
    short, long = make_unit(code="DTY1"), make_unit(code="DTY10")

    assert not sees(head(short), submitted(unit=long).number)


@pytest.mark.parametrize("role", [Role.ADMINISTRATION, Role.COUNTER, Role.AUDITOR])
def test_the_administration_the_counter_and_auditors_see_all(role: Role, unit: Unit) -> None:
    somebody = person(role, make_unit())

    assert sees(somebody, submitted(unit=unit).number)


def test_a_confidential_complaint_is_for_those_who_handle_it(unit: Unit, clerk: User) -> None:
    complaint = submitted(service=make_service(unit=unit, confidential=True))

    assert sees(clerk, complaint.number)
    assert not sees(person(Role.ADMINISTRATION, make_unit()), complaint.number)
    assert not sees(person(Role.COUNTER, make_unit()), complaint.number)


def test_a_system_administrator_sees_no_request(unit: Unit, stranger: User) -> None:
    stranger.is_system_administrator = True
    stranger.save()

    assert not sees(stranger, submitted(unit=unit).number)


def test_a_role_ends_with_its_period(unit: Unit, clerk: User) -> None:
    number = submitted(unit=unit).number
    clerk.assignments.update(valid_until=date(2026, 11, 23))

    assert not sees(clerk, number)


def test_who_may_no_longer_sign_in_may_nothing(unit: Unit, clerk: User) -> None:
    number = submitted(unit=unit).number
    clerk.is_active = False
    clerk.save()

    assert not sees(clerk, number)


def test_only_those_who_handle_requests_or_stand_at_the_counter_see_the_person(
    unit: Unit, clerk: User
) -> None:
    service_request = submitted(unit=unit)
    expected = {
        Role.OFFICER: True,
        Role.HEAD: True,
        Role.DEPUTY: True,
        Role.COUNTER: True,
        Role.ADMINISTRATION: False,
        Role.AUDITOR: False,
    }

    found = {
        role: permissions.access_of(person(role, unit), at=NOON).may(
            Power.SEE_PERSON, service_request
        )
        for role in Role
    }

    assert found == expected


def test_an_officer_keeps_what_was_charged_personally(unit: Unit, clerk: User) -> None:
    service_request = submitted(unit=make_unit())
    service_request.officer = clerk
    service_request.save()

    assert sees(clerk, service_request.number)


def test_every_role_has_a_line_in_the_table() -> None:
    assert set(permissions.POWERS) == set(Role)


def test_the_counter_sends_on_what_another_body_is_competent_for(unit: Unit) -> None:
    counter = person(Role.COUNTER, make_unit())
    water_company = make_unit(kind=Unit.Kind.EXTERNAL)
    theirs, ours = submitted(unit=water_company), submitted(unit=unit)

    actions.forward(
        pk=theirs.pk, by=counter, authority="ΔΕΥΑΛ", reason="The pipe is theirs.", at=NOON
    )
    with pytest.raises(PermissionDenied):
        actions.forward(pk=ours.pk, by=counter, authority="ΔΕΥΑΛ", reason="Not ours?", at=NOON)

    theirs.refresh_from_db()
    assert theirs.status == Status.FORWARDED
