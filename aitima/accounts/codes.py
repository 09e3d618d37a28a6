"""Codes and links by mail: whoever reads an address's mail proves that it is theirs.

One letter carries both: a code of six digits for the browser that asked, and a link for whatever
browser the mail is read in. Using one of them uses up the other, and a new letter ends the old
one. A code can only be tried in the browser that asked for it, so that a stranger's wrong guesses
spoil nobody's code.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.db.models import F, Q, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from aitima.accounts.models import OneTimeCode
from aitima.core import tokens

DIGITS: Final = 6
TRIES: Final = 5
CODE_LIVES: Final = timedelta(minutes=10)
LINK_LIVES: Final = timedelta(minutes=15)
_SALT: Final = "aitima.codes"

Purpose = OneTimeCode.Purpose


@dataclass(frozen=True, slots=True)
class Issued:
    """What goes into the letter, and is stored nowhere."""

    code: str
    token: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What a link of ours says; whether it still holds, `redeem` tells."""

    purpose: str
    address: str
    browser: str
    secret: str


def issue(purpose: Purpose, address: str, browser: str, *, at: datetime) -> Issued:
    """Make a code and a link for an address, and end the earlier ones of this browser.

    Args:
        browser: anything that only the asking browser can tell again.
    """
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    secret = tokens.new_secret()
    _of(purpose, address, browser).delete()
    OneTimeCode.objects.create(
        purpose=purpose,
        address_key=address_key(address),
        browser_key=_key("browser", browser),
        code_hash=_code_hash(purpose, address, code),
        link_hash=tokens.hash_secret(secret),
        made_at=at,
        code_until=at + CODE_LIVES,
        link_until=at + LINK_LIVES,
    )
    claim = [purpose, normal(address), browser, secret]
    return Issued(code, signing.dumps(claim, salt=_SALT, compress=True))


def accept(purpose: Purpose, address: str, browser: str, code: str, *, at: datetime) -> bool:
    """Whether this is the code; the try is counted before it is looked at.

    Counting is one conditional UPDATE: of a thousand guesses at one moment, five are looked at.
    """
    row = _of(purpose, address, browser).order_by("-pk").first()
    if row is None:
        return False
    mine = OneTimeCode.objects.filter(pk=row.pk, used_at=None)
    counted = mine.filter(tries__lt=TRIES, code_until__gt=at).update(tries=F("tries") + 1)
    right = constant_time_compare(row.code_hash, _code_hash(purpose, address, code))
    return bool(counted) and right and bool(mine.update(used_at=at))


def read(token: str) -> Claim | None:
    """What a link says, if it is one of ours and not past its time."""
    try:
        return Claim(*signing.loads(token, salt=_SALT, max_age=LINK_LIVES))
    except signing.BadSignature:
        return None


def holds(claim: Claim, *, at: datetime) -> bool:
    """Whether the link could still be used; looking at it does not use it."""
    return _live(claim, at).exists()


def redeem(claim: Claim, *, at: datetime) -> bool:
    """Use the link, once: of two presses of the button one finds it unused."""
    return bool(_live(claim, at).update(used_at=at))


def forget(address: str) -> None:
    """Delete everything that was sent to the address."""
    OneTimeCode.objects.filter(address_key=address_key(address)).delete()


def sweep(*, at: datetime) -> int:
    """Delete what nobody can use any more; returns how many rows."""
    deleted, _ = OneTimeCode.objects.filter(Q(link_until__lte=at) & Q(code_until__lte=at)).delete()
    return deleted


def normal(address: str) -> str:
    """The address as it is compared: mail servers that tell cases apart are not met any more."""
    return address.strip().casefold()


def address_key(address: str) -> str:
    return _key("address", normal(address))


def _of(purpose: Purpose, address: str, browser: str) -> QuerySet[OneTimeCode]:
    return OneTimeCode.objects.filter(
        purpose=purpose,
        address_key=address_key(address),
        browser_key=_key("browser", browser),
    )


def _live(claim: Claim, at: datetime) -> QuerySet[OneTimeCode]:
    return OneTimeCode.objects.filter(
        purpose=claim.purpose,
        address_key=address_key(claim.address),
        link_hash=tokens.hash_secret(claim.secret),
        link_until__gt=at,
        used_at=None,
    )


def _code_hash(purpose: Purpose, address: str, code: str) -> str:
    """Keyed: a million codes are tried in a second by whoever has the table alone."""
    return _key("code", f"{purpose}\n{normal(address)}\n{code}")


def _key(what: str, text: str) -> str:
    return salted_hmac(f"aitima.codes.{what}", text, algorithm="sha256").hexdigest()
