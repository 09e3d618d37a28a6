"""Taking a request back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aitima.portal.forms import WithdrawForm
from aitima.portal.requests.access import Opened
from aitima.portal.views.requests.acting import carry_out, own
from aitima.service_requests import actions
from aitima.service_requests.lifecycle import Step, allows


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    """A page of its own asks once more; what has ended cannot be withdrawn."""
    (opened, found), at = own(request, year, serial), timezone.now()
    if request.method == "POST":
        form = WithdrawForm(request.POST, service_request=found, at=at)
        if not form.is_valid() and allows(found.state, Step.WITHDRAW):
            return _withdraw_page(request, opened, form)
        return carry_out(
            request,
            opened,
            form,
            lambda: actions.withdraw(pk=found.pk, reason=form.cleaned_data["reason"], at=at),
            after="withdrawn",
        )
    if not allows(found.state, Step.WITHDRAW):
        return redirect("portal:request", year, serial)
    return _withdraw_page(request, opened, WithdrawForm(service_request=found, at=at))


def _withdraw_page(request: HttpRequest, opened: Opened, form: WithdrawForm) -> HttpResponse:
    context = {"service_request": opened.service_request, "form": form}
    status = 422 if form.errors else 200
    response = render(request, "portal/withdraw.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
