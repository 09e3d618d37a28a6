"""History: append-only, each event chained to the one before by a hash."""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aitima.organisation.models import Unit
from aitima.service_requests.models.service_request import ServiceRequest


class EventKind(models.TextChoices):
    SUBMITTED = "submitted", _("received")
    IMPORTED = "imported", _("imported")
    CHARGED = "charged", _("charged")
    TAKEN = "taken", _("taken")
    STARTED = "started", _("work started")
    ASKED = "asked", _("question to the citizen")
    CITIZEN_ANSWERED = "citizen_answered", _("the citizen answered")
    ANSWERED = "answered", _("answer to the citizen")
    SCHEDULED = "scheduled", _("scheduled")
    RESOLVED = "resolved", _("resolved")
    REJECTED = "rejected", _("not accepted")
    FORWARDED = "forwarded", _("forwarded to another authority")
    REOPENED = "reopened", _("reopened")
    NOTED = "noted", _("internal note")
    CITIZEN_WROTE = "citizen_wrote", _("the citizen wrote")
    CONFIRMED = "confirmed", _("the citizen says it is fixed")
    WITHDRAWN = "withdrawn", _("withdrawn by the citizen")
    PUBLISHED = "published", _("shown to the public")
    HIDDEN = "hidden", _("hidden from the public")
    ERASED = "erased", _("personal data erased")


class RequestEvent(models.Model):
    """One fact of a request's history. The database refuses to change or delete it.

    `data` holds keys and plain facts, never a citizen's personal data: those live in rows of
    their own, which can be erased without breaking the chain.
    """

    service_request = models.ForeignKey(
        ServiceRequest, models.PROTECT, related_name="events", db_index=False
    )
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=EventKind)
    at = models.DateTimeField()
    # Without indexes: history is read by request, and every event would pay for them.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("service_request", "sequence")
        constraints = [
            models.UniqueConstraint(
                "service_request", "sequence", name="one_event_per_place_in_the_chain"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_request_id}.{self.sequence} {self.kind}"

    def computed_hash(self) -> str:
        """SHA-256 over the canonical JSON of every fact and the hash of the event before."""
        facts: list[Any] = [
            self.service_request_id,
            self.sequence,
            self.kind,
            int(self.at.timestamp() * 1_000_000),
            self.by_id,
            self.unit_id,
            self.data,
            self.previous_hash,
        ]
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
