"""Contacts that send nothing any more: an e-mail address, a whole domain, a telephone.

Kept as keyed hashes with a hint, so that the list tells nobody's address; whoever unblocks one
writes it again.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.crypto import salted_hmac

from aitima.accounts.models import BlockedContact, BlockingRecord, User
from aitima.core.caching import kept_for

_NOBODY: Final = "…"


@transaction.atomic
def block(
    contact: str, *, reason: str, at: datetime, by: User | None = None, about: str = ""
) -> BlockedContact:
    """Refuse this contact from now on; other processes know within a minute.

    Args:
        by: who does it; nobody, where it is the command line.
        about: the number of the request that it is done from.
    """
    hint = _hint(contact)
    found, _ = BlockedContact.objects.update_or_create(
        key=_key(contact), defaults={"hint": hint, "reason": reason, "by": by, "at": at}
    )
    _record(found, blocked=True, reason=reason, about=about, by=by, at=at)
    return found


def unblock(contact: str, *, at: datetime, reason: str = "", by: User | None = None) -> bool:
    """Take it off the list; False, if it was not on it."""
    return unblock_entry(key=_key(contact), reason=reason, by=by, at=at)


@transaction.atomic
def unblock_entry(*, key: str, reason: str, by: User | None, at: datetime) -> bool:
    """The same for an entry of the list, whose contact nobody can read there."""
    found = BlockedContact.objects.select_for_update(of=("self",)).filter(key=key).first()
    if found is None:
        return False
    _record(found, blocked=False, reason=reason, about="", by=by, at=at)
    found.delete()
    return True


def forget_person(contact: str) -> None:
    """Leave of an entry what keeps it working, and nothing that tells of the person."""
    nothing = {"hint": _NOBODY, "reason": ""}
    for kept in (BlockedContact, BlockingRecord):
        kept.objects.filter(key=_key(contact)).update(**nothing)


def _record(
    entry: BlockedContact,
    *,
    blocked: bool,
    reason: str,
    about: str,
    by: User | None,
    at: datetime,
) -> None:
    BlockingRecord.objects.create(
        key=entry.key,
        hint=entry.hint,
        blocked=blocked,
        reason=reason,
        about=about,
        by=by,
        at=at,
    )
    _blocked.forget()
    transaction.on_commit(_blocked.forget)  # what another thread read in between


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
