"""Two voices in tables of their own: what the citizen reads, and what stays inside."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aitima.organisation.models import Unit
from aitima.service_requests.models.service_request import ServiceRequest


class PublicAnswer(models.Model):
    """What the municipality writes to the citizen. It is sent the moment it is stored."""

    class Purpose(models.TextChoices):
        REPLY = "reply", _("answer")
        QUESTION = "question", _("question")
        RESOLUTION = "resolution", _("final answer")
        REJECTION = "rejection", _("why it was not accepted")
        FORWARDING = "forwarding", _("where it was forwarded")

    service_request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="public_answers"
    )
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.REPLY)
    body = models.TextField(max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.service_request_id} {self.purpose}"


class CitizenMessage(models.Model):
    """What the citizen writes after reporting: an answer to a question, why it is not fixed."""

    class Purpose(models.TextChoices):
        ANSWER = "answer", _("answer to a question")
        NOT_FIXED = "not_fixed", _("why it is not fixed")
        ADDITION = "addition", _("something to add")
        THANKS = "thanks", _("thanks")
        WITHDRAWAL = "withdrawal", _("why it is withdrawn")

    service_request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="citizen_messages"
    )
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.ANSWER)
    body = models.TextField(max_length=4000)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.service_request_id} {self.at:%Y-%m-%d}"


class InternalNote(models.Model):
    """For colleagues only. No message is ever made from this table."""

    service_request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="internal_notes"
    )
    body = models.TextField(max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.service_request_id} {self.at:%Y-%m-%d}"
