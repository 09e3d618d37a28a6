"""What the demo's SMTP server received, as pages."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from aitima.demo.inbox import box

# A stranger's HTML: styles and embedded pictures, no script, nothing fetched, links in a new tab.
_FOREIGN: Final[dict[str, list[str]]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": ["data:"],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}
_HEAD: Final = re.compile(r"<head[^>]*>", re.IGNORECASE)


type View = Callable[..., HttpResponse]


def in_the_demo_only(view: View) -> View:
    """Elsewhere than in the demo mail is nobody else's business: the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, **arguments: str) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, **arguments)

    return guarded


@in_the_demo_only
@require_safe
@never_cache
def inbox(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/inbox/list.html", {"mails": box.newest()})


@in_the_demo_only
@require_safe
@never_cache
def mail(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "demo/inbox/mail.html", {"mail": _get(key)})


@in_the_demo_only
@require_safe
@never_cache
@csp_override(_FOREIGN)
@xframe_options_sameorigin
def html(request: HttpRequest, key: str) -> HttpResponse:
    del request
    return HttpResponse(_HEAD.sub(r'\g<0><base target="_blank">', _get(key).html, count=1))


def _get(key: str) -> box.Mail:
    found = box.find(key)
    if found is None:
        raise Http404
    return found
