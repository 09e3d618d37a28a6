"""What the steps of a report share: the draft, its order, the way a page with errors answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from aitima.catalogue.models import Need, Service
from aitima.catalogue.queries import catalogue
from aitima.portal import drafts
from aitima.portal.forms import DetailsForm, WhatForm, WhereForm
from aitima.portal.models import ReportDraft


@dataclass(frozen=True, slots=True)
class Answers:
    """A draft that answers everything, ready to be sent."""

    draft: ReportDraft
    what: WhatForm
    where: WhereForm
    details: DetailsForm

    @property
    def service(self) -> Service:
        service: Service = self.what.cleaned_data["service"]
        return service


def service_of(draft: ReportDraft | None) -> Service | None:
    return catalogue().services.get(str(draft.answer("service"))) if draft else None


def asks_where(service: Service) -> bool:
    return service.place != Need.NONE


def check(draft: ReportDraft | None) -> Answers | str:
    """Check a whole draft; where something is missing, the step to go to."""
    service = service_of(draft)
    if draft is None or service is None:
        return "portal:report-what"
    what = WhatForm(draft.answers)
    where = WhereForm(draft.answers, service=service)
    details = DetailsForm(draft.answers, service=service, photos=len(draft.photos))
    if not what.is_valid():
        return "portal:report-what"
    if asks_where(service) and not where.is_valid():
        return "portal:report-where"
    if not details.is_valid():
        return "portal:report-details"
    return Answers(draft, what, where, details)


def typed(request: HttpRequest, names: tuple[str, ...]) -> dict[str, str]:
    """What was sent of these fields, as it was typed."""
    return {name: request.POST[name] for name in names if name in request.POST}


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


def keep(request: HttpRequest, draft: ReportDraft, names: tuple[str, ...], *, at: datetime) -> None:
    drafts.keep(draft, typed(request, names), at=at)
