"""Who may see a page of "My requests"; decided here, and nowhere else on these pages."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control

from aitima.accounts import citizens
from aitima.accounts.citizens import Citizen

type CitizensView[**P] = Callable[Concatenate[HttpRequest, Citizen, P], HttpResponse]
type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_citizens[**P](view: CitizensView[P]) -> View[P]:
    """Give the page who is signed in; everybody else goes to the page that asks for the address."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        citizen = citizens.signed_in(request, at=timezone.now())
        if citizen is None:
            return redirect("portal:my")
        return view(request, citizen, *args, **kwargs)

    return cache_control(private=True, no_store=True)(guarded)


def proved_lately[**P](view: CitizensView[P]) -> View[P]:
    """Let nobody in who found the browser open: what cannot be undone wants a fresh proof."""

    @wraps(view)
    def guarded(
        request: HttpRequest, citizen: Citizen, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if citizen.is_fresh(at=timezone.now()):
            return view(request, citizen, *args, **kwargs)
        name = request.resolver_match.url_name if request.resolver_match else ""
        return redirect(f"{reverse('portal:my-confirm')}?next={name}")

    return for_citizens(guarded)
