"""Contacts that send nothing any more: who may put them on the list, and take them off."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import transaction

from aitima.accounts import blocking
from aitima.accounts.models import BlockedContact, User
from aitima.service_requests import permissions
from aitima.service_requests.models import Reporter, ServiceRequest
from aitima.service_requests.permissions import Power

WAYS: Final = ("email", "phone")


@transaction.atomic
def block_reporter(
    *, pk: int, by: User, ways: Collection[str], reason: str, at: datetime
) -> list[BlockedContact]:
    """Block the e-mail or the telephone (`WAYS`) that a request came with, without showing it."""
    service_request = ServiceRequest.objects.select_related("unit").get(pk=pk)
    permissions.check(by, Power.BLOCK, service_request, at=at)
    reporter = Reporter.objects.filter(service_request=service_request).first()
    contacts = (getattr(reporter, way) for way in WAYS if reporter and way in ways)
    facts = {"reason": reason, "about": service_request.number}
    return [blocking.block(one, by=by, at=at, **facts) for one in contacts if one]


@transaction.atomic
def block_contact(*, contact: str, by: User, reason: str, at: datetime) -> BlockedContact:
    permissions.check_anywhere(by, Power.BLOCK, at=at)
    return blocking.block(contact, reason=reason, by=by, at=at)


@transaction.atomic
def unblock_contact(*, key: str, by: User, reason: str, at: datetime) -> bool:
    """Take an entry off the list; False, if a colleague has done so."""
    permissions.check_anywhere(by, Power.BLOCK, at=at)
    return blocking.unblock_entry(key=key, reason=reason, by=by, at=at)
