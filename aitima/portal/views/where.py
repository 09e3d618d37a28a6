"""The second step: a point, a place, a number on a thing, or the place of a photo."""

from math import isfinite
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aitima.geography import queries
from aitima.organisation.neighbours import neighbour_at
from aitima.portal import places as place_list
from aitima.portal.forms import WhereForm
from aitima.portal.forms.where import asset_of, outside
from aitima.portal.models import ReportDraft
from aitima.portal.reporting import answering, drafts
from aitima.portal.views import flow

WHERE = ("q", "place", "listed", "address", "latitude", "longitude", "asset", "place_is_private")


@require_http_methods(["GET", "HEAD", "POST"])
def where(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    draft = drafts.of(request, at=at)
    service = answering.service_of(draft)
    if draft is None or service is None:
        return redirect("portal:report-what")
    if request.method != "POST":
        return _page(request, draft, WhereForm(initial=draft.answers, service=service))
    drafts.keep(draft, _typed(request, draft), at=at)
    if "find" in request.POST:
        return _page(request, draft, WhereForm(initial=draft.answers, service=service))
    form = WhereForm(draft.answers, service=service)
    if not form.is_valid():
        return _page(request, draft, form)
    drafts.forget_points(draft.pk)
    return flow.go(answering.after_where(draft, service), draft)


def _typed(request: HttpRequest, draft: ReportDraft) -> dict[str, str]:
    """What was sent of this page; “Yes, it is there” answers with the photo's place."""
    typed = flow.typed(request, WHERE)
    point = _photo_point(draft) if "from_photo" in request.POST else None
    if point is None:
        return typed
    latitude, longitude = map(str, point)
    others = dict.fromkeys(("place", "listed", "asset"), "")
    return {**typed, **others, "latitude": latitude, "longitude": longitude}


def _page(request: HttpRequest, draft: ReportDraft, form: WhereForm) -> HttpResponse:
    typed = str(form["q"].value() or "")
    chosen = str(form["place"].value() or "")
    context = {
        "form": form,
        "draft": draft,
        "service": form.service,
        "found": place_list.matching(typed, chosen=chosen),
        "chosen": chosen,
        "searched": bool(typed),
        "listing": place_list.by_area(),
        "point": _shown_point(form),
        "asset": asset_of(form["asset"].value()),
        "photo_place": _photo_place(draft),
    }
    return flow.page(request, "portal/where.html", context, draft=draft)


def _shown_point(form: WhereForm) -> dict[str, Any] | None:
    """The point in words; one that was refused is told on top."""
    if form.is_bound and form.errors.get("q"):
        return None
    return _point(form["latitude"].value(), form["longitude"].value())


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


def _point(latitude: object, longitude: object) -> dict[str, Any] | None:
    try:
        y, x = float(str(latitude)), float(str(longitude))
    except ValueError:
        return None
    if not (isfinite(y) and isfinite(x)):
        return None
    nearest = queries.nearest_place(y, x)
    if queries.area_at(y, x) is None:
        neighbour = neighbour_at(y, x)
        return {"refused": outside(nearest, neighbour), "neighbour": neighbour}
    return {"place": nearest[0] if nearest else None}


def _photo_point(draft: ReportDraft) -> tuple[float, float] | None:
    """Where the first photo that says so was taken, if that is ours."""
    for photo in draft.photos:
        if "point" in photo and queries.area_at(*photo["point"]) is not None:
            latitude, longitude = photo["point"]
            return latitude, longitude
    return None


def _photo_place(draft: ReportDraft) -> dict[str, Any] | None:
    taken_at = _photo_point(draft)
    return _point(*taken_at) if taken_at else None
