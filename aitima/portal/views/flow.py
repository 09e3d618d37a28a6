"""What the steps of a report share: the draft, and the way a page with errors answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from aitima.accounts import limits
from aitima.accounts.http import address_of
from aitima.catalogue.models import Question
from aitima.catalogue.queries import catalogue
from aitima.portal.forms.questions import field_name
from aitima.portal.models import ReportDraft
from aitima.portal.reporting import drafts
from aitima.portal.reporting.answering import service_of


def typed(request: HttpRequest, names: tuple[str, ...]) -> dict[str, str]:
    """What was sent of these fields, as it was typed."""
    return {name: request.POST[name] for name in names if name in request.POST}


def attributes(request: HttpRequest, draft: ReportDraft) -> dict[str, Any]:
    """The draft's answers to questions with those of this page; `asked` names what stood on it.

    Answers to another service's questions stay: the service may be chosen again.
    """
    service = service_of(draft)
    known = {question.code: question for question in catalogue().asks(service)} if service else {}
    given = {
        code: _given(request, known[code])
        for code in request.POST.getlist("asked")
        if code in known
    }
    return {"attributes": {**(draft.answer("attributes") or {}), **given}} if given else {}


def _given(request: HttpRequest, question: Question) -> str | list[str]:
    listed = request.POST.getlist(field_name(question.code))
    if question.datatype == Question.Datatype.SEVERAL:
        return listed
    return listed[-1] if listed else ""


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, draft: ReportDraft | None
) -> HttpResponse:
    form = context.get("form")
    wrong = bool(form and form.is_bound and form.errors)
    response = render(request, template, context, status=422 if wrong else 200)
    response["Cache-Control"] = "no-store"
    if draft is not None and not draft.is_new:
        drafts.remember(response, draft)
    return response


def go(step: str, draft: ReportDraft) -> HttpResponse:
    response = redirect(step)
    drafts.remember(response, draft)
    return response


def count_new(request: HttpRequest, draft: ReportDraft, *, at: datetime) -> None:
    """Count a draft that begins now: rows that anybody can make are made to no end.

    Raises:
        LimitReached: very many were begun from here.
    """
    if draft.is_new:
        limits.spend(("draft", address_of(request)), at=at)


def keep(request: HttpRequest, draft: ReportDraft, names: tuple[str, ...], *, at: datetime) -> None:
    count_new(request, draft, at=at)
    drafts.keep(draft, typed(request, names) | attributes(request, draft), at=at)
