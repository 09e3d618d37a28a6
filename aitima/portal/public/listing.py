"""The public list: newest first, a page at a time, by key rather than by counting from the top."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.http import Http404

from aitima.portal.public.filters import Filters
from aitima.service_requests.models import ServiceRequest

PER_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Page:
    """`after` is the number that the next page begins below, or empty."""

    rows: list[ServiceRequest]
    after: str


def page(filters: Filters, *, at: datetime, after: str = "", size: int = PER_PAGE) -> Page:
    """Read a page of what is asked for.

    Which ones they are is read from the index alone; only those are then fetched.
    """
    chosen = filters.chosen(ServiceRequest.objects.listed(), at=at)
    if after:
        chosen = chosen.filter(_below(after))
    keys = chosen.order_by("-submitted_at", "-pk").values("pk")[: size + 1]
    found = ServiceRequest.objects.listed().filter(pk__in=keys).with_names()
    rows = list(found.order_by("-submitted_at", "-pk"))
    return Page(rows[:size], rows[size - 1].number if len(rows) > size else "")


def _below(number: str) -> Q:
    """Older than the request of this number; of an unknown one the list begins anew."""
    keys = ServiceRequest.objects.listed().filter(number=number)
    found = keys.order_by().values_list("submitted_at", "pk").first()
    if found is None:
        return Q()
    submitted_at, pk = found
    return Q(submitted_at__lte=submitted_at) & ~Q(submitted_at=submitted_at, pk__gte=pk)


def access_public(number: str) -> ServiceRequest:
    """Fetch a request for what shows it to everybody: a feed, a preview picture.

    Raises:
        Http404: there is none of this number, or it is not public.
    """
    found = ServiceRequest.objects.listed().with_names().filter(number=number).first()
    if found is None:
        raise Http404
    return found
