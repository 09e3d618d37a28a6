"""The work itself: start, plan a day."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aitima.accounts.models import User
from aitima.service_requests import followers, history
from aitima.service_requests.actions.common import announce, begin, respond, tell_citizen
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
    planned = {"day": day.isoformat()}
    unit = service_request.unit
    event = history.record(service_request, EventKind.SCHEDULED, at=at, by=by, unit=unit, **planned)
    followers.tell(service_request, event)
    tell_citizen(service_request, "scheduled", at=at, note=note.strip(), **planned)
    announce(service_request)
    return service_request
