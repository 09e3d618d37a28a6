"""The step that proves who reports: a code by mail, the link beside it, or the State's sign-in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from aitima.accounts import citizens, codes
from aitima.accounts.gsis import adapter as gsis
from aitima.accounts.gsis import kept
from aitima.portal.models import ReportDraft
from aitima.portal.my.forms import CodeForm
from aitima.portal.my.letters import ORIGIN_ALONE, send_proof
from aitima.portal.reporting import answering, drafts, identity
from aitima.portal.views import flow

PURPOSE: Final = codes.Purpose.REPORT

_WHAT_HAPPENED: Final[Mapping[str, Promise]] = {
    "cancelled": gettext_lazy("You did not sign in with TaxisNet. Nothing of your report is lost."),
    "expired": gettext_lazy(
        "The sign-in with TaxisNet took too long, or was begun in another window. Please try again."
    ),
    "away": gettext_lazy(
        "TaxisNet does not answer as it should at this moment. Try again later, or use your e-mail."
    ),
    "failed": gettext_lazy("TaxisNet did not confirm who you are. Try again, or use your e-mail."),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest) -> HttpResponse:
    """Skipped by whoever has proved the address in this browser already."""
    at = timezone.now()
    draft = drafts.of(request, at=at)
    answers = answering.check_answers(draft)
    if draft is None or isinstance(answers, str):
        return redirect(answers if isinstance(answers, str) else "portal:report-what")
    email = answers.details.cleaned_data["email"]
    if not identity.is_missing(draft, answers.service, email):
        return flow.go("portal:report-check", draft)
    if _proved_before(request, email, at=at):
        identity.keep_email(draft, email, at=at)
        return flow.go("portal:report-check", draft)
    if request.method == "POST":
        return _posted(request, draft, email, at=at)
    return _page(request, draft, email, CodeForm(), at=at)


def _proved_before(request: HttpRequest, email: str, *, at: datetime) -> bool:
    citizen = citizens.signed_in(request, at=at)
    signed_in = citizen is not None and citizen.email == codes.normal(email)
    return signed_in or citizens.has_proved(request, email)


def _posted(request: HttpRequest, draft: ReportDraft, email: str, *, at: datetime) -> HttpResponse:
    if "take" in request.POST:
        return _take_person(request, draft, at=at)
    if not email:
        return redirect(identity.STEP)
    if "send" in request.POST:
        send_proof(request, PURPOSE, email, identity.asking_of(draft, at=at), at=at)
        return redirect(f"{reverse(identity.STEP)}?sent")
    form = CodeForm(request.POST)
    if form.is_valid():
        asking = identity.asking_of(draft, at=at)
        if codes.accept(PURPOSE, email, asking, form.cleaned_data["code"], at=at):
            identity.keep_email(draft, email, at=at)
            citizens.prove(request, email)
            return flow.go("portal:report-check", draft)
        form.refuse()
    return _page(request, draft, email, form, at=at)


def _take_person(request: HttpRequest, draft: ReportDraft, *, at: datetime) -> HttpResponse:
    """Take over whom the State has named; from then on it stands in the draft alone."""
    person = kept.person_of(request, at=at)
    if person is None:
        return redirect(f"{reverse(identity.STEP)}?gsis=expired")
    identity.keep_person(draft, person, at=at)
    kept.forget(request)
    return flow.go("portal:report-check", draft)


def _page(
    request: HttpRequest, draft: ReportDraft, email: str, form: CodeForm, *, at: datetime
) -> HttpResponse:
    context = {
        "form": form,
        "email": email,
        "sent": "sent" in request.GET or form.is_bound,
        "gsis": gsis.is_on(),
        "person": kept.person_of(request, at=at),
        "refused": _WHAT_HAPPENED.get(request.GET.get("gsis", "")),
        "sign_out_url": gsis.sign_out_url(settings.SITE_URL + reverse(identity.STEP)),
    }
    return flow.page(request, "portal/identity.html", context, draft=draft)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The letter's link, in whatever browser: a button, and the report goes on where it is."""
    at = timezone.now()
    claim = codes.read(token)
    draft = _draft_of(claim, at=at)
    if claim is None or draft is None or not codes.holds(claim, at=at):
        return render(request, "portal/my/expired.html", {"for_report": True}, status=404)
    if request.method != "POST":
        response = render(request, "portal/identity_open.html", {"email": claim.address})
        response["Referrer-Policy"] = ORIGIN_ALONE
        return response
    if not codes.redeem(claim, at=at):
        return render(request, "portal/my/expired.html", {"for_report": True}, status=404)
    identity.keep_email(draft, claim.address, at=at)
    here = drafts.of(request, at=at)
    if here is not None and here.pk == draft.pk:
        citizens.prove(request, claim.address)
        return flow.go("portal:report-check", draft)
    return render(request, "portal/identity_open.html", {"done": True})


def _draft_of(claim: codes.Claim | None, *, at: datetime) -> ReportDraft | None:
    """The draft that a claim is about."""
    if claim is None or claim.purpose != PURPOSE:
        return None
    return identity.asked_by(claim.browser, at=at)


@require_safe
def gsis_begin(request: HttpRequest) -> HttpResponse:
    """Off to the State's sign-in page; a link, for the browser may not post to other sites."""
    if not gsis.is_on():
        raise Http404
    draft = drafts.of(request, at=timezone.now())
    service = answering.service_of(draft)
    if service is None or not identity.is_needed(service):
        return redirect("portal:report-what")
    return gsis.begin(request)


@require_safe
@never_cache
def gsis_callback(request: HttpRequest) -> HttpResponse:
    if not gsis.is_on():
        raise Http404
    response: HttpResponse = gsis.callback(request)
    return response
