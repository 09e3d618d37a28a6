"""In which language somebody is written to."""

from django.db import transaction

from aitima.service_requests.models import Reporter, ServiceRequest, Subscription


@transaction.atomic
def speak(*, email: str, language: str) -> None:
    """From now on write to the address in this language, about everything it sent or follows."""
    mine = Reporter.objects.filter(email__iexact=email).values("pk")
    ServiceRequest.objects.filter(pk__in=mine).update(language=language)
    Subscription.objects.filter(email__iexact=email).update(language=language)
