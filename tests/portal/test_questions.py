"""A service's own questions: shown or not, checked, kept, and able to stop a report."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aitima.catalogue.models import Question, Service
from aitima.core import caching
from aitima.portal.models import ReportDraft
from aitima.service_requests.models import ServiceRequest
from tests.portal.citizen import EMAIL, Citizen, said_by

DATATYPE = Question.Datatype
KINDS = {"el": "Είδος;", "en": "Which kind?"}


def ask(code: str, datatype: Question.Datatype, **facts: Any) -> Question:
    """Let the service of the citizen's lamp ask this after what it asks already."""
    service = Service.objects.get(code="lighting-lamp")
    names = facts.pop("names", {"el": code, "en": code})
    position = 10 + service.questions.count()
    question = Question.objects.create(
        service=service, code=code, datatype=datatype, names=names, position=position, **facts
    )
    caching.forget_everything()
    return question


def choices(*codes: str, stop: str = "") -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "names": {"el": code, "en": f"It is {code}"},
            **({"stop": {"el": "Καλέστε 112.", "en": "Call 112."}} if code == stop else {}),
        }
        for code in codes
    ]


def answer(citizen: Citizen, **given: Any) -> Any:
    """Send the details' page with these answers, as the page itself would."""
    asked = list(Question.objects.filter(active=True, service__code="lighting-lamp"))
    fields = {f"attribute-{code.replace('_', '-')}": value for code, value in given.items()}
    answers = {**EMAIL, "asked": [question.code for question in asked], **fields}
    return citizen.post("/report/details/", answers)


@pytest.fixture
def at_details(citizen: Citizen) -> Citizen:
    citizen.what()
    citizen.where()
    return citizen


def test_answers_reach_the_request_as_numbers_days_and_lists(at_details: Citizen) -> None:
    ask("lamps", DATATYPE.NUMBER, least=1, most=9)
    ask("height", DATATYPE.NUMBER)
    ask("since", DATATYPE.DATETIME, most=0)
    ask("colours", DATATYPE.SEVERAL, choices=choices("red", "green", "blue"))
    ask("which", DATATYPE.ONE, choices=choices("left", "right"))
    ask("words", DATATYPE.TEXT)
    today = timezone.localdate()

    answer(
        at_details,
        lamps="3",
        height="2,5",
        since=f"{today:%d/%m/%Y}",
        colours=["red", "blue"],
        which="left",
        words="Two words",
    )
    at_details.send()

    assert ServiceRequest.objects.get().attributes == {
        "lamps": 3,
        "height": 2.5,
        "since": today.isoformat(),
        "colours": ["red", "blue"],
        "which": "left",
        "words": "Two words",
    }


def test_what_is_optional_may_be_left_out(at_details: Citizen) -> None:
    ask("lamps", DATATYPE.NUMBER)

    assert answer(at_details).url == "/report/check/"


def test_a_required_question_is_told_on_top_and_at_its_place(at_details: Citizen) -> None:
    ask("which", DATATYPE.ONE, names=KINDS, required=True, choices=choices("left", "right"))

    response = answer(at_details)

    assert response.status_code == 422
    assert b'href="#id_attribute-which_0"' in response.content
    assert "Answer: Which kind?" in said_by(response)


@pytest.mark.parametrize(
    ("datatype", "facts", "given", "told"),
    [
        (DATATYPE.NUMBER, {}, "three", "Write a number, with digits"),
        (DATATYPE.NUMBER, {"least": 1}, "0", "Write 1 or more"),
        (DATATYPE.NUMBER, {"most": 9}, "10", "Write 9 or less"),
        (DATATYPE.NUMBER, {}, "1e400", "Write a number, with digits"),
        (DATATYPE.STRING, {"most": 5}, "too long", "at most 5 characters"),
        (DATATYPE.DATETIME, {}, "yesterday", "Write the date as in"),
        (DATATYPE.DATETIME, {"most": 0}, "2999-01-01", "at the latest"),
        (DATATYPE.DATETIME, {"least": -7}, "1999-01-01", "at the earliest"),
        (DATATYPE.ONE, {"choices": choices("left", "right")}, "up", "Choose one of the answers"),
        (DATATYPE.SEVERAL, {"choices": choices("left", "right")}, "up", "Choose one of the ans"),
    ],
)
def test_a_wrong_answer_is_refused_and_kept(
    at_details: Citizen, datatype: Question.Datatype, facts: dict[str, Any], given: str, told: str
) -> None:
    ask("asked", datatype, **facts)

    response = answer(at_details, asked=given)

    assert response.status_code == 422
    assert told in said_by(response)
    assert given in str(ReportDraft.objects.get().answers["attributes"]["asked"])


