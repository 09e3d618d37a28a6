"""Reading requests: what a page of the staff may fetch, and in which order."""

from datetime import datetime
from typing import Final

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q
from django.http import Http404

from aitima.accounts.models import User
from aitima.service_requests import permissions
from aitima.service_requests.models import ProtocolCounter, ServiceRequest
from aitima.service_requests.models.service_request import ServiceRequestQuerySet

SERIAL_DIGITS: Final = 6


def access_service_request(user: User, number: str, *, at: datetime) -> ServiceRequest:
    """Fetch a request somebody may see; "absent" and "not yours" are the same 404.

    Raises:
        Http404: there is none of this number in the person's part of the house.
    """
    seen = permissions.visible_to(permissions.access_of(user, at=at)).with_names()
    try:
        return seen.get(number=number)
    except ServiceRequest.DoesNotExist:
        raise Http404 from None


def matching(requests: ServiceRequestQuerySet, text: str) -> ServiceRequestQuerySet:
    """Those with the number, or with the words in any accent, case or ending."""
    words = text.strip()
    if not words:
        return requests
    query = SearchQuery(words.lower(), config="aitima_greek", search_type="websearch")
    found = Q(search=query)
    if is_number(words):
        found |= Q(number__in=_numbers(words))
    return requests.filter(found)


def numbered(requests: ServiceRequestQuerySet, text: str) -> ServiceRequestQuerySet:
    """Those with this protocol number; written without its year, of any year."""
    return requests.filter(number__in=_numbers(text) if is_number(text) else [])


def is_number(text: str) -> bool:
    """Whether the text may be a protocol number: `2026/004512`, `2026/4512`, `4512`."""
    return text.replace("/", "", 1).isdecimal() and text.isascii()


def _numbers(text: str) -> list[str]:
    """Spelled out rather than compared by their end, so that the index of numbers serves."""
    year, _, serial = text.rpartition("/")
    years = ProtocolCounter.objects.order_by("year").values_list("year", flat=True)
    number = serial.zfill(SERIAL_DIGITS)
    return [f"{each}/{number}" for each in ([year] if year else years)]
