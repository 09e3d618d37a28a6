"""What the citizen does on the page of a request: one form, one action, and back to the page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aitima.accounts import limits
from aitima.accounts.http import address_of
from aitima.portal.forms import AddForm, AnswerForm, ThanksForm
from aitima.portal.forms.own import OwnForm
from aitima.portal.posting import UNSENT, posted_from
from aitima.portal.requests.access import Opened, access_own
from aitima.portal.views.requests import notices
from aitima.portal.views.requests.page import page_of
from aitima.service_requests import actions
from aitima.service_requests.lifecycle import TransitionRefused
from aitima.service_requests.models import ServiceRequest


def own(request: HttpRequest, year: int, serial: str) -> tuple[Opened, ServiceRequest]:
    opened = access_own(request, f"{year}/{serial}")
    return opened, opened.service_request


def carry_out(
    request: HttpRequest,
    opened: Opened,
    form: OwnForm,
    act: Callable[[], object],
    *,
    after: str,
    to: str = "request",
) -> HttpResponse:
    """Do it and go on; when somebody was faster, say so and keep what was typed and uploaded."""
    if not form.is_valid():
        return page_of(request, opened, form=form)
    taken = limits.take("write", address_of(request), at=timezone.now())
    if not taken.allowed:
        form.add_error(None, _("Very much came from your connection. Try again in an hour."))
        return page_of(request, opened, form=form, status=429)
    try:
        act()
    except actions.DoneBefore:
        form.kept.discard_new()
        after += notices.BEFORE
    except TransitionRefused as refusal:
        form.add_error(None, str(refusal))
        fresh = access_own(request, opened.service_request.number)
        return page_of(request, fresh, form=form)
    address = reverse(f"portal:{to}", args=opened.service_request.number.split("/"))
    return redirect(f"{address}?after={after}")


@posted_from("portal:request", "year", "serial", after=UNSENT)
def answer(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    (opened, found), at = own(request, year, serial), timezone.now()
    form = AnswerForm(request.POST, request.FILES, service_request=found, at=at)

    def act() -> None:
        text = form.cleaned_data["answer"]
        actions.answer_question(
            pk=found.pk, answer=text, photos=form.kept.all, seen=form.seen, at=at
        )

    return carry_out(request, opened, form, act, after="answered")


@posted_from("portal:request", "year", "serial", after=UNSENT)
def add(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    (opened, found), at = own(request, year, serial), timezone.now()
    form = AddForm(request.POST, request.FILES, service_request=found, at=at)

    def act() -> None:
        text = form.cleaned_data["text"]
        actions.add(pk=found.pk, text=text, photos=form.kept.all, seen=form.seen, at=at)

    return carry_out(request, opened, form, act, after="added")


@posted_from("portal:request", "year", "serial", after=UNSENT)
def thanks(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    (opened, found), at = own(request, year, serial), timezone.now()
    form = ThanksForm(request.POST, request.FILES, service_request=found, at=at)

    def act() -> None:
        text = form.cleaned_data["text"]
        actions.thank(pk=found.pk, text=text, photos=form.kept.all, seen=form.seen, at=at)

    return carry_out(request, opened, form, act, after="thanked")
