"""The draft that belongs to this browser: a signed cookie holds its key, nothing else."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from aitima.core.inserting import Along
from aitima.portal.models import LIFETIME, ReportDraft
from aitima.service_requests import photos

COOKIE: Final = "report"
_SALT: Final = "aitima.portal.draft"


def of(request: HttpRequest, *, at: datetime) -> ReportDraft | None:
    """The draft that the browser's cookie names, unless it was sent or has expired."""
    key = key_of(request)
    return ReportDraft.objects.alive(at=at).filter(pk=key).first() if key else None


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


def alive(key: uuid.UUID, *, at: datetime) -> ReportDraft | None:
    return ReportDraft.objects.alive(at=at).filter(pk=key).first()


def sent(draft: ReportDraft) -> Along:
    """Delete the draft in the statement that registers its report."""
    delete = "DELETE FROM portal_reportdraft WHERE key = %(draft)s RETURNING key"
    return Along([("draft", delete)], {"draft": draft.pk})


def locked(key: uuid.UUID) -> ReportDraft | None:
    """The draft for changing its photos: two uploads at once must both arrive."""
    return ReportDraft.objects.select_for_update().filter(pk=key).first()


def remember(response: HttpResponse, draft: ReportDraft) -> None:
    response.set_cookie(
        COOKIE,
        signing.Signer(salt=_SALT).sign(str(draft.pk)),
        max_age=LIFETIME,
        path="/report/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path="/report/", samesite="Lax")


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
