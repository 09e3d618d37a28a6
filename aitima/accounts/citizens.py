"""Which address this browser has proved to be its own. Citizens have no accounts.

It stands in the Django session beside, and apart from, a member of staff's sign-in: neither opens
the other's pages.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from aitima.accounts import codes

FRESH: Final = timedelta(minutes=15)
LASTS: Final = timedelta(hours=12)
_SIGNED_IN: Final = "citizen"
_ASKING: Final = "citizen_asking"
_PROVED: Final = "citizen_proved"
_NONCE_LENGTH: Final = 32


@dataclass(frozen=True, slots=True)
class Citizen:
    """Somebody who reads the mail of an address, as proved at that time."""

    email: str
    at: datetime

    def is_fresh(self, *, at: datetime) -> bool:
        """Whether it was proved lately enough for what cannot be undone."""
        return at - self.at < FRESH


@dataclass(frozen=True, slots=True)
class Asking:
    """An address that a letter was sent to, and what tells this browser."""

    email: str
    browser: str


def signed_in(request: HttpRequest, *, at: datetime) -> Citizen | None:
    kept = request.session.get(_SIGNED_IN)
    if not kept:
        return None
    citizen = Citizen(kept["email"], datetime.fromisoformat(kept["at"]))
    return citizen if at - citizen.at < LASTS else None


def sign_in(request: HttpRequest, email: str, *, at: datetime) -> None:
    """From now on this browser sees what belongs to the address; under a new session key."""
    request.session[_SIGNED_IN] = {"email": codes.normal(email), "at": at.isoformat()}
    request.session.pop(_ASKING, None)
    prove(request, email)


def sign_out(request: HttpRequest) -> None:
    """Forget the citizen; who is signed in as staff stays so."""
    for name in (_SIGNED_IN, _ASKING, _PROVED):
        request.session.pop(name, None)
    request.session.cycle_key()


def ask(request: HttpRequest, email: str) -> Asking:
    """Remember which address a letter goes to, until the code comes back."""
    asking = Asking(email.strip(), get_random_string(_NONCE_LENGTH))
    request.session[_ASKING] = {"email": asking.email, "browser": asking.browser}
    return asking


def asking(request: HttpRequest) -> Asking | None:
    kept = request.session.get(_ASKING)
    return Asking(kept["email"], kept["browser"]) if kept else None


def prove(request: HttpRequest, email: str) -> None:
    """Remember that this browser proved the address: a further report need not ask again.

    Under a new session key, for whoever knew the old one has proved nothing.
    """
    request.session.cycle_key()
    request.session[_PROVED] = codes.normal(email)


def has_proved(request: HttpRequest, email: str) -> bool:
    return bool(email) and request.session.get(_PROVED) == codes.normal(email)


def forget(email: str) -> None:
    """End every session that has to do with the address, in whatever browser."""
    address = codes.normal(email)
    for session in Session.objects.order_by("pk").iterator():
        if _concerns(session.get_decoded(), address):
            session.delete()


def _concerns(kept: dict[str, object], address: str) -> bool:
    found = [kept.get(_SIGNED_IN), kept.get(_ASKING)]
    addresses = [each.get("email", "") for each in found if isinstance(each, dict)]
    return address in {codes.normal(str(each)) for each in (*addresses, kept.get(_PROVED) or "")}
