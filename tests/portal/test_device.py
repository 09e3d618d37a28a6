"""What a device sends by itself: any part of it as often as it likes, and the report is one."""

import uuid
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from pytest_django import Settings

from aitima.core.inserting import Along
from aitima.core.text import fold
from aitima.portal.models import ReportDraft
from aitima.portal.reporting import drafts
from aitima.service_requests.models import Photo, ServiceRequest
from tests.portal.citizen import KALLONI, LAMP, Citizen, url_of
from tests.portal.device import KEY, Device, names, said


def test_a_report_with_photos_is_registered_and_opens_in_this_browser(
    device: Device, citizen: Citizen
) -> None:
    photos = names(2)

    assert said(device.keep(photos)) == {"photos": []}
    for photo in photos:
        assert device.photo(photo).status_code == 200
    answer = said(device.send())

    service_request = ServiceRequest.objects.get()
    assert answer == {
        "number": service_request.number,
        "url": f"{url_of(answer['number'])}received/",
    }
    assert service_request.description == LAMP
    assert service_request.submission_key == uuid.UUID(KEY)
    assert service_request.photos.count() == 2
    assert citizen.get(answer["url"]).status_code == 200
    assert not ReportDraft.objects.exists()


def test_whatever_is_asked_again_makes_one_report_and_says_the_same_number(device: Device) -> None:
    photos = names(1)
    for _ in range(2):
        device.keep(photos)
        device.photo(photos[0])
        device.photo(photos[0])
    first = said(device.send())

    assert said(device.send()) == first
    assert said(device.keep(photos)) == first
    assert said(device.send()) == first
    assert ServiceRequest.objects.count() == 1
    assert Photo.objects.count() == 1


def test_the_device_hears_which_photos_have_arrived(device: Device) -> None:
    photos = names(2)
    device.keep(photos)
    device.photo(photos[0])

    assert said(device.keep(photos)) == {"photos": [uuid.UUID(photos[0]).hex]}


def test_a_photo_taken_away_on_the_device_leaves_the_storage(device: Device) -> None:
    photos = names(2)
    device.keep(photos)
    device.photo(photos[0])
    kept = ReportDraft.objects.get().photos[0]["file"]

    device.keep(photos[1:])

    assert ReportDraft.objects.get().photos == []
    assert not default_storage.exists(kept)


def test_the_photo_s_own_place_is_kept_for_the_asking(device: Device) -> None:
    photos = names(1)
    device.keep(photos)

    device.photo(photos[0], point="39.2336,26.2071")

    assert ReportDraft.objects.get().photos[0]["point"] == [39.2336, 26.2071]


def test_what_the_page_would_refuse_is_refused_with_its_sentence(
    device: Device, citizen: Citizen
) -> None:
    device.keep(email="half@")

    refused = device.send()

    assert refused.status_code == 422
    assert said(refused) == {"reason": "Write the e-mail address as in name@example.gr"}
    assert not ServiceRequest.objects.exists()
    assert device.open().url == "/report/details/"
    assert b'value="half@"' in citizen.get("/report/details/").content
    citizen.details()
    citizen.send()
    assert said(device.send())["number"] == ServiceRequest.objects.get().number


def test_who_corrects_a_report_of_the_device_is_not_too_fast_for_a_person(
    device: Device, citizen: Citizen, settings: Settings
) -> None:
    settings.SHORTEST_REPORT = timedelta(hours=1)
    device.keep(email="half@")
    device.send()
    device.open()

    citizen.details()
    citizen.send()

    assert ServiceRequest.objects.count() == 1


def test_a_service_that_nobody_chose_is_asked_for(device: Device) -> None:
    device.keep(service="")

    assert said(device.send()) == {"reason": "Choose what it is about"}
    assert device.open().url == "/report/what/"


def test_opening_what_was_sent_leads_to_its_confirmation(device: Device) -> None:
    device.keep()
    answer = said(device.send())

    assert device.open().url == answer["url"]


def test_another_report_of_this_browser_is_left_alone(device: Device, citizen: Citizen) -> None:
    citizen.what(text="Something else")
    device.keep()
    device.send()

    assert b"Something else" in citizen.get("/report/what/").content


def test_the_page_is_the_same_for_everybody_and_speaks_the_language_asked_for(
    citizen: Citizen,
) -> None:
    citizen.what()
    page = citizen.get("/report/device/", language="el")

    assert page["Content-Language"] == "el"
    assert 'lang="el"' in page.content.decode()
    assert LAMP not in page.content.decode()
    assert not page.cookies
    assert citizen.get("/report/device/", language="xx")["Content-Language"] == "en"


def test_the_catalogue_holds_services_and_places(citizen: Citizen) -> None:
    content = said(citizen.get("/report/device/catalogue.json"))

    assert "lighting-lamp" in {service["code"] for service in content["services"]}
    assert "other" in {service["code"] for service in content["services"]}
    places = {place["code"]: place for place in content["places"]}
    assert "also" not in places[KALLONI["place"]]
    assert any(fold("Μόλυβος") in place.get("also", ()) for place in places.values())


def test_a_photo_that_changes_at_the_moment_of_sending_is_neither_lost_nor_left_behind(
    device: Device,
) -> None:
    device.keep()
    draft = ReportDraft.objects.get()
    device.photo(names(1)[0])

    delete = drafts.sent(draft)

    with pytest.raises(drafts.PhotosChanged), drafts.unchanged_photos():
        run(delete)


def test_a_draft_that_is_erased_at_the_moment_of_sending_becomes_no_request(
    device: Device,
) -> None:
    device.keep()
    draft = ReportDraft.objects.get()
    ReportDraft.objects.all().delete()

    with pytest.raises(drafts.PhotosChanged), drafts.unchanged_photos():
        run(drafts.sent(draft))


def run(along: Along) -> None:
    parts = ", ".join(f"{name} AS ({statement})" for name, statement in along.parts)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {parts} SELECT * FROM {along.parts[-1][0]}", along.params)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_make_one_report(lesvos: None) -> None:
    photos, start, numbers = names(2), Barrier(4), []

    def send_all() -> None:
        device = Device(Client())
        start.wait()
        device.keep(photos)
        for photo in photos:
            device.photo(photo)
        numbers.append(said(device.send()).get("number"))
        connection.close()

    threads = [Thread(target=send_all) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    service_request = ServiceRequest.objects.get()
    assert set(numbers) == {service_request.number}
    assert service_request.photos.count() == 2
    for photo in service_request.photos.all():
        assert default_storage.exists(photo.file)
