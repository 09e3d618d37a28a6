"""What a citizen can ask for: Open311's *services*, their groups, and who handles them where."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from aitima.core.translated import translate
from aitima.geography.models import Area
from aitima.organisation.models import Unit


class Need(models.TextChoices):
    """Whether a report of a service must, may or cannot carry something."""

    REQUIRED = "required", _("required")
    OPTIONAL = "optional", _("optional")
    NONE = "none", _("not asked for")


class ServiceGroup(models.Model):
    """Services that people look for together."""

    code = models.SlugField(unique=True)
    names = models.JSONField(default=dict)
    icon = models.CharField(max_length=20, default="doc")
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return translate(self.names)


class ServiceQuerySet(models.QuerySet["Service"]):
    def active(self) -> Self:
        return self.filter(active=True)


class Service(models.Model):
    """An entry of the catalogue, with the unit that handles it unless a route says otherwise."""

    code = models.SlugField(max_length=60, unique=True)
    group = models.ForeignKey(ServiceGroup, models.PROTECT, related_name="services")
    names = models.JSONField(default=dict)
    descriptions = models.JSONField(default=dict)
    keywords = models.JSONField(default=list, blank=True)
    warnings = models.JSONField(default=dict, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="services")
    target_days = models.PositiveSmallIntegerField(
        help_text=_("Working days to resolution; 0 is the same day.")
    )
    photo = models.CharField(max_length=10, choices=Need, default=Need.OPTIONAL)
    place = models.CharField(max_length=10, choices=Need, default=Need.REQUIRED)
    identity = models.CharField(max_length=10, choices=Need, default=Need.OPTIONAL)
    confidential = models.BooleanField(default=False)
    public = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ("group__position", "position", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return translate(self.names)

    @property
    def description(self) -> str:
        return translate(self.descriptions)

    @property
    def warning(self) -> str:
        return translate(self.warnings)


class Route(models.Model):
    """In this area the service is handled by another unit than usual."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="routes")
    area = models.ForeignKey(Area, models.PROTECT, related_name="routes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="routes")

    class Meta:
        constraints = [
            models.UniqueConstraint("service", "area", name="one_route_per_service_and_area")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} × {self.area_id} → {self.unit_id}"
