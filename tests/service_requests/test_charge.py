import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aitima.accounts.models import User
from aitima.notifications.models import Message
from aitima.organisation.models import Unit
from aitima.service_requests import actions
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import InternalNote
from tests.factories import NOON, both, make_place, make_unit, officer, submitted


def told(template: str) -> list[str]:
    return sorted(Message.objects.filter(template=template).values_list("to", flat=True))


def test_a_head_charges_an_officer_and_officer_and_citizen_are_told(
    unit: Unit, boss: User, clerk: User
) -> None:
    service_request = submitted(unit=unit)

    actions.charge(pk=service_request.pk, by=boss, unit=unit, officer=clerk, at=NOON)

    service_request.refresh_from_db()
    assert service_request.status == Status.CHARGED
    assert service_request.officer == clerk
    assert service_request.charged_at == NOON
    assert told("officer_charged") == [clerk.email]
    assert told("request_charged") == ["citizen@example.org"]


def test_a_charge_to_a_unit_is_told_to_everybody_who_answers_for_it(
    directorate: Unit, unit: Unit
) -> None:
    boss = officer(directorate)
    boss.assignments.update(role="head")
    people = [officer(unit), officer(unit)]
    service_request = submitted(unit=directorate)

    actions.charge(pk=service_request.pk, by=boss, unit=unit, at=NOON)

    assert told("officer_charged") == sorted(person.email for person in people)


def test_an_officer_may_not_charge_others(unit: Unit, clerk: User) -> None:
    service_request = submitted(unit=unit)

    with pytest.raises(PermissionDenied):
        actions.charge(pk=service_request.pk, by=clerk, unit=unit, at=NOON)

    service_request.refresh_from_db()
    assert service_request.status == Status.SUBMITTED
    assert told("officer_charged") == []


def test_a_head_elsewhere_may_not_charge(unit: Unit) -> None:
    elsewhere = make_unit()
    other = officer(elsewhere)
    other.assignments.update(role="head")

    with pytest.raises(PermissionDenied):
        actions.charge(pk=submitted(unit=unit).pk, by=other, unit=unit, at=NOON)


def test_outside_the_own_part_of_the_chart_a_charge_needs_a_reason(unit: Unit, boss: User) -> None:
    elsewhere = make_unit()
    service_request = submitted(unit=unit)

    with pytest.raises(ValidationError, match="έξω από το δικό σας τμήμα"):
        actions.charge(pk=service_request.pk, by=boss, unit=elsewhere, at=NOON)

    actions.charge(
        pk=service_request.pk, by=boss, unit=elsewhere, instruction="A water main.", at=NOON
    )
    service_request.refresh_from_db()
    assert service_request.unit == elsewhere
    assert InternalNote.objects.get().body == "A water main."


def test_only_people_of_the_unit_can_be_charged(unit: Unit, boss: User, stranger: User) -> None:
    with pytest.raises(ValidationError, match="δεν εργάζεται στη μονάδα"):
        actions.charge(pk=submitted(unit=unit).pk, by=boss, unit=unit, officer=stranger, at=NOON)


def test_of_two_who_charge_together_the_second_is_told_what_happened(
    unit: Unit, boss: User, clerk: User
) -> None:
    service_request = submitted(unit=unit)
    seen = service_request.last_event
    actions.charge(pk=service_request.pk, by=boss, unit=unit, officer=clerk, at=NOON, seen=seen)

    with pytest.raises(actions.ChangedMeanwhile, match=f"χρεώθηκε.*{boss.full_name}.*12:00"):
        actions.charge(pk=service_request.pk, by=boss, unit=unit, at=NOON, seen=seen)

    service_request.refresh_from_db()
    assert service_request.officer == clerk


def test_taking_charges_oneself(unit: Unit, clerk: User) -> None:
    service_request = submitted(unit=unit)

    actions.take(pk=service_request.pk, by=clerk, at=NOON)

    service_request.refresh_from_db()
    assert service_request.officer == clerk
    assert service_request.status == Status.CHARGED


def test_another_authority_is_no_unit_to_charge(unit: Unit, boss: User) -> None:
    outside = make_unit(kind=Unit.Kind.EXTERNAL)

    with pytest.raises(ValidationError, match="διαβιβάζεται"):
        actions.charge(
            pk=submitted(unit=unit).pk, by=boss, unit=outside, instruction="Theirs.", at=NOON
        )


def test_an_officers_letter_repeats_nothing_that_the_citizen_wrote(
    unit: Unit, boss: User, clerk: User
) -> None:
    village = make_place(names=both("Καλλονή"))
    service_request = submitted(
        unit=unit, place=village, area=village.area, address="Σπίτι Παπαδοπούλου, 2ος όροφος"
    )

    actions.charge(pk=service_request.pk, by=boss, unit=unit, officer=clerk, at=NOON)

    places = dict(Message.objects.values_list("template", "context__place"))
    assert places["officer_charged"] == "Καλλονή"
    assert places["request_charged"] == "Σπίτι Παπαδοπούλου, 2ος όροφος, Καλλονή"
