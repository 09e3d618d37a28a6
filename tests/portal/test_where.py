"""Where it is: a point, a place, or a friendly no."""

import pytest

from aitima.portal import places
from aitima.service_requests.models import ServiceRequest
from tests.portal.citizen import Citizen, said_by

MOUNTAIN_TOP = {"latitude": "39.0733", "longitude": "26.3711"}
ATHENS = {"latitude": "37.98", "longitude": "23.73"}
OFF_THE_COAST = {"latitude": "39.45", "longitude": "26.20"}


def test_a_point_finds_its_area_and_the_nearest_place(citizen: Citizen) -> None:
    citizen.what()
    citizen.where(**MOUNTAIN_TOP)
    citizen.details()
    citizen.send()

    service_request = ServiceRequest.objects.with_names().get()
    assert (service_request.latitude, service_request.longitude) == (39.0733, 26.3711)
    assert service_request.area is not None
    assert service_request.area.code == "530102"
    assert service_request.place is not None


def test_a_point_outside_is_refused_and_the_nearest_place_named(citizen: Citizen) -> None:
    citizen.what()

    response = citizen.where(**OFF_THE_COAST, address="On the square")

    assert response.status_code == 422
    words = said_by(response)
    assert "outside the municipality" in words
    assert "The nearest place of ours is" in words
    assert "On the square" in response.content.decode()


def test_far_away_no_village_of_ours_is_named(citizen: Citizen) -> None:
    citizen.what()

    words = said_by(citizen.get("/report/where/point/", **ATHENS))

    assert "This point is outside the municipality" in words
    assert "nearest place" not in words


def test_an_impossible_point_is_no_point(citizen: Citizen) -> None:
    citizen.what()

    response = citizen.where(latitude="north", longitude="500")

    assert response.status_code == 422


def test_words_alone_do_not_say_which_unit_is_responsible(citizen: Citizen) -> None:
    citizen.what()

    response = citizen.where(address="Behind the church")

    assert response.status_code == 422
    assert "Choose a place from the list" in said_by(response)
    assert "Behind the church" in response.content.decode()


def test_places_are_found_without_javascript(citizen: Citizen) -> None:
    citizen.what()

    response = citizen.where(q="Σκαλα Ερ", find="1")

    assert response.status_code == 200
    assert "Σκάλα Ερεσού" in response.content.decode() or "Skala Eresou" in said_by(response)


def test_the_list_of_all_places_does_the_same_as_typing(citizen: Citizen) -> None:
    citizen.what()

    response = citizen.where(listed="5302010101")

    assert response.url == "/report/details/"


def test_the_map_s_point_is_told_in_words(citizen: Citizen) -> None:
    inside = citizen.get("/report/where/point/?latitude=39.0733&longitude=26.3711")
    outside = citizen.get("/report/where/point/?latitude=37.98&longitude=23.73")

    assert "The pin is near" in said_by(inside)
    assert "outside the municipality" in said_by(outside)


@pytest.mark.parametrize(
    "typed", ["skala eresou", "ΣΚΑΛΑ ΕΡΕΣΟΥ", "ερεσού σκάλα", "skala eresoy", "σκάλα ερ"]
)
def test_a_place_is_found_however_it_is_written(lesvos: None, typed: str) -> None:
    assert "Σκάλα Ερεσού" in [place.names["el"] for place in places.matching(typed)]


@pytest.mark.parametrize(
    ("typed", "name"), [("mytilini", "Μυτιλήνη"), ("mitilini", "Μυτιλήνη"), ("8ermi", "Θερμή")]
)
def test_latin_letters_are_read_as_they_sound(lesvos: None, typed: str, name: str) -> None:
    found = {word for place in places.matching(typed) for word in place.names["el"].split()}

    assert any(word.startswith(name[:4]) for word in found)


@pytest.mark.parametrize("typed", ["Μόλυβος", "μολιβος", "Molyvos"])
def test_a_place_is_found_by_the_name_that_people_call_it(lesvos: None, typed: str) -> None:
    assert [place.names["el"] for place in places.matching(typed)] == ["Μήθυμνα"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Σκάλα Ερεσού παραλία", "Σκάλα Ερεσού"),
        ("Ερεσός - Σκάλα", "Σκάλα Ερεσού"),
        ("κοντά στην πλατεία Μυτιλήνη", "Μυτιλήνη"),
        ("οδός Ερμού 12, Μυτιλήνης", "Μυτιλήνη"),
        ("λιμάνι Πολιχνίτου", "Πολιχνίτος"),
        ("στο δρόμο για Μόρια", "Μόρια"),
        ("Molyvos harbour", "Μήθυμνα"),
        ("γήπεδο Αγίας Παρασκευής", "Αγία Παρασκευή"),
    ],
)
def test_a_place_is_found_among_other_words(lesvos: None, typed: str, name: str) -> None:
    assert places.matching(typed)[0].names["el"] == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Mytilene", "Μυτιλήνη"),
        ("Mitilene", "Μυτιλήνη"),
        ("Mitilini", "Μυτιλήνη"),
        ("Mitlini", "Μυτιλήνη"),
        ("Μυτιλνίη", "Μυτιλήνη"),
        ("Eresos", "Ερεσός"),
        ("Plomari", "Πλωμάρι"),
        ("Plwmari", "Πλωμάρι"),
        ("Kaloni", "Καλλονή"),
        ("Ayiasos", "Αγιάσος"),
    ],
)
def test_other_spellings_and_slips_find_the_place(lesvos: None, typed: str, name: str) -> None:
    assert places.matching(typed)[0].names["el"] == name


def test_half_a_name_goes_before_another_that_is_whole(lesvos: None) -> None:
    assert [place.names["el"] for place in places.matching("σκάλα ερ")] == ["Σκάλα Ερεσού"]


def test_a_municipal_unit_finds_its_villages(lesvos: None) -> None:
    found = [place.names["el"] for place in places.matching("Γέρα")]

    assert {"Σκόπελος", "Παππάδος"} <= set(found)


@pytest.mark.parametrize("typed", ["Αθήνα", "πλατεία", "κοντά στην εκκλησία", "12", "?!"])
def test_words_that_name_no_place_find_none(lesvos: None, typed: str) -> None:
    assert places.matching(typed) == []


def test_what_to_do_is_said_where_no_place_fits(citizen: Citizen) -> None:
    words = said_by(citizen.get("/report/where/places/", q="κοντά στην εκκλησία"))

    assert "Write only the village or town" in words


def test_nothing_typed_finds_nothing(lesvos: None) -> None:
    assert places.matching("  ") == []
