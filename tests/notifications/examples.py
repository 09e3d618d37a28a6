"""One good context for every kind of message."""

from datetime import UTC, datetime

from django.db import transaction

from aitima.notifications import outbox
from aitima.notifications.kinds import KINDS
from aitima.notifications.models import Delivery
from aitima.notifications.outbox import Envelope

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LINK = "https://aitima.example/r/4f6Yb2ZqK1mJxT8sWc0vRg/"

FACTS = {
    "number": "2026/004512",
    "service": "Καμένος λαμπτήρας",
    "place": "Καλλονή, κεντρική πλατεία",
    "municipality": "Δήμος Λέσβου",
    "phone": "22510 00000",
    "private_url": LINK,
    "code": "482913",
    "proof_url": "https://aitima.example/my/open/WyJzaWduX2luIl0:1tQ:k/",
    "workspace_url": "https://aitima.example/workspace/requests/2026/004512/",
    "unit": "Τμήμα Ηλεκτροφωτισμού",
    "expected": "2026-11-27",
    "deadline": "2026-11-27",
    "day": "2026-11-24",
    "note": "Ανάμεσα στις 8 και τις 10.",
    "question": "Είναι σβηστά και τα δύο φώτα;",
    "answer": "Αλλάξαμε τον λαμπτήρα.\nΑνάβει από χθες.",
    "reason": "Ο στύλος ανήκει στον διαχειριστή του δικτύου.",
    "authority": "Διαχειριστής Δικτύου",
    "contact": "22510 00001",
    "followed": "Καμένος λαμπτήρας, Καλλονή (2026/004512)",
    "public_url": "https://aitima.example/requests/2026/004512/",
    "report_url": "https://aitima.example/report/what/",
    "confirm_url": "https://aitima.example/follow/confirm/4f6Yb2ZqK1mJxT8sWc0vRg/",
    "stop_url": "https://aitima.example/follow/stop/17:k3yTzQ/",
}


def context_of(template: str, **facts: str) -> dict[str, str]:
    return {name: (FACTS | facts)[name] for name in KINDS[template].needs}


def envelope(template: str = "request_received", **facts: str) -> Envelope:
    return Envelope(
        template=template,
        to="citizen@example.org",
        language="el",
        about="service_request:17",
        context=context_of(template, **facts),
    )


def queue(*envelopes: Envelope, at: datetime = NOON) -> list[Delivery]:
    with transaction.atomic():
        outbox.add(*envelopes or (envelope(),), at=at)
    return list(Delivery.objects.order_by("pk"))
