"""Several reports on one walk, a report resumed, the place of a photo, who is next door."""

import pytest

from aitima.catalogue.models import Service
from aitima.portal.models import ReportDraft
from aitima.service_requests.models import ServiceRequest
from tests.portal.citizen import KALLONI, LAMP, Citizen, said_by, title_of, url_of
from tests.support.queries import count_queries

CHIOS = {"latitude": "38.37", "longitude": "26.05"}
MYTILENE = [39.1082, 26.5551]


def with_photo_taken_at(point: list[float]) -> None:
    draft = ReportDraft.objects.get()
    draft.photos = [
        {"id": "0123456789ab", "image": "a.jpg", "thumbnail": "b.jpg", "content_type": "image/jpeg"}
        | {"width": 4, "height": 3, "size": 10, "point": point}
    ]
    draft.save()


def test_the_next_report_keeps_place_and_contact_and_nothing_else(citizen: Citizen) -> None:
    number = citizen.report()

    sent = citizen.post(f"{url_of(number)}again/", {}, page="/report/what/")

    answers = ReportDraft.objects.get().answers
    assert sent.url == "/report/what/"
    assert answers["place"] == KALLONI["place"]
    assert (answers["contact"], answers["email"]) == ("email", "citizen@example.org")
    assert not {"text", "service", "attributes"} & answers.keys()
    assert LAMP not in citizen.get("/report/what/").content.decode()


def test_the_next_report_needs_only_new_words(citizen: Citizen) -> None:
    number = citizen.report()
    citizen.post(f"{url_of(number)}again/", {}, page="/report/what/")

    citizen.what(text="A pothole right beside it", service="road-pothole")

    assert citizen.get("/report/check/").status_code == 200
    citizen.send()
    assert ServiceRequest.objects.latest("pk").reporter.email == "citizen@example.org"


def test_the_same_again_keeps_the_service_too(citizen: Citizen) -> None:
    number = citizen.report()

    citizen.post(f"{url_of(number)}again/", {"same": "1"}, page="/report/what/")

    assert ReportDraft.objects.get().answers["service"] == "lighting-lamp"


def test_nobody_else_learns_place_and_contact(citizen: Citizen) -> None:
    number = citizen.report()
    citizen.client.cookies.pop("requests")

    response = citizen.post(f"{url_of(number)}again/", {}, page="/report/what/")

    assert response.status_code == 404
    assert not ReportDraft.objects.exists()


def test_the_confirmation_offers_the_next_report(citizen: Citizen) -> None:
    citizen.fill_in()

    assert "New report near here" in said_by(citizen.get(citizen.send().url))


def test_the_home_page_offers_to_go_on_with_what_was_not_sent(citizen: Citizen) -> None:
    citizen.what()
    citizen.where()

    assert "Go on with your report" in said_by(citizen.get("/"))
    assert citizen.get("/report/").url == "/report/details/"


def test_a_sent_report_is_nothing_to_go_on_with(citizen: Citizen) -> None:
    citizen.report()

    assert "Go on with your report" not in said_by(citizen.get("/"))
    assert citizen.get("/report/").url == "/report/what/"


def test_who_has_begun_nothing_costs_the_home_page_no_query(citizen: Citizen) -> None:
    citizen.get("/")

    assert count_queries(lambda: citizen.get("/")) == 0


def test_going_back_after_sending_shows_an_empty_form_and_sends_nothing_twice(
    citizen: Citizen,
) -> None:
    citizen.report()

    assert citizen.get("/report/check/").url == "/report/what/"
    assert LAMP not in citizen.get("/report/what/").content.decode()


def test_the_place_of_a_photo_is_offered_and_forgotten_once_it_is_taken(citizen: Citizen) -> None:
    citizen.what()
    with_photo_taken_at(MYTILENE)

    offered = said_by(citizen.get("/report/where/"))
    citizen.where(from_photo="1", address="At the corner")

    assert "Your photo was taken near" in offered
    draft = ReportDraft.objects.get()
    assert [draft.answers["latitude"], draft.answers["longitude"]] == list(map(str, MYTILENE))
    assert draft.answers["address"] == "At the corner"
    assert "point" not in draft.photos[0]


def test_a_photo_from_elsewhere_offers_no_place(citizen: Citizen) -> None:
    citizen.what()
    with_photo_taken_at([37.98, 23.73])

    assert "Your photo was taken" not in said_by(citizen.get("/report/where/"))


def test_outside_the_municipality_it_is_told_who_is_competent(citizen: Citizen) -> None:
    citizen.what()

    refused = citizen.where(**CHIOS)
    on_the_map = citizen.get("/report/where/point/", **CHIOS)

    assert "Competent there is the Municipality of Chios" in said_by(refused)
    assert b'href="https://www.chios.gov.gr/"' in refused.content
    assert "It belongs to the Municipality of Chios" in said_by(on_the_map)


def test_a_place_chosen_after_a_point_outside_is_taken(citizen: Citizen) -> None:
    citizen.what()
    citizen.where(**CHIOS)

    citizen.where(**CHIOS, **KALLONI)
    citizen.details()
    citizen.send()

    service_request = ServiceRequest.objects.get()
    assert service_request.latitude is None
    assert service_request.address == KALLONI["address"]


@pytest.mark.parametrize("step", ["where", "details"])
def test_the_service_can_be_corrected_at_every_step(citizen: Citizen, step: str) -> None:
    citizen.what()
    citizen.where()

    page = citizen.get(f"/report/{step}/").content.decode()

    assert 'href="/report/what/#suggestions"' in page


def test_a_private_spot_is_said_once_and_sent_along(citizen: Citizen) -> None:
    citizen.what()
    citizen.where(**KALLONI, place_is_private="on")
    citizen.details()
    citizen.send()

    assert ServiceRequest.objects.get().place_is_private


def test_a_service_whose_places_are_private_does_not_ask(citizen: Citizen) -> None:
    Service.objects.filter(code="lighting-lamp").update(place_is_private=True)
    citizen.what()

    page = citizen.get("/report/where/")

    assert "never the spot" in said_by(page)
    assert b'name="place_is_private"' not in page.content


def test_who_begins_with_a_photo_finds_the_photos_first(citizen: Citizen) -> None:
    page = citizen.get("/report/what/?photo").content.decode()

    assert page.index('id="photos"') < page.index('id="id_text"')
    assert 'href="/report/what/?photo#photos"' in citizen.get("/").content.decode()


def test_the_answer_that_stops_is_not_called_an_error(citizen: Citizen) -> None:
    citizen.what(service="tree-danger")
    citizen.where()

    asked = {"asked": "danger", "attribute-danger": "yes", "contact": "none"}
    stopped = citizen.post("/report/details/", asked)

    assert "199" in said_by(stopped)
    assert not title_of(stopped).startswith("Error")
