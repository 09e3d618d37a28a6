"""Slowing down whoever guesses passwords, without locking anybody out.

Attempts are counted for a user name and an address together: a stranger elsewhere cannot keep a
colleague from signing in, and the colleague's own mistakes cost a minute at most.
"""

import unicodedata
from datetime import datetime

from aitima.accounts import limits
from aitima.core.text import fold


def who(username: str, address: str) -> str:
    """Whom to count; names that the sign-in takes for the same have the same key."""
    name = fold(unicodedata.normalize("NFKC", username).strip())
    return f"{name}\n{address}"


def may_try(whom: str, *, at: datetime) -> bool:
    """Count an attempt before the password is looked at: five, then one a minute.

    Counted first, so that many attempts at the same moment do not all pass.
    """
    pause = limits.take("sign-in-again", whom, at=at)
    return limits.take("sign-in", whom, at=at).allowed or pause.allowed


def release(whom: str) -> None:
    """Forget the failures of this name at this address."""
    for limit in ("sign-in", "sign-in-again"):
        limits.forget(limit, whom)
