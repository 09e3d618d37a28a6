"""The page of a request: its public side by number, all of it with the private link."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aitima.live.topics import stream_url
from aitima.portal import expectation, timeline
from aitima.portal.access import Opened, access_as_citizen
from aitima.portal.conversation import Said, conversation
from aitima.portal.forms import AnswerForm, NotFixedForm
from aitima.service_requests.deadlines import REOPEN_WITHIN
from aitima.service_requests.lifecycle import Status, Step, allows
from aitima.service_requests.models import Photo, ServiceRequest


@require_safe
def show(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    return page_of(request, access_as_citizen(request, f"{year}/{serial}"))


def page_of(
    request: HttpRequest,
    opened: Opened,
    *,
    answer_form: AnswerForm | None = None,
    not_fixed_form: NotFixedForm | None = None,
) -> HttpResponse:
    context = _context(opened) | {
        "answer_form": answer_form or AnswerForm(),
        "not_fixed_form": not_fixed_form or NotFixedForm(done=is_done(opened)),
        "form": answer_form or not_fixed_form,
        "after": request.GET.get("after", ""),
    }
    wrong = answer_form is not None or not_fixed_form is not None
    response = render(request, "portal/request.html", context, status=422 if wrong else 200)
    response["Cache-Control"] = "private, no-store" if opened.private else "private, max-age=0"
    return response


def _context(opened: Opened) -> dict[str, Any]:
    """Everything on the page of a request; the number of queries does not depend on its length."""
    service_request, private = opened.service_request, opened.private
    now = timezone.now()
    said: list[Said] = conversation(service_request) if private else []
    known = expectation.experience(service_request)
    is_open = service_request.is_open
    return {
        "service_request": service_request,
        "private": private,
        "now": now,
        "state": timeline.state(service_request, private=private),
        "lines": timeline.lines(service_request, private=private),
        "said": said,
        "question": _last(said, "question") if service_request.status == Status.WAITING else None,
        "ending": None if is_open else _last(said, "ending"),
        **_photos(service_request, private=private),
        "known": known if is_open else None,
        "range": expectation.bar(service_request, known, at=now) if known and is_open else None,
        "may_reopen": private and _may_reopen(service_request),
        "reopen_until": (service_request.closed_at or now) + REOPEN_WITHIN,
        "stream": stream_url(service_request.topic),
    }


def is_done(opened: Opened) -> bool:
    return opened.service_request.status == Status.RESOLVED


def _photos(service_request: ServiceRequest, *, private: bool) -> dict[str, list[Photo]]:
    """Once the work is done, before and after stand side by side; the others stay a list."""
    photos = list(service_request.photos.all()) if private else []
    before = [photo for photo in photos if photo.purpose == Photo.Purpose.REPORT]
    after = [photo for photo in photos if photo.purpose == Photo.Purpose.AFTER]
    if service_request.status != Status.RESOLVED or not before or not after:
        return {"pair": [], "photos": photos}
    pair = [before[0], after[-1]]
    return {"pair": pair, "photos": [photo for photo in photos if photo not in pair]}


def _last(said: list[Said], role: str) -> Said | None:
    return next((part for part in reversed(said) if part.role == role), None)


def _may_reopen(service_request: ServiceRequest) -> bool:
    closed_at = service_request.closed_at
    return (
        closed_at is not None
        and allows(service_request.state, Step.REOPEN)
        and timezone.now() < closed_at + REOPEN_WITHIN
    )
