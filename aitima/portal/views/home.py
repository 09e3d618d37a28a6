"""The first page, and what it and the maps draw."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from aitima.core.caching import kept_for
from aitima.geography import queries
from aitima.organisation.identity import identity
from aitima.portal.forms import FindForm
from aitima.portal.public.figures import this_month
from aitima.portal.reporting import drafts


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "figures": this_month(),
        "now": now,
        "find": FindForm(year=timezone.localtime(now).year),
        "unfinished": drafts.unfinished(request, at=now),
    }
    return render(request, "portal/home.html", context)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The figures alone, for a home page that stays open."""
    context = {"figures": this_month(), "now": timezone.now()}
    return render(request, "portal/home.html#figures", context)


@require_safe
@cache_control(public=True, max_age=3600)
def base_map(_request: HttpRequest) -> HttpResponse:
    """Coast, outlines and place names: a map that needs nobody else's servers."""
    return JsonResponse(_base_map())


@kept_for(seconds=3600)
def _base_map() -> dict[str, Any]:
    record = identity().record
    return {
        "coast": record.coastline if record else None,
        "areas": [
            {"names": area.names, "outline": area.outline} for area in queries.outlines().areas
        ],
        "places": [
            {
                "names": place.names,
                "at": [round(place.latitude, 4), round(place.longitude, 4)],
                "size": place.population or 0,
            }
            for place in queries.places()
        ],
    }
