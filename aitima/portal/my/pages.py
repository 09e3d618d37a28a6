"""The list, the settings, what is followed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from aitima.accounts import citizens
from aitima.accounts.citizens import Citizen
from aitima.notifications import preferences
from aitima.portal.my import listing
from aitima.portal.my.forms import SettingsForm
from aitima.portal.my.guard import for_citizens
from aitima.portal.my.signing import ask_for_address
from aitima.portal.posting import posted_from
from aitima.service_requests import followers
from aitima.service_requests.actions import following
from aitima.service_requests.actions.language import speak
from aitima.service_requests.models import Subscription


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my(request: HttpRequest) -> HttpResponse:
    citizen = citizens.signed_in(request, at=timezone.now())
    if citizen is None:
        return ask_for_address(request)
    return _list(request, citizen, _settings_of(citizen))


@posted_from("portal:my")
@for_citizens
def settings(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """Keep what to write about; in which language goes for what is on its way, too."""
    form = SettingsForm(request.POST)
    if not form.is_valid():
        return _list(request, citizen, form, status=422)
    chosen = form.cleaned_data
    at = timezone.now()
    preferences.keep(citizen.email, chosen["notices"], chosen["language"], at=at)
    speak(email=citizen.email, language=chosen["language"])
    return redirect(f"{reverse('portal:my')}?saved")


@posted_from("portal:my")
@for_citizens
def unfollow(_request: HttpRequest, citizen: Citizen, subscription: int) -> HttpResponse:
    mine = Subscription.objects.filter(email__iexact=citizen.email)
    if not mine.filter(pk=subscription).exists():
        raise Http404
    following.unsubscribe(pk=subscription)
    return redirect("portal:my")


def _settings_of(citizen: Citizen) -> SettingsForm:
    chosen = preferences.of(citizen.email)
    language = chosen.language if chosen.pk else get_language()
    return SettingsForm(initial={"notices": chosen.notices, "language": language})


def _list(
    request: HttpRequest, citizen: Citizen, form: SettingsForm, *, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    mine = listing.of(citizen.email, at=now)
    language = get_language() or "el"
    context = {
        "citizen": citizen,
        "mine": mine,
        "followed": [
            (subscription, followers.title(subscription, language=language))
            for subscription in mine.followed
        ],
        "form": form,
        "saved": "saved" in request.GET,
    }
    return render(request, "portal/my/list.html", context, status=status)
