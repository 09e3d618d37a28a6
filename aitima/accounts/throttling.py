"""Slowing down whoever guesses passwords, without locking anybody out.

Failures are counted for a user name and an address together: a stranger elsewhere cannot keep a
colleague from signing in, and the colleague's own mistakes cost a minute at most.
"""

import unicodedata
from datetime import datetime, timedelta
from typing import Final

from django.utils.crypto import salted_hmac

from aitima.accounts.models import SignInAttempt
from aitima.core.text import fold

FREE: Final = 5
WINDOW: Final = timedelta(minutes=15)
PAUSE: Final = timedelta(minutes=1)
_KEPT: Final = timedelta(days=1)


def begin(username: str, address: str, *, at: datetime) -> SignInAttempt | None:
    """Write the attempt down before the password is looked at; None means: wait first.

    Written first and counted after, so that many attempts at the same moment do not all pass.
    """
    attempt = SignInAttempt.objects.create(key=_key(username, address), at=at)
    earlier = SignInAttempt.objects.filter(
        key=attempt.key, pk__lt=attempt.pk, at__gt=at - WINDOW
    ).order_by("-pk")
    moments = list(earlier.values_list("at", flat=True)[:FREE])
    if len(moments) < FREE or moments[0] <= at - PAUSE:
        return attempt
    attempt.delete()
    return None


def succeeded(attempt: SignInAttempt, *, at: datetime) -> None:
    """Forget the failures of this name at this address, and everybody's old ones."""
    SignInAttempt.objects.filter(key=attempt.key).delete()
    SignInAttempt.objects.filter(at__lt=at - _KEPT).delete()


def _key(username: str, address: str) -> str:
    """Keyed, for people type passwords into the wrong field and addresses are personal data.

    Names that the sign-in takes for the same, wide letters for narrow ones, have the same key.
    """
    name = fold(unicodedata.normalize("NFKC", username).strip())
    return salted_hmac("aitima.sign-in", f"{name}\n{address}", algorithm="sha256").hexdigest()
