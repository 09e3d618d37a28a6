"""What the citizen and the service wrote to each other, in one order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from aitima.service_requests.models import (
    CitizenMessage,
    Photo,
    PublicAnswer,
    RequestEvent,
    ServiceRequest,
)

_ROLES: Final = {
    PublicAnswer.Purpose.REPLY: "reply",
    PublicAnswer.Purpose.QUESTION: "question",
    PublicAnswer.Purpose.RESOLUTION: "ending",
    PublicAnswer.Purpose.REJECTION: "ending",
    PublicAnswer.Purpose.FORWARDING: "ending",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One message; `role` is report, reply, question or ending, or the purpose of the citizen's."""

    role: str
    body: str
    at: datetime
    unit: str = ""
    photos: list[Photo] = field(default_factory=list)

    @property
    def mine(self) -> bool:
        return self.role == "report" or self.role in CitizenMessage.Purpose


def conversation(
    service_request: ServiceRequest, events: Iterable[RequestEvent], photos: Iterable[Photo]
) -> list[Said]:
    """The report itself, then everything that followed."""
    theirs = [
        Said(_ROLES[PublicAnswer.Purpose(a.purpose)], a.body, a.at, a.unit.name)
        for a in service_request.public_answers.select_related("unit")
    ]
    shown = _photos_by_message(events, photos)
    mine = [
        Said(m.purpose, m.body, m.at, photos=shown.get(m.pk, []))
        for m in service_request.citizen_messages.all()
    ]
    first = Said("report", service_request.description, service_request.submitted_at)
    return sorted([first, *theirs, *mine], key=lambda said: said.at)


def _photos_by_message(
    events: Iterable[RequestEvent], photos: Iterable[Photo]
) -> dict[int, list[Photo]]:
    """Which photos came with which message, as the history tells."""
    by_key = {photo.pk: photo for photo in photos}
    return {
        event.data["message"]: [by_key[key] for key in event.data["photos"] if key in by_key]
        for event in events
        if event.data.get("photos")
    }
