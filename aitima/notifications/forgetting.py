"""Taking a person out of the messages; that something was sent, and when, stays."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from aitima.notifications import kinds
from aitima.notifications.models import UNSENT, Delivery, Message, Preference

PROOFS_ARE_KEPT: Final = timedelta(days=30)

_EMPTY: Final = {"to": "", "context": {}, "subject": "", "body_text": "", "body_html": ""}


def forget_person(address: str, about: Collection[str]) -> None:
    """Empty every message to the address, and every citizen's message about these topics.

    What has not gone out does not go out any more: nobody is left to be told.
    """
    theirs = Message.objects.filter(to__iexact=address)
    told = Message.objects.filter(about__in=about, template__in=_to_citizens())
    _forget(Message.objects.filter(Q(pk__in=theirs.values("pk")) | Q(pk__in=told.values("pk"))))
    Preference.objects.filter(address__iexact=address).delete()


def forget_old_proofs(*, at: datetime) -> int:
    """Delete letters with codes and links of a month ago; returns how many rows."""
    old = Message.objects.filter(template__in=_proofs(), created_at__lt=at - PROOFS_ARE_KEPT)
    return old.delete()[0]


def _forget(found: QuerySet[Message]) -> None:
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    messages = Message.objects.filter(pk__in=keys)
    messages.filter(deliveries__state__in=UNSENT).delete()
    Delivery.objects.filter(message__in=keys).update(address="", provider_words="")
    messages.update(**_EMPTY)


def _to_citizens() -> list[str]:
    citizens = kinds.Audience.CITIZEN
    return [name for name, kind in kinds.KINDS.items() if kind.audience is citizens]


def _proofs() -> list[str]:
    return [name for name, kind in kinds.KINDS.items() if "proof_url" in kind.needs]
