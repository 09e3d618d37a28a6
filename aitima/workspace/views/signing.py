"""Signing in and out, and the password."""

from typing import TYPE_CHECKING, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from aitima.accounts import brake
from aitima.accounts.http import address_of
from aitima.workspace.forms.signing import ChangePasswordForm, SignInForm
from aitima.workspace.staff import Staff

if TYPE_CHECKING:
    from aitima.accounts.models import User


class SignIn(auth_views.LoginView):
    template_name = "workspace/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, *_args: object, **_kwargs: object) -> HttpResponse:
        """Ask the brake before the password is looked at."""
        who = brake.who(self.request.POST.get("username", ""), address_of(self.request))
        form = SignInForm(**self.get_form_kwargs())
        if not brake.may_try(who, at=timezone.now()):
            form.refuse(_("Too many attempts. Wait a minute, then try again."))
            return self._again(form, status=429)
        if not form.is_valid():
            return self._again(form, status=422)
        brake.release(who)
        return self._enter(form)

    def _enter(self, form: SignInForm) -> HttpResponse:
        response = self.form_valid(form)
        if settings.LANGUAGE_COOKIE_NAME not in self.request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                form.get_user().language,
                samesite="Lax",
                secure=settings.LANGUAGE_COOKIE_SECURE,
            )
        return response

    def _again(self, form: forms.Form, *, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)


class SignOut(auth_views.LogoutView):
    """Leaving is a POST: no picture or link of a stranger's page can do it."""


@method_decorator([never_cache, login_required], name="dispatch")
class ChangePassword(auth_views.PasswordChangeView):
    template_name = "workspace/password.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("workspace:queue")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        messages.success(self.request, _("Your password is changed."))
        return super().form_valid(form)

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        staff = Staff.of(cast("User", self.request.user), at=timezone.now())
        return super().get_context_data(staff=staff, current="", **kwargs)
