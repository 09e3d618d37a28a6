"""The private link once more, for whoever knows the number and reads the mail of its address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from aitima.accounts.codes import normal
from aitima.accounts.http import address_of
from aitima.accounts.limits import letter, spend
from aitima.portal.my.forms import LinkAgainForm
from aitima.service_requests.jobs import send_link
from aitima.service_requests.models import Reporter


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_again(request: HttpRequest) -> HttpResponse:
    """Answer the same, by the same work, whether number and address belong together or not."""
    now = timezone.now()
    data = request.POST if request.method == "POST" else None
    initial = {"number": request.GET.get("number", "")[:40]}
    form = LinkAgainForm(data, initial=initial, year=timezone.localdate(now).year)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "portal/my/link_again.html", {"form": form}, status=status)
    number, email = form.cleaned_data["number"], form.cleaned_data["email"]
    spend(*letter("link-mail", email, asker=address_of(request)), at=now)
    # The letter is a job's work: looking it up is all that happens here, and a job without a
    # request is as long in the making as one with it.
    send_link.defer(request_id=_matching(number, email) or 0)
    return redirect("portal:my-link-sent")


@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/my/link_sent.html")


def _matching(number: str, email: str) -> int | None:
    reporters = Reporter.objects.filter(service_request__number=number)
    return reporters.filter(email__iexact=normal(email)).values_list("pk", flat=True).first()
