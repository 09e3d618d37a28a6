"""Those who follow: what they follow in words, who hears of a change, who of a new request.

A letter to a follower tells what everybody may know, and only of requests that are public at that
moment. It carries the public address of the request, never a private link, and a link to stop.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, pgettext
from psycopg.types.json import Jsonb

from aitima.core.distances import distance
from aitima.core.inserting import Along
from aitima.core.translated import translate
from aitima.geography.queries import METRES_PER_DEGREE, metres_between, nearest_place
from aitima.notifications import kinds, outbox
from aitima.notifications.models import Message
from aitima.notifications.outbox import Envelope
from aitima.organisation.queries import municipality
from aitima.service_requests import messages
from aitima.service_requests.models import (
    EventKind,
    Reporter,
    RequestEvent,
    ServiceRequest,
    Subscription,
)

QUEUE, TASK = "following", "following.tell_of_new"  # `jobs`

_STOP_SALT: Final = "aitima.subscriptions.stop"
_KEY_SALT: Final = "aitima.support"

_OF_A_CHANGE: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    EventKind.SCHEDULED: ("followed_scheduled", ("day",)),
    EventKind.RESOLVED: ("followed_resolved", ()),
    EventKind.REJECTED: ("followed_rejected", ()),
    EventKind.FORWARDED: ("followed_forwarded", ("authority",)),
    EventKind.REOPENED: ("followed_reopened", ()),
}
"""The public changes that are worth a letter, and which of the event's facts it needs."""

# A new request rarely has somebody who waits for it, and is not to wait for that: its statement
# asks no more than whether there may be one, and leaves everything else to a job. One parameter,
# for psycopg remembers how to read a statement of up to 50.
_ANYBODY: Final = f"""
    SELECT procrastinate_defer_jobs_v1(ARRAY[
        ROW('{QUEUE}', '{TASK}', 0, NULL, NULL, jsonb_build_object('pk', new.pk), NULL)
            ::procrastinate_job_to_defer_v1
    ])
    FROM jsonb_to_record(%(following)s)
        AS new (pk bigint, area bigint, service bigint, latitude double precision)
    WHERE EXISTS (
        SELECT FROM service_requests_subscription AS s
        WHERE s.service_request_id IS NULL AND s.confirmed_at IS NOT NULL
        AND (s.area_id IS NULL OR s.area_id = new.area)
        AND (s.service_id IS NULL OR s.service_id = new.service)
        AND (s.latitude IS NULL
             OR abs(s.latitude - new.latitude) <= s.radius_metres / {METRES_PER_DEGREE})
    )
"""  # noqa: S608 - made of constants


def supporter_key(pk: int, who: str) -> str:
    """What is kept of who said "me too" to a request: nobody can tell it is the same as elsewhere.

    Args:
        who: a device's key, or an e-mail address in small letters.
    """
    return salted_hmac(_KEY_SALT, f"{pk}:{who}", algorithm="sha256").hexdigest()


def tell(service_request: ServiceRequest, event: RequestEvent) -> None:
    """Write to the followers of a request what everybody may know of a change."""
    if not service_request.public or event.kind not in _OF_A_CHANGE:
        return
    template, names = _OF_A_CHANGE[event.kind]
    facts = {name: str(event.data[name]) for name in names}
    followers = Subscription.objects.confirmed().filter(service_request=service_request)
    about = f"followed_request:{service_request.pk}"
    _write(template, service_request, followers.order_by("pk"), about, facts, at=event.at)


def tell_of_withdrawal(service_request: ServiceRequest, *, at: datetime) -> None:
    """Tell the followers, while it still is public, that nobody will work at it; forget them.

    Some of them chose to follow instead of reporting the same themselves.
    """
    if service_request.public:
        followed = Subscription.objects.filter(service_request=service_request)
        about = f"followed_request:{service_request.pk}"
        confirmed = followed.confirmed().order_by("pk")
        _write("followed_withdrawn", service_request, confirmed, about, {}, at=at)
        followed.delete()


def tell_of_new(service_request: ServiceRequest, *, at: datetime) -> None:
    """Write to those who wait for such a request, once each, that there is a new one."""
    if service_request.public:
        about = _about_new(service_request)
        _write("followed_new", service_request, waiting_for(service_request), about, {}, at=at)


def waiting_for(service_request: ServiceRequest) -> Iterator[Subscription]:
    """The confirmed subscriptions that the request fits; a private place is at no point."""
    fitting = Subscription.objects.confirmed().filter(
        Q(area=None) | Q(area=service_request.area_id),
        Q(service=None) | Q(service=service_request.service_id),
        service_request=None,
    )
    if _public_point(service_request) is None:
        fitting = fitting.filter(latitude=None)
    for subscription in fitting.select_related("area", "service").order_by("pk"):
        if _reaches(subscription, service_request):
            yield subscription


