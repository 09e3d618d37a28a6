"""The last step: look it over, and send. The sending itself is made of few statements."""

import uuid
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from aitima.catalogue.queries import catalogue
from aitima.portal import access, drafts
from aitima.portal.views import flow
from aitima.service_requests import actions, links
from aitima.service_requests.models import ServiceRequest


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    if request.method == "POST":
        return _send(request, at=at)
    draft = drafts.of(request, at=at)
    answers = flow.check(draft)
    if isinstance(answers, str):
        return redirect(answers)
    unit = catalogue().unit_for(answers.service, answers.where.area)
    context = {"answers": answers, "draft": draft, "unit": unit, "today": at}
    return flow.page(request, "portal/check.html", context, draft=draft)


def _send(request: HttpRequest, *, at: datetime) -> HttpResponse:
    key = _key(request)
    if key is None:
        return redirect("portal:report-what")
    draft = drafts.alive(key, at=at)
    if draft is None:
        return _sent_before(request, key, at=at)
    answers = flow.check(draft)
    if isinstance(answers, str):
        return redirect(answers)
    submitted = actions.submit(report_of(answers), at=at, along=[drafts.sent(draft)])
    if submitted.again:  # a second press of the button, or a tab that kept the draft alive
        draft.delete()
    elif not answers.details.takes_photos:
        drafts.discard_photos(draft)
    return _confirmed(request, submitted.service_request.number, submitted.secret)


def report_of(answers: flow.Answers) -> actions.Report:
    where = answers.where.cleaned_data if answers.where.is_bound else {}
    details = answers.details.cleaned_data
    place_asked = flow.asks_where(answers.service)
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
        name=details.get("name", ""),
        email=details["email"],
        phone=details["phone"],
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
    first = ServiceRequest.objects.filter(submission_key=key).first()
    if first is None:
        return redirect("portal:report-what")
    kept = access.secrets_of(request).get(first.number)
    return _confirmed(request, first.number, kept or links.new_link(first, at=at))


def _confirmed(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    response = redirect(reverse("portal:received", args=number.split("/")))
    access.grant(request, response, number=number, secret=secret)
    drafts.forget(response)
    return response
