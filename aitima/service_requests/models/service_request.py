"""The request itself (αίτημα)."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Floor
from django.utils.translation import gettext_lazy as _

from aitima.catalogue.models import Asset, RequestKind, Service
from aitima.core import personal_data
from aitima.geography.models import Area, Place
from aitima.organisation.models import Unit
from aitima.service_requests.lifecycle import CLOSED, OPEN, Status

_OPEN = sorted(OPEN)
_CLOSED = sorted(CLOSED)
_LISTED = Q(public=True, erased_at__isnull=True)
# What the public sees of a private place: a cell of some 550 by 540 metres, here in Greece.
_CELL = {"latitude": 0.005, "longitude": 0.00625}


def _seen_by_the_public(name: str) -> models.GeneratedField:
    """A coordinate as everybody may see it: of a private place, the middle of its cell."""
    cell = _CELL[name]
    return models.GeneratedField(
        expression=Case(
            When(place_is_private=True, then=(Floor(F(name) / cell) + 0.5) * cell), default=F(name)
        ),
        output_field=models.FloatField(null=True),
        db_persist=True,
    )


class Channel(models.TextChoices):
    WEB = "web", _("web page")
    PHONE = "phone", _("telephone")
    COUNTER = "counter", _("counter")
    EMAIL = "email", _("e-mail")
    API = "api", _("another program")
    IMPORT = "import", _("imported")


class ServiceRequestQuerySet(models.QuerySet["ServiceRequest"]):
    def open(self) -> Self:
        return self.filter(status__in=_OPEN)

    def closed(self) -> Self:
        return self.filter(status__in=_CLOSED)

    def overdue(self, *, at: datetime) -> Self:
        """Past their target; while the citizen's answer is awaited the target stands still."""
        return self.open().exclude(status=Status.WAITING).filter(due_at__lt=at)

    def public(self) -> Self:
        return self.filter(public=True)

    def listed(self) -> Self:
        """What the public list, map and feeds may hold: nothing erased, nothing unchecked."""
        return self.filter(_LISTED)

    def locked(self) -> Self:
        """Lock the requests themselves, never the rows they point to."""
        return self.select_for_update(of=("self",), no_key=True)

    def with_names(self) -> Self:
        """Fetch what every list and page shows along with each request, not the area's outline."""
        named = self.select_related("service__group", "area", "place", "unit", "officer")
        return named.defer("area__outline")


