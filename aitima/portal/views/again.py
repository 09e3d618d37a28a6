"""One report after the other on the same walk: the next one begins where the last one was."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from aitima.portal.forms.details import Contact
from aitima.portal.posting import posted_from
from aitima.portal.reporting import drafts
from aitima.portal.requests.access import access_own
from aitima.portal.views import flow
from aitima.service_requests.models import Reporter, ServiceRequest


@posted_from("portal:request", "year", "serial")
def again(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    """Begin a report with the place and the contact of one's own request; `same`, the service too.

    Words and photos are the last one's own: they stay with it.
    """
    service_request = access_own(request, f"{year}/{serial}").service_request
    at = timezone.now()
    draft = drafts.new(at=at)
    answers = {**_place(service_request), **_contact(service_request)}
    if "same" in request.POST:
        answers["service"] = service_request.service.code
    flow.count_new(request, draft, at=at)
    drafts.keep(draft, answers, at=at)
    return flow.go("portal:report-what", draft)


def _place(service_request: ServiceRequest) -> dict[str, str]:
    point = {}
    if service_request.latitude is not None and service_request.longitude is not None:
        point = {
            "latitude": str(service_request.latitude),
            "longitude": str(service_request.longitude),
        }
    place = service_request.place
    return {
        "place": place.code if place else "",
        "q": place.name if place else "",
        "address": service_request.address,
        "place_is_private": "on" if _said_private(service_request) else "",
        **point,
    }


def _said_private(service_request: ServiceRequest) -> bool:
    """Whether the citizen said so; what the last service says goes with that service."""
    return service_request.place_is_private and not service_request.service.place_is_private


def _contact(service_request: ServiceRequest) -> dict[str, str]:
    reporter = getattr(service_request, "reporter", None)
    if reporter is None:
        return {"contact": Contact.NONE.value}
    return {
        "contact": _way(reporter).value,
        "email": reporter.email,
        "phone": reporter.phone,
        "name": reporter.name,
    }


def _way(reporter: Reporter) -> Contact:
    if reporter.email and reporter.phone:
        return Contact.BOTH
    if reporter.phone:
        return Contact.PHONE
    return Contact.EMAIL if reporter.email else Contact.NONE
