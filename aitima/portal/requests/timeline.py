"""What happened, in plain words: one line an event, for everybody or for the citizen."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aitima.core.dates import on_day
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import (
    CitizenMessage,
    EventKind,
    RequestEvent,
    ServiceRequest,
)


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    at: datetime
    unit: str


@dataclass(frozen=True, slots=True)
class State:
    """The state as a sign, a colour and words."""

    icon: str
    tone: str
    words: str


_TO_THE_CITIZEN: Final[Mapping[EventKind, Promise]] = {
    EventKind.ASKED: gettext_lazy("The service asks you something"),
    EventKind.CITIZEN_ANSWERED: gettext_lazy("You answered the service"),
    EventKind.ANSWERED: gettext_lazy("The service wrote to you"),
    EventKind.REOPENED: gettext_lazy("Opened again"),
    EventKind.CITIZEN_WROTE: gettext_lazy("You wrote to the service"),
    EventKind.CONFIRMED: gettext_lazy("You said it is fixed"),
    EventKind.WITHDRAWN: gettext_lazy("You withdrew the request"),
}
_TO_EVERYBODY: Final[Mapping[EventKind, Promise]] = {
    EventKind.SUBMITTED: pgettext_lazy("timeline", "Received"),
    EventKind.IMPORTED: pgettext_lazy("timeline", "Received"),
    EventKind.STARTED: gettext_lazy("Work began"),
    EventKind.ASKED: gettext_lazy("The service asked the citizen something"),
    EventKind.CITIZEN_ANSWERED: gettext_lazy("The citizen answered"),
    EventKind.ANSWERED: gettext_lazy("The service wrote to the citizen"),
    EventKind.RESOLVED: gettext_lazy("The service says it is done"),
    EventKind.REJECTED: pgettext_lazy("timeline", "Not accepted"),
    EventKind.REOPENED: gettext_lazy("Opened again"),
    EventKind.CITIZEN_WROTE: gettext_lazy("The citizen wrote"),
    EventKind.CONFIRMED: gettext_lazy("The citizen says it is fixed"),
    EventKind.WITHDRAWN: pgettext_lazy("timeline", "Withdrawn by the citizen"),
    EventKind.ERASED: gettext_lazy("Personal data were erased"),
}
_INTERNAL: Final = (EventKind.NOTED, EventKind.PUBLISHED, EventKind.HIDDEN)
_WITH_FACTS: Final[Mapping[EventKind, Callable[[RequestEvent], str]]] = {
    EventKind.CHARGED: lambda event: _("Charged to: %(unit)s") % {"unit": event.unit},
    EventKind.TAKEN: lambda event: _("Taken up by: %(unit)s") % {"unit": event.unit},
    EventKind.SCHEDULED: lambda event: _("Planned %(day)s") % {"day": _day(event.data["day"])},
    EventKind.FORWARDED: lambda event: (
        _("Forwarded to: %(authority)s") % {"authority": event.data.get("authority", "")}
    ),
}


def events_of(service_request: ServiceRequest) -> list[RequestEvent]:
    """The history in its order; what colleagues note for one another is not in it."""
    events = service_request.events.exclude(kind__in=_INTERNAL)
    return list(events.select_related("unit").order_by("sequence"))


def changed_at(requests: Collection[ServiceRequest]) -> dict[int, datetime]:
    """When the histories of these requests last had news for everybody, by key."""
    events = RequestEvent.objects.filter(service_request__in=requests).exclude(kind__in=_INTERNAL)
    last = events.order_by().values_list("service_request").annotate(Max("at"))
    return {int(pk): at for pk, at in last}


def lines(events: list[RequestEvent], *, private: bool) -> list[Line]:
    """The history in words, newest first."""
    return [_line(event, private=private) for event in reversed(events)]


def _line(event: RequestEvent, *, private: bool) -> Line:
    kind = EventKind(event.kind)
    if kind in _WITH_FACTS:
        return Line(_WITH_FACTS[kind](event), event.at, "")
    words = (
        _of_more_than_one_meaning(event, private=private)
        or (_TO_THE_CITIZEN.get(kind) if private else None)
        or _TO_EVERYBODY[kind]
    )
    return Line(str(words), event.at, event.unit.name if event.unit else "")


def _of_more_than_one_meaning(event: RequestEvent, *, private: bool) -> str:
    if event.data.get("taken_back"):
        return (
            _("You took back that it is fixed")
            if private
            else _("The citizen took back that it is fixed")
        )
    if event.data.get("purpose") == CitizenMessage.Purpose.THANKS:
        return _("You thanked the service") if private else _("The citizen thanked the service")
    if event.kind == EventKind.REOPENED and event.by_id is None:
        return (
            _("You said it is not settled: opened again")
            if private
            else _("The citizen says it is not settled: opened again")
        )
    return ""


_STATES: Final[Mapping[Status, tuple[str, str, Promise]]] = {
    Status.SUBMITTED: ("s-new", "", pgettext_lazy("state", "Received")),
    Status.CHARGED: ("s-work", "", gettext_lazy("The service has it")),
    Status.IN_PROGRESS: ("s-work", "", gettext_lazy("Work is under way")),
    Status.SCHEDULED: ("s-work", "", gettext_lazy("The work is planned")),
    Status.WAITING: ("s-wait", "wait", gettext_lazy("Waiting for the citizen’s answer")),
    Status.RESOLVED: ("s-done", "done", gettext_lazy("The service says it is done")),
    Status.REJECTED: ("s-other", "", pgettext_lazy("state", "Not accepted")),
    Status.FORWARDED: ("s-other", "", gettext_lazy("Forwarded to another authority")),
    Status.WITHDRAWN: ("x", "", pgettext_lazy("state", "Withdrawn by the citizen")),
}


def state(service_request: ServiceRequest, *, private: bool) -> State:
    icon, tone, words = _STATES[service_request.state]
    if private and service_request.state == Status.WAITING:
        return State(icon, tone, _("Waiting for your answer"))
    if service_request.state == Status.SCHEDULED and service_request.scheduled_for:
        day = on_day(service_request.scheduled_for)
        return State(icon, tone, _("Planned %(day)s") % {"day": day})
    return State(icon, tone, str(words))


def _day(text: str) -> str:
    return on_day(date.fromisoformat(text))
