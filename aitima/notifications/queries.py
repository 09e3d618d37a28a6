"""What other packages may ask about messages."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max, Min, Q
from procrastinate.contrib.django.models import ProcrastinateWorker

from aitima.notifications.models import Delivery, DeliveryQuerySet, State

SIGN_OF_LIFE: Final = timedelta(seconds=30)


def log_for(about: str) -> DeliveryQuerySet:
    """Every delivery about one thing, the newest first, each with its message."""
    told = Delivery.objects.filter(message__about=about).select_related("message")
    return told.defer("message__body_text", "message__body_html", "message__context").order_by(
        "-created_at", "-pk"
    )


def oldest_unsent_age(at: datetime) -> timedelta | None:
    """How long the oldest message has waited that says something about us; None when all are out.

    One that was tried while later ones went out says something about its recipient's mailbox
    instead, and may do so for days.
    """
    last_sent = Delivery.objects.filter(state=State.SENT).aggregate(at=Max("sent_at"))["at"]
    waiting = Delivery.objects.unsent()
    if last_sent:
        waiting = waiting.filter(Q(attempts=0) | Q(created_at__gt=last_sent))
    oldest = waiting.aggregate(created_at=Min("created_at"))["created_at"]
    return at - oldest if oldest else None


def a_worker_lives(at: datetime) -> bool:
    """Whether any worker gave a sign of life lately; one gives it every ten seconds."""
    latest = ProcrastinateWorker.objects.aggregate(latest=Max("last_heartbeat"))["latest"]
    return latest is not None and at - latest < SIGN_OF_LIFE
