"""The private link, sent again."""

from datetime import datetime

from django.db import transaction

from aitima.notifications import outbox
from aitima.service_requests import messages
from aitima.service_requests.actions.common import locked


@transaction.atomic
def send_link(*, pk: int, at: datetime) -> None:
    """Write a new private link to the address that came with the request, and to no other."""
    outbox.add(*messages.to_citizen("private_link", locked(pk), at=at), at=at)
