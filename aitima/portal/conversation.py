"""What the citizen and the service wrote to each other, in one order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aitima.service_requests.models import PublicAnswer, ServiceRequest

_ROLES: Final = {
    PublicAnswer.Purpose.REPLY: "reply",
    PublicAnswer.Purpose.QUESTION: "question",
    PublicAnswer.Purpose.RESOLUTION: "ending",
    PublicAnswer.Purpose.REJECTION: "ending",
    PublicAnswer.Purpose.FORWARDING: "ending",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One message; `role` is report, message, reply, question or ending."""

    role: str
    body: str
    at: datetime
    unit: str = ""

    @property
    def mine(self) -> bool:
        return self.role in {"report", "message"}


def conversation(service_request: ServiceRequest) -> list[Said]:
    """The report itself, then everything that followed."""
    theirs = [
        Said(_ROLES[PublicAnswer.Purpose(a.purpose)], a.body, a.at, a.unit.name)
        for a in service_request.public_answers.select_related("unit")
    ]
    mine = [Said("message", m.body, m.at) for m in service_request.citizen_messages.all()]
    first = Said("report", service_request.description, service_request.submitted_at)
    return sorted([first, *theirs, *mine], key=lambda said: said.at)
