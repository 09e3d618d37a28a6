"""An address, a code, the settings, and the last word before erasure."""

import re
from typing import Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aitima.accounts import codes
from aitima.notifications.models import Preference
from aitima.portal.forms import FindForm
from aitima.portal.forms.base import PortalForm

_LONGEST_EMAIL: Final = 254  # RFC 5321
_SPACES: Final = re.compile(r"[\s\-]")


def _email_field() -> forms.EmailField:
    wrong = gettext_lazy("Write the e-mail address as in name@example.gr")
    return forms.EmailField(
        max_length=_LONGEST_EMAIL,
        label=gettext_lazy("Your e-mail address"),
        widget=forms.EmailInput(
            attrs={"class": "govgr-input", "autocomplete": "email", "spellcheck": "false"}
        ),
        error_messages={
            "required": gettext_lazy("Write your e-mail address"),
            "invalid": wrong,
            "max_length": wrong,
        },
    )


class AddressForm(PortalForm):
    email = _email_field()


class CodeForm(PortalForm):
    code = forms.CharField(
        max_length=20,
        label=gettext_lazy("The code of our message"),
        help_text=gettext_lazy("Six digits"),
        widget=forms.TextInput(
            attrs={
                "class": "govgr-input w-s num",
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
            }
        ),
        error_messages={"required": gettext_lazy("Write the code of our message")},
    )

    def clean_code(self) -> str:
        code = _SPACES.sub("", self.cleaned_data["code"])
        if not (code.isascii() and code.isdecimal() and len(code) == codes.DIGITS):
            raise forms.ValidationError(_("The code has six digits"))
        return code

    def refuse(self) -> None:
        """Say the same of a wrong, an old and a worn-out code."""
        self.add_error(
            "code",
            _(
                "This code is not right, or no longer holds. It holds for 10 minutes and 5 tries; "
                "after that ask for a new one."
            ),
        )


class LinkAgainForm(FindForm):
    email = _email_field()


class SettingsForm(PortalForm):
    notices = forms.ChoiceField(
        label=gettext_lazy("What shall we write to you about?"),
        choices=Preference.Notices.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what we shall write to you about")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language?"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a language")},
    )


class EraseForm(PortalForm):
    sure = forms.BooleanField(
        label=gettext_lazy("I want my personal data erased, and know that it cannot be undone"),
        widget=forms.CheckboxInput,
        error_messages={"required": gettext_lazy("Tick the box, if you want this")},
    )
