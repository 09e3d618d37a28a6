"""Following: "me too", news by e-mail after a confirmation, and the end of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import F, Q

from aitima.catalogue.models import Service
from aitima.core import tokens
from aitima.geography.models import Area
from aitima.notifications import outbox
from aitima.service_requests import followers
from aitima.service_requests.actions.common import locked
from aitima.service_requests.followers import supporter_key
from aitima.service_requests.models import Reporter, ServiceRequest, Subscription, Support

LETTER_AGAIN: Final = timedelta(minutes=10)
"""Whoever asks again sooner has the letter on the way: a second one helps only who annoys."""

CONFIRM_WITHIN: Final = timedelta(days=7)
KEPT_AFTER_CLOSING: Final = timedelta(days=90)
MOST_WAITING: Final = 10
"""So many unconfirmed subscriptions of one address, and no more letters go out to it."""


@dataclass(frozen=True, slots=True)
class Followed:
    """One request; or new ones of a service, in an area or around a point, or several of these."""

    service_request: ServiceRequest | None = None
    service: Service | None = None
    area: Area | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_metres: int | None = None

    def as_facts(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
def support(*, pk: int, device: str, at: datetime) -> bool:
    """Count somebody who has the same problem; False where this device said so before.

    Raises:
        PermissionDenied: the request is not public, or no longer open.
    """
    service_request = locked(pk)
    if not (service_request.public and service_request.is_open):
        raise PermissionDenied
    return _count(pk, supporter_key(pk, device), at=at)


@transaction.atomic
def withdraw_support(*, pk: int, device: str) -> bool:
    """Take a "me too" back; False where this device has said none."""
    locked(pk)
    return _discount(pk, supporter_key(pk, device))


@transaction.atomic
def withdraw_all_support(*, email: str) -> None:
    """Take back what an address was counted for, also where its subscription is no more.

    The keys cannot be turned round, so the address's key is made for every supported request.
    """
    address = email.strip().lower()
    supported = Support.objects.order_by("service_request_id").distinct("service_request_id")
    requests = supported.values_list("service_request_id", flat=True)
    keys = [supporter_key(pk, address) for pk in requests]
    found = Support.objects.filter(key__in=keys).order_by("service_request_id")
    for pk, key in found.values_list("service_request_id", "key"):
        locked(pk)
        _discount(pk, key)


@transaction.atomic
def subscribe(
    *, email: str, followed: Followed, language: str, at: datetime, same: bool = False
) -> None:
    """Ask an address, by a letter, whether it wants to hear of something.

    Says nothing about what the address followed before: whoever asks learns nothing of others.

    Args:
        same: who asks has the same problem, and is counted at once.

    Raises:
        PermissionDenied: the request is not public.
    """
    asked = followed.service_request
    if asked and not ServiceRequest.objects.public().filter(pk=asked.pk).exists():
        raise PermissionDenied
    address = email.strip().lower()
    _one_at_a_time(address)
    subscription = _kept(address, followed, language, at=at)
    if subscription:
        _ask(subscription, at=at)
    if same and asked and asked.is_open:
        _count_address(asked.pk, address, at=at)


def _ask(subscription: Subscription, *, at: datetime) -> None:
    secret = tokens.new_secret()
    subscription.secret_hash = tokens.hash_secret(secret)
    subscription.at = at
    subscription.save()
    outbox.add(followers.confirmation(subscription, secret), at=at)


def _kept(address: str, followed: Followed, language: str, *, at: datetime) -> Subscription | None:
    """The subscription to confirm, new or made before; None where no letter is due."""
    known = Subscription.objects.filter(email=address)
    same = known.filter(**_same(followed)).first()
    if same:
        same.language = language
        return same if same.at <= at - LETTER_AGAIN else None
    if known.waiting().count() >= MOST_WAITING:
        return None
    return Subscription(email=address, language=language, **followed.as_facts())


def _same(followed: Followed) -> dict[str, object]:
    """What finds a subscription to the very same."""
    facts = followed.as_facts()
    given = {name: value for name, value in facts.items() if value is not None}
    return given | {f"{name}__isnull": True for name in facts.keys() - given.keys()}


@transaction.atomic
def confirm(secret: str, *, at: datetime, device: str = "") -> Subscription | None:
    """Begin to write to the address; None where the link opens nothing (any more).

    Who follows a request counts as one who has the same, unless this device was counted already.
    """
    found = Subscription.objects.select_for_update(of=("self",))
    subscription = found.filter(secret_hash=tokens.hash_secret(secret)).first()
    if subscription is None or _is_over(subscription, at=at):
        return None
    if subscription.confirmed_at is None:
        subscription.confirmed_at = at
        subscription.save(update_fields=["confirmed_at"])
        _count_follower(subscription, device, at=at)
    return subscription


def awaiting(secret: str, *, at: datetime) -> Subscription | None:
    """The subscription that a confirmation link is about, if it is still of use."""
    found = Subscription.objects.select_related("service_request", "service", "area")
    subscription = found.filter(secret_hash=tokens.hash_secret(secret)).first()
    return None if subscription is None or _is_over(subscription, at=at) else subscription


@transaction.atomic
def unsubscribe(*, pk: int, all_of_address: bool = False) -> None:
    """Write no more, and forget the address; harmless when it was done before."""
    first = Subscription.objects.filter(pk=pk).first()
    if first is None:
        return
    ended = Q(email=first.email) if all_of_address else Q(pk=pk)
    for subscription in Subscription.objects.filter(ended).select_for_update().order_by("pk"):
        _discount_follower(subscription)
        subscription.delete()


@transaction.atomic
def tell_of_new(*, pk: int, at: datetime) -> None:
    """Write to those who wait for such a request; once, however often this runs."""
    service_request = locked(pk)
    if not followers.was_told(service_request):
        followers.tell_of_new(service_request, at=at)


def sweep(*, at: datetime) -> int:
    """Forget addresses that nobody confirmed in time, and those of requests long closed."""
    unconfirmed = Subscription.objects.waiting().filter(at__lte=at - CONFIRM_WITHIN)
    over = Subscription.objects.filter(service_request__closed_at__lte=at - KEPT_AFTER_CLOSING)
    return unconfirmed.delete()[0] + over.delete()[0]


def _is_over(subscription: Subscription, *, at: datetime) -> bool:
    service_request = subscription.service_request
    if service_request is not None and not service_request.public:
        return True
    return subscription.confirmed_at is None and subscription.at <= at - CONFIRM_WITHIN


def _count_follower(subscription: Subscription, device: str, *, at: datetime) -> None:
    pk = subscription.service_request_id
    if pk is None:
        return
    of_device = Support.objects.filter(service_request=pk, key=supporter_key(pk, device))
    if not device or not of_device.exists():
        _count_address(pk, subscription.email, at=at)


def _count_address(pk: int, address: str, *, at: datetime) -> None:
    """One more, unless it is the reporter, who is not counted."""
    locked(pk)
    if not Reporter.objects.filter(service_request=pk, email__iexact=address).exists():
        _count(pk, supporter_key(pk, address), at=at)


def _discount_follower(subscription: Subscription) -> None:
    pk = subscription.service_request_id
    if pk is not None:
        locked(pk)
        _discount(pk, supporter_key(pk, subscription.email))


def _count(pk: int, key: str, *, at: datetime) -> bool:
    _support, added = Support.objects.get_or_create(
        service_request_id=pk, key=key, defaults={"at": at}
    )
    if added:
        ServiceRequest.objects.filter(pk=pk).update(supporters=F("supporters") + 1)
    return added


def _discount(pk: int, key: str) -> bool:
    removed, _kinds = Support.objects.filter(service_request_id=pk, key=key).delete()
    if removed:
        ServiceRequest.objects.filter(pk=pk).update(supporters=F("supporters") - 1)
    return bool(removed)


def _one_at_a_time(address: str) -> None:
    """Two presses of a button at once leave one subscription, whatever it is to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [address])
