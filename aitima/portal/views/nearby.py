"""“Already known?”: the step between where and details, skipped where nothing is near."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aitima.portal.models import ReportDraft
from aitima.portal.reporting import answering, drafts
from aitima.portal.reporting.already_known import point_of
from aitima.portal.reporting.around import around
from aitima.portal.requests import timeline
from aitima.portal.views import flow
from aitima.service_requests.nearby import Nearby, nearby

FOLLOWED = "followed"
"""The draft's answer that says which request is followed instead of sending it."""


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest) -> HttpResponse:
    """Show what may be the same; “it is this one” leads away, “mine is different” goes on."""
    at = timezone.now()
    draft = drafts.of(request, at=at)
    service = answering.service_of(draft)
    if draft is None or service is None:
        return redirect("portal:report-what")
    point = point_of(draft, service)
    found = nearby(service, *point) if point else []
    if request.method == "POST":
        return _chosen(request.POST.get("same", ""), draft, found)
    if not found or not point:
        return flow.go("portal:report-details", draft)
    states = [timeline.state(near.service_request, private=False) for near in found]
    drawn = around(*point, found)
    context = {
        "service": service,
        "found": list(zip(found, states, drawn.marks, strict=True)),
        "around": drawn,
    }
    return flow.page(request, "portal/nearby.html", context, draft=draft)


def _chosen(number: str, draft: ReportDraft, found: list[Nearby]) -> HttpResponse:
    """Note the choice in the draft, which stays as it is: whoever comes back can go on with it."""
    same = next((near for near in found if near.service_request.number == number), None)
    drafts.keep(draft, {FOLLOWED: number if same else ""}, at=timezone.now())
    if same is None:
        return flow.go("portal:report-details", draft)
    url = reverse("portal:follow", args=same.service_request.number.split("/"))
    response = redirect(f"{url}?same=1")
    drafts.remember(response, draft)
    return response
