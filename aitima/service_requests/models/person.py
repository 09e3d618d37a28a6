"""The citizen behind a request, kept apart from it, and who has looked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from aitima.service_requests.models.service_request import ServiceRequest


class Reporter(models.Model):
    """Name and ways to reach the citizen; a row only where something was given."""

    class Verification(models.TextChoices):
        EMAIL = "email", _("e-mail address")
        GSIS = "gsis", _("TaxisNet credentials")

    service_request = models.OneToOneField(
        ServiceRequest, models.CASCADE, primary_key=True, related_name="reporter"
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    verified_by = models.CharField(max_length=5, choices=Verification, blank=True)
    tax_number = models.CharField(
        _("tax number"), max_length=9, blank=True, help_text=_("As the State's sign-in gave it.")
    )

    class Meta:
        # "My requests" asks for all of one address.
        indexes = [models.Index(Lower("email"), name="by_email", condition=~Q(email=""))]
        constraints = [
            models.CheckConstraint(
                name="a_reporter_has_something_to_keep",
                condition=~Q(name="", email="", phone=""),
            )
        ]

    def __str__(self) -> str:
        return f"reporter of {self.service_request_id}"


class AccessRecord(models.Model):
    """Who read a citizen's personal data, and when (GDPR art. 5 §2)."""

    service_request = models.ForeignKey(
        ServiceRequest, models.PROTECT, related_name="access_records"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.by_id} {self.service_request_id} {self.at:%Y-%m-%d %H:%M}"
