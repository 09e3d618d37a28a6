"""The page of one request, what changed on it, and who sent it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from aitima.live import topics
from aitima.service_requests import actions, queries
from aitima.service_requests.models import ServiceRequest
from aitima.workspace.desk.rooms import Desk
from aitima.workspace.forms.steps import NoteForm, ReplyForm
from aitima.workspace.staff import StaffRequest, staff_page


@staff_page
@require_GET
def detail(request: StaffRequest, number: str) -> HttpResponse:
    service_request = access(request, number)
    return render(request, "workspace/request.html", context(request, service_request))


@staff_page
@require_GET
def changes(request: StaffRequest, number: str) -> HttpResponse:
    """The parts of an open page that show what happened; none of them holds typed words."""
    service_request = access(request, number)
    seen = request.GET.get("seen", "")
    known = int(seen) if seen.isdecimal() and len(seen) < 9 else service_request.last_event  # noqa: PLR2004 - digits
    parts = context(request, service_request)
    parts["news"] = [
        line for line in parts["desk"].since(known) if line.event.by_id != request.user.pk
    ]
    return render(request, "workspace/parts/request_changes.html", parts)


@staff_page
@require_POST
def person(request: StaffRequest, number: str) -> HttpResponse:
    """Show who sent it; that it was read is written down first."""
    service_request = access(request, number)
    reporter = actions.reveal_reporter(pk=service_request.pk, by=request.user, at=request.staff.at)
    parts = context(request, service_request) | {"revealed": reporter}
    page = "workspace/parts/person.html" if request.htmx else "workspace/request.html"
    return render(request, page, parts)


def access(request: StaffRequest, number: str) -> ServiceRequest:
    """The one way in which these pages fetch a request."""
    return queries.access_service_request(request.user, number, at=request.staff.at)


def context(request: StaffRequest, service_request: ServiceRequest) -> dict[str, Any]:
    return {
        "staff": request.staff,
        "current": "",
        "service_request": service_request,
        "desk": Desk(service_request, request.staff),
        "reply_form": ReplyForm(service_request=service_request, auto_id="reply-%s"),
        "note_form": NoteForm(service_request=service_request, auto_id="note-%s"),
        "revealed": None,
        "stream": topics.stream_url(service_request.topic),
    }


def back_to(service_request: ServiceRequest) -> HttpResponse:
    return redirect("workspace:request-detail", service_request.number)
