"""What the staff's forms share: errors said twice, and the last event that was on the page."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aitima.accounts.models import User
from aitima.service_requests.lifecycle import Step
from aitima.service_requests.models import ServiceRequest

if TYPE_CHECKING:
    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

MOST: Final = 4000


class DenseForm(forms.Form):
    """A form drawn by `workspace/parts/field.html`; the browser's own checks stay off."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    @property
    def summary(self) -> Iterator[tuple[str, str]]:
        """Each mistake with the id of the element that it stands at."""
        for name, errors in self.errors.items():
            for error in errors:
                yield self.anchor(name), str(error)

    def anchor(self, name: str) -> str:
        if name not in self.fields or self.fields[name].widget.is_hidden:
            return "main"
        grouped = isinstance(self.fields[name].widget, forms.RadioSelect)
        return f"{self[name].auto_id}_0" if grouped else self[name].auto_id

    @property
    def summary_title(self) -> str:
        count = sum(len(errors) for errors in self.errors.values())
        if count == 1:
            return _("One thing to correct")
        return ngettext("%(count)d thing to correct", "%(count)d things to correct", count) % {
            "count": count
        }


class StepForm(DenseForm):
    """One step of one request, as a form with the words around it.

    `seen` is the number of the last event that stood on the page; the action refuses to go on
    when there is a later one.
    """

    title: ClassVar["StrOrPromise"]
    verb: ClassVar["StrOrPromise"]
    done: ClassVar["StrOrPromise"]
    consequence: ClassVar["StrOrPromise"] = ""
    step: ClassVar[Step | None] = None
    voice: ClassVar[str] = ""
    """`public` for words that the citizen reads, `internal` for those that nobody outside does."""
    voice_name: ClassVar[str] = ""
    """`reply` or `note`: the boxes that stand on the request's own page."""
    icon: ClassVar[str] = "check"
    tells_citizen: ClassVar[bool] = False

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, service_request: ServiceRequest, **kwargs: Any) -> None:
        self.service_request = service_request
        initial = {"seen": service_request.last_event} | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)

    def carry_out(self, *, by: User, at: datetime) -> None:
        raise NotImplementedError

    def look_again(self) -> None:
        """Take what the page now shows as seen: the person decides again, with everything kept."""
        answers = cast("QueryDict", self.data).copy()
        answers["seen"] = str(self.service_request.last_event)
        self.data = answers


def words(
    label: "StrOrPromise", missing: "StrOrPromise", *, rows: int = 5, **options: Any
) -> forms.CharField:
    """Words that must be written, with an error that says what for."""
    too_long = gettext_lazy("This is longer than %(limit_value)d characters: shorten it.")
    field = forms.CharField(
        label=label,
        max_length=MOST,
        widget=forms.Textarea(attrs={"class": "i", "rows": str(rows)}),
        error_messages={"required": missing, "max_length": too_long},
        **options,
    )
    field.widget.attrs.pop("maxlength", None)
    return field
