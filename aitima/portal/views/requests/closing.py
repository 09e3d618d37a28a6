"""The honest end: is it fixed? A visit records nothing, for scanners of mail follow links."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aitima.portal.forms import NotFixedForm, RatingForm
from aitima.portal.forms.own import OwnForm
from aitima.portal.posting import UNSENT, posted_from
from aitima.portal.requests.access import Opened
from aitima.portal.views.requests.acting import carry_out, own
from aitima.service_requests import actions, history
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import Feedback, ServiceRequest


@posted_from("portal:request", "year", "serial", after=UNSENT)
def not_fixed(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    (opened, found), at = own(request, year, serial), timezone.now()
    done = found.state == Status.RESOLVED or "seen_there" in request.POST
    form = NotFixedForm(request.POST, request.FILES, service_request=found, at=at, done=done)

    def act() -> None:
        actions.reopen(pk=found.pk, reason=form.reason, photos=form.kept.all, seen=form.seen, at=at)

    return carry_out(request, opened, form, act, after="reopened")


@require_http_methods(["GET", "HEAD", "POST"])
def fixed(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    """*Yes* is a press on the request's page; what comes after it is up to the citizen."""
    (opened, found), at = own(request, year, serial), timezone.now()
    if request.method == "POST":
        form = OwnForm(request.POST, service_request=found, at=at)
        return carry_out(
            request,
            opened,
            form,
            lambda: actions.confirm(pk=found.pk, seen=form.seen, at=at),
            after="fixed",
            to="fixed",
        )
    feedback = _given(found)
    if feedback is None:
        return redirect("portal:request", year, serial)
    known = {"rating": feedback.rating, "comment": feedback.comment}
    return _fixed_page(request, opened, RatingForm(service_request=found, at=at, initial=known))


@posted_from("portal:fixed", "year", "serial")
def rating(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    (opened, found), at = own(request, year, serial), timezone.now()
    form = RatingForm(request.POST, service_request=found, at=at)
    if not form.is_valid() and _given(found):
        return _fixed_page(request, opened, form)

    def act() -> None:
        told = form.cleaned_data
        actions.rate(pk=found.pk, rating=told["rating"], comment=told["comment"], at=at)

    return carry_out(request, opened, form, act, after="rated")


@posted_from("portal:request", "year", "serial")
def take_back(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    (opened, found), at = own(request, year, serial), timezone.now()
    form = OwnForm(request.POST, service_request=found, at=at)
    return carry_out(
        request,
        opened,
        form,
        lambda: actions.take_back(pk=found.pk, at=at),
        after="taken-back",
    )


def _given(service_request: ServiceRequest) -> Feedback | None:
    if service_request.state != Status.RESOLVED:
        return None
    closing = history.closing_of(service_request)
    return service_request.feedback.filter(closing=closing, fixed=True).first()


def _fixed_page(request: HttpRequest, opened: Opened, form: RatingForm) -> HttpResponse:
    context = {"service_request": opened.service_request, "form": form}
    status = 422 if form.errors else 200
    response = render(request, "portal/fixed.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
