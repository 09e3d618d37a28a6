"""The service's own questions: their fields, which of them are shown, what the answers mean."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.boundfield import BoundField
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from aitima.catalogue.models import Question
from aitima.core.translated import translate
from aitima.portal.forms.base import text_area, text_input

PREFIX: Final = "attribute-"
"""What stands before a question's code in the names of form fields."""

_Type: Final = Question.Datatype
_LONGEST: Final = {_Type.STRING: 200, _Type.TEXT: 2000}
_DATES: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y")


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer: `value` as it is kept (Open311), `shown` as people read it."""

    question: Question
    value: object
    shown: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as its page draws it; a note has no field."""

    question: Question
    field: BoundField | None
    condition: str
    """In words, when it is to be answered; empty, it always is."""

    @property
    def kind(self) -> str:
        if self.question.datatype in {_Type.ONE, _Type.SEVERAL}:
            return "choices"
        return "note" if self.field is None else "field"

    @property
    def wrong(self) -> bool:
        """Whether something is to be corrected; an answer that stops the report says so itself."""
        return bool(self.field and self.field.errors) and not self._stops

    @property
    def _stops(self) -> bool:
        return bool(self.field and stops(self.question, self.field.value()))

    @property
    def options(self) -> Iterator[tuple[Any, str]]:
        """Each choice with the words that stop the report when it is chosen."""
        stops = [translate(choice.get("stop", {})) for choice in self.question.choices]
        return zip(self.field or (), stops, strict=True)

    @property
    def shown_by(self) -> tuple[str, str]:
        """The field that decides whether it is shown, and the answers that show it."""
        condition = self.question.shown_if
        if not condition:
            return "", ""
        return field_name(condition["question"]), " ".join(condition["answers"])


def field_name(code: str) -> str:
    return f"{PREFIX}{code}"


def spread(answers: Mapping[str, Any] | None) -> dict[str, Any]:
    """A draft's answers, those to questions under the names of their fields."""
    kept = dict(answers or {})
    given = kept.pop("attributes", {})
    return {**kept, **{field_name(code): value for code, value in given.items()}}


def fields(questions: Sequence[Question], *, today: date) -> dict[str, forms.Field]:
    return {
        field_name(question.code): _MAKERS[_Type(question.datatype)](question, today)
        for question in questions
        if question.datatype != _Type.NOTE
    }


def shown(questions: Sequence[Question], cleaned: Mapping[str, Any]) -> list[Question]:
    """The questions that these answers leave to be asked; what hangs on a hidden one is hidden."""
    found: dict[str, Question] = {}
    for question in questions:
        condition = question.shown_if
        if condition:
            given = cleaned.get(field_name(condition["question"])) or []
            listed = [given] if isinstance(given, str) else given
            if condition["question"] not in found or not set(listed) & set(condition["answers"]):
                continue
        found[question.code] = question
    return list(found.values())


def stops(question: Question, value: object) -> list[str]:
    """Why the given answer ends the report, if it does."""
    listed = value if isinstance(value, list) else [value]
    return [
        translate(choice["stop"])
        for choice in question.choices
        if choice.get("stop") and choice["code"] in listed
    ]


def asked(form: forms.Form, questions: Sequence[Question]) -> Iterator[Asked]:
    by_code = {question.code: question for question in questions}
    for question in questions:
        name = field_name(question.code)
        field = form[name] if name in form.fields else None
        yield Asked(question, field, _condition(question, by_code))


def answered(questions: Sequence[Question], cleaned: Mapping[str, Any]) -> Iterator[Answered]:
    """Every question that was shown and answered, in order."""
    for question in shown(questions, cleaned):
        value = cleaned.get(field_name(question.code))
        if value not in (None, "", []):
            yield Answered(question, _kept(value), _in_words(question, value))


def _kept(value: Any) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _in_words(question: Question, value: Any) -> str:
    if isinstance(value, date):
        return date_format(value, "j E Y")
    if isinstance(value, int | float):
        return str(number_format(value))
    if not question.choices:
        return str(value)
    listed = value if isinstance(value, list) else [value]
    return ", ".join(
        translate(choice["names"]) for choice in question.choices if choice["code"] in listed
    )


