"""Signing in, and a new password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from aitima.workspace.forms.base import DenseForm


class SignInForm(DenseForm, AuthenticationForm):
    """Every refusal stands at the password, and says the same for a wrong name."""

    error_messages = {
        "invalid_login": gettext_lazy("The user name and the password do not belong together."),
        "inactive": gettext_lazy("The user name and the password do not belong together."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["username"], self.fields["password"]
        name.label = gettext_lazy("User name")
        password.label = gettext_lazy("Password")
        name.error_messages["required"] = gettext_lazy("Write your user name.")
        password.error_messages["required"] = gettext_lazy("Write your password.")
        for field in (name, password):
            field.widget.attrs |= {"class": "i", "autocapitalize": "none", "spellcheck": "false"}
        name.widget.attrs["autofocus"] = not self.is_bound

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except ValidationError as error:
            self.add_error("password", error)
            return self.cleaned_data

    def refuse(self, reason: str) -> None:
        """Answer without having looked at the password."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}
        self._errors["password"] = self.error_class([reason])


class ChangePasswordForm(DenseForm, PasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "old_password": gettext_lazy("Present password"),
            "new_password1": gettext_lazy("New password"),
            "new_password2": gettext_lazy("New password again"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs["class"] = "i"
            self.fields[name].error_messages["required"] = gettext_lazy("Fill in this field.")
