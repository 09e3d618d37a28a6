"""Reports that a device wrote by itself, perhaps without a connection, and sends when it can.

The device makes the key of the draft. Whatever it asks it may ask again, in any order and from
two tabs at once: a report is made once, and each answer after that is the same number.
"""

import uuid
from datetime import datetime
from io import BytesIO
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aitima.accounts import limits
from aitima.accounts.http import address_of
from aitima.catalogue.models import Service
from aitima.core import photo_places
from aitima.core.images import MAX_BYTES, PhotoRefused
from aitima.portal.forms import DetailsForm, WhatForm, WhereForm
from aitima.portal.models import ReportDraft
from aitima.portal.offline import device
from aitima.portal.offline.own_pages import own_pages_only
from aitima.portal.posting import posted_from
from aitima.portal.reporting import answering, draft_photos, drafts
from aitima.portal.requests import access
from aitima.portal.safety import guard
from aitima.portal.views import flow, sending


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page that writes and sends them: the same for everybody, kept by the service worker."""
    asked = request.GET.get("language", "")
    with translation.override(device.known_language(asked) or translation.get_language()):
        response = render(request, "portal/device.html", {"address": request.path})
        response["Content-Language"] = translation.get_language() or ""
    return response


@require_safe
@cache_control(public=True, max_age=300)
def catalogue(_request: HttpRequest) -> HttpResponse:
    """Services and places, for choosing without a connection."""
    return HttpResponse(device.catalogue_json(), content_type="application/json")


@own_pages_only
@require_http_methods(["GET", "HEAD", "PUT"])
def report(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Keep the answers, or say how the report stands: its number, or the photos that are here.

    Asking (GET) changes nothing, and opens nothing for this browser: no cookie, no new link.
    """
    at = timezone.now()
    if request.method != "PUT":
        return _standing(key, at=at)
    sent = sending.sent_before(request, key, at=at)
    if sent is not None:
        return _sent(request, key, sent)
    try:
        content = device.read(request.read(device.LARGEST + 1))
    except device.Unreadable as error:
        return _refused(str(error), status=400)
    _keep(request, key, content, at=at)
    draft = drafts.alive(key, at=at)
    if draft is not None:
        return _photos_of(draft)
    sent = sending.sent_before(request, key, at=at)  # from another tab, at this very moment
    if sent is None:
        raise Http404
    return _sent(request, key, sent)


def _standing(key: uuid.UUID, *, at: datetime) -> HttpResponse:
    number = sending.number_of(key)
    if number:
        return _answer({"number": number, "url": sending.received_url(number)})
    draft = drafts.alive(key, at=at)
    if draft is None:
        raise Http404
    return _photos_of(draft)


def _photos_of(draft: ReportDraft) -> HttpResponse:
    return _answer({"photos": [photo["id"] for photo in draft.photos]})


def _keep(request: HttpRequest, key: uuid.UUID, content: device.Content, *, at: datetime) -> None:
    # It was written before it came: who corrects it in the pages is not too fast for a person.
    new = {"created_at": at - settings.SHORTEST_REPORT, "changed_at": at}
    if not ReportDraft.objects.filter(pk=key).exists():
        flow.count_new(request, ReportDraft(key=key, **new), at=at)
    draft, _is_new = ReportDraft.objects.get_or_create(pk=key, defaults=new)
    drafts.keep(draft, content.answers, at=at)
    gone = {photo["id"] for photo in draft.photos} - content.photos
    if gone:
        draft_photos.remove(key, gone)


@own_pages_only
@require_http_methods(["PUT"])
def photo(request: HttpRequest, key: uuid.UUID, photo: uuid.UUID) -> HttpResponse:
    """Take a photo in, once however often it comes."""
    limits.spend(("photos", address_of(request)), at=timezone.now())
    file = BytesIO(request.read(MAX_BYTES + 1))
    point = photo_places.typed(request.GET.get("point", ""))
    try:
        kept = draft_photos.add(key, file, name=photo.hex, point=point, at=timezone.now())
    except PhotoRefused as refusal:
        return _refused(str(refusal.message))
    if not kept:
        raise Http404
    return _answer({"photo": photo.hex})


@own_pages_only
@require_POST
def send(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Check and register the report as the last page does; the number is the same every time."""
    at = timezone.now()
    try:
        sent = sending.send(
            key,
            at=at,
            allow=lambda answers: sending.allow(request, answers, at=at),
            asked=False,
        ) or sending.sent_before(request, key, at=at)
    except guard.ProofWanted:
        return _later()
    except guard.Objection as objection:
        return _refused(objection.sentence)
    if sent is None:
        raise Http404
    if isinstance(sent, str):
        draft = drafts.alive(key, at=at)
        return _refused(_missing_in(draft) if draft else "")
    return _sent(request, key, sent)


@own_pages_only
@posted_from("portal:device")
def open_draft(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Go on in the pages, in this browser; by a form, so that no link can slip in a draft."""
    at = timezone.now()
    sent = sending.sent_before(request, key, at=at)
    if sent is not None:
        response = redirect(sending.received_url(sent.number))
        return sending.confirmed(request, response, sent)
    draft = drafts.alive(key, at=at)
    if draft is None:
        return redirect("portal:report-what")
    step = answering.check(draft)
    return flow.go(step if isinstance(step, str) else "portal:report-check", draft)


def _missing_in(draft: ReportDraft) -> str:
    """The first thing to correct, in a sentence for the list on the device."""
    service = answering.service_of(draft)
    if service is None:
        return _("Choose what it is about")
    for form in _forms(draft, service):
        for _anchor, sentence in form.summary:
            return sentence
    return _("One more question remains before it can be sent.")


def _forms(draft: ReportDraft, service: Service) -> list[WhatForm | WhereForm | DetailsForm]:
    count, today = len(draft.photos), timezone.localdate()
    where = [WhereForm(draft.answers, service=service)] if answering.asks_where(service) else []
    details = DetailsForm(draft.answers, service=service, photos=count, today=today)
    return [WhatForm(draft.answers), *where, details]


def _sent(request: HttpRequest, key: uuid.UUID, sent: sending.Sent) -> HttpResponse:
    """The number; the private link goes into this browser's cookie, not onto the device's list."""
    response = _answer({"number": sent.number, "url": sending.received_url(sent.number)})
    access.grant(request, response, number=sent.number, secret=sent.secret)
    if drafts.key_of(request) == key:
        drafts.forget(response)
    return response


def _later() -> HttpResponse:
    """Under attack a device that asks by itself waits; its report stays where it is."""
    return HttpResponse(status=429, headers={"Cache-Control": "no-store", "Retry-After": "600"})


def _refused(reason: str, *, status: int = 422) -> HttpResponse:
    return _answer({"reason": reason}, status=status)


def _answer(content: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return JsonResponse(content, status=status, headers={"Cache-Control": "no-store"})
