"""Finding a request again by its number."""

import re
from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aitima.portal.forms.base import PortalForm

_NUMBER: Final = re.compile(r"^(?:(?P<year>\d{4})\D+)?0*(?P<serial>\d{1,6})$")
_TOGETHER: Final = re.compile(r"^(?P<year>20\d\d)(?P<serial>\d{6})$")
_DIGITS: Final = 6
_EXAMPLE: Final = "123456"
"""Of a number shown as an example: so high that it is nobody's."""


class FindForm(PortalForm):
    number = forms.CharField(
        max_length=40,
        label=gettext_lazy("Number of the request"),
        widget=forms.TextInput(
            attrs={"class": "govgr-input w-s num", "autocomplete": "off", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Write the number of the request")},
    )

    def __init__(self, *args: object, year: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.example = f"{year}/{_EXAMPLE}"
        help_text = _("It stands on the receipt, e.g. %(number)s")
        self.fields["number"].help_text = help_text % {"number": self.example}

    def clean_number(self) -> str:
        """Accept what people write: 2026/4512, 2026-004512, or this year's 4512 alone."""
        text = self.cleaned_data["number"].strip()
        match = _TOGETHER.match(text) or _NUMBER.match(text)
        if match is None:
            message = _("Write the number as in %(number)s")
            raise forms.ValidationError(message % {"number": self.example})
        year = match["year"] or self.year
        return f"{year}/{match['serial'].zfill(_DIGITS)}"
