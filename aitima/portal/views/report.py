"""The first and the third step of a report. Each keeps what was typed before it checks it."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aitima.catalogue.models import Service
from aitima.catalogue.queries import catalogue
from aitima.catalogue.suggest import is_sure, suggest
from aitima.portal.forms import DetailsForm, WhatForm
from aitima.portal.forms.where import asset_of
from aitima.portal.models import ReportDraft
from aitima.portal.reporting import answering, drafts
from aitima.portal.views import flow

WHAT = ("text", "service", "asset")
DETAILS = ("contact", "email", "phone", "name")


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The home page's field: a new report begins, whatever else lies about in this browser.

    Opened by its address, it goes on with the report that lies about; with `?asset=`, as the
    codes on lamp posts and bins have it, it begins one about that thing.
    """
    at = timezone.now()
    if request.method == "POST":
        draft = drafts.new(at=at)
        flow.keep(request, draft, ("text",), at=at)
        return flow.go("portal:report-what", draft)
    if "asset" in request.GET:
        asked = urlencode({"asset": request.GET["asset"]})
        return redirect(f"{reverse('portal:report-what')}?{asked}")
    return _go_on(drafts.of(request, at=at))


def _go_on(draft: ReportDraft | None) -> HttpResponse:
    """Where the browser's draft stands: at the first step that lacks something."""
    missing = answering.check(draft)
    return redirect(missing if isinstance(missing, str) else "portal:report-check")


@require_http_methods(["GET", "HEAD", "POST"])
def what(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    if request.method != "POST":
        return _opened(request, at=at)
    draft = drafts.current(request, at=at)
    if "suggest" in request.POST:
        return _suggestions(request, draft)
    flow.keep(request, draft, WHAT, at=at)
    form = WhatForm(request.POST)
    if not form.is_valid():
        return _what_page(request, draft, form)
    return flow.go(answering.after_what(draft, form.cleaned_data["service"]), draft)


def _opened(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """The page as its address opens it. Nothing is stored before something is sent."""
    draft = drafts.of(request, at=at) or drafts.new(at=at)
    sign = request.GET.get("asset", "")
    asset = asset_of(sign)
    if asset is None or draft.answer("asset") == asset.code:
        page = _what_page(request, draft, WhatForm(initial=draft.answers), unknown=sign)
    else:
        service = asset.service.code if asset.service else ""
        form = WhatForm(initial={"asset": asset.code, "service": service})
        page = _what_page(request, drafts.new(at=at), form, begin=drafts.promise())
    return page


def _suggestions(request: HttpRequest, draft: ReportDraft) -> HttpResponse:
    """New suggestions for the text as it stands: while typing, or by the button."""
    at = timezone.now()
    form = WhatForm(initial={**draft.answers, **flow.typed(request, WHAT)})
    if request.headers.get("HX-Request"):
        return render(request, "portal/what.html#suggestions", what_context(draft, form))
    flow.keep(request, draft, WHAT, at=at)
    return _what_page(request, draft, form)


def _what_page(
    request: HttpRequest, draft: ReportDraft, form: WhatForm, *, unknown: str = "", begin: str = ""
) -> HttpResponse:
    """The first step's page.

    Args:
        unknown: the number in the address, where we know no thing that bears it.
        begin: the key of the draft that this page begins.
    """
    context = what_context(draft, form) | {"begin": begin}
    context["photo_first"] |= "photo" in request.GET
    if context["asset"] is None:
        context["unknown"] = unknown
    return flow.page(request, "portal/what.html", context, draft=draft)


def what_context(draft: ReportDraft, form: WhatForm) -> dict[str, Any]:
    text = str(form["text"].value() or "")
    suggestions = suggest(text)
    chosen = form.chosen
    if chosen is None and is_sure(suggestions) and not form.is_bound:
        chosen = suggestions[0].service
    others = catalogue()
    return {
        "form": form,
        "draft": draft,
        "text": text,
        "photo_first": bool(draft.photos) and not text,
        "asset": asset_of(form.initial.get("asset") or draft.answer("asset")),
        "suggestions": suggestions,
        "chosen": chosen,
        "chosen_is_suggested": any(s.service == chosen for s in suggestions),
        "groups": [(group, others.in_group(group)) for group in others.groups],
        "warning": _warning(chosen or next((s.service for s in suggestions), None)),
    }


def _warning(service: Service | None) -> str:
    """What to heed before reporting such a thing; nothing chosen yet, of the likeliest."""
    return service.warning if service else ""


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    draft = drafts.of(request, at=at)
    service = answering.service_of(draft)
    if draft is None or service is None:
        return redirect("portal:report-what")
    today, count = timezone.localdate(at), len(draft.photos)
    if request.method != "POST":
        form = DetailsForm(initial=draft.answers, service=service, photos=count, today=today)
        return _details_page(request, draft, form)
    flow.keep(request, draft, DETAILS, at=at)
    form = DetailsForm(request.POST, service=service, photos=count, today=today)
    if not form.is_valid():
        return _details_page(request, draft, form)
    return flow.go("portal:report-check", draft)


def _details_page(request: HttpRequest, draft: ReportDraft, form: DetailsForm) -> HttpResponse:
    context = {"form": form, "service": form.service, "draft": draft}
    return flow.page(request, "portal/details.html", context, draft=draft)
