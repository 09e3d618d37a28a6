"""The citizen's private links."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from aitima.core import tokens
from aitima.service_requests.models import PrivateLink, ServiceRequest

LIFETIME: Final = timedelta(days=365)
"""How long links open a request after it was closed."""


def made_for(service_request: ServiceRequest, *, at: datetime) -> tuple[str, PrivateLink]:
    """A secret, which is stored nowhere, and the row, not yet stored, that knows its hash."""
    secret = tokens.new_secret()
    link = PrivateLink(
        secret_hash=tokens.hash_secret(secret), service_request_id=service_request.pk, at=at
    )
    return secret, link


def new_link(service_request: ServiceRequest, *, at: datetime) -> str:
    """Make a private link and return its secret."""
    secret, link = made_for(service_request, at=at)
    link.save(force_insert=True)
    return secret


def opened_by(secret: str, *, at: datetime) -> ServiceRequest | None:
    """The request that a secret opens; unknown and expired ones are told apart by nothing."""
    links = PrivateLink.objects.select_related("service_request").filter(lasting(at=at))
    link = links.filter(secret_hash=tokens.hash_secret(secret)).first()
    return link.service_request if link else None


def lasting(*, at: datetime) -> Q:
    """Links that still open: of open requests all, of closed ones for a year."""
    closed = "service_request__closed_at"
    return Q(**{f"{closed}__isnull": True}) | Q(**{f"{closed}__gt": at - LIFETIME})


def private_url(secret: str) -> str:
    return settings.SITE_URL + reverse("portal:private-link", args=[secret])


def workspace_url(service_request: ServiceRequest) -> str:
    return settings.SITE_URL + reverse("workspace:request-detail", args=[service_request.number])
