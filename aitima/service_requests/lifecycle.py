"""The life of a service request: one table, read by the code, the pages and the docs."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    SUBMITTED = "submitted", _("received")
    CHARGED = "charged", _("charged")
    IN_PROGRESS = "in_progress", _("in progress")
    SCHEDULED = "scheduled", _("scheduled")
    WAITING = "waiting", _("waiting for the citizen")
    RESOLVED = "resolved", _("resolved")
    REJECTED = "rejected", _("not accepted")
    FORWARDED = "forwarded", _("forwarded to another authority")
    WITHDRAWN = "withdrawn", _("withdrawn by the citizen")


class Step(models.TextChoices):
    """What a person may do with a request; the name of the action that does it."""

    CHARGE = "charge", _("charge")
    TAKE = "take", _("take")
    START = "start", _("start work")
    ASK = "ask", _("ask the citizen")
    ANSWER_QUESTION = "answer_question", _("answer the question")
    SCHEDULE = "schedule", _("schedule")
    RESOLVE = "resolve", _("resolve")
    REJECT = "reject", _("do not accept")
    FORWARD = "forward", _("forward to another authority")
    REOPEN = "reopen", _("reopen")
    WITHDRAW = "withdraw", _("withdraw")


OPEN: Final = frozenset(
    {Status.SUBMITTED, Status.CHARGED, Status.IN_PROGRESS, Status.SCHEDULED, Status.WAITING}
)
CLOSED: Final = frozenset(Status) - OPEN
IN_HAND: Final = OPEN - {Status.SUBMITTED}

STEPS: Final[Mapping[Step, tuple[frozenset[Status], Status]]] = {
    Step.CHARGE: (OPEN - {Status.WAITING}, Status.CHARGED),
    Step.TAKE: (frozenset({Status.SUBMITTED, Status.CHARGED}), Status.CHARGED),
    Step.START: (frozenset({Status.CHARGED, Status.SCHEDULED}), Status.IN_PROGRESS),
    Step.ASK: (OPEN - {Status.WAITING}, Status.WAITING),
    Step.ANSWER_QUESTION: (frozenset({Status.WAITING}), Status.CHARGED),
    Step.SCHEDULE: (
        frozenset({Status.CHARGED, Status.IN_PROGRESS, Status.SCHEDULED}),
        Status.SCHEDULED,
    ),
    Step.RESOLVE: (IN_HAND, Status.RESOLVED),
    Step.REJECT: (OPEN, Status.REJECTED),
    Step.FORWARD: (OPEN, Status.FORWARDED),
    Step.REOPEN: (CLOSED - {Status.WITHDRAWN}, Status.CHARGED),
    Step.WITHDRAW: (OPEN, Status.WITHDRAWN),
}


class TransitionRefused(Exception):
    """The request's state does not allow the step; the message is for the person who tried."""


def allows(status: Status, step: Step) -> bool:
    return status in STEPS[step][0]


def check_transition(status: Status, step: Step) -> Status:
    """Return the state that the step leads to, or refuse.

    Raises:
        TransitionRefused: in the present state the step makes no sense.
    """
    allowed_from, target = STEPS[step]
    if status not in allowed_from:
        raise TransitionRefused(
            gettext(
                "This can no longer be done: the request is now “%(state)s”. "
                "Somebody may have acted in the meantime; see its history."
            )
            % {"state": status.label}
        )
    return target
