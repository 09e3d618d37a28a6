"""What another app shares with the installed one (“Share → Aitima”): a report begins with it."""

from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from aitima.portal.models import ReportDraft
from aitima.portal.posting import posted_from
from aitima.portal.reporting import drafts
from aitima.portal.views import flow, photos

TEXTS: Final = ("title", "text", "url")
"""As the manifest names them; the worker, which keeps them without a connection, does too."""


@csrf_exempt  # the telephone sends it, not a page: nothing there could have a token
@posted_from("portal:report-what")
def share(request: HttpRequest) -> HttpResponse:
    """Begin a new report with the text and the pictures; what was begun before is left alone."""
    if request.headers.get("Sec-Fetch-Site") not in {"none", "same-origin"}:
        raise PermissionDenied  # another site, which would slip in its words
    at = timezone.now()
    draft = drafts.new(at=at)
    flow.count_new(request, draft, at=at)
    drafts.keep(draft, {"text": _text(request)}, at=at)
    refused = photos.take(draft.pk, request, at=at) if request.FILES else []
    kept = ReportDraft.objects.get(pk=draft.pk)
    if refused:
        return photos.page_with_refusals(request, kept, "what", refused)
    return flow.go("portal:report-what", kept)


def _text(request: HttpRequest) -> str:
    given = [request.POST.get(name, "").strip() for name in TEXTS]
    return "\n".join(dict.fromkeys(filter(None, given)))
