"""The municipality and its organisation chart (Ο.Ε.Υ.)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aitima.core.translated import translate


class Municipality(models.Model):
    """The municipality that this installation serves; there is one row."""

    code = models.SlugField(unique=True)
    names = models.JSONField(default=dict)
    contact_office = models.JSONField(default=dict, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.JSONField(default=dict, blank=True)
    website = models.URLField(blank=True)
    time_zone = models.CharField(max_length=40, default="Europe/Athens")
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    half_day_closes_at = models.TimeField(
        null=True, blank=True, help_text=_("On 24 and 31 December; else the middle of the day.")
    )
    working_weekdays = models.JSONField(default=list, help_text=_("1 is Monday, 7 is Sunday."))
    local_holidays = models.JSONField(default=list, blank=True)
    emergency_numbers = models.JSONField(default=list, blank=True)
    neighbours = models.JSONField(
        default=list, blank=True, help_text=_("Municipalities around ours, with a rough outline.")
    )
    texts = models.JSONField(default=dict, blank=True)
    coastline = models.JSONField(null=True, blank=True, help_text=_("GeoJSON, for the base map."))

    class Meta:
        verbose_name_plural = "municipalities"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return translate(self.names)


class UnitQuerySet(models.QuerySet["Unit"]):
    def valid(self, *, on: date) -> Self:
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)

    def within(self, unit: "Unit") -> Self:
        """The unit and everything below it in the chart."""
        return self.filter(path__startswith=unit.path)


class Unit(models.Model):
    """A box of the organisation chart, valid from the day its decision was published."""

    class Kind(models.TextChoices):
        DIRECTORATE = "directorate", _("directorate")
        DEPARTMENT = "department", _("department")
        OFFICE = "office", _("office")
        EXTERNAL_GROUP = "external_group", _("other bodies")
        EXTERNAL = "external", _("other body")

    code = models.CharField(max_length=20, unique=True)
    names = models.JSONField(default=dict)
    kind = models.CharField(max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(
        max_length=200,
        unique=True,
        help_text=_("Codes from the root down, each followed by a slash."),
    )
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    gazette = models.CharField(_("gazette (ΦΕΚ)"), max_length=60, blank=True)
    valid_from = models.DateField(default=date(2000, 1, 1))
    valid_until = models.DateField(null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ("path",)
        constraints = [
            models.CheckConstraint(
                name="unit_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return translate(self.names)

    @property
    def is_external(self) -> bool:
        return self.kind in {self.Kind.EXTERNAL, self.Kind.EXTERNAL_GROUP}

    @property
    def depth(self) -> int:
        return self.path.count("/") - 1


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def valid(self, *, on: date) -> Self:
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)


class Assignment(models.Model):
    """Somebody's role in a unit for a time."""

    class Role(models.TextChoices):
        HEAD = "head", _("head")
        DEPUTY = "deputy", _("deputy head")
        OFFICER = "officer", _("officer")
        COUNTER = "counter", _("citizens' counter")
        ADMINISTRATION = "administration", _("administration")
        AUDITOR = "auditor", _("auditor")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20, choices=Role)
    valid_from = models.DateField(default=date(2000, 1, 1))
    valid_until = models.DateField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("unit__path", "role", "pk")
        constraints = [
            models.UniqueConstraint(
                "user", "unit", "role", "valid_from", name="assignment_is_written_once"
            ),
            models.CheckConstraint(
                name="assignment_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.unit_id}"
