"""The answers to a service's questions, as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format, number_format

from aitima.catalogue.models import Question
from aitima.core import personal_data
from aitima.core.translated import translate
from aitima.service_requests.models import ServiceRequest

Datatype = Question.Datatype
_CHOSEN: Final = frozenset({Datatype.ONE, Datatype.SEVERAL})


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, and its answer in words."""

    question: str
    answer: str


def answers(service_request: ServiceRequest, *, public: bool = False) -> list[Answered]:
    """What the citizen answered, in the order of the questions; one query, if there is anything.

    A question that is asked no more keeps its answers.

    Args:
        public: only what everybody may see.
    """
    return worded(service_request.service_id, service_request.attributes, public=public)


def worded(service: int, given: Mapping[str, Any], *, public: bool = False) -> list[Answered]:
    """The same of a service's key and its answers by the questions' codes."""
    if not given:
        return []
    asked = Question.objects.filter(service=service, code__in=list(given))
    if public:
        asked = asked.filter(public=True)
    said = ((question.name, in_words(question, given[question.code])) for question in asked)
    shown = personal_data.without if public else str
    return [Answered(question, shown(answer)) for question, answer in said if answer]


def in_words(question: Question, answer: Any) -> str:
    """An answer as it is stored (text, number, ISO date, code or codes) in the reader's words."""
    if question.datatype in _CHOSEN:
        codes = answer if isinstance(answer, list) else [answer]
        return ", ".join(_chosen(question.choices, str(code)) for code in codes if code)
    if question.datatype == Datatype.DATETIME:
        return _day(str(answer))
    if question.datatype == Datatype.NUMBER and isinstance(answer, int | float):
        return number_format(answer, use_l10n=True)
    return str(answer).strip()


def _chosen(choices: list[Mapping[str, Any]], code: str) -> str:
    found = next((choice for choice in choices if choice.get("code") == code), None)
    return translate(found["names"]) if found else code


def _day(answer: str) -> str:
    try:
        return date_format(date.fromisoformat(answer[:10]), "j E Y")
    except ValueError:
        return answer
