"""The steps of a request: each is a form with a page of its own."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from aitima.service_requests import lifecycle
from aitima.service_requests.actions import ChangedMeanwhile
from aitima.service_requests.lifecycle import Step, TransitionRefused
from aitima.service_requests.models import ServiceRequest
from aitima.service_requests.permissions import Power
from aitima.workspace.desk import steps
from aitima.workspace.desk.chart import branches
from aitima.workspace.desk.rooms import Desk, Line
from aitima.workspace.forms.base import StepForm
from aitima.workspace.forms.charging import ChargeForm
from aitima.workspace.forms.resolving import ResolveForm
from aitima.workspace.forms.steps import FORMS, VOICES, ReopenForm
from aitima.workspace.staff import StaffRequest, staff_page
from aitima.workspace.views.detail import access, back_to, context

CONFLICT = 409
UNPROCESSABLE = 422


@staff_page
@require_http_methods(["GET", "POST"])
def step(request: StaffRequest, number: str, step: str) -> HttpResponse:
    """A step that needs words or a day, or one press of a button."""
    if step not in FORMS:
        raise Http404
    service_request = access_for(request, number, steps.POWER[Step(step)])
    form = FORMS[step](posted(request), service_request=service_request, auto_id="step-%s")
    return answer(request, form, "workspace/step.html")


@staff_page
@require_http_methods(["GET", "POST"])
def voice(request: StaffRequest, number: str, name: str) -> HttpResponse:
    """Words for the citizen, or for colleagues: two forms, two addresses, two tables."""
    form_class, power = VOICES[name]
    service_request = access_for(request, number, power)
    form = form_class(posted(request), service_request=service_request, auto_id=f"{name}-%s")
    page = f"workspace/parts/{name}_form.html" if request.htmx else f"workspace/{name}.html"
    return answer(request, form, page)


@staff_page
@require_http_methods(["GET", "POST"])
def resolve(request: StaffRequest, number: str) -> HttpResponse:
    service_request = access_for(request, number, Power.WORK)
    form = ResolveForm(
        posted(request),
        request.FILES or None,
        service_request=service_request,
        by=request.user,
        at=request.staff.at,
        auto_id="step-%s",
    )
    return answer(request, form, "workspace/resolve.html")


@staff_page
@require_http_methods(["GET", "POST"])
def charge(request: StaffRequest, number: str) -> HttpResponse:
    service_request = access_for(request, number, Power.CHARGE)
    form = ChargeForm(
        posted(request),
        service_request=service_request,
        at=request.staff.at,
        initial={"unit": service_request.unit.code, "officer": service_request.officer_id},
        auto_id="step-%s",
    )
    if "show" in request.POST:
        return _other_unit(request, form)
    return answer(request, form, "workspace/charge.html")


def _other_unit(request: StaffRequest, form: ChargeForm) -> HttpResponse:
    """Show the people of the unit just picked, with everything typed kept and nothing judged."""
    form.errors.clear()
    page = "workspace/parts/colleagues.html" if request.htmx else "workspace/charge.html"
    return render(request, page, _context(request, form, []))


def access_for(request: StaffRequest, number: str, power: Power) -> ServiceRequest:
    service_request = access(request, number)
    if not request.staff.access.may(power, service_request):
        raise PermissionDenied
    return service_request


def posted(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def answer(request: StaffRequest, form: StepForm, template: str) -> HttpResponse:
    """Carry the form out, or show it with what is wrong and everything that was typed."""
    if not form.is_bound:
        return render(request, template, _context(request, form, [], blocked=_blocked(form)))
    news: list[Line] = []
    status = UNPROCESSABLE
    if form.is_valid():
        try:
            form.carry_out(by=request.user, at=request.staff.at)
        except ChangedMeanwhile as change:
            status, news = CONFLICT, _look_again(request, form, change)
        except TransitionRefused as refusal:
            status = CONFLICT
            form.add_error(None, str(refusal))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _done(request, form)
    return render(request, template, _context(request, form, news), status=status)


def _look_again(request: StaffRequest, form: StepForm, change: ChangedMeanwhile) -> list[Line]:
    """Read the request anew: the page shows what a colleague did above what was typed."""
    seen = form.cleaned_data["seen"]
    form.service_request = access(request, form.service_request.number)
    form.look_again()
    form.add_error(None, str(change))
    return Desk(form.service_request, request.staff).since(seen)


def _done(request: StaffRequest, form: StepForm) -> HttpResponse:
    if request.htmx and form.voice_name:
        return _said(request, form)
    messages.success(request, str(form.done))
    if request.htmx:
        address = reverse("workspace:request-detail", args=[form.service_request.number])
        return HttpResponseClientRedirect(address)
    return back_to(form.service_request)


def _said(request: StaffRequest, form: StepForm) -> HttpResponse:
    """An empty box, and the page's parts that show what was said; the other box stays as it is.

    Only if nobody acted in between does the page count as having seen everything.
    """
    service_request = access(request, form.service_request.number)
    seen = form.cleaned_data["seen"]
    alone = seen + 1 == service_request.last_event
    parts = context(request, service_request) | {
        "form_name": form.voice_name,
        "seen": service_request.last_event if alone else seen,
        "done": form.done,
        "news": [],
    }
    return render(request, "workspace/parts/said.html", parts)


def _blocked(form: StepForm) -> str:
    """Why the request's state does not allow the step; a page is not worth filling in then."""
    if form.step is None:
        return ""
    try:
        lifecycle.check_transition(form.service_request.state, form.step)
    except TransitionRefused as refusal:
        return str(refusal)
    return ""


def _context(
    request: StaffRequest, form: StepForm, news: list[Line], *, blocked: str = ""
) -> dict[str, Any]:
    parts = context(request, form.service_request)
    parts |= {"form": form, "news": news, "blocked": blocked}
    parts["told_officers"] = parts["desk"].in_charge if isinstance(form, ReopenForm) else []
    return parts | (_tree(request, form) if isinstance(form, ChargeForm) else {})


def _tree(request: StaffRequest, form: ChargeForm) -> dict[str, Any]:
    inside, outside = branches(request.staff)
    away = any(form.chosen_unit == branch.unit for top in outside for branch in top)
    return {"inside": inside, "outside": outside, "outside_open": away}
