"""The steps that need words or a day: ask, schedule, reject, forward, reopen, reply, note."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aitima.accounts.models import User
from aitima.organisation.models import Unit
from aitima.organisation.queries import chart
from aitima.service_requests import actions
from aitima.service_requests.lifecycle import Step
from aitima.service_requests.permissions import Power
from aitima.workspace.forms.base import StepForm, words

_OTHER: Final = "other"


class TakeForm(StepForm):
    step = Step.TAKE
    title = gettext_lazy("Take it")
    verb = gettext_lazy("Take it")
    done = gettext_lazy("The request is charged to you.")

    def carry_out(self, *, by: User, at: datetime) -> None:
        actions.take(pk=self.service_request.pk, by=by, at=at, seen=self.cleaned_data["seen"])


class StartForm(StepForm):
    step = Step.START
    title = gettext_lazy("Start work")
    verb = gettext_lazy("Start work")
    done = gettext_lazy("Work has started; the citizen’s page says so.")

    def carry_out(self, *, by: User, at: datetime) -> None:
        actions.start(pk=self.service_request.pk, by=by, at=at, seen=self.cleaned_data["seen"])


class ReplyForm(StepForm):
    title = gettext_lazy("Answer to the citizen")
    verb = gettext_lazy("Send to the citizen")
    done = gettext_lazy("The answer is on its way to the citizen.")
    voice = "public"
    voice_name = "reply"
    icon = "mail"
    tells_citizen = True

    answer = words(
        gettext_lazy("Text of the answer"),
        gettext_lazy("Write what the citizen should read."),
        rows=3,
    )

    def carry_out(self, *, by: User, at: datetime) -> None:
        actions.reply(
            pk=self.service_request.pk,
            by=by,
            answer=self.cleaned_data["answer"],
            at=at,
            seen=self.cleaned_data["seen"],
        )


class NoteForm(StepForm):
    """A note overwrites nothing, so it asks for nothing to have been seen."""

    title = gettext_lazy("Internal note")
    verb = gettext_lazy("Keep the note")
    done = gettext_lazy("The note is kept. It stays inside.")
    consequence = gettext_lazy("The citizen never sees it.")
    voice = "internal"
    voice_name = "note"
    icon = "lock"

    note = words(
        gettext_lazy("Text of the note"),
        gettext_lazy("Write something for your colleagues first."),
        rows=3,
    )

    def carry_out(self, *, by: User, at: datetime) -> None:
        actions.add_note(pk=self.service_request.pk, by=by, note=self.cleaned_data["note"], at=at)


class AskForm(StepForm):
    step = Step.ASK
    title = gettext_lazy("Ask the citizen, and pause")
    verb = gettext_lazy("Send the question")
    done = gettext_lazy("The question is on its way; the target stands still until the answer.")
    consequence = gettext_lazy(
        "The target stands still until the citizen answers; the legal deadline goes on."
    )
    voice = "public"
    icon = "s-waiting"
    tells_citizen = True

    question = words(
        gettext_lazy("What do you need to know?"),
        gettext_lazy("Write what you need to know from the citizen."),
        help_text=gettext_lazy("One question at a time is answered soonest."),
    )

    def carry_out(self, *, by: User, at: datetime) -> None:
        actions.ask(
            pk=self.service_request.pk,
            by=by,
            question=self.cleaned_data["question"],
            at=at,
            seen=self.cleaned_data["seen"],
        )


class ScheduleForm(StepForm):
    step = Step.SCHEDULE
    title = gettext_lazy("Plan a day for the work")
    verb = gettext_lazy("Plan and tell the citizen")
    done = gettext_lazy("The day is planned; the citizen is told.")
    voice = "public"
    icon = "s-scheduled"
    tells_citizen = True

    day = forms.DateField(
        label=gettext_lazy("Day of the work"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "i auto"}),
        error_messages={
            "required": gettext_lazy("Choose the day of the work."),
            "invalid": gettext_lazy("This is not a day of the calendar: write it as 2026-11-30."),
        },
    )
    note = forms.CharField(
        label=gettext_lazy("What the citizen should know about it (optional)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "i", "rows": "3"}),
        help_text=gettext_lazy("For example: keep the street free of cars from 8:00."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].widget.attrs["min"] = timezone.localdate().isoformat()

    def carry_out(self, *, by: User, at: datetime) -> None:
        actions.schedule(
            pk=self.service_request.pk,
            by=by,
            day=self.cleaned_data["day"],
            note=self.cleaned_data["note"],
            at=at,
            seen=self.cleaned_data["seen"],
        )


class RejectForm(StepForm):
    step = Step.REJECT
    title = gettext_lazy("Do not accept the request")
    verb = gettext_lazy("Close without acceptance")
    done = gettext_lazy("The request is closed; the citizen reads the reason.")
    consequence = gettext_lazy(
        "The request is closed. The citizen reads your reason and can ask for a new look."
    )
    voice = "public"
    icon = "s-rejected"
    tells_citizen = True

    reason = words(
        gettext_lazy("Why, and what the citizen can do now"),
        gettext_lazy("Write the reason: nothing ends without a word."),
    )

    def carry_out(self, *, by: User, at: datetime) -> None:
        actions.reject(
            pk=self.service_request.pk,
            by=by,
            reason=self.cleaned_data["reason"],
            at=at,
            seen=self.cleaned_data["seen"],
        )


class ReopenForm(StepForm):
    step = Step.REOPEN
    title = gettext_lazy("Reopen the request")
    verb = gettext_lazy("Reopen")
    done = gettext_lazy("The request is open again, with a new target.")
    consequence = gettext_lazy(
        "It returns to the unit that closed it, with a new target; the citizen is told."
    )
    voice = "internal"
    icon = "s-reopened"
    tells_citizen = True

    reason = words(
        gettext_lazy("Why does it open again?"),
        gettext_lazy("Write for your colleagues why it opens again."),
        rows=3,
    )

    def carry_out(self, *, by: User, at: datetime) -> None:
        actions.reopen(
            pk=self.service_request.pk,
            by=by,
            reason=self.cleaned_data["reason"],
            at=at,
            seen=self.cleaned_data["seen"],
        )


class ForwardForm(StepForm):
    step = Step.FORWARD
    title = gettext_lazy("Forward to another authority")
    verb = gettext_lazy("Forward and tell the citizen")
    done = gettext_lazy("The request is forwarded; the citizen knows where it is.")
    consequence = gettext_lazy(
        "The law asks for this within three days. The citizen is told where it went, and why."
    )
    voice = "public"
    icon = "s-forwarded"
    tells_citizen = True

    authority = forms.ChoiceField(
        label=gettext_lazy("Which authority is competent?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the authority it goes to.")},
    )
    other = forms.CharField(
        label=gettext_lazy("Name of the other authority"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "i"}),
    )
    contact = forms.CharField(
        label=gettext_lazy("How the citizen reaches it (optional)"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "i"}),
        help_text=gettext_lazy(
            "Telephone, e-mail or web page; left empty, the chart’s own is sent."
        ),
    )
    reason = words(
        gettext_lazy("Why it goes there"),
        gettext_lazy("Write why it goes there: the citizen reads it."),
        rows=4,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._bodies = {unit.code: unit for unit in chart().values() if _is_body(unit)}
        listed = [(code, unit.name) for code, unit in self._bodies.items()]
        field = self.fields["authority"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [*listed, (_OTHER, _("Another authority"))]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("authority") == _OTHER and not facts.get("other", "").strip():
            self.add_error("other", _("Write the name of the authority."))
        return facts

    def carry_out(self, *, by: User, at: datetime) -> None:
        chosen = self._bodies.get(self.cleaned_data["authority"])
        contact = self.cleaned_data["contact"]
        if chosen and not contact:
            contact = ", ".join(filter(None, (chosen.phone, chosen.email)))
        actions.forward(
            pk=self.service_request.pk,
            by=by,
            authority=chosen.name if chosen else self.cleaned_data["other"],
            contact=contact,
            reason=self.cleaned_data["reason"],
            at=at,
            seen=self.cleaned_data["seen"],
        )


def _is_body(unit: Unit) -> bool:
    return unit.kind == Unit.Kind.EXTERNAL


FORMS: Final[Mapping[str, type[StepForm]]] = {
    "take": TakeForm,
    "start": StartForm,
    "ask": AskForm,
    "schedule": ScheduleForm,
    "reject": RejectForm,
    "forward": ForwardForm,
    "reopen": ReopenForm,
}
"""By the value of the step that they carry out."""

VOICES: Final[Mapping[str, tuple[type[StepForm], Power]]] = {
    "reply": (ReplyForm, Power.ANSWER),
    "note": (NoteForm, Power.NOTE),
}
"""What is no step of the life of a request: words, and the power to write them."""
