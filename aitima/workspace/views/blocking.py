"""The list of blocked contacts, and blocking whoever sent a request."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from aitima.accounts.models import BlockedContact, BlockingRecord
from aitima.service_requests import actions
from aitima.service_requests.models import Reporter, ServiceRequest
from aitima.service_requests.permissions import Power
from aitima.workspace.forms.blocking import ContactForm, ReasonForm, ReporterForm
from aitima.workspace.staff import StaffRequest, page_with, staff_page
from aitima.workspace.views.detail import back_to, context
from aitima.workspace.views.steps import UNPROCESSABLE, access_for, posted

ON_PAGE: Final = 50
LATELY: Final = 20


@page_with(Power.BLOCK)
@require_http_methods(["GET", "POST"])
def blocked(request: StaffRequest) -> HttpResponse:
    """The list, what was done lately, and the form for one more."""
    form = ContactForm(posted(request))
    if form.is_valid():
        entry = actions.block_contact(by=request.user, at=request.staff.at, **form.cleaned_data)
        messages.success(request, _("%(contact)s is blocked.") % {"contact": entry.hint})
        return redirect("workspace:blocked")
    entries = BlockedContact.objects.select_related("by").order_by("-at", "-pk")
    parts = {
        "form": form,
        "page": Paginator(entries, ON_PAGE).get_page(request.GET.get("page")),
        "log": BlockingRecord.objects.select_related("by").order_by("-at", "-pk")[:LATELY],
    }
    return _page(request, "workspace/blocked.html", parts, form)


@page_with(Power.BLOCK)
@require_http_methods(["GET", "POST"])
def unblock(request: StaffRequest, entry: int) -> HttpResponse:
    found = BlockedContact.objects.select_related("by").filter(pk=entry).first()
    if found is None:
        raise Http404
    form = ReasonForm(posted(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.unblock_contact(key=found.key, by=request.user, reason=reason, at=request.staff.at)
        messages.success(request, _("%(contact)s is free again.") % {"contact": found.hint})
        return redirect("workspace:blocked")
    return _page(request, "workspace/unblock.html", {"form": form, "entry": found}, form)


@staff_page
@require_http_methods(["GET", "POST"])
def block_reporter(request: StaffRequest, number: str) -> HttpResponse:
    """Block whoever sent it, without learning who it is."""
    service_request = access_for(request, number, Power.BLOCK)
    form = ReporterForm(posted(request), reporter=_reporter_of(service_request))
    if form.is_valid():
        done = actions.block_reporter(
            pk=service_request.pk, by=request.user, at=request.staff.at, **form.cleaned_data
        )
        messages.success(request, _blocked(len(done)))
        return back_to(service_request)
    parts = context(request, service_request) | {"form": form}
    return _page(request, "workspace/block.html", parts, form)


def _reporter_of(service_request: ServiceRequest) -> Reporter:
    found = Reporter.objects.filter(service_request=service_request).first()
    if found is None or not (found.email or found.phone):
        raise PermissionDenied(_("Nobody left an address or a telephone with this request."))
    return found


def _blocked(count: int) -> str:
    return ngettext(
        "The contact is blocked. Further reports with it are refused.",
        "Both contacts are blocked. Further reports with them are refused.",
        count,
    )


def _page(
    request: StaffRequest, template: str, parts: dict[str, Any], form: ReasonForm
) -> HttpResponse:
    frame = {"staff": request.staff, "current": "blocked"}
    return render(request, template, frame | parts, status=UNPROCESSABLE if form.errors else 200)
