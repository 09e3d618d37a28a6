"""Ways to a request: its number, or the private link out of a letter."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aitima.portal import access
from aitima.portal.access import access_as_citizen
from aitima.portal.forms import FindForm
from aitima.service_requests import links


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
