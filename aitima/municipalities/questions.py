"""The questions of a service, as `services.toml` writes them: reading and checking."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from aitima.catalogue.models import Question
from aitima.municipalities.data import Choice, QuestionEntry, ServiceEntry
from aitima.municipalities.fields import Fields
from aitima.municipalities.mistakes import Mistakes

LISTS: Final = frozenset({Question.Datatype.ONE, Question.Datatype.SEVERAL})
BOUNDED: Final = frozenset(
    {
        Question.Datatype.STRING,
        Question.Datatype.TEXT,
        Question.Datatype.NUMBER,
        Question.Datatype.DATETIME,
    }
)
_SLUG: Final = r"[a-z0-9]+(-[a-z0-9]+)*"
_LONGEST_CODE: Final = 40
_FEWEST_CHOICES: Final = 2


def read(service: Fields, lines: Iterator[int | None]) -> Iterator[QuestionEntry]:
    for fields in service.entries("questions", "question", lines, needed=False):
        yield QuestionEntry(
            origin=fields.origin,
            code=fields.code(longest=_LONGEST_CODE, pattern=_SLUG),
            datatype=fields.choice("datatype", Question.Datatype.values),
            names=fields.texts("names"),
            hints=fields.texts("hints", needed=False),
            required=fields.yes("required", default=False),
            public=fields.yes("public", default=False),
            choices=tuple(_choices(fields)),
            shown_if=_condition(fields),
            least=fields.bound("least"),
            most=fields.bound("most"),
        )
        fields.done()


def _choices(question: Fields) -> Iterator[Choice]:
    lines: Iterator[int | None] = iter(())
    for fields in question.entries("choices", "choice", lines, needed=False):
        yield Choice(
            code=fields.code(longest=_LONGEST_CODE, pattern=_SLUG),
            names=fields.texts("names"),
            stop=fields.texts("stop", needed=False),
        )
        fields.done()


def _condition(question: Fields) -> dict[str, Any]:
    if not question.has("shown_if"):
        return {}
    fields = question.table("shown_if")
    condition = {"question": fields.text("question"), "answers": fields.one_or_more("answers")}
    if not condition["answers"]:
        fields.refuse("answers", 'it would never be shown: write answers = ["…"]')
    fields.done()
    return condition


def check(services: Iterable[ServiceEntry], mistakes: Mistakes) -> None:
    for service in services:
        earlier: dict[str, QuestionEntry] = {}
        for question in service.questions:
            _check_code(question, earlier, mistakes)
            _check_choices(question, mistakes)
            _check_bounds(question, mistakes)
            _check_condition(question, earlier, mistakes)
            earlier.setdefault(question.code, question)


def _check_code(
    question: QuestionEntry, earlier: Mapping[str, QuestionEntry], mistakes: Mistakes
) -> None:
    if question.code in earlier:
        message = f"the service asks {question.code} already: give it another code"
        mistakes.add(question.origin, message, key="code")
    if question.required and question.datatype == Question.Datatype.NOTE:
        message = "a note asks nothing: it cannot be required"
        mistakes.add(question.origin, message, key="required")


def _check_choices(question: QuestionEntry, mistakes: Mistakes) -> None:
    def wrong(message: str) -> None:
        mistakes.add(question.origin, message, key="choices")

    codes = [choice.code for choice in question.choices]
    if question.datatype not in LISTS:
        if codes:
            wrong(f"a {question.datatype} has no choices: write datatype = singlevaluelist")
        return
    if len(codes) < _FEWEST_CHOICES:
        wrong("there is nothing to choose from: write at least two choices")
    elif all(choice.stop for choice in question.choices):
        wrong("every answer stops the report: leave one that goes on")
    for code in sorted({code for code in codes if code and codes.count(code) > 1}):
        wrong(f"two choices have the code {code!r}: give one of them another")


def _check_bounds(question: QuestionEntry, mistakes: Mistakes) -> None:
    least, most = question.least, question.most
    if least is not None and most is not None and least > most:
        message = f"nothing lies between {least:g} and {most:g}: write least below most"
        mistakes.add(question.origin, message, key="least")
    if question.datatype in BOUNDED:
        return
    for key, value in (("least", least), ("most", most)):
        if value is not None:
            message = "only texts, numbers and dates have bounds: leave it out"
            mistakes.add(question.origin, message, key=key)


def _check_condition(
    question: QuestionEntry, earlier: Mapping[str, QuestionEntry], mistakes: Mistakes
) -> None:
    if not question.shown_if:
        return
    asked = earlier.get(question.shown_if["question"])
    if asked is None or asked.datatype not in LISTS:
        message = (
            f"{question.shown_if['question']!r} is no earlier question with choices: "
            "write the code of one that stands above"
        )
        mistakes.add(question.origin, message, key="shown_if.question")
        return
    known = {choice.code for choice in asked.choices}
    for answer in question.shown_if["answers"]:
        if answer not in known:
            message = f"{asked.code} has no answer {answer!r}: write one of its choices"
            mistakes.add(question.origin, message, key="shown_if.answers")
