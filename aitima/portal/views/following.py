"""Following a request, or new ones somewhere; “me too”; and the end of it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from aitima.accounts import limits
from aitima.accounts.http import address_of
from aitima.notifications.models import masked
from aitima.portal.forms.following import FollowForm, FollowNewForm, asked_for
from aitima.portal.posting import posted_from
from aitima.portal.requests import me_too, timeline
from aitima.portal.requests.access import access_as_citizen
from aitima.service_requests import followers
from aitima.service_requests.actions import following
from aitima.service_requests.actions.following import Followed
from aitima.service_requests.models import ServiceRequest, Subscription


def access_followed(request: HttpRequest, number: str) -> ServiceRequest:
    """A request that may be followed: a public one, also for whoever holds its private link.

    Raises:
        Http404: there is none, or it is not public.
    """
    service_request = access_as_citizen(request, number).service_request
    if not service_request.public:
        raise Http404
    return service_request


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    """Hear of one request; `same` came from the report: it is counted as one more, too."""
    service_request = access_followed(request, f"{year}/{serial}")
    same = bool(request.POST.get("same") or request.GET.get("same"))
    if request.method != "POST":
        return _follow_page(request, service_request, FollowForm(), same=same)
    if "without" in request.POST:
        return _only_counted(request, service_request)
    form = FollowForm(request.POST)
    if not form.is_valid():
        return _follow_page(request, service_request, form, same=same)
    _subscribe(request, form, Followed(service_request=service_request), same=same)
    return redirect(_followed_url(service_request) + "?mail=1")


def _follow_page(
    request: HttpRequest, service_request: ServiceRequest, form: FollowForm, *, same: bool
) -> HttpResponse:
    context = {
        "service_request": service_request,
        "form": form,
        "same": same,
        "state": timeline.state(service_request, private=False),
        "may_support": service_request.is_open,
    }
    return _page(request, "portal/following/follow.html", context, form)


def _only_counted(request: HttpRequest, service_request: ServiceRequest) -> HttpResponse:
    response = redirect(_followed_url(service_request))
    _count(request, response, service_request, at=timezone.now())
    return response


def _followed_url(service_request: ServiceRequest) -> str:
    return reverse("portal:followed", args=service_request.number.split("/"))


@require_safe
def followed(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    """The receipt of somebody who follows instead of reporting."""
    service_request = access_followed(request, f"{year}/{serial}")
    context = {
        "service_request": service_request,
        "by_mail": "mail" in request.GET,
        "public_url": followers.public_url(service_request),
    }
    return _page(request, "portal/following/followed.html", context)


@posted_from("portal:request", "year", "serial")
def support(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    """One tap: one more who has the same. Another tap takes it back."""
    at = timezone.now()
    service_request = access_followed(request, f"{year}/{serial}")
    response = redirect(reverse("portal:request", args=[year, serial]) + "#follow")
    if "undo" in request.POST:
        device = me_too.device_of(request)
        if device:
            following.withdraw_support(pk=service_request.pk, device=device)
    else:
        _count(request, response, service_request, at=at)
    return response


def _count(
    request: HttpRequest, response: HttpResponse, service_request: ServiceRequest, *, at: datetime
) -> None:
    limits.spend(("support", address_of(request)), at=at)
    device = me_too.device_of(request) or me_too.new_device()
    try:
        following.support(pk=service_request.pk, device=device, at=at)
    except PermissionDenied:  # closed since the page was made, which the next page says
        return
    me_too.remember(response, device)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_new(request: HttpRequest) -> HttpResponse:
    """Hear of new requests; the address may say of which, as the list's filters do."""
    if request.method != "POST":
        return _new_page(request, FollowNewForm(initial=asked_for(request.GET.dict())))
    form = FollowNewForm(request.POST)
    if not form.is_valid():
        return _new_page(request, form)
    _subscribe(request, form, form.followed)
    return redirect("portal:follow-sent")


def _new_page(request: HttpRequest, form: FollowNewForm) -> HttpResponse:
    return _page(request, "portal/following/new.html", {"form": form}, form)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The same answer to everybody: what an address follows already is nobody's business."""
    return _page(request, "portal/following/sent.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """What a letter's link leads to: a page with a button, for mail scanners follow links.

    Raises:
        Http404: the link is not ours, too old, or about what is no longer public.
    """
    at = timezone.now()
    subscription = following.awaiting(secret, at=at)
    if subscription is None:
        raise Http404
    if request.method == "POST":
        following.confirm(secret, device=me_too.device_of(request), at=at)
        subscription = following.awaiting(secret, at=at) or subscription
    return _page(request, "portal/following/confirm.html", _about(subscription))


def _about(subscription: Subscription) -> dict[str, object]:
    return {
        "subscription": subscription,
        "title": followers.title(subscription, language=get_language() or "el"),
        "address": masked(subscription.email),
        "stop_url": followers.stop_url(subscription),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End it, by a button; a link that was used before says that it has ended.

    Raises:
        Http404: the link is not ours.
    """
    pk = followers.stopped_by(token)
    if pk is None:
        raise Http404
    if request.method == "POST":
        following.unsubscribe(pk=pk, all_of_address="all" in request.POST)
    subscription = Subscription.objects.filter(pk=pk).first()
    context = _about(subscription) if subscription else {}
    return _page(request, "portal/following/stop.html", context)


def _subscribe(
    request: HttpRequest, form: FollowForm, followed: Followed, *, same: bool = False
) -> None:
    at = timezone.now()
    email = form.cleaned_data["email"]
    limits.spend(*limits.letter("follow", email, asker=address_of(request)), at=at)
    language = get_language() or "el"
    following.subscribe(email=email, followed=followed, language=language, same=same, at=at)


def _page(
    request: HttpRequest, template: str, context: dict[str, object], form: FollowForm | None = None
) -> HttpResponse:
    wrong = bool(form and form.is_bound and form.errors)
    response = render(request, template, context, status=422 if wrong else 200)
    response["Cache-Control"] = "no-store"
    return response
