"""Which steps a page offers: those that the state and the person's rights allow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aitima.service_requests import lifecycle
from aitima.service_requests.lifecycle import Status, Step
from aitima.service_requests.models import ServiceRequest
from aitima.service_requests.permissions import Power
from aitima.workspace.staff import Staff

POWER: Final[Mapping[Step, Power]] = {
    Step.CHARGE: Power.CHARGE,
    Step.TAKE: Power.TAKE,
    Step.START: Power.WORK,
    Step.ASK: Power.WORK,
    Step.SCHEDULE: Power.WORK,
    Step.RESOLVE: Power.WORK,
    Step.REJECT: Power.DECIDE,
    Step.FORWARD: Power.DECIDE,
    Step.REOPEN: Power.DECIDE,
}
"""What each step asks of a person. The citizen's own, answering and withdrawing, are not here."""

AT_ONCE: Final = frozenset({Step.TAKE, Step.START})
"""Steps that need no words: a button does them."""

LABELS: Final[Mapping[Step, Promise]] = {
    Step.CHARGE: _("Charge"),
    Step.TAKE: _("Take it"),
    Step.START: _("Start work"),
    Step.ASK: _("Ask, and pause"),
    Step.SCHEDULE: _("Plan a day"),
    Step.RESOLVE: _("Resolve"),
    Step.REJECT: _("Do not accept"),
    Step.FORWARD: _("Forward"),
    Step.REOPEN: _("Reopen"),
}

KEYS: Final[Mapping[Step, str]] = {
    Step.CHARGE: "C",
    Step.TAKE: "T",
    Step.START: "S",
    Step.RESOLVE: "E",
}


_NEXT: Final[Mapping[Status, tuple[Step, ...]]] = {
    Status.SUBMITTED: (Step.CHARGE, Step.TAKE),
    Status.CHARGED: (Step.TAKE, Step.START, Step.CHARGE),
    Status.IN_PROGRESS: (Step.RESOLVE,),
    Status.SCHEDULED: (Step.START, Step.RESOLVE),
    Status.WAITING: (),
    Status.RESOLVED: (),
    Status.REJECTED: (),
    Status.FORWARDED: (),
    Status.WITHDRAWN: (),
}
"""What usually comes next: the button that stands out."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A step as a button or a link."""

    step: Step
    main: bool = False

    @property
    def label(self) -> Promise:
        return LABELS[self.step]

    @property
    def at_once(self) -> bool:
        return self.step in AT_ONCE

    @property
    def key(self) -> str:
        return KEYS.get(self.step, "")


def may(step: Step, service_request: ServiceRequest, staff: Staff) -> bool:
    return staff.access.may(POWER[step], service_request)


def is_offered(step: Step, service_request: ServiceRequest, staff: Staff) -> bool:
    if step is Step.TAKE and service_request.officer_id == staff.user.pk:
        return False
    return lifecycle.allows(service_request.state, step) and may(step, service_request, staff)


def offers(service_request: ServiceRequest, staff: Staff) -> list[Offer]:
    """In the order in which work goes on."""
    offered = [step for step in POWER if is_offered(step, service_request, staff)]
    main = next((step for step in _NEXT[service_request.state] if step in offered), None)
    return [Offer(step, main=step is main) for step in offered]
