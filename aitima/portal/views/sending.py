"""The last step: look it over, and send. The sending itself is made of few statements."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from aitima.accounts.limits import Counting
from aitima.catalogue.queries import catalogue
from aitima.portal.posting import posted_from
from aitima.portal.reporting import answering, drafts, identity, publishing
from aitima.portal.requests import access
from aitima.portal.safety import guard, proof
from aitima.portal.views import flow
from aitima.service_requests import actions, links
from aitima.service_requests.models import ServiceRequest

TRIES: Final = 3


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    if request.method == "POST":
        return _send(request, at=at)
    draft = drafts.of(request, at=at)
    answers = answering.check(draft)
    if isinstance(answers, str):
        return redirect(answers)
    return check_page(request, answers, at=at)


def check_page(
    request: HttpRequest,
    answers: answering.Answers,
    *,
    objection: guard.Objection | None = None,
    at: datetime,
) -> HttpResponse:
    context = _context(answers, at=at) | {"refused": objection}
    if isinstance(objection, guard.ProofWanted):
        context["challenge"] = proof.challenge(at=at)
    response = flow.page(request, "portal/check.html", context, draft=answers.draft)
    response.status_code = objection.status if objection else 200
    return response


def _context(answers: answering.Answers, *, at: datetime) -> dict[str, object]:
    return {
        "answers": answers,
        "preview": publishing.Preview(answers),
        "draft": answers.draft,
        "unit": catalogue().unit_for(answers.service, answers.where.area),
        "today": at,
    }


@posted_from("portal:report-check")
def hide(request: HttpRequest) -> HttpResponse:
    """Hide words of the text from the public, or show them again; the service reads them all."""
    at = timezone.now()
    draft = drafts.of(request, at=at)
    answers = answering.check(draft)
    if draft is None or isinstance(answers, str):
        return redirect("portal:report-check")
    hidden = publishing.hidden_words(draft) | {request.POST.get("hide", "")}
    hidden -= {request.POST.get("show", "")}
    kept = [
        words for words in sorted(hidden) if words and words in answers.what.cleaned_data["text"]
    ]
    drafts.keep(draft, {publishing.HIDDEN: kept}, at=at)
    if request.headers.get("HX-Request"):
        return render(request, "portal/check_preview.html", _context(answers, at=at))
    response = redirect("portal:report-check")
    response["Location"] += "#hiding"
    return response


def _send(request: HttpRequest, *, at: datetime) -> HttpResponse:
    key = _key(request)
    return redirect("portal:report-what") if key is None else submit(request, key, at=at)


def submit(request: HttpRequest, key: uuid.UUID, *, at: datetime) -> HttpResponse:
    """Send the draft from a page: the confirmation follows, or the last page says why not."""
    try:
        sent = send(key, at=at, allow=lambda answers: _allow(request, answers, at=at))
    except guard.Objection as objection:
        return _objected(request, key, objection, at=at)
    if sent is None:
        return _sent_before(request, key, at=at)
    if isinstance(sent, str):
        return redirect(sent)
    return confirmed(request, redirect(received_url(sent.number)), sent)


def _allow(request: HttpRequest, answers: answering.Answers, *, at: datetime) -> Counting:
    guard.look_at_form(request, begun_at=answers.draft.created_at, at=at)
    return allow(request, answers, at=at)


def allow(request: HttpRequest, answers: answering.Answers, *, at: datetime) -> Counting:
    """How the report is counted, or a refusal; see `guard.count_report`."""
    details = answers.details.cleaned_data
    return guard.count_report(
        request,
        email=details["email"],
        phone=details["phone"],
        proven=identity.has_proof(answers.draft),
        at=at,
    )


def _objected(
    request: HttpRequest, key: uuid.UUID, objection: guard.Objection, *, at: datetime
) -> HttpResponse:
    answers = answering.check(drafts.alive(key, at=at))
    if isinstance(answers, str):
        return redirect(answers)
    return check_page(request, answers, objection=objection, at=at)


@dataclass(frozen=True, slots=True)
class Sent:
    """A registered report, and the secret of a private link to it; empty, long after."""

    number: str
    secret: str


def send(
    key: uuid.UUID,
    *,
    at: datetime,
    allow: Callable[[answering.Answers], Counting],
    asked: bool = True,
) -> Sent | str | None:
    """Register the draft; where something is missing, the step to go to; None: there is no draft.

    A photo that another tab adds or removes at this moment is looked at again, and the report
    goes as it then stands: none is left behind in the storage, and none is missing there.

    Args:
        allow: says how the report is counted, or refuses it by an exception.
        asked: whether somebody saw beforehand what the public will see.
    """
    counting: Counting | None = None
    for _again in range(TRIES):
        draft = drafts.alive(key, at=at)
        if draft is None:
            return None
        answers = answering.check(draft)
        if isinstance(answers, str):
            return answers
        counting = counting or allow(answers)
        try:
            return _register(answers, counting, asked=asked, at=at)
        except drafts.PhotosChanged:  # or too many reports: one division by zero is like another
            guard.explain(counting, at=at)
    return "portal:report-check"


def _register(answers: answering.Answers, counting: Counting, *, asked: bool, at: datetime) -> Sent:
    report = report_of(answers, asked=asked)
    with drafts.unchanged_photos():
        submitted = actions.submit(
            report, at=at, along=[drafts.sent(answers.draft), counting.along(at=at)]
        )
    if submitted.again:  # a second press of the button, or a tab that kept the draft alive
        drafts.drop(answers.draft)
    elif not answers.details.takes_photos:
        drafts.discard_photos(answers.draft)
    return Sent(submitted.service_request.number, submitted.secret)


def report_of(answers: answering.Answers, *, asked: bool = True) -> actions.Report:
    where = answers.where.cleaned_data if answers.where.is_bound else {}
    details = answers.details.cleaned_data
    place_asked = answering.asks_where(answers.service)
    proof = answers.proof if identity.is_needed(answers.service) else None
    return actions.Report(
        service=answers.service,
        description=answers.what.cleaned_data["text"],
        submission_key=answers.draft.pk,
        area=answers.where.area if place_asked else None,
        place=answers.where.found_place if place_asked else None,
        address=where.get("address", "") if place_asked else "",
        latitude=where.get("latitude") if place_asked else None,
        longitude=where.get("longitude") if place_asked else None,
        photos=answers.draft.stored_photos() if answers.details.takes_photos else (),
        name=(proof.name if proof else "") or details.get("name", ""),
        email=details["email"],
        phone=details["phone"],
        verified_by=proof.by if proof else None,
        tax_number=proof.tax_number if proof else "",
        public_text=publishing.Preview(answers).public_text if asked else None,
        attributes=answers.attributes,
        asset=answers.where.found_asset if place_asked else None,
        place_is_private=answers.place_is_private,
        language=get_language() or "el",
    )


def _key(request: HttpRequest) -> uuid.UUID | None:
    """The key in the form; it is as good as the cookie, and survives the cookie's end."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _sent_before(request: HttpRequest, key: uuid.UUID, *, at: datetime) -> HttpResponse:
    """A double click, a resent page, the back button: the same confirmation again."""
    first = sent_before(request, key, at=at)
    if first is None:
        return redirect("portal:report-what")
    return confirmed(request, redirect(received_url(first.number)), first)


def sent_before(request: HttpRequest, key: uuid.UUID, *, at: datetime) -> Sent | None:
    """What became of a draft that is no more, for whoever knows its key.

    The key opens the report for as long as the browser's own cookie does, then tells its number.
    """
    first = ServiceRequest.objects.filter(submission_key=key).first()
    if first is None:
        return None
    kept = access.secrets_of(request).get(first.number, "")
    is_new = at - first.submitted_at < access.LIFETIME
    return Sent(first.number, kept or (links.new_link(first, at=at) if is_new else ""))


def number_of(key: uuid.UUID) -> str:
    """The number of the report that a draft became; empty while there is none."""
    found = ServiceRequest.objects.filter(submission_key=key)
    return found.values_list("number", flat=True).first() or ""


def received_url(number: str) -> str:
    return reverse("portal:received", args=number.split("/"))


def confirmed(request: HttpRequest, response: HttpResponse, sent: Sent) -> HttpResponse:
    """Give this browser the private link, and free it for the next report."""
    access.grant(request, response, number=sent.number, secret=sent.secret)
    drafts.forget(response)
    return response