class ServiceRequest(models.Model):
    """What a citizen asks of the municipality, from its registration to its end."""

    number = models.CharField(_("protocol number"), max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=RequestKind, default=RequestKind.PROBLEM)
    service = models.ForeignKey(Service, models.PROTECT, related_name="service_requests")
    description = models.TextField(max_length=4000)
    public_text = models.TextField(
        max_length=4000,
        blank=True,
        help_text=_("What the public reads where something is hidden; empty: the description."),
    )
    attributes = models.JSONField(
        default=dict, blank=True, help_text=_("Answers to the service's questions, by their code.")
    )
    asset = models.ForeignKey(
        Asset,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="service_requests",
        db_index=False,
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="service_requests"
    )
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="service_requests",
        db_index=False,  # nothing is looked up by it, and every index costs each submission
    )
    address = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    place_is_private = models.BooleanField(
        default=False, help_text=_("The public sees the neighbourhood, never the point.")
    )
    public_latitude = _seen_by_the_public("latitude")
    public_longitude = _seen_by_the_public("longitude")

    status = models.CharField(max_length=12, choices=Status, default=Status.SUBMITTED)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="service_requests",
        db_index=False,  # `by_unit_and_submitted` begins with it
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="service_requests",
    )
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.WEB)
    language = models.CharField(max_length=5, default="el")
    public = models.BooleanField(default=True)
    confidential = models.BooleanField(default=False)
    to_be_checked = models.BooleanField(
        default=False, help_text=_("Public once a colleague has looked at it.")
    )
    supporters = models.PositiveIntegerField(
        default=0, help_text=_("People who said “me too”, the reporter not counted.")
    )

    submitted_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text=_("End of the target, in working time."))
    legal_due_on = models.DateField(help_text=_("Ν. 2690/1999 art. 4: 50 calendar days."))
    charged_at = models.DateTimeField(null=True, blank=True)
    first_response_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    scheduled_for = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    times_reopened = models.PositiveSmallIntegerField(default=0)
    erased_at = models.DateTimeField(null=True, blank=True)

    submission_key = models.UUIDField(unique=True)
    source = models.CharField(max_length=40, blank=True)
    source_id = models.CharField(max_length=60, blank=True)

    last_event = models.PositiveIntegerField(default=0)
    last_event_hash = models.CharField(max_length=64, blank=True)

    search = models.GeneratedField(
        expression=models.Func(
            F("number"), F("description"), F("address"), function="aitima_search_vector"
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ServiceRequestQuerySet.as_manager()

    class Meta:
        ordering = ("-submitted_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="closed_at_is_set_exactly_when_closed",
                condition=Q(status__in=_CLOSED, closed_at__isnull=False)
                | Q(status__in=_OPEN, closed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="waiting_since_is_set_exactly_when_waiting",
                condition=Q(status=Status.WAITING, waiting_since__isnull=False)
                | (~Q(status=Status.WAITING) & Q(waiting_since__isnull=True)),
            ),
            models.CheckConstraint(
                name="a_point_has_both_coordinates",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
            models.CheckConstraint(
                name="a_confidential_request_is_not_public",
                condition=Q(confidential=False) | Q(public=False),
            ),
            models.CheckConstraint(
                name="what_is_to_be_checked_is_not_public",
                condition=Q(to_be_checked=False) | Q(public=False),
            ),
            models.UniqueConstraint(
                fields=("source", "source_id"),
                condition=~Q(source=""),
                name="an_imported_request_comes_once",
            ),
        ]
        indexes = [
            # Holds all that the queue counts, so that counting reads no row.
            models.Index(
                fields=["unit", "due_at"],
                include=["status", "officer", "times_reopened", "confidential"],
                name="open_by_unit_and_due",
                condition=Q(status__in=_OPEN),
            ),
            models.Index(
                fields=["-closed_at", "-id"],
                include=["unit", "officer", "confidential"],
                name="closed_lately",
                condition=Q(status__in=_CLOSED),
            ),
            models.Index("due_at", "id", name="open_by_due", condition=Q(status__in=_OPEN)),
            models.Index(
                "officer", "due_at", name="open_by_officer", condition=Q(status__in=_OPEN)
            ),
            models.Index("unit", F("submitted_at").desc(), name="by_unit_and_submitted"),
            models.Index(F("submitted_at").desc(), F("id").desc(), name="by_submitted"),
            GinIndex(fields=["search"], name="by_words"),
            # Holds all that the public list and map choose by, so that neither reads a row.
            models.Index(
                fields=["-submitted_at", "-id"],
                include=[
                    "status",
                    "service",
                    "area",
                    "place",
                    "public_latitude",
                    "public_longitude",
                ],
                name="public_by_submitted",
                condition=_LISTED,
            ),
            # What may be known already, and may be said: see `nearby`.
            GistIndex(
                models.Func(F("longitude"), F("latitude"), function="point"),
                name="open_and_public_by_point",
                condition=Q(
                    status__in=_OPEN,
                    public=True,
                    place_is_private=False,
                    latitude__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def public_description(self) -> str:
        """What everybody may read of the description."""
        return self.public_text or self.description

    @property
    def public_address(self) -> str:
        """What everybody may read of where it is: nothing of a private place."""
        return "" if self.place_is_private else personal_data.without(self.address)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def state(self) -> Status:
        return Status(self.status)

    @property
    def topic(self) -> str:
        """The name under which changes are published to open pages."""
        return f"service_request:{self.pk}"
