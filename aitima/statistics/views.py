"""The administration's page of figures."""

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aitima.organisation.identity import identity
from aitima.organisation.models import Unit
from aitima.service_requests import permissions
from aitima.statistics import indicators, page, scope
from aitima.statistics.forms import QuestionForm
from aitima.statistics.periods import Preset

if TYPE_CHECKING:
    from aitima.accounts.http import SignedInRequest


@require_safe
@never_cache
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Show the figures of the person's part of the municipality for the period asked for."""
    user, now = cast("SignedInRequest", request).user, timezone.now()
    access = permissions.access_of(user, at=now)
    if not access.may_anywhere(permissions.Power.SEE_STATISTICS):
        raise PermissionDenied(_("The figures are for heads and for the administration."))

    seen = scope.seen_by(access)
    form = QuestionForm(request.GET, units=seen, today=timezone.localdate(now))
    context = {
        "current": "statistics",
        "form": form,
        "indicators": indicators.ALL,
        "few": indicators.FEW,
        "at": now,
        "part": _part(seen),
        "presets": [(preset, _address(request.GET, preset)) for preset in Preset],
        "page": page.make(form.question, seen, at=now) if form.is_valid() else None,
    }
    status = 200 if form.is_valid() else 422
    return render(request, "statistics/overview.html", context, status=status)


def _part(seen: list[Unit]) -> str:
    """What the figures are of, when nothing narrows them."""
    top = scope.single_top(seen)
    return top.name if top and top.parent_id else identity().name


def _address(asked: QueryDict, preset: Preset) -> str:
    """The same narrowings for another period."""
    query = asked.copy()
    for name in ("since", "until"):
        query.pop(name, None)
    query["period"] = preset
    return f"?{query.urlencode()}"
