"""The two clocks: the operational target in working time, the legal one in calendar days."""

from datetime import date, datetime, timedelta
from typing import Final

from aitima.catalogue.models import Service
from aitima.organisation import calendar
from aitima.service_requests.models import ServiceRequest

REOPEN_WITHIN: Final = timedelta(days=30)
"""How long after its end a citizen may say that a request is not settled."""


def target(service: Service, *, at: datetime) -> datetime:
    """When a request for the service, registered at `at`, should be done."""
    return calendar.add_working_days(at, service.target_days, calendar.working_calendar())


def legal(*, at: datetime) -> date:
    return calendar.legal_deadline(at, zone=calendar.working_calendar().zone)


def end_waiting(service_request: ServiceRequest, *, at: datetime) -> None:
    """Let the target go on, if it stands still: by the citizen's answer, or by the end."""
    since = service_request.waiting_since
    if since is not None:
        service_request.due_at = resumed(service_request.due_at, waiting_since=since, at=at)
    service_request.waiting_since = None


def resumed(due_at: datetime, *, waiting_since: datetime, at: datetime) -> datetime:
    """Move the target by the time that the citizen's answer was awaited.

    The working time that was left when the clock stopped is what is left when it goes on.
    """
    if due_at <= waiting_since:
        return due_at
    working = calendar.working_calendar()
    left = calendar.working_time(waiting_since, due_at, working)
    return calendar.add_working_time(at, left, working)
