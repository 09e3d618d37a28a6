"""Photographs: re-encoded, without the camera's data, never served by a public address."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aitima.service_requests.models.service_request import ServiceRequest


class PhotoQuerySet(models.QuerySet["Photo"]):
    def public(self) -> Self:
        """What everybody may see of a public request: never what was added for the service."""
        return self.exclude(Q(public=False) | Q(purpose=Photo.Purpose.ADDED))


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

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.file
