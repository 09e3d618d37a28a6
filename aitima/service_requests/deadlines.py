"""The two clocks: the operational target in working time, the legal one in calendar days."""

from datetime import date, datetime

from aitima.catalogue.models import Service
from aitima.organisation import calendar


def target(service: Service, *, at: datetime) -> datetime:
    """When a request for the service, registered at `at`, should be done."""
    return calendar.add_working_days(at, service.target_days, calendar.working_calendar())


def legal(*, at: datetime) -> date:
    return calendar.legal_deadline(at, zone=calendar.working_calendar().zone)


def resumed(due_at: datetime, *, waiting_since: datetime, at: datetime) -> datetime:
    """Move the target by the time that the citizen's answer was awaited.

    The working time that was left when the clock stopped is what is left when it goes on.
    """
    if due_at <= waiting_since:
        return due_at
    working = calendar.working_calendar()
    left = calendar.working_time(waiting_since, due_at, working)
    return calendar.add_working_time(at, left, working)
