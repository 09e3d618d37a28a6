"""Whom the State named, kept in the session until the report takes it over."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from aitima.accounts.gsis.person import Person

_KEY: Final = "citizen_gsis"
LASTS: Final = timedelta(minutes=15)


def keep(request: HttpRequest, person: Person) -> None:
    """Keep a name and a tax number, under a key of the session that nobody knew before."""
    request.session.cycle_key()
    request.session[_KEY] = asdict(person) | {"at": timezone.now().isoformat()}


def person_of(request: HttpRequest, *, at: datetime) -> Person | None:
    kept = request.session.get(_KEY)
    if not kept or at - datetime.fromisoformat(kept["at"]) > LASTS:
        return None
    return Person(kept["name"], kept["tax_number"])


def forget(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)
