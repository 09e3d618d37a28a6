"""The queue, its preview, its filters, and what changed while it is open."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET

from aitima.live import topics
from aitima.service_requests import queries
from aitima.service_requests.models import ServiceRequest
from aitima.workspace.desk.rooms import Desk
from aitima.workspace.forms.filters import FilterForm
from aitima.workspace.queue import filters, rows, shelves
from aitima.workspace.queue.listing import Listing
from aitima.workspace.queue.names import named
from aitima.workspace.staff import StaffRequest, staff_page

MOST_TOPICS = 8
"""A page listens to this many units; whoever sees more asks every half minute."""
_MOST_ROWS = 150


@staff_page
@require_GET
def queue(request: StaffRequest) -> HttpResponse:
    listing = Listing.read(request.GET, request.staff)
    if number := _number_alone(listing):
        return redirect("workspace:request-detail", number)
    if request.htmx and "preview" in request.GET:
        desk = _previewed(request, listing)
        return render(request, "workspace/parts/preview.html", {"desk": desk})
    if request.htmx and "filter" in request.GET:
        context = {"filter_form": FilterForm.of(listing), "listing": listing}
        return render(request, "workspace/parts/filter_form.html", context)
    return render(request, "workspace/queue.html", _context(request, listing))


def _context(request: StaffRequest, listing: Listing) -> dict[str, Any]:
    staff = request.staff
    return {
        "staff": staff,
        "current": listing.shelf.value,
        "counts": listing.counts,
        "listing": listing,
        "chips": filters.chips(listing.filters, request.GET),
        "clear": filters.changed(request.GET, **dict.fromkeys(filters.NAMES)),
        "filter_form": FilterForm.of(listing) if "filter" in request.GET else None,
        "desk": _previewed(request, listing),
        "live": _live(request, listing),
    }


def _live(request: StaffRequest, listing: Listing) -> dict[str, str]:
    """Where the open page hears of changes, and what it then asks for."""
    units = request.staff.units
    address = request.GET.copy()
    address["shown"] = "-".join(str(row.service_request.pk) for row in listing.rows)
    address["since"] = request.staff.at.isoformat()
    few = 0 < len(units) <= MOST_TOPICS
    return {
        "stream": topics.stream_url(*(f"unit:{unit.pk}" for unit in units)) if few else "",
        "query": address.urlencode(),
    }


@staff_page
@require_GET
def changes(request: StaffRequest) -> HttpResponse:
    """What changed since the page was made: counts, its own rows, and how many are new."""
    listing = Listing.read(request.GET, request.staff)
    since = _moment(request.GET.get("since", "")) or request.staff.at
    changed = request.staff.requests().filter(pk__in=_shown(request), updated_at__gt=since)
    found = named(changed.order_by("pk").values_list("pk", flat=True))
    context = {
        "staff": request.staff,
        "listing": listing,
        "counts": listing.counts,
        "rows": [rows.Row(row, request.staff.at) for row in found.values()],
        "news": shelves.capped(_news(listing, since)),
        "count_texts": [(shelf.value, listing.counts.text(shelf)) for shelf in shelves.Shelf],
        "queue_address": reverse("workspace:queue")
        + filters.changed(request.GET, shown=None, since=None),
        "desk": None,
    }
    return render(request, "workspace/parts/queue_changes.html", context)


def _news(listing: Listing, since: datetime) -> QuerySet[ServiceRequest]:
    return listing.requests.filter(submitted_at__gt=since)


def _shown(request: StaffRequest) -> list[int]:
    keys = request.GET.get("shown", "").split("-")[:_MOST_ROWS]
    return [int(key) for key in keys if key.isdecimal() and len(key) < 18]  # noqa: PLR2004 - digits of a bigint


def _previewed(request: StaffRequest, listing: Listing) -> Desk | None:
    """The request in the side panel: the one asked for, else the first of the list."""
    if number := request.GET.get("preview"):
        found = queries.access_service_request(request.user, number, at=request.staff.at)
        return Desk(found, request.staff)
    first = next(iter(listing.rows), None)
    return Desk(first.service_request, request.staff) if first else None


def _number_alone(listing: Listing) -> str | None:
    """The request's number, if the search is a number of one that the person may see."""
    if not queries.is_number(listing.filters.text):
        return None
    found = queries.numbered(listing.staff.requests(), listing.filters.text)
    return found.order_by("-pk").values_list("number", flat=True).first()


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
