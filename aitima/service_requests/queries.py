"""Reading requests: what a page of the staff may fetch, and in which order."""

from datetime import datetime

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q
from django.http import Http404

from aitima.accounts.models import User
from aitima.service_requests import permissions
from aitima.service_requests.models import ServiceRequest
from aitima.service_requests.models.service_request import ServiceRequestQuerySet


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
    if words.replace("/", "").isdigit():
        found |= Q(number=words) | Q(number__endswith="/" + words.zfill(6))
    return requests.filter(found)
