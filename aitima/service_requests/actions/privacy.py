"""Reading a citizen's personal data: allowed to few, written down each time."""

from datetime import datetime

from django.db import transaction

from aitima.accounts.models import User
from aitima.service_requests import permissions
from aitima.service_requests.models import AccessRecord, Reporter, ServiceRequest
from aitima.service_requests.permissions import Power


@transaction.atomic
def reveal_reporter(*, pk: int, by: User, at: datetime) -> Reporter | None:
    """Return who sent the request, and record that it was read (GDPR art. 5 §2)."""
    service_request = ServiceRequest.objects.select_related("unit").get(pk=pk)
    permissions.check(by, Power.SEE_PERSON, service_request, at=at)
    AccessRecord.objects.create(service_request=service_request, by=by, at=at)
    return Reporter.objects.filter(service_request=service_request).first()
