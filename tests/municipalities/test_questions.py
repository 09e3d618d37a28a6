"""What a service asks besides: read, refused with its mistakes told, kept up to date."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aitima.catalogue.models import Question
from aitima.municipalities.loading import load
from tests.municipalities.conftest import mistakes_of

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
CASES = tomllib.loads(Path(__file__).with_name("question_mistakes.toml").read_text("utf-8"))[
    "spoilt"
]
LINE = 48  # of the first question, at the end of the example's file

DANGER = """
[[groups.services.questions]]
code = "danger"
datatype = "singlevaluelist"
names = { el = "Κινδυνεύει κάποιος;", en = "Is somebody in danger?" }
required = true
choices = [
  { code = "yes", names.el = "Ναι", names.en = "Yes", stop.el = "112.", stop.en = "Call 112." },
  { code = "soon", names = { el = "Ίσως", en = "Perhaps" } },
  { code = "no", names = { el = "Όχι", en = "No" } },
]
"""
SINCE = """
[[groups.services.questions]]
code = "since"
datatype = "datetime"
names = { el = "Από πότε;", en = "Since when?" }
hints = { el = "Περίπου", en = "Roughly" }
shown_if = { question = "danger", answers = ["soon"] }
least = -365
most = 0
"""


def ask(folder: Path, *questions: str) -> None:
    """Let the last service of the example's catalogue ask these."""
    with (folder / "services.toml").open("a", encoding="utf-8") as file:
        file.writelines(questions)


@pytest.mark.django_db
def test_questions_are_loaded_with_choices_conditions_and_bounds(folder: Path) -> None:
    ask(folder, DANGER, SINCE)

    report = load(folder, at=AT)

    danger, since = Question.objects.filter(service__code="question")
    assert report.of("questions").added == ["question.danger", "question.since"]
    assert [choice["code"] for choice in danger.choices] == ["yes", "soon", "no"]
    assert danger.choices[0]["stop"]["en"] == "Call 112."
    assert danger.required
    assert since.shown_if == {"question": "danger", "answers": ["soon"]}
    assert (since.least, since.most) == (-365, 0)
    assert since.hints["el"] == "Περίπου"


@pytest.mark.django_db
def test_a_question_that_is_gone_is_retired_and_comes_back_as_the_same(folder: Path) -> None:
    before = (folder / "services.toml").read_text("utf-8")
    ask(folder, DANGER)
    load(folder, at=AT)
    first = Question.objects.get()

    (folder / "services.toml").write_text(before, "utf-8")
    assert load(folder, at=AT).of("questions").retired == ["danger"]
    assert not Question.objects.get().active
    ask(folder, DANGER)
    load(folder, at=AT)

    assert Question.objects.get() == first
    assert Question.objects.get().active


@pytest.mark.django_db
def test_the_same_questions_again_change_nothing(folder: Path) -> None:
    ask(folder, DANGER, SINCE)
    load(folder, at=AT)

    assert not load(folder, at=AT).changed_something


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["told"])
def test_a_mistake_in_a_question_is_told_with_its_place_and_remedy(
    folder: Path, case: dict[str, str]
) -> None:
    questions = {"danger": DANGER, "since": SINCE}
    right = questions[case["question"]]
    questions[case["question"]] = right.replace(case["old"], case["new"])
    assert questions[case["question"]] != right
    ask(folder, *questions.values())

    assert case["told"] in "\n".join(mistakes_of(folder))


def test_a_mistake_in_a_question_names_its_line(folder: Path) -> None:
    ask(folder, DANGER.replace("required = true", "required = 7"))

    (mistake,) = mistakes_of(folder)

    assert mistake.startswith(f"services.toml, line {LINE + 1}, question danger, required: ")


def test_a_service_whose_every_answer_stops_the_report_is_refused(folder: Path) -> None:
    stop = ', stop = { el = "Όχι εδώ.", en = "Not here." } }'
    all_stop = DANGER.replace('en = "No" } }', 'en = "No" }' + stop)
    all_stop = all_stop.replace('en = "Perhaps" } }', 'en = "Perhaps" }' + stop)
    ask(folder, all_stop)

    assert "every answer stops the report: leave one that goes on" in mistakes_of(folder)[0]
