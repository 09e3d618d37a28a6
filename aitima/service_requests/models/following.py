"""Who wants to hear of a request, a service somewhere, or a point; and who has the same problem."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aitima.catalogue.models import Service
from aitima.geography.models import Area
from aitima.service_requests.models.service_request import ServiceRequest


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)

    def waiting(self) -> Self:
        """Those that nobody has confirmed yet."""
        return self.filter(confirmed_at__isnull=True)


class Subscription(models.Model):
    """An address that wants to hear of one request, or of new ones somewhere.

    Nothing is sent before whoever reads the address's mail has confirmed. Deleted, not kept, when
    it ends: an address that nobody writes to is nobody's business.
    """

    email = models.EmailField(_("e-mail"))
    language = models.CharField(max_length=5, default="el")
    secret_hash = models.CharField(max_length=64, unique=True)
    service_request = models.ForeignKey(
        ServiceRequest, models.CASCADE, null=True, blank=True, related_name="subscriptions"
    )
    service = models.ForeignKey(
        Service, models.CASCADE, null=True, blank=True, related_name="subscriptions"
    )
    area = models.ForeignKey(
        Area, models.CASCADE, null=True, blank=True, related_name="subscriptions"
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    radius_metres = models.PositiveIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "email",
                "service_request",
                name="one_subscription_per_address_and_request",
                condition=Q(service_request__isnull=False),
            ),
            models.CheckConstraint(
                name="a_subscription_is_to_one_request_or_to_new_ones",
                condition=Q(
                    service_request__isnull=False,
                    service__isnull=True,
                    area__isnull=True,
                    latitude__isnull=True,
                )
                | Q(service_request__isnull=True, service__isnull=False)
                | Q(service_request__isnull=True, area__isnull=False)
                | Q(service_request__isnull=True, latitude__isnull=False),
            ),
            models.CheckConstraint(
                name="a_followed_point_has_coordinates_and_radius",
                condition=Q(
                    latitude__isnull=True, longitude__isnull=True, radius_metres__isnull=True
                )
                | Q(latitude__isnull=False, longitude__isnull=False, radius_metres__isnull=False),
            ),
        ]
        indexes = [
            models.Index("email", name="subscriptions_by_address"),
            # Asked by each submission: is there anybody at all who waits for such a request?
            models.Index(
                fields=["area", "service"],
                include=["latitude", "longitude", "radius_metres"],
                name="waiting_for_new_ones",
                condition=Q(service_request__isnull=True, confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"subscription {self.pk}"


class Support(models.Model):
    """Somebody said "me too": counted once a person, as far as a device or an address tells."""

    service_request = models.ForeignKey(ServiceRequest, models.CASCADE, related_name="supports")
    key = models.CharField(max_length=64, help_text=_("Keyed hash of the device or the address."))
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("service_request", "key", name="one_support_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.service_request_id} +1"
