"""Charging: a unit of the chart, and somebody in it or nobody yet."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from aitima.accounts.models import User
from aitima.organisation.models import Unit
from aitima.organisation.queries import chart
from aitima.service_requests import actions
from aitima.service_requests.lifecycle import Step
from aitima.workspace.desk.chart import Colleague, colleagues
from aitima.workspace.forms.base import MOST, StepForm


class ChargeForm(StepForm):
    step = Step.CHARGE
    title = gettext_lazy("Charge")
    verb = gettext_lazy("Charge")
    done = gettext_lazy("The request is charged.")
    tells_citizen = True

    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the unit that handles it.")},
    )
    officer = forms.TypedChoiceField(
        label=gettext_lazy("Person"),
        required=False,
        widget=forms.RadioSelect,
        coerce=int,
        empty_value=None,
        error_messages={
            "invalid_choice": gettext_lazy("This person does not work in the unit: choose again.")
        },
    )
    instruction = forms.CharField(
        label=gettext_lazy("Instruction"),
        required=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"class": "i", "rows": "2"}),
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self._units = {u.code: u for u in chart().values() if not u.is_external}
        self._choose("unit", [(code, code) for code in self._units])
        self._choose("officer", [("", ""), *((c.pk, c.name) for c in self.colleagues)])

    @property
    def chosen_unit(self) -> Unit:
        """The unit whose people the page shows: the one picked, else the present one."""
        code = self.data.get("unit") if self.is_bound else self.initial.get("unit")
        return self._units.get(str(code), self.service_request.unit)

    @cached_property
    def colleagues(self) -> list[Colleague]:
        return colleagues(self.chosen_unit, at=self.at)

    @property
    def chosen_officer(self) -> str:
        value = self.data.get("officer") if self.is_bound else self.initial.get("officer")
        return str(value or "")

    def carry_out(self, *, by: User, at: datetime) -> None:
        officer = self.cleaned_data["officer"]
        actions.charge(
            pk=self.service_request.pk,
            by=by,
            unit=self._units[self.cleaned_data["unit"]],
            officer=User.objects.get(pk=officer) if officer else None,
            instruction=self.cleaned_data["instruction"],
            at=at,
            seen=self.cleaned_data["seen"],
        )

    def _choose(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices
