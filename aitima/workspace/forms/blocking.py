"""Putting contacts on the list of the blocked, and taking them off: never without a reason."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aitima.service_requests.actions.blocking import WAYS
from aitima.service_requests.models import Reporter
from aitima.workspace.forms.base import DenseForm

_LONGEST: Final = 200
_FEWEST_DIGITS: Final = 8
_NAME: Final = re.compile(r"([^@\s]*@)?[^@\s.]+(\.[^@\s.]+)+")
_PHONE: Final = re.compile(r"\+?[\d\s()./-]+")
_LABELS: Final = {
    "email": gettext_lazy("the e-mail address"),
    "phone": gettext_lazy("the telephone"),
}


class ReasonForm(DenseForm):
    """Why; of taking off the list, too."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "For colleagues. Without names: the list outlasts the person’s data."
        ),
        max_length=_LONGEST,
        widget=forms.TextInput(attrs={"class": "i", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Write the reason, for colleagues."),
            "max_length": gettext_lazy(
                "This is longer than %(limit_value)d characters: shorten it."
            ),
        },
    )


class ContactForm(ReasonForm):
    """A contact that somebody writes."""

    contact = forms.CharField(
        label=gettext_lazy("E-mail, domain or telephone"),
        help_text=gettext_lazy("A domain (example.org) blocks everybody there."),
        max_length=254,
        widget=forms.TextInput(
            attrs={"class": "i", "autocomplete": "off", "spellcheck": "false", "inputmode": "email"}
        ),
        error_messages={"required": gettext_lazy("Write the contact to block.")},
    )
    field_order = ("contact", "reason")

    def clean_contact(self) -> str:
        contact: str = self.cleaned_data["contact"]
        digits = sum(c.isdigit() for c in contact)
        phone = _PHONE.fullmatch(contact) and digits >= _FEWEST_DIGITS
        if not (phone or _NAME.fullmatch(contact)):
            raise forms.ValidationError(
                _("Write an e-mail address, a domain as in example.org, or a whole telephone.")
            )
        return contact


class ReporterForm(ReasonForm):
    """The contacts of a request, chosen without being shown."""

    ways = forms.MultipleChoiceField(
        label=gettext_lazy("What is blocked"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose what is blocked.")},
    )
    field_order = ("ways", "reason")

    def __init__(self, *args: Any, reporter: Reporter, **kwargs: Any) -> None:
        known = [way for way in WAYS if getattr(reporter, way)]
        super().__init__(*args, initial={"ways": known}, **kwargs)
        ways = self.fields["ways"]
        assert isinstance(ways, forms.MultipleChoiceField)  # noqa: S101 - declared above
        ways.choices = [(way, _LABELS[way]) for way in known]
