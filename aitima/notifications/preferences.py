"""What an address wants to hear, and what it must be told all the same."""

from datetime import datetime
from typing import Final

from aitima.notifications.models import Preference

Notices = Preference.Notices

# Ν. 2690/1999: the answer (art. 4 §1 and 5), where a request was sent on to, and the receipt
# (art. 12 §1), which carries the private link. Who withdraws or asks for a link is told so.
BY_LAW: Final = frozenset(
    {
        "request_received",
        "request_withdrawn",
        "private_link",
        "resolved",
        "rejected",
        "forwarded",
    }
)
_FEW: Final = BY_LAW | {"question_asked"}


def wants(address: str, template: str) -> bool:
    """Whether a message of this kind about a request may be written to the address."""
    if template in BY_LAW:
        return True
    notices = of(address).notices
    return notices == Notices.ALL or (notices == Notices.FEW and template in _FEW)


def of(address: str) -> Preference:
    """What the address has chosen; where it has chosen nothing, everything."""
    kept = Preference.objects.filter(address=_normal(address)).first()
    return kept or Preference(address=_normal(address))


def keep(address: str, notices: str, language: str, *, at: datetime) -> None:
    Preference.objects.update_or_create(
        address=_normal(address),
        defaults={"notices": notices, "language": language, "changed_at": at},
    )


def _normal(address: str) -> str:
    return address.strip().casefold()
