"""The page of a request: its public side by number, all of it with the private link."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aitima.live.topics import stream_url
from aitima.portal.forms import AddForm, AnswerForm, NotFixedForm, ThanksForm
from aitima.portal.forms.own import OwnForm
from aitima.portal.posting import UNSENT
from aitima.portal.requests import expectation, timeline
from aitima.portal.requests.access import Opened, access_as_citizen
from aitima.portal.requests.conversation import Said, conversation
from aitima.portal.views.requests import notices
from aitima.service_requests.answers import answers
from aitima.service_requests.deadlines import REOPEN_WITHIN
from aitima.service_requests.lifecycle import Status, Step, allows
from aitima.service_requests.models import (
    CitizenMessage,
    Feedback,
    Photo,
    ServiceRequest,
)

_DONE = (Status.RESOLVED, Status.FORWARDED)


@require_safe
def show(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    return page_of(request, access_as_citizen(request, f"{year}/{serial}"))


def page_of(
    request: HttpRequest, opened: Opened, *, form: OwnForm | None = None, status: int = 422
) -> HttpResponse:
    """The page; with a `form` that was refused, in its place and with what was typed."""
    now = timezone.now()
    context = _public(opened, at=now)
    if opened.private:
        context |= _private(context, form, at=now)
        after = request.GET.get("after", "")
        context |= {"notice": notices.of(after), "unsent": after == UNSENT}
    response = render(request, "portal/request.html", context, status=status if form else 200)
    response["Cache-Control"] = "private, no-store" if opened.private else "private, max-age=0"
    return response


def _public(opened: Opened, *, at: datetime) -> dict[str, Any]:
    """What everybody sees; the number of queries does not depend on how long the story is."""
    service_request, private = opened.service_request, opened.private
    known = expectation.experience(service_request) if service_request.is_open else None
    events = timeline.events_of(service_request)
    photos = service_request.photos.all() if private else service_request.photos.public()
    return {
        "service_request": service_request,
        "private": private,
        "now": at,
        "state": timeline.state(service_request, private=private),
        "events": events,
        "lines": timeline.lines(events, private=private),
        "answers": answers(service_request, public=not private),
        **_pictures(service_request, list(photos)),
        "known": known,
        "range": expectation.bar(service_request, known, at=at) if known else None,
        "stream": stream_url(service_request.topic),
    }


def _pictures(service_request: ServiceRequest, photos: list[Photo]) -> dict[str, list[Photo]]:
    """Once the work is done, before and after stand side by side; the others stay a list."""
    shown = [photo for photo in photos if photo.purpose != Photo.Purpose.ADDED]
    before = [photo for photo in shown if photo.purpose == Photo.Purpose.REPORT]
    after = [photo for photo in shown if photo.purpose == Photo.Purpose.AFTER]
    pair: list[Photo] = []
    if service_request.status == Status.RESOLVED and after:
        pair = [*before[:1], after[-1]]
    rest = [photo for photo in shown if photo not in pair]
    return {"all_photos": photos, "pair": pair, "photos": rest}


def _private(shown: Mapping[str, Any], form: OwnForm | None, *, at: datetime) -> dict[str, Any]:
    """What the citizen alone sees beside what is `shown` to all, and may do."""
    service_request: ServiceRequest = shown["service_request"]
    said = conversation(service_request, shown["events"], shown["all_photos"])
    asked = service_request.status == Status.WAITING
    ending = Ending.of(service_request, said, at=at)
    return {
        "said": said,
        "question": _last(said, "question") if asked else None,
        "ending": ending,
        **_forms(service_request, form, ending, at=at),
    }


@dataclass(frozen=True, slots=True)
class Ending:
    """How a closed request ended, what the citizen said to it, and may still say."""

    words: Said | None
    feedback: Feedback | None
    reopen_until: datetime
    may_reopen: bool
    may_thank: bool

    @property
    def asks(self) -> bool:
        """Whether "is it fixed?" waits for an answer."""
        return self.may_reopen and self.feedback is None

    @classmethod
    def of(
        cls, service_request: ServiceRequest, said: list[Said], *, at: datetime
    ) -> "Ending | None":
        closed_at = service_request.closed_at
        if closed_at is None:
            return None
        until = closed_at + REOPEN_WITHIN
        thanked = any(s.role == CitizenMessage.Purpose.THANKS and s.at >= closed_at for s in said)
        return cls(
            words=_last(said, "ending"),
            feedback=_feedback(service_request, closed_at),
            reopen_until=until - timedelta(microseconds=1),
            may_reopen=allows(service_request.state, Step.REOPEN) and at < until,
            may_thank=service_request.state in _DONE and not thanked,
        )


def _feedback(service_request: ServiceRequest, closed_at: datetime) -> Feedback | None:
    if service_request.state != Status.RESOLVED:
        return None
    return service_request.feedback.filter(fixed=True, at__gte=closed_at).last()


def _last(said: list[Said], role: str) -> Said | None:
    return next((part for part in reversed(said) if part.role == role), None)


def _forms(
    service_request: ServiceRequest, form: OwnForm | None, ending: Ending | None, *, at: datetime
) -> dict[str, Any]:
    """Every form that has a place now.

    One that was refused stands in its own, or leaves its words to the one for additions, or else
    they are shown: nothing typed is ever lost.
    """
    facts: dict[str, Any] = {"service_request": service_request, "at": at}
    forms: dict[str, OwnForm] = {}
    if service_request.status == Status.WAITING:
        forms["answer_form"] = AnswerForm(**facts)
    if service_request.is_open:
        forms["add_form"] = AddForm(**facts)
    if ending and ending.may_reopen:
        done = service_request.status == Status.RESOLVED
        forms["not_fixed_form"] = NotFixedForm(**facts, done=done)
    if ending and ending.may_thank:
        forms["thanks_form"] = ThanksForm(**facts)
    return {"form": form, **(_with_refused(forms, form) if form else forms)}


def _with_refused(forms: dict[str, OwnForm], refused: OwnForm) -> dict[str, Any]:
    for name, form in forms.items():
        if form.name == refused.name:
            return {**forms, name: refused}
    heir = forms.get("add_form")
    if heir is None or not (refused.typed or refused.kept.all):
        return {**forms, "left_over": refused.typed}
    heir.initial["text"] = refused.typed
    heir.kept = refused.kept
    return {**forms, "opened": heir.name}
