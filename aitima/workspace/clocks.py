"""The two clocks as bars: how much of a deadline is used, and what that is in words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aitima.organisation import calendar
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import ServiceRequest

_WHOLE: Final = 98.5
"""Per cent of the bar at which a deadline stands that has not passed."""
_LEAST: Final = 30.0
"""A deadline long past keeps this much of the bar, so that the bar can still be read."""
_WEEK: Final = 7
LEGAL_NOTICE: Final = timedelta(days=5)


class Tone(StrEnum):
    FINE = "fine"
    SOON = "soon"
    OVER = "over"
    PAUSED = "paused"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Bar:
    """A track with a tick at the deadline; lengths are per cent of it, as SVG writes them."""

    used: str
    tick: str
    beyond: str
    tone: Tone
    words: str

    @property
    def icon(self) -> str:
        return {
            Tone.SOON: "m-today",
            Tone.OVER: "m-over",
            Tone.PAUSED: "s-waiting",
            Tone.DONE: "s-resolved",
        }.get(self.tone, "")


def target_bar(service_request: ServiceRequest, *, at: datetime) -> Bar:
    """The operational target, as a list shows it: by the clock, for the words say the rest."""
    stopped = service_request.waiting_since or service_request.closed_at
    tone = _tone(service_request, at=at)
    words = _target_words(service_request, tone, at=at)
    return _bar(service_request.submitted_at, service_request.due_at, stopped or at, tone, words)


def legal_bar(service_request: ServiceRequest, *, at: datetime) -> Bar:
    """Fifty calendar days, Ν. 2690/1999 art. 4."""
    start = timezone.localdate(service_request.submitted_at)
    end = service_request.legal_due_on
    today = timezone.localdate(service_request.closed_at or at)
    over = today > end
    tone = Tone.DONE if service_request.closed_at else Tone.OVER if over else Tone.FINE
    words = (_("ran out on %(day)s") if over else _("until %(day)s")) % {"day": day(end, at=at)}
    whole = max((end - start).days, 1)
    return _spread((today - start).days / whole, tone, words)


def legal_note(service_request: ServiceRequest, *, at: datetime) -> str:
    if service_request.closed_at:
        return ""
    number = (timezone.localdate(at) - timezone.localdate(service_request.submitted_at)).days + 1
    notice = service_request.legal_due_on - LEGAL_NOTICE
    return _("day %(number)s of %(days)s · notice of a delay by %(notice)s at the latest") % {
        "number": number,
        "days": calendar.LEGAL_DAYS,
        "notice": day(notice, at=at),
    }


def target_note(service_request: ServiceRequest, *, at: datetime) -> str:
    """How much working time is left or has passed beyond."""
    if service_request.closed_at or service_request.waiting_since:
        return ""
    working = calendar.working_calendar()
    if service_request.due_at < at:
        late = calendar.working_time(service_request.due_at, at, working)
        return _("%(time)s of working time too late") % {"time": _length(late)}
    left = calendar.working_time(at, service_request.due_at, working)
    return _("%(time)s of working time left") % {"time": _length(left)}


def moment(at: datetime, *, now: datetime) -> str:
    """A time as colleagues say it: «σήμερα 08:12», «Τετ 18/11 10:31»."""
    local = timezone.localtime(at)
    return f"{day(local.date(), at=now)} {date_format(local, 'H:i')}"


def day(when: date, *, at: datetime) -> str:
    today = timezone.localdate(at)
    names = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if (name := names.get((when - today).days)) is not None:
        return name
    return date_format(when, "D j/n" if when.year == today.year else "j/n/Y")


def _bar(start: datetime, end: datetime, now: datetime, tone: Tone, words: str) -> Bar:
    whole = max((end - start).total_seconds(), 1)
    return _spread((now - start).total_seconds() / whole, tone, words)


def _spread(share: float, tone: Tone, words: str) -> Bar:
    if share <= 1:
        return Bar(_percent(max(share, 0.01) * _WHOLE), _percent(_WHOLE), "", tone, words)
    tick = max(_LEAST, 100 / share)
    return Bar(_percent(tick), _percent(tick), _percent(100 - tick), tone, words)


def _percent(share: float) -> str:
    return f"{share:.1f}%"


def _tone(service_request: ServiceRequest, *, at: datetime) -> Tone:
    if service_request.closed_at:
        return Tone.DONE
    if service_request.waiting_since:
        return Tone.PAUSED
    if service_request.due_at < at:
        return Tone.OVER
    due_today = timezone.localdate(service_request.due_at) == timezone.localdate(at)
    return Tone.SOON if due_today else Tone.FINE


def _target_words(service_request: ServiceRequest, tone: Tone, *, at: datetime) -> str:
    if tone is Tone.DONE and service_request.closed_at:
        closed = timezone.localdate(service_request.closed_at)
        return _("%(state)s %(day)s") % {
            "state": Status(service_request.status).label,
            "day": day(closed, at=at),
        }
    if tone is Tone.PAUSED and service_request.waiting_since:
        since = timezone.localdate(service_request.waiting_since)
        return _("paused since %(day)s") % {"day": day(since, at=at)}
    due = timezone.localtime(service_request.due_at)
    near = abs((due.date() - timezone.localdate(at)).days) < _WEEK
    facts = {"day": day(due.date(), at=at), "time": date_format(due, "H:i")}
    if tone is Tone.OVER:
        return (_("was due %(day)s %(time)s") if near else _("was due %(day)s")) % facts
    return (_("%(day)s by %(time)s") if near else "%(day)s") % facts


def _length(time: timedelta) -> str:
    hours, minutes = divmod(int(time.total_seconds()) // 60, 60)
    working = calendar.working_calendar()
    of_a_day = max(working.closes_at.hour - working.opens_at.hour, 1)
    if hours >= of_a_day:
        days = hours // of_a_day
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    if not hours:
        return _("%(minutes)s min") % {"minutes": minutes}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
