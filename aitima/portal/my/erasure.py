"""Erasure: everything of one address that any part of the system holds, in one transaction."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Lower, Trim
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aitima.accounts import citizens, codes
from aitima.accounts.citizens import Citizen
from aitima.portal.models import ReportDraft
from aitima.portal.my.forms import EraseForm
from aitima.portal.my.guard import proved_lately
from aitima.portal.my.listing import requests_of
from aitima.portal.reporting import identity
from aitima.service_requests import actions
from aitima.service_requests.discarding import discard_with_this_change

_ADDRESSES: Final = ("email", identity.CODE_TO)


@transaction.atomic
def erase_everything(email: str, *, at: datetime) -> int:
    """Erase requests, messages, subscriptions, drafts, codes and sessions of the address.

    Drafts first, for each is locked: what is sent at this moment from another tab is a request
    before the requests are read, or fails for want of its draft.

    Returns:
        How many requests lost their person.
    """
    _erase_drafts(email)
    erased = actions.erase(email=email, at=at)
    codes.forget(email)
    citizens.forget(email)
    return erased


def _erase_drafts(email: str) -> None:
    """Those for the address, and those that a code was sent to it for."""
    drafts = ReportDraft.objects.annotate(
        **{name: Lower(Trim(KeyTextTransform(name, "answers"))) for name in _ADDRESSES},
        proved=Lower(KeyTextTransform("email", KeyTransform(identity.KEY, "answers"))),
    )
    address = email.strip().lower()
    concerned = Q(proved=address)
    for name in _ADDRESSES:
        concerned |= Q(**{name: address})
    for draft in drafts.filter(concerned).select_for_update().order_by("pk"):
        photos = draft.stored_photos()
        discard_with_this_change(name for photo in photos for name in (photo.file, photo.thumbnail))
        draft.delete()


@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately
def erase(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        citizens.sign_out(request)
        erase_everything(citizen.email, at=timezone.now())
        return redirect("portal:my-erased")
    mine = requests_of(citizen.email)
    context = {
        "form": form,
        "citizen": citizen,
        "count": mine.count(),
        "open": mine.open().count(),
    }
    status = 422 if form.errors else 200
    return render(request, "portal/my/erase.html", context, status=status)


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/my/erased.html")
