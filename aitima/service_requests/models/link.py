"""The citizen's private links: 128 random bits each, of which only the hash is stored."""

from django.db import models

from aitima.service_requests.models.service_request import ServiceRequest


class PrivateLink(models.Model):
    """Opens everything about one request. Each letter carries a link of its own."""

    secret_hash = models.CharField(max_length=64, primary_key=True)
    service_request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="private_links"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"link to {self.service_request_id}"
