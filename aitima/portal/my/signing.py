"""Signing in by a letter, proving it again, signing out."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from aitima.accounts import citizens, codes
from aitima.accounts.citizens import Citizen
from aitima.portal.my.forms import AddressForm, CodeForm
from aitima.portal.my.guard import for_citizens
from aitima.portal.my.letters import ORIGIN_ALONE, send_proof
from aitima.portal.posting import posted_from

_AFTER_CONFIRMING: Final = ("my-copy-json", "my-copy-pdf", "my-erase")
_OPENS: Final = (codes.Purpose.SIGN_IN, codes.Purpose.AGAIN)


def ask_for_address(request: HttpRequest) -> HttpResponse:
    """The page before one is signed in; whatever address is written, the answer is the same."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "portal/my/sign_in.html", {"form": form}, status=status)
    asking = citizens.ask(request, form.cleaned_data["email"])
    send_proof(request, codes.Purpose.SIGN_IN, asking.email, asking.browser, at=timezone.now())
    return redirect("portal:my-code")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Where the code of the letter is written, in the browser that asked for it."""
    asking = citizens.asking(request)
    if asking is None:
        return redirect("portal:my")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        at = timezone.now()
        given = form.cleaned_data["code"]
        if codes.accept(codes.Purpose.SIGN_IN, asking.email, asking.browser, given, at=at):
            citizens.sign_in(request, asking.email, at=at)
            return redirect("portal:my")
        form.refuse()
    status = 422 if form.errors else 200
    context = {"form": form, "email": asking.email}
    return render(request, "portal/my/code.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The letter's link leads to a button, for scanners of mail follow links."""
    at = timezone.now()
    claim = codes.read(token)
    if claim is None or claim.purpose not in _OPENS or not codes.holds(claim, at=at):
        return render(request, "portal/my/expired.html", status=404)
    if request.method != "POST":
        response = render(request, "portal/my/open.html", {"email": claim.address})
        response["Referrer-Policy"] = ORIGIN_ALONE
        return response
    if not codes.redeem(claim, at=at):
        return render(request, "portal/my/expired.html", status=404)
    citizens.sign_in(request, claim.address, at=at)
    return redirect("portal:my")


@require_http_methods(["GET", "HEAD", "POST"])
@for_citizens
def confirm(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """Prove the address again before what cannot be undone."""
    at = timezone.now()
    name = request.GET.get("next", "")
    if name not in _AFTER_CONFIRMING:
        return redirect("portal:my")
    if request.method == "POST" and "send" in request.POST:
        asking = citizens.ask(request, citizen.email)
        send_proof(request, codes.Purpose.AGAIN, asking.email, asking.browser, at=at)
        return redirect(f"{request.path}?next={name}")
    asked = citizens.asking(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if asked is not None and form.is_valid():
        given = form.cleaned_data["code"]
        if codes.accept(codes.Purpose.AGAIN, citizen.email, asked.browser, given, at=at):
            citizens.sign_in(request, citizen.email, at=at)
            return redirect(f"portal:{name}")
        form.refuse()
    status = 422 if form.errors else 200
    context = {"form": form, "citizen": citizen, "asked": asked, "what": name}
    return render(request, "portal/my/confirm.html", context, status=status)


@posted_from("portal:my")
def sign_out(request: HttpRequest) -> HttpResponse:
    citizens.sign_out(request)
    return redirect("portal:home")
