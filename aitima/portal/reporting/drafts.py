"""The draft that belongs to this browser: a signed cookie holds its key, nothing else."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.db import DataError, transaction
from django.http import HttpRequest, HttpResponse
from psycopg.errors import DivisionByZero
from psycopg.types.json import Jsonb

from aitima.core.inserting import Along
from aitima.portal.models import LIFETIME, ReportDraft
from aitima.service_requests import photos
from aitima.service_requests.models import ServiceRequest

COOKIE: Final = "report"
_SALT: Final = "aitima.portal.draft"


def of(request: HttpRequest, *, at: datetime) -> ReportDraft | None:
    """The draft that the browser's cookie names, unless it was sent or has expired."""
    key = key_of(request)
    return ReportDraft.objects.alive(at=at).filter(pk=key).first() if key else None


def unfinished(request: HttpRequest, *, at: datetime) -> ReportDraft | None:
    """The browser's draft, if it is worth going on with: something was written or photographed.

    Where another's request is followed instead, there is nothing left to send.
    """
    draft = of(request, at=at)
    begun = draft and (draft.answer("text") or draft.answer("service") or draft.photos)
    return draft if draft and begun and not draft.answer("followed") else None


def key_of(request: HttpRequest) -> uuid.UUID | None:
    try:
        text = signing.Signer(salt=_SALT).unsign(request.COOKIES.get(COOKIE, ""))
        return uuid.UUID(text)
    except (signing.BadSignature, ValueError):
        return None


def keep(draft: ReportDraft, answers: Mapping[str, Any], *, at: datetime) -> None:
    """Add answers to the draft, whether they are good or not: nothing typed is ever lost.

    Photos are left alone: another upload may be adding one at this moment.
    """
    draft.answers = {**draft.answers, **answers}
    draft.changed_at = at
    if draft.is_new:
        draft.save(force_insert=True)
    else:
        kept = ReportDraft.objects.filter(pk=draft.pk)
        kept.update(answers=draft.answers, changed_at=draft.changed_at)


def new(*, at: datetime) -> ReportDraft:
    return ReportDraft(created_at=at, changed_at=at)


def current(request: HttpRequest, *, at: datetime) -> ReportDraft:
    """The draft that a page's form goes to: the one it promised to begin, else the browser's."""
    key = _promised(request)
    if key is None or ServiceRequest.objects.filter(submission_key=key).exists():
        return of(request, at=at) or new(at=at)
    return alive(key, at=at) or ReportDraft(key=key, created_at=at, changed_at=at)


def promise() -> str:
    """The key of a draft that a page will begin when it is sent, whatever else lies about.

    So a page that opens by its address alone needs no row, and all its forms begin the same one.
    """
    return signing.TimestampSigner(salt=_SALT).sign(str(uuid.uuid4()))


def _promised(request: HttpRequest) -> uuid.UUID | None:
    try:
        signed = request.POST.get("begin", "")
        return uuid.UUID(signing.TimestampSigner(salt=_SALT).unsign(signed, max_age=LIFETIME))
    except (signing.BadSignature, ValueError):
        return None


def alive(key: uuid.UUID, *, at: datetime) -> ReportDraft | None:
    return ReportDraft.objects.alive(at=at).filter(pk=key).first()


class PhotosChanged(Exception):
    """Another tab added or removed a photo at the moment of sending; nothing was registered."""


@contextmanager
def unchanged_photos() -> Iterator[None]:
    """Tell that a statement with `sent` was refused by its own conditions.

    Raises:
        PhotosChanged: it was, and nothing of it happened.
    """
    try:
        yield
    except DataError as error:
        if isinstance(error.__cause__, DivisionByZero):
            raise PhotosChanged from error
        raise


def sent(draft: ReportDraft) -> Along:
    """Delete the draft in the statement that registers its report.

    The whole statement fails (1/0) where the photos are no longer those that were read: with the
    wrong ones registered, a removed file would be missing, an added one belong to nobody. It also
    fails where the draft is gone: what was erased meanwhile is not to come back as a request.
    """
    same = "1 / (photos = %(draft_photos)s)::int = 1"
    delete = f"DELETE FROM portal_reportdraft WHERE key = %(draft)s AND {same} RETURNING key"  # noqa: S608 - our names
    parts = [("deleted", delete), ("draft", "SELECT 1 / count(*) AS one FROM deleted")]
    return Along(parts, {"draft": draft.pk, "draft_photos": Jsonb(draft.photos)})


def drop(draft: ReportDraft) -> None:
    """Delete what is left of a draft whose report was registered before, but not its photos' files.

    They are the request's now; what another tab added afterwards is swept up at night.
    """
    ReportDraft.objects.filter(pk=draft.pk).delete()


def locked(key: uuid.UUID) -> ReportDraft | None:
    """The draft for changing its photos: two uploads at once must both arrive."""
    return ReportDraft.objects.select_for_update().filter(pk=key).first()


def remember(response: HttpResponse, draft: ReportDraft) -> None:
    response.set_cookie(
        COOKIE,
        signing.Signer(salt=_SALT).sign(str(draft.pk)),
        max_age=LIFETIME,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path="/", samesite="Lax")


def forget_points(key: uuid.UUID) -> None:
    """Remove from the draft where its photos were taken: it was offered as the place."""
    with transaction.atomic():
        draft = locked(key)
        if draft is not None and any("point" in photo for photo in draft.photos):
            draft.photos = [_without_point(photo) for photo in draft.photos]
            draft.save(update_fields=["photos"])


def _without_point(photo: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in photo.items() if name != "point"}


def sweep(*, at: datetime) -> int:
    """Delete drafts that were not sent in time, with their photos; returns how many."""
    with transaction.atomic():
        expired = list(ReportDraft.objects.expired(at=at).select_for_update(skip_locked=True))
        ReportDraft.objects.filter(pk__in=[draft.pk for draft in expired]).delete()
    for draft in expired:
        discard_photos(draft)
    return len(expired)


def discard_photos(draft: ReportDraft) -> None:
    """Delete the files of a draft whose photos became no request's."""
    for photo in draft.stored_photos():
        photos.discard(photo)
