"""The first three steps of a report. Each keeps what was typed before it checks it."""

from math import isfinite

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aitima.catalogue.models import Service
from aitima.catalogue.queries import catalogue
from aitima.catalogue.suggest import is_sure, suggest
from aitima.geography import queries
from aitima.portal import drafts
from aitima.portal import places as place_list
from aitima.portal.forms import DetailsForm, WhatForm, WhereForm
from aitima.portal.forms.where import outside
from aitima.portal.models import ReportDraft
from aitima.portal.views import flow

WHAT = ("text", "service")
WHERE = ("q", "place", "listed", "address", "latitude", "longitude")
DETAILS = ("contact", "email", "phone", "name")


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The home page's field: a new report begins, whatever else lies about in this browser."""
    if request.method != "POST":
        return redirect("portal:report-what")
    at = timezone.now()
    draft = drafts.new(at=at)
    flow.keep(request, draft, ("text",), at=at)
    return flow.go("portal:report-what", draft)


@require_http_methods(["GET", "HEAD", "POST"])
def what(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    draft = drafts.of(request, at=at) or drafts.new(at=at)
    if request.method != "POST":
        return _what_page(request, draft, WhatForm(initial=draft.answers))
    if "suggest" in request.POST:
        return _suggestions(request, draft)
    flow.keep(request, draft, WHAT, at=at)
    form = WhatForm(request.POST)
    if not form.is_valid():
        return _what_page(request, draft, form)
    service = form.cleaned_data["service"]
    return flow.go(
        "portal:report-where" if flow.asks_where(service) else "portal:report-details", draft
    )


def _suggestions(request: HttpRequest, draft: ReportDraft) -> HttpResponse:
    """New suggestions for the text as it stands: while typing, or by the button."""
    at = timezone.now()
    form = WhatForm(initial=flow.typed(request, WHAT))
    if request.headers.get("HX-Request"):
        return render(request, "portal/what.html#suggestions", what_context(draft, form))
    flow.keep(request, draft, WHAT, at=at)
    return _what_page(request, draft, form)


def _what_page(request: HttpRequest, draft: ReportDraft, form: WhatForm) -> HttpResponse:
    return flow.page(request, "portal/what.html", what_context(draft, form), draft=draft)


def what_context(draft: ReportDraft, form: WhatForm) -> dict[str, object]:
    text = str(form["text"].value() or "")
    suggestions = suggest(text)
    chosen = form.chosen
    if chosen is None and is_sure(suggestions) and not form.is_bound:
        chosen = suggestions[0].service
    others = catalogue()
    return {
        "form": form,
        "draft": draft,
        "text": text,
        "suggestions": suggestions,
        "chosen": chosen,
        "chosen_is_suggested": any(s.service == chosen for s in suggestions),
        "groups": [(group, others.in_group(group)) for group in others.groups],
        "warning": _warning(chosen or next((s.service for s in suggestions), None)),
    }


def _warning(service: Service | None) -> str:
    """What to heed before reporting such a thing; nothing chosen yet, of the likeliest."""
    return service.warning if service else ""


@require_http_methods(["GET", "HEAD", "POST"])
def where(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    draft = drafts.of(request, at=at)
    service = flow.service_of(draft)
    if draft is None or service is None:
        return redirect("portal:report-what")
    if request.method != "POST":
        return _where_page(request, draft, WhereForm(initial=draft.answers, service=service))
    flow.keep(request, draft, WHERE, at=at)
    form = WhereForm(request.POST, service=service)
    if "find" in request.POST:
        return _where_page(request, draft, WhereForm(initial=draft.answers, service=service))
    if not form.is_valid():
        return _where_page(request, draft, form)
    return flow.go("portal:report-details", draft)


def _where_page(request: HttpRequest, draft: ReportDraft, form: WhereForm) -> HttpResponse:
    typed = str(form["q"].value() or "")
    chosen = str(form["place"].value() or "")
    context = {
        "form": form,
        "service": form.service,
        "found": place_list.matching(typed, chosen=chosen),
        "chosen": chosen,
        "searched": bool(typed),
        "listing": place_list.by_area(),
        "point": _point(form["latitude"].value(), form["longitude"].value()),
    }
    return flow.page(request, "portal/where.html", context, draft=draft)


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """The places that fit the letters typed so far."""
    typed = request.GET.get("q", "")
    context = {"found": place_list.matching(typed), "searched": bool(typed.strip()), "chosen": ""}
    return render(request, "portal/where.html#places", context)


@require_safe
def point(request: HttpRequest) -> HttpResponse:
    """Where a point of the map is, in words; or why it cannot be taken."""
    found = _point(request.GET.get("latitude"), request.GET.get("longitude"))
    return render(request, "portal/where.html#point", {"point": found})


def _point(latitude: object, longitude: object) -> dict[str, object] | None:
    try:
        y, x = float(str(latitude)), float(str(longitude))
    except ValueError:
        return None
    if not (isfinite(y) and isfinite(x)):
        return None
    nearest = queries.nearest_place(y, x)
    if queries.area_at(y, x) is None:
        return {"refused": outside(nearest)}
    return {"place": nearest[0] if nearest else None}


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    draft = drafts.of(request, at=at)
    service = flow.service_of(draft)
    if draft is None or service is None:
        return redirect("portal:report-what")
    count = len(draft.photos)
    if request.method != "POST":
        form = DetailsForm(initial=draft.answers, service=service, photos=count)
        return _details_page(request, draft, form)
    flow.keep(request, draft, DETAILS, at=at)
    form = DetailsForm(request.POST, service=service, photos=count)
    if not form.is_valid():
        return _details_page(request, draft, form)
    return flow.go("portal:report-check", draft)


def _details_page(request: HttpRequest, draft: ReportDraft, form: DetailsForm) -> HttpResponse:
    context = {"form": form, "service": form.service, "draft": draft}
    return flow.page(request, "portal/details.html", context, draft=draft)
