"""After the report: finding it again, answering the service, saying that it is not fixed."""

import re
from typing import Final

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aitima.portal.forms.base import PortalForm, text_area

_NUMBER: Final = re.compile(r"^(?:(?P<year>\d{4})\D+)?0*(?P<serial>\d{1,6})$")
_TOGETHER: Final = re.compile(r"^(?P<year>20\d\d)(?P<serial>\d{6})$")
_DIGITS: Final = 6


class FindForm(PortalForm):
    number = forms.CharField(
        max_length=40,
        label=gettext_lazy("Number of the request"),
        help_text=gettext_lazy("It stands on the receipt, e.g. 2026/004512"),
        widget=forms.TextInput(
            attrs={"class": "govgr-input w-s num", "autocomplete": "off", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Write the number of the request")},
    )

    def __init__(self, *args: object, year: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean_number(self) -> str:
        """Accept what people write: 2026/4512, 2026-004512, or this year's 4512 alone."""
        text = self.cleaned_data["number"].strip()
        match = _TOGETHER.match(text) or _NUMBER.match(text)
        if match is None:
            raise forms.ValidationError(_("Write the number as in 2026/004512"))
        year = match["year"] or self.year
        return f"{year}/{match['serial'].zfill(_DIGITS)}"


class AnswerForm(PortalForm):
    answer = forms.CharField(
        max_length=4000,
        label=gettext_lazy("Your answer"),
        widget=text_area(3),
        error_messages={
            "required": gettext_lazy(
                "Write your answer. If you do not know, write “I do not know”"
            ),
            "max_length": gettext_lazy("Shorten the text: at most %(limit_value)d characters fit"),
        },
    )


class NotFixed(models.TextChoices):
    NOTHING = "nothing", gettext_lazy("Nothing was done")
    AGAIN = "again", gettext_lazy("It was done, but it broke again")
    OTHER = "other", gettext_lazy("Something else was done, or somewhere else")


class NotFixedForm(PortalForm):
    seen = forms.ChoiceField(
        label=gettext_lazy("What do you see?"),
        choices=NotFixed.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you see")},
    )
    more = forms.CharField(
        required=False,
        max_length=2000,
        label=gettext_lazy("Would you like to add something?"),
        widget=text_area(2),
    )

    def __init__(self, *args: object, done: bool, **kwargs: object) -> None:
        """Ask what is seen where work was `done`; where it was refused, ask why to look again."""
        super().__init__(*args, **kwargs)
        if not done:
            del self.fields["seen"]
            more = self.fields["more"]
            more.required = True
            more.label = _("Why should we look at it again?")
            more.error_messages["required"] = _("Write why we should look at it again")

    @property
    def reason(self) -> str:
        """What the service reads, in the words of the form."""
        if "seen" not in self.cleaned_data:
            return str(self.cleaned_data["more"]).strip()
        seen = str(NotFixed(self.cleaned_data["seen"]).label)
        more = self.cleaned_data["more"].strip()
        return f"{seen}. {more}" if more else f"{seen}."
