"""What makes the pages an installable web app: manifest, icons, service worker."""

import json
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from aitima.organisation.identity import identity
from aitima.portal.offline import app_icons, device
from aitima.portal.views import sharing

ICONS: Final = {
    "192": (192, 0.8),
    "512": (512, 0.8),
    "maskable-512": (512, 0.58),
    "apple-180": (180, 0.76),
}
"""Name → pixels, and the share of the land in them."""

STATIC: Final = (
    *(
        f"aitima/{name}.css"
        for name in ("tokens", "citizen", "bands", "forms", "parts", "other_media")
    ),
    *("vendor/roboto.css", "vendor/digigov.css"),
    *(f"vendor/fonts/roboto-greek-{weight}-normal.woff2" for weight in (400, 700)),
    *(f"vendor/fonts/roboto-latin-{weight}-normal.woff2" for weight in (400, 700)),
    *("aitima/icons.svg", "aitima/favicon.svg", "aitima/photo.js"),
    *(f"aitima/offline/{name}.js" for name in ("queue", "finding", "page", "choices", "pictures")),
    *(f"aitima/offline/{name}.js" for name in ("writing", "list", "device", "register")),
)
"""What the page for writing without a connection is made of."""


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    language = device.known_language(request.GET.get("language", "")) or settings.LANGUAGE_CODE
    with translation.override(language):
        content = json.dumps(_manifest(language), ensure_ascii=False)
    return HttpResponse(content, content_type="application/manifest+json")


def _manifest(language: str) -> dict[str, Any]:
    municipality = identity().name
    return {
        "id": "/",
        "lang": language,
        "name": _("%(municipality)s: citizens’ requests") % {"municipality": municipality},
        "short_name": municipality,
        "description": _("Report a problem to the municipality, also without a connection."),
        "start_url": reverse("portal:home"),
        "scope": "/",
        "display": "standalone",
        "theme_color": app_icons.GROUND,
        "background_color": app_icons.GROUND,
        "icons": [_icon(name) for name in ("192", "512", "maskable-512")],
        "shortcuts": [
            {"name": _("New report"), "url": reverse("portal:report-what")},
            {"name": _("On this device"), "url": reverse("portal:device")},
        ],
        "share_target": {
            "action": reverse("portal:share"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                **{name: name for name in sharing.TEXTS},
                "files": [{"name": "photos", "accept": ["image/*"]}],
            },
        },
    }


def _icon(name: str) -> dict[str, str]:
    size, _share = ICONS[name]
    return {
        "src": reverse("portal:app-icon", args=[name]),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": "maskable" if name.startswith("maskable") else "any",
    }


@require_safe
@cache_control(public=True, max_age=86_400)
def icon(_request: HttpRequest, name: str) -> HttpResponse:
    if name not in ICONS:
        raise Http404
    size, share = ICONS[name]
    content = app_icons.icon(identity().drawing, size, share)
    return HttpResponse(content, content_type="image/png")


@require_safe
@cache_control(no_cache=True)
def service_worker(_request: HttpRequest) -> HttpResponse:
    """The facts of this installation, then the worker itself.

    It changes with every file it keeps and with the catalogue, so that a browser which asks again
    (it does at every visit) gets a whole new set, and never half of one.
    """
    facts = json.dumps(_facts(), separators=(",", ":"))
    scripts = json.dumps([static(f"aitima/offline/{name}.js") for name in ("queue", "worker")])
    content = f"self.AITIMA = {facts};\nimportScripts(...{scripts});\n"
    return HttpResponse(content, content_type="text/javascript")


def _facts() -> dict[str, Any]:
    page = reverse("portal:device")
    catalogue = reverse("portal:device-catalogue")
    pages = {code: f"{page}?language={code}" for code, _name in settings.LANGUAGES}
    files = [staticfiles_storage.url(name) for name in STATIC]
    return {
        "version": device.fingerprint(),
        "page": page,
        "pages": pages,
        "catalogue": catalogue,
        "begin": [reverse("portal:report-start"), reverse("portal:report-what")],
        "check": reverse("portal:report-check"),
        "share": reverse("portal:share"),
        "told": {code: _told(code) for code, _name in settings.LANGUAGES},
        "files": [*pages.values(), catalogue, *files],
    }


def _told(language: str) -> list[str]:
    """What an open page says when the worker has sent a report, and the words of the link."""
    with translation.override(language):
        return [_("Your report was sent. Its number is {number}."), _("Open it")]