def _condition(question: Question, by_code: Mapping[str, Question]) -> str:
    if not question.shown_if:
        return ""
    asked_before = by_code[question.shown_if["question"]]
    names = [
        translate(choice["names"])
        for choice in asked_before.choices
        if choice["code"] in question.shown_if["answers"]
    ]
    return _("Only if you answered “%(answer)s” above") % {"answer": _("” or “").join(names)}


def _string(question: Question, _today: date) -> forms.Field:
    return forms.CharField(widget=text_input(), **_length(question), **_common(question))


def _text(question: Question, _today: date) -> forms.Field:
    return forms.CharField(widget=text_area(3), **_length(question), **_common(question))


def _length(question: Question) -> dict[str, Any]:
    longest = int(question.most or _LONGEST[_Type(question.datatype)])
    return {"max_length": longest, "min_length": int(question.least or 0)}


def _number(question: Question, _today: date) -> forms.Field:
    field = NumberField(
        widget=text_input(
            inputmode="decimal", autocomplete="off", **{"class": "govgr-input w-s num"}
        ),
        **_common(question),
    )
    if question.least is not None:
        message = _("Write %(limit)s or more") % {"limit": number_format(_whole(question.least))}
        field.validators.append(MinValueValidator(question.least, message))
    if question.most is not None:
        message = _("Write %(limit)s or less") % {"limit": number_format(_whole(question.most))}
        field.validators.append(MaxValueValidator(question.most, message))
    return field


class NumberField(forms.Field):
    """A number as Greeks and others write it: 2,5 and 2.5 are the same, 3 is whole."""

    def to_python(self, value: Any) -> int | float | None:
        text = str(value or "").strip().replace(",", ".")
        if not text:
            return None
        if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", text):
            raise forms.ValidationError(_("Write a number, with digits"), code="invalid")
        return _whole(float(text))


def _whole(number: float) -> int | float:
    return int(number) if number == int(number) else number


def _date(question: Question, today: date) -> forms.Field:
    first, last = (_day(today, days) for days in (question.least, question.most))
    bounds = {name: day.isoformat() for name, day in (("min", first), ("max", last)) if day}
    attrs = {"class": "govgr-input w-s num", "type": "date", **bounds}
    field = forms.DateField(
        input_formats=_DATES,
        widget=forms.DateInput(format="%Y-%m-%d", attrs=attrs),
        **_common(question),
    )
    field.error_messages["invalid"] = _("Write the date as in 23/11/2026")
    if first:
        message = _("The date can be %(day)s at the earliest") % {
            "day": date_format(first, "j E Y")
        }
        field.validators.append(MinValueValidator(first, message))
    if last:
        message = _("The date can be %(day)s at the latest") % {"day": date_format(last, "j E Y")}
        field.validators.append(MaxValueValidator(last, message))
    return field


def _day(today: date, days: float | None) -> date | None:
    return None if days is None else today + timedelta(days=int(days))


def _one(question: Question, _today: date) -> forms.Field:
    return forms.ChoiceField(
        choices=_choices(question), widget=forms.RadioSelect, **_common(question)
    )


def _several(question: Question, _today: date) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=_choices(question), widget=forms.CheckboxSelectMultiple, **_common(question)
    )


def _choices(question: Question) -> list[tuple[str, str]]:
    return [(choice["code"], translate(choice["names"])) for choice in question.choices]


def _common(question: Question) -> dict[str, Any]:
    """A field is never required for itself: only the other answers tell whether it is shown."""
    messages = {
        "invalid_choice": _("Choose one of the answers"),
        "invalid_list": _("Choose one of the answers"),
        "max_length": _("Shorten the text: at most %(limit_value)d characters fit"),
        "min_length": _("Write a little more: at least %(limit_value)d characters"),
    }
    return {
        "label": question.name,
        "help_text": question.hint,
        "required": False,
        "error_messages": messages,
    }


_MAKERS: Final = {
    _Type.STRING: _string,
    _Type.TEXT: _text,
    _Type.NUMBER: _number,
    _Type.DATETIME: _date,
    _Type.ONE: _one,
    _Type.SEVERAL: _several,
}
