"""Withdrawing: the citizen takes the request back."""

from datetime import datetime

from django.db import transaction

from aitima.notifications import outbox
from aitima.service_requests import deadlines, followers, history, lifecycle, messages
from aitima.service_requests.actions.common import announce, locked
from aitima.service_requests.actions.repeating import DoneBefore
from aitima.service_requests.actions.writing import keep
from aitima.service_requests.lifecycle import Status, Step
from aitima.service_requests.models import CitizenMessage, EventKind, ServiceRequest


@transaction.atomic
def withdraw(*, pk: int, at: datetime, reason: str = "") -> ServiceRequest:
    """End an open request at its citizen's wish, and tell whoever works at it.

    The public sees nothing of it from now on. A letter goes to the citizen, too: whoever else
    came by the link does not do this in silence.

    Raises:
        DoneBefore: it is withdrawn already.
        TransitionRefused: it has ended otherwise.
    """
    service_request = locked(pk)
    if service_request.state == Status.WITHDRAWN:
        raise DoneBefore
    service_request.status = lifecycle.check_transition(service_request.state, Step.WITHDRAW)
    followers.tell_of_withdrawal(service_request, at=at)
    _end(service_request, at=at)
    purpose = CitizenMessage.Purpose.WITHDRAWAL
    facts = keep(service_request, purpose, reason, (), at=at) if reason else {}
    history.record(service_request, EventKind.WITHDRAWN, at=at, **facts)
    _tell(service_request, at=at)
    announce(service_request)
    return service_request


def _end(service_request: ServiceRequest, *, at: datetime) -> None:
    service_request.closed_at = at
    service_request.scheduled_for = None
    service_request.public = False
    service_request.to_be_checked = False
    deadlines.end_waiting(service_request, at=at)


def _tell(service_request: ServiceRequest, *, at: datetime) -> None:
    people = messages.in_charge(service_request, at=at)
    outbox.add(
        *messages.to_citizen("request_withdrawn", service_request, at=at),
        *messages.to_officers("officer_withdrawn", service_request, people),
        at=at,
    )
