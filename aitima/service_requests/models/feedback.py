"""What the citizen thinks of how a request ended."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aitima.service_requests.models.service_request import ServiceRequest


class Feedback(models.Model):
    """The answer to "is it fixed?", one for each time the request was closed."""

    service_request = models.ForeignKey(ServiceRequest, models.CASCADE, related_name="feedback")
    closing = models.PositiveIntegerField(help_text=_("Number of the event that closed it."))
    fixed = models.BooleanField()
    rating = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("1 (very bad) to 5 (very good).")
    )
    comment = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(
                "service_request", "closing", name="one_feedback_for_each_closing"
            ),
            models.CheckConstraint(
                name="a_rating_is_from_1_to_5",
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_request_id}.{self.closing}"
