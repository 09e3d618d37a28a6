"""Forms that say what is wrong twice: in a summary on top, and at the field."""

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aitima.core.text import without_controls

TRAP: Final = "second_address"
"""A field that people neither see nor hear, and that browsers do not fill in by themselves."""


class PortalForm(forms.Form):
    """A form whose fields are drawn by `includes/field.html`.

    The browser's own checks stay off: their bubbles vanish, are not read out everywhere, and
    speak the browser's language.
    """

    use_required_attribute = False
    auto_id = "id_%s"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Keep of each text what people can see of it."""
        for name, value in self.cleaned_data.items():
            if isinstance(value, str):
                self.cleaned_data[name] = without_controls(value)
        return self.cleaned_data

    @property
    def summary(self) -> Iterator[tuple[str, str]]:
        """Each mistake with the id of the element that it stands at, in the order of the page."""
        for name in (*self.fields, NON_FIELD_ERRORS):
            anchor = self.anchor(name)
            for message in self.errors.get(name, ()):
                yield anchor, str(message)

    def anchor(self, name: str) -> str:
        """The element to go to: of a group of choices, the first one."""
        if name not in self.fields:
            return "main"
        widget = self.fields[name].widget
        several = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
        return f"id_{name}_0" if several else f"id_{name}"

    @property
    def summary_title(self) -> str:
        count = sum(len(messages) for messages in self.errors.values())
        if count == 1:
            return _("One thing to correct")
        return ngettext("%(count)d thing to correct", "%(count)d things to correct", count) % {
            "count": count
        }


class TrappedForm(PortalForm):
    """A form with a field that only programs fill in (`includes/trap.html`)."""

    def clean(self) -> dict[str, Any]:
        if self.data.get(TRAP):
            raise forms.ValidationError(
                _("It was not sent: a field that stays empty was filled in. Press once more.")
            )
        return super().clean()


def text_input(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "govgr-input", **attrs})


def text_area(rows: int, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "govgr-textarea", "rows": str(rows), **attrs})
