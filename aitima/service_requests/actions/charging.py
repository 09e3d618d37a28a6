"""Charging (χρέωση): who is to do it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aitima.accounts.models import User
from aitima.notifications import outbox
from aitima.organisation.models import Assignment, Unit
from aitima.service_requests import history, messages
from aitima.service_requests.actions.common import announce, begin
from aitima.service_requests.lifecycle import Step
from aitima.service_requests.models import EventKind, InternalNote, ServiceRequest
from aitima.service_requests.permissions import Access, Power


@transaction.atomic
def charge(
    *,
    pk: int,
    by: User,
    unit: Unit,
    at: datetime,
    officer: User | None = None,
    instruction: str = "",
    seen: int | None = None,
) -> ServiceRequest:
    """Charge a request to a unit or to an officer of it, and tell them and the citizen.

    A unit outside the charger's own part of the chart is charged with a reason.

    Raises:
        ValidationError: the officer does not work there, or the reason is missing.
    """
    service_request, access = begin(
        pk, by=by, power=Power.CHARGE, step=Step.CHARGE, seen=seen, at=at
    )
    _check_target(access, unit, officer, instruction, at=at)

    left = service_request.unit_id
    service_request.unit = unit
    service_request.officer = officer
    service_request.scheduled_for = None
    _first_charge(service_request, at=at)
    _keep_instruction(service_request, instruction, by=by, at=at)

    moved = {"officer": officer.pk if officer else None, "from_unit": left}
    history.record(service_request, EventKind.CHARGED, at=at, by=by, unit=unit, **moved)
    _tell(service_request, by=by, at=at)
    announce(service_request, left)
    return service_request


@transaction.atomic
def take(*, pk: int, by: User, at: datetime, seen: int | None = None) -> ServiceRequest:
    """Charge a request of one's own unit to oneself."""
    service_request, _access = begin(pk, by=by, power=Power.TAKE, step=Step.TAKE, seen=seen, at=at)
    service_request.officer = by
    _first_charge(service_request, at=at)
    history.record(service_request, EventKind.TAKEN, at=at, by=by, unit=service_request.unit)
    announce(service_request)
    return service_request


def _check_target(
    access: Access, unit: Unit, officer: User | None, instruction: str, *, at: datetime
) -> None:
    today = timezone.localdate(at)
    if not Unit.objects.valid(on=today).filter(pk=unit.pk).exists():
        raise ValidationError(_("This unit is no longer in the organisation chart."))
    if unit.is_external:
        raise ValidationError(_("This is another authority: the request is forwarded to it."))
    if not access.covers(unit) and not instruction.strip():
        raise ValidationError(
            _("The unit is outside your part of the chart: write why the request goes there.")
        )
    works_there = Assignment.objects.valid(on=today).filter(user=officer, unit=unit)
    if officer and not works_there.exists():
        raise ValidationError(_("This person does not work in the unit."))
    if officer and not officer.is_active:
        raise PermissionDenied


def _first_charge(service_request: ServiceRequest, *, at: datetime) -> None:
    if service_request.charged_at is None:
        service_request.charged_at = at


def _keep_instruction(
    service_request: ServiceRequest, instruction: str, *, by: User, at: datetime
) -> None:
    if instruction.strip():
        InternalNote.objects.create(
            service_request=service_request, body=instruction.strip(), by=by, at=at
        )


def _tell(service_request: ServiceRequest, *, by: User, at: datetime) -> None:
    people = [person for person in messages.in_charge(service_request, at=at) if person != by]
    expected = messages.expected(service_request, at=at)
    deadline = messages.day(service_request.due_at)
    outbox.add(
        *messages.from_unit("request_charged", service_request, at=at, expected=expected),
        *messages.to_officers("officer_charged", service_request, people, deadline=deadline),
        at=at,
    )
