"""What a device sends by itself: any part of it as often as it likes, and the report is one."""

import json
import uuid
from io import BytesIO
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from aitima.core.inserting import Along
from aitima.portal import drafts
from aitima.portal.models import ReportDraft
from aitima.service_requests.models import Photo, ServiceRequest
from tests.portal.citizen import EMAIL, KALLONI, LAMP, Citizen, picture, url_of

KEY = "5e0bd0a4-7d9e-4a39-9a6d-3f3b3a0f6a01"
ANSWERS = {"text": LAMP, "service": "lighting-lamp", **KALLONI, **EMAIL}
OURS = {"Sec-Fetch-Site": "same-origin"}


class Device:
    """A browser's service worker: no page, no token, its cookies go along."""

    def __init__(self, client: Client, key: str = KEY) -> None:
        self.client = client
        self.url = f"/report/device/{key}/"

    def keep(self, photos: list[str] | None = None, **answers: str) -> Any:
        content = {"answers": {**ANSWERS, **answers}, "photos": photos or []}
        return self.put(self.url, json.dumps(content), "application/json")

    def photo(self, photo: str, content: bytes = b"", point: str = "") -> Any:
        content = content or picture().read()
        return self.put(f"{self.url}photos/{photo}/?point={point}", content, "image/jpeg")

    def put(self, url: str, content: str | bytes, kind: str) -> Any:
        response: Any = self.client.put(url, content, content_type=kind, headers=OURS)
        return response

    def send(self) -> Any:
        response: Any = self.client.post(f"{self.url}send/", headers=OURS)
        return response

    def open(self) -> Any:
        return self.client.post(f"{self.url}open/", headers=OURS)


@pytest.fixture
def device(citizen: Citizen) -> Device:
    return Device(citizen.client)


def said(response: HttpResponse) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(response.content)
    return content


def names(count: int) -> list[str]:
    return [str(uuid.uuid4()) for _ in range(count)]


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


def test_a_service_that_nobody_chose_is_asked_for(device: Device) -> None:
    device.keep(service="")

    assert said(device.send()) == {"reason": "Choose what it is about"}
    assert device.open().url == "/report/what/"


def test_opening_what_was_sent_leads_to_its_confirmation(device: Device) -> None:
    device.keep()
    answer = said(device.send())

    assert device.open().url == answer["url"]


def test_a_refused_photo_says_why_and_the_others_stay(device: Device) -> None:
    photos = names(2)
    device.keep(photos)
    device.photo(photos[0])

    refused = device.photo(photos[1], b"no photo at all")

    assert refused.status_code == 422
    assert "is not a photo we can open" in said(refused)["reason"]
    assert len(ReportDraft.objects.get().photos) == 1


def test_the_sixth_photo_is_refused(device: Device) -> None:
    device.keep()
    for photo in names(5):
        device.photo(photo)

    assert "five photos already" in said(device.photo(names(1)[0]))["reason"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
    ],
)
def test_other_sites_send_nothing(citizen: Citizen, headers: dict[str, str]) -> None:
    content = json.dumps({"answers": ANSWERS, "photos": []})

    refused = citizen.client.put(
        f"/report/device/{KEY}/", content, content_type="application/json", headers=headers
    )

    assert refused.status_code == 403
    assert not ReportDraft.objects.exists()


def test_a_browser_that_says_its_origin_alone_is_let_in(citizen: Citizen) -> None:
    content = json.dumps({"answers": ANSWERS, "photos": []})

    answer = citizen.client.put(
        f"/report/device/{KEY}/",
        content,
        content_type="application/json",
        headers={"Origin": "http://testserver"},
    )

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b'{"answers": [], "photos": []}',
        b'{"answers": {}, "photos": ["../x"]}',
        b'{"answers": {}, "photos": [1]}',
        b'{"answers": {}, "photos": 5}',
        b'{"answers": {"text": 5}, "photos": []}',
        b'{"answers": {"text": "\\u0000"}, "photos": []}',
        b'{"answers": {"text": "\\ud800"}, "photos": []}',
        b'{"answers": {}, "photos": ['
        + b",".join([b'"%s"' % n.encode() for n in names(6)])
        + b"]}",
        b"[" * 50_000,
        b'{"answers": {"text": "' + b"x" * 200_000 + b'"}, "photos": []}',
        b"\xff\xfe",
    ],
)
def test_what_no_page_of_ours_sends_is_answered_with_400(device: Device, body: bytes) -> None:
    assert device.put(device.url, body, "application/json").status_code == 400
    assert not ReportDraft.objects.exists()


def test_answers_that_nobody_asks_for_are_not_kept(device: Device) -> None:
    device.keep(identity="verified", attributes="x")

    assert set(ReportDraft.objects.get().answers) == set(ANSWERS)


def test_a_photo_or_a_sending_without_a_report_is_not_found(device: Device) -> None:
    assert device.photo(names(1)[0]).status_code == 404
    assert device.send().status_code == 404
    assert device.client.get(device.url).status_code == 404


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
    assert KALLONI["place"] in {place["code"] for place in content["places"]}


def test_a_photo_that_changes_at_the_moment_of_sending_is_neither_lost_nor_left_behind(
    device: Device,
) -> None:
    device.keep()
    draft = ReportDraft.objects.get()
    device.photo(names(1)[0])

    delete = drafts.sent(draft)

    with pytest.raises(drafts.PhotosChanged), drafts.unchanged_photos():
        run(delete)


def run(along: Along) -> None:
    ((_name, statement),) = along.parts
    with connection.cursor() as cursor:
        cursor.execute(statement, along.params)


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


def test_no_stored_photo_carries_place_or_device(device: Device) -> None:
    from tests.core.test_photo_places import photo as photo_with_place  # noqa: PLC0415

    device.keep()
    device.photo(names(1)[0], photo_with_place().getvalue())

    kept = ReportDraft.objects.get().photos[0]
    assert kept["point"] == [39.2336, 26.2071]
    for name in (kept["file"], kept["thumbnail"]):
        content = BytesIO(default_storage.open(name).read()).getvalue()
        assert b"Exif" not in content
