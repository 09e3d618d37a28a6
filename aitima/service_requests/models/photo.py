"""Photographs: re-encoded, without the camera's data, never served by a public address."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aitima.service_requests.models.service_request import ServiceRequest


class Photo(models.Model):
    class Purpose(models.TextChoices):
        REPORT = "report", _("from the citizen")
        AFTER = "after", _("after the work")
        ADDED = "added", _("added later by the citizen")

    service_request = models.ForeignKey(ServiceRequest, models.CASCADE, related_name="photos")
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.REPORT)
    file = models.CharField(max_length=100, help_text=_("Name in the file storage."))
    thumbnail = models.CharField(max_length=100)
    content_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    public = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.file
