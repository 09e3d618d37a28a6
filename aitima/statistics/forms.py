"""What the page of figures is asked for; the address holds all of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from aitima.catalogue.models import ServiceGroup
from aitima.core.caching import kept_for
from aitima.geography.models import Area
from aitima.organisation.models import Unit
from aitima.statistics.periods import EARLIEST, Period, Preset

_NOT_A_DAY: Final = gettext_lazy("Write the day as in 2026-11-23.")
_NOT_LISTED: Final = gettext_lazy("Choose one from the list.")


@kept_for(seconds=60)
def groups() -> tuple[ServiceGroup, ...]:
    return tuple(ServiceGroup.objects.all())


@kept_for(seconds=60)
def areas() -> tuple[Area, ...]:
    """The parts of the municipality, without their outlines."""
    return tuple(Area.objects.filter(kind=Area.Kind.MUNICIPAL_UNIT).defer("outline"))


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for, understood."""

    period: Period
    preset: Preset | None
    unit: Unit | None = None
    group: ServiceGroup | None = None
    area: Area | None = None
    cut: bool = False
    """The last day asked for has not come yet; the period ends today."""


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "i"})
    return forms.DateField(
        label=label,
        required=False,
        widget=widget,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": _NOT_A_DAY},
    )


def _choice(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        widget=forms.Select(attrs={"class": "i"}),
        error_messages={"invalid_choice": _NOT_LISTED},
    )


class QuestionForm(forms.Form):
    """A period by name or by its days, and three narrowings."""

    use_required_attribute = False

    period = forms.ChoiceField(
        required=False,
        widget=forms.HiddenInput,
        choices=[(preset.value, preset.value) for preset in Preset],
        error_messages={"invalid_choice": _NOT_LISTED},
    )
    since = _day(gettext_lazy("From"))
    until = _day(gettext_lazy("Up to and including"))
    unit = _choice(gettext_lazy("Unit and those below"))
    group = _choice(gettext_lazy("Group of services"))
    area = _choice(gettext_lazy("Area"))

    def __init__(self, *args: Any, units: Sequence[Unit], today: date, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.today = today
        self._units = {unit.code: unit for unit in units}
        indented = [(unit.code, f"{'– ' * unit.depth}{unit.name}") for unit in units]
        self._choices("unit", indented)
        self._choices("group", [(group.code, group.name) for group in groups()])
        self._choices("area", [(area.code, area.name) for area in areas()])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", pgettext("filter", "all")), *choices]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if until and not since and "since" not in self.errors:
            self.add_error("since", _("Write the first day too."))
        if since:
            self._check_order(since, until)
        return data

    def _check_order(self, since: date, until: date | None) -> None:
        if since > self.today:
            self.add_error("since", _("The period lies in the future: nothing has happened yet."))
        elif until and until < since:
            self.add_error("until", _("The last day is before the first: change one of them."))
        elif since < EARLIEST:
            self.add_error("since", _("There are no figures from before the year 2000."))

    @property
    def question(self) -> Question:
        data = self.cleaned_data
        preset = None if data["since"] else Preset(data["period"] or Preset.THIS_MONTH)
        until = data["until"] or self.today
        period = (
            Period.of(preset, today=self.today)
            if preset
            else Period(data["since"], min(until, self.today))
        )
        return Question(
            period=period,
            preset=preset,
            unit=self._units.get(data["unit"]),
            group=next((group for group in groups() if group.code == data["group"]), None),
            area=next((area for area in areas() if area.code == data["area"]), None),
            cut=until > self.today,
        )

    @property
    def summary(self) -> Iterator[tuple[str, str]]:
        """Each mistake with the id of the field that it stands at."""
        for name, errors in self.errors.items():
            anchor = self[name].auto_id if name in self.fields and name != "period" else "main"
            for error in errors:
                yield anchor, str(error)
