"""How it ended: not fixed, and why; or fixed, and how well."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aitima.portal.forms.own import OwnForm, PhotosForm, words


class NotFixed(models.TextChoices):
    NOTHING = "nothing", gettext_lazy("Nothing was done")
    AGAIN = "again", gettext_lazy("It was done, but it broke again")
    OTHER = "other", gettext_lazy("Something else was done, or somewhere else")


class NotFixedForm(PhotosForm):
    name = "not-fixed"
    seen_there = forms.ChoiceField(
        label=gettext_lazy("What do you see?"),
        choices=NotFixed.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you see")},
    )
    more = words(gettext_lazy("Would you like to add something?"), rows=2)

    def __init__(self, *args: Any, done: bool, **kwargs: Any) -> None:
        """Ask what is seen where work was `done`; where it was refused, ask why to look again."""
        super().__init__(*args, **kwargs)
        if not done:
            del self.fields["seen_there"]
            more = self.fields["more"]
            more.required = True
            more.label = _("Why should we look at it again?")
            more.error_messages["required"] = _("Write why we should look at it again")

    @property
    def typed(self) -> str:
        return str(self["more"].value() or "")

    @property
    def reason(self) -> str:
        """What the service reads, in the words of the form."""
        if "seen_there" not in self.cleaned_data:
            return str(self.cleaned_data["more"])
        seen = str(NotFixed(self.cleaned_data["seen_there"]).label)
        more = self.cleaned_data["more"]
        return f"{seen}. {more}" if more else f"{seen}."


class Rating(models.IntegerChoices):
    VERY_GOOD = 5, pgettext_lazy("rating", "5 – very well")
    GOOD = 4, pgettext_lazy("rating", "4 – well")
    FAIR = 3, pgettext_lazy("rating", "3 – so-so")
    POOR = 2, pgettext_lazy("rating", "2 – not well")
    VERY_POOR = 1, pgettext_lazy("rating", "1 – not at all well")


class RatingForm(OwnForm):
    name = "rating"
    rating = forms.TypedChoiceField(
        label=gettext_lazy("How well did we serve you?"),
        required=False,
        choices=Rating.choices,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=gettext_lazy("Is there something the crew should know?"),
        help_text=gettext_lazy("The service reads it. It is not published."),
        required=False,
        max_length=2000,
        widget=words("", rows=2).widget,
        error_messages={
            "max_length": gettext_lazy("Shorten the text: at most %(limit_value)d characters fit")
        },
    )

    @property
    def typed(self) -> str:
        return str(self["comment"].value() or "")
