"""What a device needs for writing a report without a connection, and what it sends of it."""

import json
import re
import uuid
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.conf import settings

from aitima.catalogue.models import Service
from aitima.catalogue.queries import catalogue
from aitima.core.caching import kept_for
from aitima.core.text import fold
from aitima.geography.models import Place
from aitima.geography.queries import places
from aitima.portal.reporting.draft_photos import MOST as MOST_PHOTOS

LARGEST: Final = 100_000  # bytes of all answers; the longest text has 4,000 letters
FIELDS: Final = frozenset(
    {
        *("text", "service", "place", "address", "latitude", "longitude", "place_is_private"),
        *("contact", "email", "phone", "name"),
    }
)
_NOT_STORED: Final = re.compile("[\\0\\ud800-\\udfff]")
"""NUL, and half a pair of surrogates: JSON can spell both, PostgreSQL stores neither."""


class Unreadable(Exception):
    """A body that no page of ours sends."""


@dataclass(frozen=True, slots=True)
class Content:
    """A whole report as the device has it: its answers, and the names of all its photos."""

    answers: dict[str, str]
    photos: frozenset[str]


def read(body: bytes) -> Content:
    """Read what the device says, `{"answers": {name: text}, "photos": [uuid, …]}`.

    Raises:
        Unreadable: it says something else.
    """
    if len(body) > LARGEST:
        raise Unreadable("too large")
    try:
        content = json.loads(body)
        answers, photos = content["answers"], content["photos"]
        names = frozenset(uuid.UUID(photo).hex for photo in photos)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable("not a report") from error
    if not isinstance(answers, dict) or len(names) > MOST_PHOTOS:
        raise Unreadable("not a report")
    return Content({name: _text(answers[name]) for name in FIELDS & answers.keys()}, names)


def _text(value: Any) -> str:
    if not isinstance(value, str) or _NOT_STORED.search(value):
        raise Unreadable("not a text")
    return value


def known_language(code: str) -> str | None:
    return code if code in dict(settings.LANGUAGES) else None


@kept_for(seconds=60)
def catalogue_json() -> bytes:
    """Services with their words, and places; in all languages, for the page may change its own."""
    everything = catalogue()
    content = {
        "services": [_service(service) for service in everything.services.values()],
        "places": [_place(place) for place in places()],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _place(place: Place) -> dict[str, Any]:
    known: dict[str, Any] = {
        "code": place.code,
        "names": place.names,
        "area": place.area.names,
        "size": place.population or 0,
    }
    named = set(fold(" ".join(place.names.values())).split())
    also = [word for word in place.folded.split() if word not in named]
    return known | ({"also": also} if also else {})


def _service(service: Service) -> dict[str, Any]:
    known: dict[str, Any] = {
        "code": service.code,
        "names": service.names,
        "hints": service.descriptions,
        "words": service.keywords,
    }
    if service.warnings:
        known["warnings"] = service.warnings
    if service.identity == "required":
        known["identity"] = True
    return known


def fingerprint() -> str:
    """Changes when the catalogue does."""
    return sha256(catalogue_json()).hexdigest()[:12]
