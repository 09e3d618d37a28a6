"""Erasure (GDPR art. 17): the person goes, everywhere; that something was done, and where, stays.

What stays of a request: its number, service, unit, municipal unit and settlement, its dates, and
its history, which holds keys and plain facts only, so that the chain still verifies.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from aitima.accounts import blocking, limits
from aitima.notifications.forgetting import forget_person
from aitima.service_requests import history, learning
from aitima.service_requests.actions.common import announce, locked
from aitima.service_requests.actions.following import unsubscribe, withdraw_all_support
from aitima.service_requests.actions.withdrawing import withdraw
from aitima.service_requests.discarding import discard_with_this_change, files_of
from aitima.service_requests.models import (
    CitizenMessage,
    EventKind,
    Feedback,
    InternalNote,
    Photo,
    PrivateLink,
    PublicAnswer,
    Reporter,
    ServiceRequest,
    Subscription,
)


@transaction.atomic
def erase(*, email: str, at: datetime) -> int:
    """Erase the person behind an address from every request; returns how many requests.

    What is open is withdrawn first, for nobody could be told of its end. Whatever the person's
    words may stand in goes: the answers and the colleagues' notes as well, which often repeat a
    name. One transaction: it happens wholly or not at all, and a second time does nothing.
    """
    mine = Reporter.objects.filter(email__iexact=email.strip()).order_by("pk")
    contacts = {email, *mine.values_list("phone", flat=True)} - {""}
    keys = list(mine.values_list("pk", flat=True))
    erased = [found for pk in keys if (found := _erase_request(pk, at=at))]
    for subscription in Subscription.objects.filter(email__iexact=email.strip()).order_by("pk"):
        unsubscribe(pk=subscription.pk)
    withdraw_all_support(email=email)
    forget_person(email.strip(), [found.topic for found in erased])
    for contact in contacts:
        blocking.forget_person(contact)
        limits.forget_contact(contact)
    if erased:
        learning.forget_words()
    return len(erased)


def _erase_request(pk: int, *, at: datetime) -> ServiceRequest | None:
    """Nothing, where another erasure was there first: it held the lock, and took the person."""
    service_request = locked(pk)
    if not Reporter.objects.filter(service_request=pk).exists():
        return None
    if service_request.is_open:
        service_request = withdraw(pk=pk, at=at)
    _empty(service_request, at=at)
    _erase_around(service_request)
    history.record(service_request, EventKind.ERASED, at=at)
    announce(service_request)
    return service_request


def _empty(service_request: ServiceRequest, *, at: datetime) -> None:
    """Nothing of what was told stays on the request but its municipal unit and settlement."""
    service_request.description = marker()
    service_request.public_text = ""
    service_request.address = ""
    service_request.latitude = service_request.longitude = None
    service_request.asset = None
    service_request.attributes = {}
    service_request.public = False
    service_request.to_be_checked = False
    service_request.erased_at = at


def _erase_around(service_request: ServiceRequest) -> None:
    mine = {"service_request": service_request}
    photos = Photo.objects.filter(**mine)
    discard_with_this_change(files_of(photos.order_by("pk")))
    photos.delete()
    for texts in (CitizenMessage, PublicAnswer, InternalNote):
        texts.objects.filter(**mine).update(body=marker())
    Feedback.objects.filter(**mine).update(comment="")
    PrivateLink.objects.filter(**mine).delete()
    for subscription in Subscription.objects.filter(**mine).order_by("pk"):
        unsubscribe(pk=subscription.pk)
    Reporter.objects.filter(**mine).delete()


def marker() -> str:
    """What stands where words were, for colleagues, in the municipality's language."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("[erased at the citizen’s wish]")
