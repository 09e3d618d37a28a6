"""Where things are: municipal units, communities, settlements."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from aitima.core.translated import translate


class AreaQuerySet(models.QuerySet["Area"]):
    def active(self) -> Self:
        return self.filter(active=True)

    def municipal_units(self) -> Self:
        return self.active().filter(kind=Area.Kind.MUNICIPAL_UNIT)


class Area(models.Model):
    """A part of the municipality that has borders (Ν. 3852/2010 art. 2)."""

    class Kind(models.TextChoices):
        MUNICIPAL_UNIT = "municipal_unit", _("municipal unit")
        COMMUNITY = "community", _("community")

    code = models.CharField(max_length=20, unique=True)
    names = models.JSONField(default=dict)
    kind = models.CharField(max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    population = models.PositiveIntegerField(null=True, blank=True)
    outline = models.JSONField(
        null=True, blank=True, help_text=_("GeoJSON polygon or multipolygon, WGS84.")
    )
    active = models.BooleanField(default=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return translate(self.names)


class Place(models.Model):
    """A settlement that people name when they say where something is."""

    code = models.CharField(max_length=20, unique=True)
    names = models.JSONField(default=dict)
    folded = models.CharField(max_length=200, db_index=True, help_text=_("Names without accents."))
    area = models.ForeignKey(Area, models.PROTECT, related_name="places")
    community = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="community_places"
    )
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField(null=True, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("folded", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return translate(self.names)
