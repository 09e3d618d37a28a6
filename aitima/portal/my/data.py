"""A copy of everything that is held about an address (GDPR art. 15 and 20), as plain data."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from aitima.accounts.codes import normal
from aitima.accounts.models import User
from aitima.notifications import preferences
from aitima.notifications.models import Message
from aitima.organisation.identity import identity
from aitima.organisation.models import Assignment
from aitima.portal.models import ReportDraft
from aitima.portal.my.listing import followed_by, requests_of
from aitima.portal.reporting import answering
from aitima.service_requests import answers, followers
from aitima.service_requests.models import AccessRecord, Photo, ServiceRequest

FORMAT: Final = "aitima-personal-data/1"

type Data = dict[str, Any]


def copy_for(email: str, *, at: datetime) -> Data:
    """Requests with all that belongs to them, messages, subscriptions, settings, drafts."""
    requests = list(_with_parts(email))
    return {
        "format": FORMAT,
        "municipality": identity().name,
        "address": email,
        "made_at": at.isoformat(timespec="seconds"),
        "requests": [_request(found) for found in requests],
        "messages": [_message(message) for message in _messages(email)],
        "followed": [_followed(found) for found in followed_by(email)],
        "settings": _settings(email),
        "unfinished_reports": list(_drafts(email)),
        "looked_at": _accesses(requests),
    }


def _with_parts(email: str) -> Iterable[ServiceRequest]:
    return (
        requests_of(email)
        .select_related("reporter", "asset")
        .prefetch_related(
            Prefetch("photos", Photo.objects.order_by("at", "pk")),
            "citizen_messages",
            "public_answers__unit",
            "events__unit",
            "feedback",
        )
    )


def _request(found: ServiceRequest) -> Data:
    reporter = found.reporter
    return {
        "number": found.number,
        "service": found.service.name,
        "kind": found.get_kind_display(),
        "state": found.get_status_display(),
        "submitted_at": _moment(found.submitted_at),
        "closed_at": _moment(found.closed_at),
        "handled_by": found.unit.name,
        "description": found.description,
        "description_as_the_public_reads_it": found.public_description if found.public else "",
        "answers": [asdict(each) for each in answers.answers(found)],
        "person": {
            "name": reporter.name,
            "email": reporter.email,
            "phone": reporter.phone,
            "verified_by": reporter.get_verified_by_display(),
            "tax_number": reporter.tax_number,
        },
        "place": _place(found),
        "photos": [_photo(found, photo) for photo in found.photos.all()],
        "you_wrote": [
            {"at": _moment(part.at), "text": part.body} for part in found.citizen_messages.all()
        ],
        "we_wrote": [
            {"at": _moment(part.at), "unit": part.unit.name, "text": part.body}
            for part in found.public_answers.all()
        ],
        "your_judgement": [
            {
                "at": _moment(part.at),
                "fixed": part.fixed,
                "rating": part.rating,
                "comment": part.comment,
            }
            for part in found.feedback.all()
        ],
        "what_happened": [
            {
                "at": _moment(event.at),
                "what": event.get_kind_display(),
                "unit": event.unit.name if event.unit else "",
            }
            for event in found.events.all()
        ],
    }


def _place(found: ServiceRequest) -> Data:
    return {
        "municipal_unit": found.area.name if found.area else "",
        "settlement": found.place.name if found.place else "",
        "in_words": found.address,
        "latitude": found.latitude,
        "longitude": found.longitude,
        "number_on_the_thing": found.asset.code if found.asset else "",
        "private": found.place_is_private,
    }


def _photo(found: ServiceRequest, photo: Photo) -> Data:
    """The picture itself, and where it is shown to the browser that is signed in."""
    year, serial = found.number.split("/")
    return {
        "at": _moment(photo.at),
        "purpose": photo.get_purpose_display(),
        "url": settings.SITE_URL + reverse("portal:photo", args=[year, serial, photo.pk]),
        **_picture(photo.file, photo.content_type),
    }


def _picture(name: str, content_type: str) -> Data:
    """What is stored, as base64; empty, where the storage has lost it."""
    try:
        with default_storage.open(name) as file:
            content = file.read()
    except FileNotFoundError:
        content = b""
    return {"content_type": content_type, "content": b64encode(content).decode()}


def _messages(email: str) -> Iterable[Message]:
    found = Message.objects.filter(to__iexact=normal(email))
    return found.prefetch_related("deliveries").order_by("created_at", "pk")


def _message(message: Message) -> Data:
    return {
        "at": _moment(message.created_at),
        "subject": message.subject,
        "text": message.body_text,
        "deliveries": [
            {
                "channel": delivery.get_channel_display(),
                "state": delivery.get_state_display(),
                "sent_at": _moment(delivery.sent_at),
            }
            for delivery in message.deliveries.all()
        ],
    }


def _followed(found: Any) -> Data:
    language = get_language() or settings.LANGUAGE_CODE
    return {"what": followers.title(found, language=language), "since": _moment(found.at)}


def _settings(email: str) -> Data:
    chosen = preferences.of(email)
    return {"notices": chosen.get_notices_display(), "language": chosen.language}


def _drafts(email: str) -> Iterable[Data]:
    drafts = ReportDraft.objects.filter(answers__email__iexact=normal(email))
    for draft in drafts.order_by("created_at", "pk"):
        yield {
            "at": _moment(draft.created_at),
            "answers": {**draft.answers, "attributes": _answers_of(draft)},
            "photos": [_picture(each.file, each.content_type) for each in draft.stored_photos()],
        }


def _answers_of(draft: ReportDraft) -> list[Data]:
    service, given = answering.service_of(draft), draft.answer("attributes") or {}
    return [asdict(each) for each in answers.worded(service.pk, given)] if service else []


def _accesses(requests: Iterable[ServiceRequest]) -> list[Data]:
    """Who of the staff looked up the person, by unit and role: names are the staff's own data."""
    records = AccessRecord.objects.filter(service_request__in=[found.pk for found in requests])
    listed = list(records.select_related("service_request").order_by("at", "pk"))
    posts = _posts_of(record.by_id for record in listed)
    return [
        {
            "at": _moment(record.at),
            "number": record.service_request.number,
            "by": _post_at(posts.get(record.by_id, []), record.at),
        }
        for record in listed
    ]


def _posts_of(users: Iterable[int]) -> dict[int, list[Assignment]]:
    staff = User.objects.filter(pk__in=set(users)).values("pk")
    found: dict[int, list[Assignment]] = {}
    for post in Assignment.objects.filter(user__in=staff).select_related("unit").order_by("pk"):
        found.setdefault(post.user_id, []).append(post)
    return found


def _post_at(posts: list[Assignment], at: datetime) -> str:
    day = timezone.localdate(at)
    held = [
        f"{post.get_role_display()}, {post.unit.name}"
        for post in posts
        if post.valid_from <= day and (post.valid_until is None or day < post.valid_until)
    ]
    return "; ".join(held)


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
