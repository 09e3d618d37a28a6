"""The way through an attack without JavaScript: a code by e-mail does for the proof of work."""

from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from aitima.accounts import codes
from aitima.portal.my.forms import AddressForm, CodeForm
from aitima.portal.my.letters import send_proof
from aitima.portal.reporting import answering, drafts, identity
from aitima.portal.safety import guard
from aitima.portal.views import flow, sending

STEP: Final = "portal:report-code"
PURPOSE: Final = codes.Purpose.REPORT


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for an address, then for the code that went there; with it the report is sent."""
    at = timezone.now()
    draft = drafts.of(request, at=at)
    answers = answering.check(draft)
    if draft is None or isinstance(answers, str):
        return redirect(answers if isinstance(answers, str) else "portal:report-what")
    if identity.has_proof(draft):  # by the letter's link, or an earlier try
        return redirect("portal:report-check")
    if request.method != "POST":
        return _opened(request, answers)
    if "code" in request.POST and draft.answer(identity.CODE_TO):
        return _take(request, answers, at=at)
    return _send_to(request, answers, at=at)


def _opened(request: HttpRequest, answers: answering.Answers) -> HttpResponse:
    if answers.draft.answer(identity.CODE_TO) and "other" not in request.GET:
        return _page(request, answers, CodeForm())
    return _page(request, answers, AddressForm(initial={"email": _known(answers)}))


def _send_to(request: HttpRequest, answers: answering.Answers, *, at: datetime) -> HttpResponse:
    draft = answers.draft
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            guard.look_at_form(request, begun_at=draft.created_at, at=at)
        except guard.Objection as objection:
            form.add_error(None, objection.sentence)
    if not form.is_valid():
        return _page(request, answers, form)
    email = form.cleaned_data["email"]
    send_proof(request, PURPOSE, email, identity.asking_of(draft, at=at), at=at)
    drafts.keep(draft, {identity.CODE_TO: email}, at=at)
    return redirect(reverse(STEP))


def _take(request: HttpRequest, answers: answering.Answers, *, at: datetime) -> HttpResponse:
    """The right code sends the report: "Send" was pressed before it was asked for."""
    draft, form = answers.draft, CodeForm(request.POST)
    email, asking = draft.answer(identity.CODE_TO), identity.asking_of(draft, at=at)
    if form.is_valid():
        if codes.accept(PURPOSE, email, asking, form.cleaned_data["code"], at=at):
            identity.keep_email(draft, email, at=at)
            return sending.submit(request, draft.pk, at=at)
        form.refuse()
    return _page(request, answers, form)


def _known(answers: answering.Answers) -> str:
    return str(answers.details.cleaned_data["email"])


def _page(
    request: HttpRequest, answers: answering.Answers, form: AddressForm | CodeForm
) -> HttpResponse:
    draft = answers.draft
    context = {
        "form": form,
        "sent_to": draft.answer(identity.CODE_TO) if isinstance(form, CodeForm) else "",
        "known": _known(answers),
    }
    return flow.page(request, "portal/code.html", context, draft=draft)
