"""Everything of one address, sorted by who has to act next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Prefetch
from django.db.models.functions import Lower
from django.utils import timezone

from aitima.accounts.codes import normal
from aitima.portal.requests import expectation, timeline
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import (
    Photo,
    PublicAnswer,
    Reporter,
    ServiceRequest,
    Subscription,
)
from aitima.service_requests.models.service_request import ServiceRequestQuerySet

MOST: Final = 300


@dataclass(frozen=True, slots=True)
class Item:
    """A request as a line; `half_on` and `most_on` where experience tells when it may end."""

    service_request: ServiceRequest
    state: timeline.State
    photo: Photo | None
    question: str
    half_on: date | None
    most_on: date | None

    @property
    def waits_for_citizen(self) -> bool:
        return self.service_request.state == Status.WAITING

    @property
    def is_going_on(self) -> bool:
        return self.service_request.is_open and not self.waits_for_citizen


@dataclass(frozen=True, slots=True)
class Mine:
    waiting: Sequence[Item]
    going_on: Sequence[Item]
    done: Sequence[Item]
    followed: Sequence[Subscription]

    @property
    def is_empty(self) -> bool:
        return not (self.waiting or self.going_on or self.done)


def of(email: str, *, at: datetime) -> Mine:
    """The address's requests and subscriptions; a handful of statements, however many there are."""
    items = [_item(found, at=at) for found in _with_parts(requests_of(email))[:MOST]]
    return Mine(
        waiting=[item for item in items if item.waits_for_citizen],
        going_on=[item for item in items if item.is_going_on],
        done=[item for item in items if not item.service_request.is_open],
        followed=followed_by(email),
    )


def requests_of(email: str) -> ServiceRequestQuerySet:
    """The requests that came with this address, the newest first; by the index on lower case."""
    reporters = Reporter.objects.annotate(address=Lower("email")).filter(address=normal(email))
    mine = reporters.exclude(email="").values("pk")
    return ServiceRequest.objects.with_names().filter(pk__in=mine, erased_at=None)


def followed_by(email: str) -> list[Subscription]:
    found = Subscription.objects.confirmed().filter(email__iexact=normal(email))
    named = found.select_related("service_request__service", "service", "area")
    return list(named.order_by("-at", "-pk")[:MOST])


def _with_parts(requests: ServiceRequestQuerySet) -> ServiceRequestQuerySet:
    questions = PublicAnswer.objects.filter(purpose=PublicAnswer.Purpose.QUESTION)
    return requests.prefetch_related(
        Prefetch("photos", Photo.objects.order_by("at", "pk"), to_attr="own_photos"),
        Prefetch("public_answers", questions.order_by("at", "pk"), to_attr="questions"),
    )


def _item(found: ServiceRequest, *, at: datetime) -> Item:
    photos: list[Photo] = getattr(found, "own_photos", [])
    questions: list[PublicAnswer] = getattr(found, "questions", [])
    waiting = found.state == Status.WAITING
    half_on, most_on = _expected(found, at=at)
    return Item(
        service_request=found,
        state=timeline.state(found, private=True),
        photo=photos[0] if photos else None,
        question=questions[-1].body if waiting and questions else "",
        half_on=half_on,
        most_on=most_on,
    )


def _expected(found: ServiceRequest, *, at: datetime) -> tuple[date | None, date | None]:
    """What experience says, while it still says something."""
    known = expectation.experience(found) if found.is_open else None
    if known is None:
        return None, None
    begun = timezone.localdate(found.submitted_at)
    half, most = begun + timedelta(days=known.half), begun + timedelta(days=known.most)
    today = timezone.localdate(at)
    return (half if half >= today else None), (most if most >= today else None)
