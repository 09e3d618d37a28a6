"""What other packages may ask about messages."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max, Min
from procrastinate.contrib.django.models import ProcrastinateWorker

from aitima.notifications.models import Delivery, DeliveryQuerySet

SIGN_OF_LIFE: Final = timedelta(seconds=30)


def log_for(about: str) -> DeliveryQuerySet:
    """Every delivery about one thing, the newest first, each with its message."""
    told = Delivery.objects.filter(message__about=about).select_related("message")
    return told.defer("message__body_text", "message__body_html", "message__context").order_by(
        "-created_at", "-pk"
    )


def oldest_unsent_age(at: datetime) -> timedelta | None:
    """How long the oldest message that should be out by now has waited; None when all are out."""
    oldest = Delivery.objects.unsent().aggregate(oldest=Min("created_at"))["oldest"]
    return at - oldest if oldest else None


def a_worker_lives(at: datetime) -> bool:
    """Whether any worker gave a sign of life lately; one gives it every ten seconds."""
    latest = ProcrastinateWorker.objects.aggregate(latest=Max("last_heartbeat"))["latest"]
    return latest is not None and at - latest < SIGN_OF_LIFE
