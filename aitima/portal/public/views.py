"""The public list with its map, and the marks of the map."""

from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aitima.accounts import limits
from aitima.accounts.http import address_of
from aitima.portal.forms import FindForm
from aitima.portal.public import choices, listing, still, words
from aitima.portal.public.clusters import Box, Cluster, Grid, survey
from aitima.portal.public.filters import Filters
from aitima.portal.requests import timeline
from aitima.portal.requests.access import access_as_citizen
from aitima.service_requests.models import ServiceRequest

_CELL: Final = 72  # pixels of a map, between two marks
_TILE: Final = 256  # pixels of the whole earth at zoom 0
ZOOMS: Final = range(1, 20)


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """List and map of the same; with a number, the way to its request."""
    form = FindForm(year=timezone.localdate().year)
    if "number" in request.GET:
        form = FindForm(request.GET, year=timezone.localdate().year)
        number = _found(request, form)
        if number:
            return redirect("portal:request", *number.split("/"))
    context = _context(request, at=timezone.now()) | {"form": form}
    if request.headers.get("HX-Request"):
        return _part(request, context)
    status = 422 if form.errors else 200
    return render(request, "portal/public/requests.html", context, status=status)


def _part(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """List, count and map together; what the form itself shows of a choice comes along."""
    context |= {"swapped": True}
    parts = ("requests.html#results", "filters.html#service", "filters.html#summary")
    html = [render_to_string(f"portal/public/{part}", context, request) for part in parts]
    response = HttpResponse("".join(html))
    if request.headers.get("HX-Source", "").startswith("form"):
        response["HX-Push-Url"] = context["here"]
    return response


def _found(request: HttpRequest, form: FindForm) -> str:
    """Look a number up; the page behind it decides what may be seen.

    Raises:
        LimitReached: very many were looked up from here.
    """
    if not form.is_valid():
        return ""
    number: str = form.cleaned_data["number"]
    limits.spend(("number", address_of(request)), at=timezone.now())
    try:
        access_as_citizen(request, number)
    except Http404:
        form.add_error("number", _("There is no public request with this number"))
        return ""
    return number


def _context(request: HttpRequest, *, at: datetime) -> dict[str, Any]:
    filters = Filters.read(request.GET.dict())
    page = listing.page(filters, at=at, after=request.GET.get("after", ""))
    found = survey(filters, still.grid(), at=at)
    path = reverse("portal:requests")
    return {
        "filters": filters,
        "choices": choices.choices(filters),
        "summary": choices.summary(filters),
        "page": page,
        "total": found.total,
        "still": still.still_map(found.clusters, filters),
        "here": path + filters.query,
        "next": _address(path, filters, after=page.after) if page.after else "",
        "paged": "after" in request.GET,
        "query": filters.query,
        "follow_query": _follow_query(filters),
        "now": at,
    }


def _address(path: str, filters: Filters, **more: str) -> str:
    joined = "&" if filters.query else "?"
    return f"{path}{filters.query}{joined}{urlencode(more)}"


def _follow_query(filters: Filters) -> str:
    """What is looked at here, as the page for following new requests is asked."""
    asked: dict[str, object] = {}
    if filters.service:
        asked["service"] = filters.service.code
    if filters.area:
        asked["area"] = filters.area.code
    if filters.near:
        asked |= {"latitude": filters.near.latitude, "longitude": filters.near.longitude}
        asked["radius"] = filters.radius
    return f"?{urlencode(asked)}" if asked else ""


@require_safe
def marks(request: HttpRequest) -> HttpResponse:
    """The marks of a part of the map, as GeoJSON-like points: few, whatever lies there.

    `bbox` is west,south,east,north in degrees, `zoom` that of the map's tiles.
    """
    try:
        box = Box.read(request.GET.get("bbox", ""))
        zoom = int(request.GET.get("zoom", ""))
    except ValueError:
        return JsonResponse({"error": "bbox=west,south,east,north and zoom=1…19"}, status=400)
    width = _CELL * 360 / (_TILE * 2 ** min(max(zoom, ZOOMS[0]), ZOOMS[-1]))
    grid = Grid.of(width, latitude=_middle(box)).coarse_enough(box)
    found = survey(Filters.read(request.GET.dict()), grid, at=timezone.now(), box=box)
    data = {"total": found.total, "marks": _marks(found.clusters)}
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, max-age=15"
    return response


def _middle(box: Box) -> int:
    """The latitude by which cells are square; whole degrees, so that moving does not shift them."""
    return round((box.south + box.north) / 2)


def _marks(clusters: list[Cluster]) -> list[dict[str, Any]]:
    alone = {cluster.one for cluster in clusters if cluster.count == 1}
    facts = _facts(alone)
    return [
        {"at": [round(cluster.latitude, 5), round(cluster.longitude, 5)], "count": cluster.count}
        | facts.get(cluster.one if cluster.count == 1 else 0, {})
        for cluster in clusters
    ]


def _facts(keys: set[int]) -> dict[int, dict[str, Any]]:
    if not keys:
        return {}
    found = ServiceRequest.objects.listed().filter(pk__in=keys).select_related("service")
    needed = ("number", "status", "scheduled_for", "description", "public_text", "service__names")
    return {one.pk: _fact(one) for one in found.only(*needed).order_by()}


def _fact(service_request: ServiceRequest) -> dict[str, Any]:
    state = timeline.state(service_request, private=False)
    return {
        "number": service_request.number,
        "url": words.url(service_request),
        "title": words.title(service_request),
        "state": state.words,
    }
