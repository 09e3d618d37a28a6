"""From the first word to the protocol number."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aitima.catalogue.models import Need, Route, Service
from aitima.portal.models import ReportDraft
from aitima.service_requests.models import ServiceRequest
from tests.portal.citizen import KALLONI, LAMP, Citizen, said_by, title_of


def test_four_steps_make_one_request_for_the_unit_that_looks_after_the_area(
    citizen: Citizen,
) -> None:
    number = citizen.report()

    service_request = ServiceRequest.objects.get()
    assert service_request.number == number
    assert service_request.description == LAMP
    assert service_request.area is not None
    assert service_request.area.code == "530201"
    assert service_request.address == KALLONI["address"]
    assert service_request.language == "en"
    assert service_request.reporter.email == "citizen@example.org"
    assert not ReportDraft.objects.exists()


def test_a_decentralised_office_handles_what_is_its_own(citizen: Citizen) -> None:
    route = Route.objects.select_related("unit").get(area__code="530201", service__code="weeds")

    citizen.report(service="weeds")

    assert ServiceRequest.objects.get().unit == route.unit


def test_the_home_page_s_field_leads_to_suggestions_with_the_citizen_s_own_words(
    citizen: Citizen,
) -> None:
    response = citizen.post("/report/", {"text": "A burnt lamp"}, page="/")

    page = citizen.get(response.url)
    assert "Because you wrote" in said_by(page)
    assert b"<mark>lamp</mark>" in page.content
    assert b'value="lighting-lamp"' in page.content


def test_what_was_typed_is_still_there_after_going_away(citizen: Citizen) -> None:
    citizen.what(text="A very particular sentence")

    assert b"A very particular sentence" in citizen.get("/report/what/").content


def test_a_mistake_is_told_on_top_and_at_the_field_and_in_the_title(citizen: Citizen) -> None:
    response = citizen.post("/report/what/", {"text": "", "service": "lighting-lamp"})

    assert response.status_code == 422
    assert title_of(response).startswith("Error: ")
    assert b'href="#id_text"' in response.content
    assert b'id="id_text_error"' in response.content
    assert b'aria-invalid="true"' in response.content


def test_a_wrong_answer_stays_in_the_form(citizen: Citizen) -> None:
    citizen.what()
    citizen.where()

    response = citizen.details(contact="email", email="citizen@", name="Somebody")

    assert response.status_code == 422
    assert b'value="citizen@"' in response.content
    assert b'value="Somebody"' in response.content


def test_new_suggestions_come_without_javascript_and_lose_nothing(citizen: Citizen) -> None:
    response = citizen.post("/report/what/", {"text": "pothole", "suggest": "again"})

    assert response.status_code == 200
    assert b'value="road-pothole"' in response.content
    assert b"pothole</textarea>" in response.content


def test_while_typing_only_the_suggestions_are_sent(citizen: Citizen) -> None:
    response = citizen.post(
        "/report/what/", {"text": "pothole", "suggest": "typing"}, HX_Request="true"
    )

    assert response.content.decode().strip().startswith('<div id="suggestions"')
    assert not ReportDraft.objects.exists()


@pytest.mark.parametrize("step", ["where", "details", "check"])
def test_a_later_step_without_the_first_leads_back_to_it(citizen: Citizen, step: str) -> None:
    response = citizen.get(f"/report/{step}/")

    assert response.status_code == 302
    assert response.url == "/report/what/"


def test_checking_leads_to_the_step_that_is_missing(citizen: Citizen) -> None:
    citizen.what()

    assert citizen.get("/report/check/").url == "/report/where/"


def test_a_service_without_a_place_asks_for_none(citizen: Citizen) -> None:
    response = citizen.what(service=_without_place())

    assert response.url == "/report/details/"


def _without_place() -> str:
    return Service.objects.filter(place=Need.NONE).order_by("pk").values_list("code", flat=True)[0]


def test_what_must_bear_a_name_is_not_taken_without(citizen: Citizen) -> None:
    citizen.what(service=_without_place())

    response = citizen.details(contact="none")

    assert response.status_code == 422
    assert b'href="#id_name"' in response.content
    assert b'href="#id_contact_0"' in response.content


def test_before_sending_it_is_told_what_everybody_will_see(citizen: Citizen) -> None:
    citizen.fill_in()

    words = said_by(citizen.get("/report/check/"))

    assert "What everybody will see" in words
    assert "Not published:" in words


def test_a_confidential_report_promises_that_nothing_is_public(citizen: Citizen) -> None:
    citizen.what(service="noise")
    citizen.where()
    citizen.details()

    assert "Nothing. This is confidential" in said_by(citizen.get("/report/check/"))


def test_the_confirmation_tells_number_link_law_and_a_date(citizen: Citizen) -> None:
    citizen.fill_in()

    response = citizen.get(citizen.send().url)

    words = said_by(response)
    assert ServiceRequest.objects.get().number in words
    assert "/r/" in words
    assert "2690/1999" in words
    assert "The service aims at" in words


def test_the_law_s_day_is_told_to_who_gave_a_name(citizen: Citizen) -> None:
    citizen.what()
    citizen.where()
    citizen.details(contact="none", name="Κάτοικος Παραδείγματος")

    words = said_by(citizen.get(citizen.send().url))

    assert "owes you an answer within 50 days" in words


def test_a_form_sent_again_makes_no_second_request(citizen: Citizen) -> None:
    citizen.fill_in()
    key = citizen.key()

    first, again = citizen.send(key), citizen.send(key)

    assert ServiceRequest.objects.count() == 1
    assert first.url == again.url
    assert citizen.get(again.url).status_code == 200


def test_a_draft_of_last_week_is_gone(citizen: Citizen) -> None:
    citizen.what()
    ReportDraft.objects.update(changed_at=timezone.now() - timedelta(days=8))

    assert citizen.get("/report/where/").url == "/report/what/"


def test_another_browser_does_not_see_the_draft(citizen: Citizen) -> None:
    citizen.what(text="Nobody else's business")
    citizen.client.cookies.pop("report")

    assert b"Nobody else" not in citizen.get("/report/what/").content
