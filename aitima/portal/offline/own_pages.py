"""Requests that only our own pages and their service worker may make."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

type View = Callable[..., HttpResponse]

_READS: Final = frozenset({"GET", "HEAD"})


def own_pages_only(view: View) -> View:
    """Ask, instead of a CSRF token, where the request comes from; each browser of ours says it.

    For what a device sends by itself. It has no token: its page is the same for everybody and may
    be weeks old. Nor is a token's protection wanted, which is that of a cookie's authority: here
    nobody is let in by a cookie, only by the report's key, which no other site can know.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in _READS and not _is_from_us(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return csrf_exempt(asked)


def _is_from_us(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    ours = {f"{request.scheme}://{request.get_host()}", settings.SITE_URL.rstrip("/")}
    return request.headers.get("Origin") in ours  # Safari before 16.4 says only this
