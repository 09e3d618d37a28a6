"""The page of a request: its public side by number, all of it with the private link."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aitima.core import qr
from aitima.live.topics import stream_url
from aitima.portal import access, expectation, receipts, timeline
from aitima.portal.access import Opened, access_as_citizen, access_own
from aitima.portal.conversation import Said, conversation
from aitima.portal.forms import AnswerForm, FindForm, NotFixedForm
from aitima.service_requests import actions, links
from aitima.service_requests.deadlines import REOPEN_WITHIN
from aitima.service_requests.lifecycle import Status, Step, TransitionRefused, allows
from aitima.service_requests.models import Photo, ServiceRequest


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Look a number up; the page behind it decides what may be seen."""
    year = timezone.localdate().year
    if "number" not in request.GET:
        return render(request, "portal/find.html", {"form": FindForm(year=year)})
    form = FindForm(request.GET, year=year)
    if form.is_valid():
        number = form.cleaned_data["number"]
        try:
            access_as_citizen(request, number)
        except Http404:
            form.add_error("number", _("There is no public request with this number"))
        else:
            return redirect("portal:request", *number.split("/"))
    return render(request, "portal/find.html", {"form": form}, status=422)


@require_safe
def private_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Exchange the secret in the address for a cookie on the clean address."""
    service_request = links.opened_by(secret)
    if service_request is None:
        raise Http404
    response = redirect("portal:request", *service_request.number.split("/"))
    access.grant(request, response, number=service_request.number, secret=secret)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def show(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    return _page(request, access_as_citizen(request, f"{year}/{serial}"))


def _page(
    request: HttpRequest,
    opened: Opened,
    *,
    answer_form: AnswerForm | None = None,
    not_fixed_form: NotFixedForm | None = None,
) -> HttpResponse:
    context = _context(opened) | {
        "answer_form": answer_form or AnswerForm(),
        "not_fixed_form": not_fixed_form or NotFixedForm(done=_is_done(opened)),
        "form": answer_form or not_fixed_form,
        "after": request.GET.get("after", ""),
    }
    wrong = answer_form is not None or not_fixed_form is not None
    response = render(request, "portal/request.html", context, status=422 if wrong else 200)
    response["Cache-Control"] = "private, no-store" if opened.private else "private, max-age=0"
    return response


def _context(opened: Opened) -> dict[str, Any]:
    """Everything on the page of a request; the number of queries does not depend on its length."""
    service_request, private = opened.service_request, opened.private
    now = timezone.now()
    said: list[Said] = conversation(service_request) if private else []
    known = expectation.experience(service_request)
    is_open = service_request.is_open
    return {
        "service_request": service_request,
        "private": private,
        "now": now,
        "state": timeline.state(service_request, private=private),
        "lines": timeline.lines(service_request, private=private),
        "said": said,
        "question": _last(said, "question") if service_request.status == Status.WAITING else None,
        "ending": None if is_open else _last(said, "ending"),
        **_photos(service_request, private=private),
        "known": known if is_open else None,
        "range": expectation.bar(service_request, known, at=now) if known and is_open else None,
        "may_reopen": private and _may_reopen(service_request),
        "reopen_until": (service_request.closed_at or now) + REOPEN_WITHIN,
        "stream": stream_url(service_request.topic),
    }


def _is_done(opened: Opened) -> bool:
    return opened.service_request.status == Status.RESOLVED


def _photos(service_request: ServiceRequest, *, private: bool) -> dict[str, list[Photo]]:
    """Once the work is done, before and after stand side by side; the others stay a list."""
    photos = list(service_request.photos.all()) if private else []
    before = [photo for photo in photos if photo.purpose == Photo.Purpose.REPORT]
    after = [photo for photo in photos if photo.purpose == Photo.Purpose.AFTER]
    if service_request.status != Status.RESOLVED or not before or not after:
        return {"pair": [], "photos": photos}
    pair = [before[0], after[-1]]
    return {"pair": pair, "photos": [photo for photo in photos if photo not in pair]}


def _last(said: list[Said], role: str) -> Said | None:
    return next((part for part in reversed(said) if part.role == role), None)


def _may_reopen(service_request: ServiceRequest) -> bool:
    closed_at = service_request.closed_at
    return (
        closed_at is not None
        and allows(service_request.state, Step.REOPEN)
        and timezone.now() < closed_at + REOPEN_WITHIN
    )


@require_POST
def answer(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    opened = access_own(request, f"{year}/{serial}")
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, opened, answer_form=form)
    return _act(
        request,
        opened,
        form,
        lambda: actions.answer_question(
            pk=opened.service_request.pk, answer=form.cleaned_data["answer"], at=timezone.now()
        ),
        after="answered",
    )


@require_POST
def not_fixed(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    opened = access_own(request, f"{year}/{serial}")
    form = NotFixedForm(request.POST, done=_is_done(opened))
    if not form.is_valid():
        return _page(request, opened, not_fixed_form=form)
    return _act(
        request,
        opened,
        form,
        lambda: actions.reopen(pk=opened.service_request.pk, reason=form.reason, at=timezone.now()),
        after="reopened",
    )


def _act(
    request: HttpRequest,
    opened: Opened,
    form: AnswerForm | NotFixedForm,
    act: Callable[[], object],
    *,
    after: str,
) -> HttpResponse:
    """Do it and go back to the page; when somebody was faster, say so and keep the text."""
    try:
        act()
    except TransitionRefused as refusal:
        form.add_error(None, str(refusal))
        fresh = access_own(request, opened.service_request.number)
        if isinstance(form, AnswerForm):
            return _page(request, fresh, answer_form=form)
        return _page(request, fresh, not_fixed_form=form)
    year, serial = opened.service_request.number.split("/")
    return redirect(f"{reverse('portal:request', args=[year, serial])}?after={after}")


@require_safe
def received(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    """The confirmation; it stays the same after reloading, for as long as the link holds."""
    opened = access_own(request, f"{year}/{serial}")
    service_request = opened.service_request
    now = timezone.now()
    known = expectation.experience(service_request)
    reporter = getattr(service_request, "reporter", None)
    public_url = settings.SITE_URL + reverse("portal:request", args=[year, serial])
    context = {
        "service_request": service_request,
        "known": known,
        "range": expectation.bar(service_request, known, at=now) if known else None,
        "now": now,
        "reporter": reporter,
        "private_url": links.private_url(opened.secret),
        "qr": qr.svg(public_url, title=_("QR code that opens the page of the request"))
        if service_request.public
        else "",
    }
    response = render(request, "portal/received.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def receipt(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    opened = access_own(request, f"{year}/{serial}")
    content = receipts.receipt(opened.service_request)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="aitima-{year}-{serial}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def photo(request: HttpRequest, year: int, serial: str, pk: int) -> FileResponse:
    opened = access_own(request, f"{year}/{serial}")
    kept = get_object_or_404(Photo, pk=pk, service_request=opened.service_request)
    name = kept.thumbnail if "small" in request.GET else kept.file
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type=kept.content_type)
    response["Cache-Control"] = "private, max-age=86400"
    return response
