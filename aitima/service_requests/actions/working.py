"""The work itself: start, plan a day."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aitima.accounts.models import User
from aitima.notifications import outbox
from aitima.service_requests import followers, history, messages
from aitima.service_requests.actions.common import announce, begin, respond
from aitima.service_requests.lifecycle import Step
from aitima.service_requests.models import EventKind, ServiceRequest
from aitima.service_requests.permissions import Power


@transaction.atomic
def start(*, pk: int, by: User, at: datetime, seen: int | None = None) -> ServiceRequest:
    """Note that work has begun. The status page shows it; nobody gets a letter for it."""
    service_request, _access = begin(pk, by=by, power=Power.WORK, step=Step.START, seen=seen, at=at)
    service_request.officer = service_request.officer or by
    history.record(service_request, EventKind.STARTED, at=at, by=by, unit=service_request.unit)
    announce(service_request)
    return service_request


@transaction.atomic
def schedule(
    *, pk: int, by: User, day: date, at: datetime, note: str = "", seen: int | None = None
) -> ServiceRequest:
    """Plan the day of the work, and tell the citizen.

    Raises:
        ValidationError: the day has passed.
    """
    service_request, _access = begin(
        pk, by=by, power=Power.WORK, step=Step.SCHEDULE, seen=seen, at=at
    )
    if day < timezone.localdate(at):
        raise ValidationError(_("This day has passed: choose today or a later one."))
    service_request.scheduled_for = day
    respond(service_request, at=at)
    event = history.record(
        service_request,
        EventKind.SCHEDULED,
        at=at,
        by=by,
        unit=service_request.unit,
        day=day.isoformat(),
    )
    followers.tell(service_request, event)
    letter = messages.to_citizen(
        "scheduled",
        service_request,
        at=at,
        unit=messages.unit_name(service_request.unit, service_request),
        day=day.isoformat(),
        note=note.strip(),
    )
    outbox.add(*letter, at=at)
    announce(service_request)
    return service_request
