"""Photos of a draft: added in batches, shown small, taken away again."""

import re
import secrets
import uuid
from datetime import datetime
from typing import Final

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aitima.accounts import limits
from aitima.accounts.http import address_of
from aitima.core import photo_places
from aitima.core.images import PhotoRefused
from aitima.portal.forms import DetailsForm, WhatForm
from aitima.portal.models import ReportDraft
from aitima.portal.posting import posted_from
from aitima.portal.reporting import answering, draft_photos, drafts
from aitima.portal.views import flow, report

_NAME: Final = re.compile(r"[0-9a-f]{12}")
_AT_ONCE: Final = 2 * draft_photos.MOST
STEPS: Final = {"what": report.WHAT, "details": report.DETAILS}


@posted_from("portal:report-details")
def add(request: HttpRequest) -> HttpResponse:
    """Take the photos chosen so far, or take one away; everything typed is kept as well."""
    at = timezone.now()
    draft = drafts.current(request, at=at)
    step = request.POST.get("step", "")
    if step not in STEPS:
        raise Http404
    flow.keep(request, draft, STEPS[step], at=at)
    if "remove" in request.POST:
        draft_photos.remove(draft.pk, {request.POST["remove"]})
        refused: list[str] = []
    else:
        refused = take(draft.pk, request, at=at)
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
        return page_with_refusals(request, draft, step, refused)
    response = redirect(f"portal:report-{step}")
    response["Location"] += "#photos"
    drafts.remember(response, draft)
    return response


def page_with_refusals(
    request: HttpRequest, draft: ReportDraft, step: str, refused: list[str]
) -> HttpResponse:
    service = answering.service_of(draft)
    if step == "what" or service is None:
        context = report.what_context(draft, WhatForm(initial=draft.answers))
        template = "portal/what.html"
    else:
        form = DetailsForm(
            initial=draft.answers,
            service=service,
            photos=len(draft.photos),
            today=timezone.localdate(),
        )
        context = {"form": form, "service": service, "draft": draft}
        template = "portal/details.html"
    response = flow.page(request, template, {**context, "refused": refused}, draft=draft)
    response.status_code = 422
    return response


def take(key: uuid.UUID, request: HttpRequest, *, at: datetime) -> list[str]:
    """Store what can be stored; for each of the others a sentence.

    What was made smaller on the phone carries no place any more: its point comes beside it. Such
    photos come one by one, each under a name of the phone's: sent again, it is still one photo.
    """
    if not limits.take("photos", address_of(request), at=at).allowed:
        return [_("Very many photos came from your connection. Try again in an hour.")]
    refused: list[str] = []
    files = request.FILES.getlist("photos")
    if not files:
        return [_("Choose a photo first")]
    alone = len(files) == 1
    point = photo_places.typed(request.POST.get("point", "")) if alone else None
    for file in files[:_AT_ONCE]:
        name = _name(request.POST.get("photo", "") if alone else "")
        try:
            draft_photos.add(key, file, name=name, point=point, at=at)
        except PhotoRefused as refusal:
            refused.append(f"{file.name}: {refusal.message}")
    if len(files) > _AT_ONCE:  # those in vain cost as much time as the others
        refused.append(_("At most %(count)d photos at once. Choose fewer.") % {"count": _AT_ONCE})
    return refused


def _name(given: str) -> str:
    return given if _NAME.fullmatch(given) else secrets.token_hex(6)


@require_safe
def show(request: HttpRequest, photo: str) -> FileResponse:
    """A photo of this browser's own draft, small."""
    draft = drafts.of(request, at=timezone.now())
    for kept in draft.photos if draft else []:
        if kept["id"] == photo:
            file = default_storage.open(kept["thumbnail"])
            response = FileResponse(file, content_type=kept["content_type"])
            response["Cache-Control"] = "private, no-store"
            return response
    raise Http404
