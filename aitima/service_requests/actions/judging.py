"""What the citizen says of the result: it is fixed, how well it was done, or "a mistake of mine".

That it is not fixed is `reopen`.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aitima.service_requests import history
from aitima.service_requests.actions.common import announce, locked
from aitima.service_requests.actions.repeating import DoneBefore
from aitima.service_requests.lifecycle import Status, TransitionRefused
from aitima.service_requests.models import EventKind, Feedback, ServiceRequest


@transaction.atomic
def confirm(*, pk: int, at: datetime, seen: int | None = None) -> Feedback:
    """Note that the citizen finds it fixed.

    Args:
        seen: number of the last event on the page the citizen acted from.

    Raises:
        DoneBefore: the citizen has said so already.
        TransitionRefused: it is not resolved, or was resolved once more since the page was made.
    """
    service_request = locked(pk)
    closing = _judged(service_request, seen=seen)
    feedback, made = Feedback.objects.get_or_create(
        service_request=service_request, closing=closing, defaults={"fixed": True, "at": at}
    )
    if not made:
        raise DoneBefore
    history.record(service_request, EventKind.CONFIRMED, at=at, feedback=feedback.pk)
    announce(service_request)
    return feedback


@transaction.atomic
def rate(*, pk: int, rating: int | None, comment: str, at: datetime) -> Feedback:
    """Keep how well the citizen was served; said again, the later word counts.

    Raises:
        TransitionRefused: the citizen has not said that it is fixed, or took it back.
    """
    service_request = locked(pk)
    feedback = _given(service_request, closing=_judged(service_request, seen=None))
    if feedback is None:
        raise TransitionRefused(_("Please say first whether it is fixed."))
    feedback.rating, feedback.comment, feedback.at = rating, comment, at
    feedback.save(update_fields=["rating", "comment", "at"])
    announce(service_request)
    return feedback


@transaction.atomic
def take_back(*, pk: int, at: datetime) -> ServiceRequest:
    """Undo "it is fixed"; the question stands open again.

    Raises:
        DoneBefore: there is nothing to take back.
        TransitionRefused: the request has been opened again meanwhile.
    """
    service_request = locked(pk)
    feedback = _given(service_request, closing=_judged(service_request, seen=None))
    if feedback is None:
        raise DoneBefore
    history.record(
        service_request, EventKind.CONFIRMED, at=at, feedback=feedback.pk, taken_back=True
    )
    feedback.delete()
    announce(service_request)
    return service_request


def _judged(service_request: ServiceRequest, *, seen: int | None) -> int:
    """The closing that is judged: the last one, if the citizen has seen it."""
    closing = history.closing_of(service_request)
    if service_request.state != Status.RESOLVED or (seen is not None and seen < closing):
        raise TransitionRefused(
            _("In the meantime the service has done something more: see below, then decide again.")
        )
    return closing


def _given(service_request: ServiceRequest, *, closing: int) -> Feedback | None:
    return service_request.feedback.filter(closing=closing, fixed=True).first()
