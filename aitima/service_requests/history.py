"""Writing and verifying the chain of events."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import F

from aitima.organisation.models import Unit
from aitima.service_requests.models import EventKind, RequestEvent, ServiceRequest

if TYPE_CHECKING:
    from aitima.accounts.models import User

_CHUNK: Final = 2000
_ENDS: Final = (
    EventKind.RESOLVED,
    EventKind.REJECTED,
    EventKind.FORWARDED,
    EventKind.WITHDRAWN,
)


def next_event(
    service_request: ServiceRequest,
    kind: EventKind,
    *,
    at: datetime,
    by: "User | None" = None,
    unit: Unit | None = None,
    **data: Any,
) -> RequestEvent:
    """Make, but do not yet store, the event that follows the request's last one."""
    event = RequestEvent(
        service_request_id=service_request.pk,
        sequence=service_request.last_event + 1,
        kind=kind,
        at=at,
        by=by,
        unit=unit,
        data=data,
        previous_hash=service_request.last_event_hash,
    )
    event.hash = event.computed_hash()
    service_request.last_event = event.sequence
    service_request.last_event_hash = event.hash
    return event


def record(
    service_request: ServiceRequest,
    kind: EventKind,
    *,
    at: datetime,
    by: "User | None" = None,
    unit: Unit | None = None,
    **data: Any,
) -> RequestEvent:
    """Append an event to the history of a locked request, and store what the action changed."""
    event = next_event(service_request, kind, at=at, by=by, unit=unit, **data)
    event.save(force_insert=True)
    service_request.updated_at = at
    service_request.save(force_update=True)
    return event


def closing_of(service_request: ServiceRequest) -> int:
    """The number of the event that closed the request last; 0 where none did."""
    ends = service_request.events.filter(kind__in=_ENDS).order_by("-sequence")
    return ends.values_list("sequence", flat=True).first() or 0


@dataclass(frozen=True)
class Break:
    """A place where the chain does not hold, and why."""

    number: str
    sequence: int
    reason: str


def verify(progress: Callable[[int], None] | None = None) -> list[Break]:
    """Recompute every hash; return the places where history was changed, cut or lengthened."""
    breaks: list[Break] = []
    done = 0
    for service_request, events in _chains():
        if any(_breaks(service_request, events)):
            breaks.extend(_breaks_at_rest(service_request.pk))
        done += 1
        if progress and done % _CHUNK == 0:
            progress(done)
    if progress:
        progress(done)
    return breaks


def _breaks_at_rest(pk: int) -> list[Break]:
    """Look again while nobody acts: requests and events were not read at the same moment."""
    with transaction.atomic():
        service_request = ServiceRequest.objects.locked().get(pk=pk)
        events = RequestEvent.objects.filter(service_request_id=pk).order_by("sequence")
        return list(_breaks(service_request, list(events)))


def _chains() -> Iterator[tuple[ServiceRequest, list[RequestEvent]]]:
    last = 0
    while True:
        batch = list(
            ServiceRequest.objects.filter(pk__gt=last)
            .order_by("pk")
            .only("pk", "number", "last_event", "last_event_hash")[:_CHUNK]
        )
        if not batch:
            return
        last = batch[-1].pk
        chains: dict[int, list[RequestEvent]] = {row.pk: [] for row in batch}
        events = RequestEvent.objects.filter(
            service_request_id__gte=batch[0].pk, service_request_id__lte=last
        )
        for event in events.order_by(F("service_request_id"), F("sequence")):
            chains.setdefault(event.service_request_id, []).append(event)
        yield from ((row, chains[row.pk]) for row in batch)


def _breaks(service_request: ServiceRequest, events: list[RequestEvent]) -> Iterator[Break]:
    previous = ""
    for place, event in enumerate(events, start=1):
        if event.sequence != place:
            yield Break(service_request.number, place, "an event is missing")
            return
        if event.previous_hash != previous:
            yield Break(service_request.number, place, "does not follow the event before")
        if event.hash != event.computed_hash():
            yield Break(service_request.number, place, "was changed")
        previous = event.hash
    if len(events) != service_request.last_event or previous != service_request.last_event_hash:
        yield Break(service_request.number, len(events), "the last events are missing")
