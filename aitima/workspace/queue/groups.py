"""Groups of open requests by deadline; while a citizen's answer is awaited there is none."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import ServiceRequest


class Due(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The limits of the groups at one moment, in the municipality's time zone."""

    at: datetime

    @property
    def tomorrow(self) -> datetime:
        midnight = timezone.localtime(self.at).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + timedelta(days=1)

    @property
    def week_end(self) -> datetime:
        return self.tomorrow + timedelta(days=7)

    def condition(self, due: Due) -> Q:
        if due is Due.WAITING:
            return Q(status=Status.WAITING)
        start, end = {
            Due.OVERDUE: (None, self.at),
            Due.TODAY: (self.at, self.tomorrow),
            Due.WEEK: (self.tomorrow, self.week_end),
            Due.LATER: (self.week_end, None),
        }[due]
        found = ~Q(status=Status.WAITING)
        if start:
            found &= Q(due_at__gte=start)
        return found & Q(due_at__lt=end) if end else found

    def of(self, service_request: ServiceRequest) -> Due:
        if service_request.status == Status.WAITING:
            return Due.WAITING
        if service_request.due_at < self.at:
            return Due.OVERDUE
        if service_request.due_at < self.tomorrow:
            return Due.TODAY
        return Due.WEEK if service_request.due_at < self.week_end else Due.LATER

    def name(self, due: Due) -> str:
        last = date_format(timezone.localtime(self.week_end - timedelta(minutes=1)), "j E")
        return {
            Due.OVERDUE: _("Overdue"),
            Due.TODAY: _("Due today"),
            Due.WEEK: _("Until %(day)s") % {"day": last},
            Due.LATER: _("Later"),
            Due.WAITING: _("Paused, waiting for the citizen"),
        }[due]
