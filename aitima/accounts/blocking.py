"""Contacts that send nothing any more: an e-mail address, a whole domain, a telephone.

Kept as keyed hashes with a hint, so that the list tells nobody's address; whoever unblocks one
writes it again.
"""

from datetime import datetime

from django.utils.crypto import salted_hmac

from aitima.accounts.models import BlockedContact
from aitima.core.caching import kept_for


def block(contact: str, *, reason: str, at: datetime) -> BlockedContact:
    """Refuse this contact from now on; other processes know within a minute."""
    found, _ = BlockedContact.objects.update_or_create(
        key=_key(contact), defaults={"hint": _hint(contact), "reason": reason, "at": at}
    )
    _blocked.forget()
    return found


def unblock(contact: str) -> bool:
    """Take it off the list; False, if it was not on it."""
    deleted, _ = BlockedContact.objects.filter(key=_key(contact)).delete()
    _blocked.forget()
    return bool(deleted)


def is_blocked(*contacts: str) -> bool:
    """Whether one of them, or the domain of an e-mail, is on the list; empty ones are not."""
    blocked = _blocked()
    return bool(blocked) and any(
        _key(name) in blocked for contact in contacts if contact for name in _names(contact)
    )


@kept_for(seconds=60)
def _blocked() -> frozenset[str]:
    return frozenset(BlockedContact.objects.values_list("key", flat=True))


def _names(contact: str) -> tuple[str, ...]:
    _, at_sign, domain = contact.rpartition("@")
    return (contact, domain) if at_sign else (contact,)


def _plain(contact: str) -> str:
    """One spelling: @example.org and EXAMPLE.org are a domain, +30 69… and 69… a telephone."""
    contact = contact.strip().casefold().removeprefix("@")
    digits = "".join(c for c in contact if c.isdigit())
    if any(c.isalpha() for c in contact) or not digits:
        return contact
    return digits.removeprefix("00").removeprefix("30")


def _hint(contact: str) -> str:
    """Enough to recognise it, not enough to write to: m…@example.org, …456."""
    plain = _plain(contact)
    name, at_sign, domain = plain.rpartition("@")
    if at_sign:
        return f"{name[:1]}…@{domain}"
    return plain if any(c.isalpha() for c in plain) else f"…{plain[-3:]}"


def _key(contact: str) -> str:
    return salted_hmac("aitima.blocked", _plain(contact), algorithm="sha256").hexdigest()
