"""Atom feeds: the newest public requests, and what becomes of one.

A feed has an address for each language: readers of feeds carry no cookie (`?language=en`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from aitima.core.text import without_controls
from aitima.organisation.identity import identity
from aitima.portal.public import choices, listing, words
from aitima.portal.public.filters import Filters
from aitima.portal.requests import timeline
from aitima.service_requests.models import ServiceRequest

NEWEST: Final = 50
_BEGUN: Final = 2026  # RFC 4151: a year in which the name was ours


class _Atom(Atom1Feed):
    """Atom that stays readable whatever stands in the texts, also in those of other systems."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(**_readable(facts))

    def add_item(self, **facts: Any) -> None:  # type: ignore[override]  # Django names them all
        super().add_item(**_readable(facts))

    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | {"xml:lang": translation.get_language() or "el"}


def _readable(facts: dict[str, Any]) -> dict[str, Any]:
    """Without the characters that XML forbids, which end a feed in the middle."""
    return {
        name: without_controls(value) if isinstance(value, str) else value
        for name, value in facts.items()
    }


def _tag(path: str) -> str:
    """A name that stays whatever becomes of addresses (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{_BEGUN}:{path.strip('/')}"


def in_its_language(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Speak the language of the address, if it names one of ours."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("language", "")
        language = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response["Content-Language"] = language or "el"
        return response

    return spoken


@dataclass(frozen=True, slots=True)
class Asked:
    filters: Filters
    at: datetime


if TYPE_CHECKING:  # Django's own class knows no type arguments
    _OfRequests = Feed["Entry", "Asked"]
    _OfEvents = Feed["Told", ServiceRequest]
else:
    _OfRequests = _OfEvents = Feed


@dataclass(frozen=True, slots=True)
class Entry:
    service_request: ServiceRequest
    changed_at: datetime
    """When everybody could last read something new of it: a note among colleagues is no news."""


class Requests(_OfRequests):
    """The newest requests of a set of filters."""

    feed_type = _Atom

    def get_object(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> Asked:
        return Asked(Filters.read(request.GET.dict()), timezone.now())

    def title(self, asked: Asked) -> str:
        return f"{identity().name}: {choices.summary(asked.filters)}"

    def link(self, asked: Asked) -> str:
        return reverse("portal:requests") + asked.filters.query

    def feed_guid(self, asked: Asked) -> str:
        return _tag(f"requests/{asked.filters.query}")

    def author_name(self) -> str:
        return identity().name

    def items(self, asked: Asked) -> list[Entry]:
        rows = listing.page(asked.filters, at=asked.at, size=NEWEST).rows
        changed_at = timeline.changed_at(rows)
        return [Entry(row, changed_at.get(row.pk, row.submitted_at)) for row in rows]

    def item_title(self, item: Entry) -> str:
        return words.title(item.service_request)

    def item_description(self, item: Entry) -> str:
        service_request = item.service_request
        state = timeline.state(service_request, private=False).words
        facts = (service_request.service.name, words.where(service_request), state)
        return escape(" · ".join(fact for fact in facts if fact))

    def item_link(self, item: Entry) -> str:
        return words.url(item.service_request)

    def item_guid(self, item: Entry) -> str:
        return _tag(f"requests/{item.service_request.number}")

    def item_pubdate(self, item: Entry) -> datetime:
        return item.service_request.submitted_at

    def item_updateddate(self, item: Entry) -> datetime:
        return item.changed_at

    def item_categories(self, item: Entry) -> list[str]:
        return [item.service_request.service.group.name]


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a request's history; `place` counts from the first one that everybody sees."""

    service_request: ServiceRequest
    place: int
    line: timeline.Line


class Events(_OfEvents):
    """What happened to one request, as its public page tells it."""

    feed_type = _Atom

    def get_object(
        self,
        request: HttpRequest,  # noqa: ARG002 - Django's
        *_args: Any,
        **named: Any,
    ) -> ServiceRequest:
        return listing.access_public(f"{named['year']}/{named['serial']}")

    def title(self, service_request: ServiceRequest) -> str:
        return f"{service_request.service.name}, {service_request.number}"

    def subtitle(self, service_request: ServiceRequest) -> str:
        return words.title(service_request)

    def link(self, service_request: ServiceRequest) -> str:
        return words.url(service_request)

    def feed_guid(self, service_request: ServiceRequest) -> str:
        return _tag(f"requests/{service_request.number}")

    def author_name(self) -> str:
        return identity().name

    def items(self, service_request: ServiceRequest) -> list[Told]:
        lines = timeline.lines(timeline.events_of(service_request), private=False)
        return [Told(service_request, len(lines) - index, line) for index, line in enumerate(lines)]

    def item_title(self, item: Told) -> str:
        return item.line.title

    def item_description(self, item: Told) -> str:
        number = item.service_request.number
        return escape(item.line.unit) or _("Request %(number)s") % {"number": number}

    def item_link(self, item: Told) -> str:
        return f"{words.url(item.service_request)}#timeline"

    def item_guid(self, item: Told) -> str:
        return _tag(f"requests/{item.service_request.number}/{item.place}")

    def item_pubdate(self, item: Told) -> datetime:
        return item.line.at

    item_updateddate = item_pubdate


requests = require_safe(conditional_page(in_its_language(Requests())))
events = require_safe(conditional_page(in_its_language(Events())))
