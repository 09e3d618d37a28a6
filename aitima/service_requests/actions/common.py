"""What every action begins and ends with: lock → allow → check … record → tell."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from aitima import live
from aitima.accounts.models import User
from aitima.notifications import outbox
from aitima.service_requests import lifecycle, messages, permissions
from aitima.service_requests.lifecycle import Step, TransitionRefused
from aitima.service_requests.models import RequestEvent, ServiceRequest
from aitima.service_requests.permissions import Access, Power


class ChangedMeanwhile(TransitionRefused):
    """Somebody else acted since the page was made; nothing was overwritten."""


def locked(pk: int) -> ServiceRequest:
    """Read the request under its lock, with the rows that messages name.

    Locked by itself first: a statement that waited for the lock and joined the unit would find
    no row at all where somebody has charged another unit meanwhile.
    """
    ServiceRequest.objects.locked().only("pk").get(pk=pk)
    return ServiceRequest.objects.with_names().get(pk=pk)


def begin(
    pk: int, *, by: User, power: Power, step: Step, seen: int | None, at: datetime
) -> tuple[ServiceRequest, Access]:
    """Lock, allow and check; the request comes back already in its new state.

    Args:
        seen: number of the last event on the page the person acted from.

    Raises:
        PermissionDenied: the person lacks the power over this request.
        ChangedMeanwhile: something happened that the person has not seen.
        TransitionRefused: the request's state does not allow the step.
    """
    service_request = locked(pk)
    access = permissions.check(by, power, service_request, at=at)
    check_seen(service_request, seen)
    service_request.status = lifecycle.check_transition(service_request.state, step)
    return service_request, access


def announce(service_request: ServiceRequest, *unit_ids: int) -> None:
    """Tell open pages that this request, and the queues it is or was in, have changed."""
    units = {service_request.unit_id, *unit_ids}
    live.publish(service_request.topic, *(f"unit:{unit_id}" for unit_id in units))


def tell_citizen(
    service_request: ServiceRequest, template: str, *, at: datetime, **facts: str
) -> None:
    """Write to the citizen in the name of the unit that has the request."""
    outbox.add(*messages.from_unit(template, service_request, at=at, **facts), at=at)


def respond(service_request: ServiceRequest, *, at: datetime) -> None:
    """Note the moment of the municipality's first word of substance."""
    if service_request.first_response_at is None:
        service_request.first_response_at = at


def check_seen(service_request: ServiceRequest, seen: int | None) -> None:
    if seen is None or seen >= service_request.last_event:
        return
    event = (
        RequestEvent.objects.select_related("by")
        .filter(service_request=service_request)
        .latest("sequence")
    )
    raise ChangedMeanwhile(
        _(
            "In the meantime: %(what)s, by %(who)s at %(time)s. Nothing was overwritten and what "
            "you wrote is still here; look at the change, then decide again."
        )
        % {
            "what": event.get_kind_display(),
            "who": event.by.full_name if event.by else _("the citizen"),
            "time": date_format(localtime(event.at), "H:i"),
        }
    )