def was_told(service_request: ServiceRequest) -> bool:
    return Message.objects.filter(about=_about_new(service_request)).exists()


def _about_new(service_request: ServiceRequest) -> str:
    return f"new_request:{service_request.pk}"


def anybody(service_request: ServiceRequest) -> Along:
    """Have a job look for those who wait for a request, if there may be any; part of its insert."""
    point = _public_point(service_request)
    new = {
        "pk": service_request.pk,
        "area": service_request.area_id,
        "service": service_request.service_id,
        "latitude": point[0] if point else None,
    }
    return Along([("following", _ANYBODY)], {"following": Jsonb(new)})


def _public_point(service_request: ServiceRequest) -> tuple[float, float] | None:
    latitude, longitude = service_request.latitude, service_request.longitude
    if service_request.place_is_private or latitude is None or longitude is None:
        return None
    return latitude, longitude


def _reaches(subscription: Subscription, service_request: ServiceRequest) -> bool:
    latitude, longitude = subscription.latitude, subscription.longitude
    radius = subscription.radius_metres
    if latitude is None or longitude is None or radius is None:
        return True
    point = _public_point(service_request)
    return point is not None and metres_between(latitude, longitude, *point) <= radius


def _write(
    template: str,
    service_request: ServiceRequest,
    subscriptions: Iterable[Subscription],
    about: str,
    facts: Mapping[str, str],
    *,
    at: datetime,
) -> None:
    """One letter an address; the reporter has letters of their own."""
    by_address: dict[str, Subscription] = {}
    for subscription in subscriptions:
        by_address.setdefault(subscription.email, subscription)
    if not by_address:
        return
    reporter = Reporter.objects.filter(service_request=service_request).first()
    if reporter:
        by_address.pop(reporter.email.lower(), None)
    outbox.add(
        *(_letter(template, service_request, one, about, facts) for one in by_address.values()),
        at=at,
    )


def _letter(
    template: str,
    service_request: ServiceRequest,
    subscription: Subscription,
    about: str,
    facts: Mapping[str, str],
) -> Envelope:
    language = subscription.language
    known = _from_us(language) | {
        "number": service_request.number,
        "service": translate(service_request.service.names, language=language),
        "place": messages.settlement(service_request, language=language),
        "public_url": public_url(service_request),
        "stop_url": stop_url(subscription),
        "report_url": settings.SITE_URL + reverse("portal:report-what"),
        "followed": title(subscription, language=language),
        **facts,
    }
    context = {name: known[name] for name in kinds.KINDS[template].needs}
    return Envelope(template, subscription.email, language, about, context)


def confirmation(subscription: Subscription, secret: str) -> Envelope:
    """The letter that asks whether whoever reads the address's mail wants this."""
    language = subscription.language
    return Envelope(
        template="follow_confirm",
        to=subscription.email,
        language=language,
        about=f"subscription:{subscription.pk}",
        context=_from_us(language)
        | {
            "followed": title(subscription, language=language),
            "confirm_url": settings.SITE_URL + reverse("portal:follow-confirm", args=[secret]),
        },
    )


def _from_us(language: str) -> dict[str, str]:
    here = municipality()
    return {"municipality": translate(here.names, language=language), "phone": here.phone}


def public_url(service_request: ServiceRequest) -> str:
    number = service_request.number.split("/")
    return settings.SITE_URL + reverse("portal:request", args=number)


def stop_url(subscription: Subscription) -> str:
    """Signed rather than kept: each letter carries it, and it must work for years."""
    token = signing.Signer(salt=_STOP_SALT).sign(str(subscription.pk))
    return settings.SITE_URL + reverse("portal:follow-stop", args=[token])


def stopped_by(token: str) -> int | None:
    """The key of the subscription that a link stops, whether or not there still is one."""
    try:
        return int(signing.Signer(salt=_STOP_SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def title(subscription: Subscription, *, language: str) -> str:
    """What is followed, as a heading: “Broken lamp, Kalloni (2026/000123)”."""
    with translation.override(language):
        if subscription.service_request:
            return _request_title(subscription.service_request)
        service = subscription.service
        what = service.name if service else gettext("All requests")
        where = _where(subscription)
        return f"{what}, {where}" if where else what


def _request_title(service_request: ServiceRequest) -> str:
    words = [service_request.service.name, messages.settlement(service_request)]
    return f"{', '.join(filter(None, words))} ({service_request.number})"


def _where(subscription: Subscription) -> str:
    latitude, longitude = subscription.latitude, subscription.longitude
    if latitude is None or longitude is None:
        return subscription.area.name if subscription.area else ""
    near = nearest_place(latitude, longitude)
    return pgettext("followed point", "up to {distance} from a point near {place}").format(
        distance=distance(subscription.radius_metres or 0),
        place=near[0].name if near else municipality().name,
    )