def test_a_question_that_hangs_on_another_counts_only_after_that_answer(
    at_details: Citizen,
) -> None:
    ask("which", DATATYPE.ONE, choices=choices("left", "right"))
    condition = {"question": "which", "answers": ["left"]}
    ask("left-how", DATATYPE.STRING, required=True, shown_if=condition)

    assert answer(at_details, which="left").status_code == 422
    assert answer(at_details, which="right", left_how="not asked").url == "/report/check/"
    at_details.send()
    assert ServiceRequest.objects.get().attributes == {"which": "right"}


def test_what_hangs_on_a_question_that_is_not_shown_is_not_shown_either(
    at_details: Citizen,
) -> None:
    ask("first", DATATYPE.ONE, choices=choices("a", "b"))
    ask("second", DATATYPE.ONE, choices=choices("c", "d"), shown_if=_if("first", "a"))
    ask("third", DATATYPE.STRING, required=True, shown_if=_if("second", "c"))

    assert answer(at_details, first="b", second="c").url == "/report/check/"


def _if(question: str, *answers: str) -> dict[str, Any]:
    return {"question": question, "answers": list(answers)}


def test_without_javascript_a_conditional_question_says_when_it_is_meant(
    at_details: Citizen,
) -> None:
    ask("which", DATATYPE.ONE, choices=choices("left", "right"))
    ask("how", DATATYPE.STRING, shown_if=_if("which", "left", "right"))

    words = said_by(at_details.get("/report/details/"))

    assert "Only if you answered “It is left” or “It is right” above" in words


def test_an_answer_may_stop_the_report_and_loses_nothing(at_details: Citizen) -> None:
    ask("danger", DATATYPE.ONE, required=True, choices=choices("yes", "no", stop="yes"))
    ask("words", DATATYPE.STRING)

    stopped = answer(at_details, danger="yes", words="Kept all the same")

    assert stopped.status_code == 422
    assert 'role="alert"' in stopped.content.decode()
    assert '<a class="num" href="tel:112">112</a>' in stopped.content.decode()
    assert b'value="Kept all the same"' in stopped.content
    assert at_details.get("/report/check/").url == "/report/details/"
    assert answer(at_details, danger="no", words="Kept all the same").url == "/report/check/"


def test_a_note_informs_and_asks_nothing(at_details: Citizen) -> None:
    ask("note", DATATYPE.NOTE, names={"el": "Σημείωση", "en": "Keep off the cables."})

    assert "Keep off the cables." in said_by(at_details.get("/report/details/"))
    assert answer(at_details).url == "/report/check/"


def test_another_service_and_back_keeps_what_was_answered(at_details: Citizen) -> None:
    ask("words", DATATYPE.STRING)
    answer(at_details, words="Still here")

    at_details.what(service="road-pothole")
    at_details.what(service="lighting-lamp")

    assert b'value="Still here"' in at_details.get("/report/details/").content


def test_what_another_service_asked_is_not_sent(at_details: Citizen) -> None:
    ask("words", DATATYPE.STRING)
    answer(at_details, words="About the lamp")
    at_details.what(service="weeds")

    at_details.send()

    assert ServiceRequest.objects.get().attributes == {}


def test_what_was_answered_is_said_before_it_is_sent(at_details: Citizen) -> None:
    ask("which", DATATYPE.ONE, names=KINDS, choices=choices("left", "right"))

    answer(at_details, which="left")

    words = said_by(at_details.get("/report/check/"))
    assert "Which kind? It is left" in words


def test_a_photo_added_without_javascript_keeps_the_answers(at_details: Citizen) -> None:
    ask("words", DATATYPE.STRING)

    answers = {"step": "details", "asked": "words", "attribute-words": "Not lost"}
    at_details.post("/report/photos/", answers, page="/report/details/")

    assert b'value="Not lost"' in at_details.get("/report/details/").content


def test_a_day_is_counted_from_today(at_details: Citizen) -> None:
    ask("since", DATATYPE.DATETIME, least=-7, most=0)

    page = at_details.get("/report/details/").content.decode()

    today = timezone.localdate()
    assert f'max="{today.isoformat()}"' in page
    assert f'min="{(today - timedelta(days=7)).isoformat()}"' in page
