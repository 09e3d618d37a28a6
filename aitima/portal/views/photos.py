"""Photos of a draft: added in batches, shown small, taken away again."""

import secrets
import uuid
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aitima.core.images import PhotoRefused
from aitima.portal import drafts
from aitima.portal.forms import DetailsForm, WhatForm
from aitima.portal.models import ReportDraft
from aitima.portal.views import flow, report
from aitima.service_requests import photos

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST: Final = 5
STEPS: Final = {"what": report.WHAT, "details": report.DETAILS}


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Take the photos chosen so far, or take one away; everything typed is kept as well."""
    at = timezone.now()
    draft = drafts.of(request, at=at) or drafts.new(at=at)
    step = request.POST.get("step", "")
    if step not in STEPS:
        raise Http404
    flow.keep(request, draft, STEPS[step], at=at)
    if "remove" in request.POST:
        refused = _remove(draft.pk, request.POST["remove"])
    else:
        refused = _take(draft.pk, request.FILES.getlist("photos"), at=at)
    kept = ReportDraft.objects.filter(pk=draft.pk).first()
    if kept is None:  # sent from another tab in the meantime
        return redirect("portal:report-what")
    return _answer(request, kept, step, refused)


def _answer(
    request: HttpRequest, draft: ReportDraft, step: str, refused: list[str]
) -> HttpResponse:
    if request.headers.get("HX-Request"):
        context = {"draft": draft, "refused": refused, "step": step}
        response = render(request, "portal/photos.html", context)
        drafts.remember(response, draft)
        return response
    if refused:
        return _page_with_refusals(request, draft, step, refused)
    response = redirect(f"portal:report-{step}")
    response["Location"] += "#photos"
    drafts.remember(response, draft)
    return response


def _page_with_refusals(
    request: HttpRequest, draft: ReportDraft, step: str, refused: list[str]
) -> HttpResponse:
    service = flow.service_of(draft)
    if step == "what" or service is None:
        context = report.what_context(draft, WhatForm(initial=draft.answers))
        template = "portal/what.html"
    else:
        form = DetailsForm(initial=draft.answers, service=service, photos=len(draft.photos))
        context = {"form": form, "service": service, "draft": draft}
        template = "portal/details.html"
    response = flow.page(request, template, {**context, "refused": refused}, draft=draft)
    response.status_code = 422
    return response


def _take(key: uuid.UUID, files: list["UploadedFile[bytes]"], *, at: datetime) -> list[str]:
    """Store what can be stored; for each of the others a sentence."""
    refused: list[str] = []
    if not files:
        return [_("Choose a photo first")]
    for file in files:
        try:
            _take_one(key, file, at=at)
        except PhotoRefused as refusal:
            refused.append(f"{file.name}: {refusal.message}")
    return refused


def _take_one(key: uuid.UUID, file: "UploadedFile[bytes]", *, at: datetime) -> None:
    """Clean first, lock last: drawing a photo anew takes half a second."""
    kept = ReportDraft.objects.filter(pk=key).values_list("photos", flat=True).first()
    if kept is not None and len(kept) >= MOST:
        raise PhotoRefused(_("There are five photos already. Remove one to add another."))
    stored = photos.store(file, at=at)
    with transaction.atomic():
        draft = drafts.locked(key)
        if draft is not None and len(draft.photos) < MOST:
            draft.photos.append({"id": secrets.token_hex(6), **asdict(stored)})
            draft.save(update_fields=["photos"])
            return
    photos.discard(stored)


def _remove(key: uuid.UUID, photo: str) -> list[str]:
    with transaction.atomic():
        draft = drafts.locked(key)
        if draft is None:
            return []
        gone = [kept for kept in draft.photos if kept["id"] == photo]
        draft.photos = [kept for kept in draft.photos if kept["id"] != photo]
        draft.save(update_fields=["photos"])
    for kept in gone:
        photos.discard(draft.stored(kept))
    return []


@require_safe
def show(request: HttpRequest, photo: str) -> FileResponse:
    """A photo of this browser's own draft, small."""
    draft = drafts.of(request, at=timezone.now())
    for kept in draft.photos if draft else []:
        if kept["id"] == photo:
            file = default_storage.open(kept["thumbnail"])
            response = FileResponse(file, content_type=kept["content_type"])
            response["Cache-Control"] = "private, max-age=3600"
            return response
    raise Http404
