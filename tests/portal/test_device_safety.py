"""What no device of ours sends, and what the server never takes from one."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from aitima.portal.models import ReportDraft
from aitima.service_requests.models import PrivateLink, ServiceRequest
from tests.core.test_photo_places import photo as photo_with_place
from tests.portal.citizen import EMAIL, Citizen
from tests.portal.device import ANSWERS, KEY, OURS, Device, names, said


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


@pytest.mark.parametrize(
    "name", ["verified", "asks_identity", "attributes", "hidden", "followed", "asset"]
)
def test_what_the_server_alone_writes_cannot_come_from_a_device(device: Device, name: str) -> None:
    device.keep(None, **{name: "x"})

    assert set(ReportDraft.objects.get().answers) == set(ANSWERS)


def test_what_the_server_wrote_survives_what_the_device_says(device: Device) -> None:
    device.keep()
    proven = {**ANSWERS, "verified": {"by": "email", "email": EMAIL["email"]}}
    ReportDraft.objects.update(answers=proven)

    device.keep(verified="x")

    assert ReportDraft.objects.get().answers == proven


def test_another_s_key_that_is_guessed_gives_nothing(device: Device, citizen: Citizen) -> None:
    device.keep(names(1))
    guess = Device(Client(), names(1)[0])

    assert guess.client.get(guess.url, headers=OURS).status_code == 404
    assert guess.send().status_code == 404
    assert guess.photo(names(1)[0]).status_code == 404
    assert guess.open().url == "/report/what/"
    assert not guess.client.cookies


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("POST", ""), ("DELETE", ""), ("PATCH", "")),
        *(("GET", f"photos/{KEY}/"), ("POST", f"photos/{KEY}/"), ("DELETE", f"photos/{KEY}/")),
        *(("GET", "send/"), ("PUT", "send/"), ("GET", "open/"), ("PUT", "open/")),
    ],
)
def test_other_methods_are_not_known(device: Device, method: str, path: str) -> None:
    answer = device.client.generic(method, device.url + path, headers=OURS)

    assert answer.status_code == 405


def test_fifty_megabytes_are_refused_and_none_of_them_is_kept(device: Device) -> None:
    large = b"x" * 50_000_000

    assert device.put(device.url, large, "application/json").status_code == 400
    device.keep()
    refused = device.photo(names(1)[0], large)

    assert refused.status_code == 422
    assert "larger than 10 MB" in said(refused)["reason"]
    assert ReportDraft.objects.get().photos == []


@pytest.mark.parametrize("point", ["", "here", "1,2,3", "91,200", "nan,nan", "1e999,1"])
def test_a_place_that_is_none_is_left_out(device: Device, point: str) -> None:
    device.keep()

    assert device.photo(names(1)[0], point=point).status_code == 200
    assert "point" not in ReportDraft.objects.get().photos[0]


def test_a_photo_or_a_sending_without_a_report_is_not_found(device: Device) -> None:
    assert device.photo(names(1)[0]).status_code == 404
    assert device.send().status_code == 404
    assert device.client.get(device.url).status_code == 404


def test_no_stored_photo_carries_place_or_device(device: Device) -> None:
    device.keep()
    device.photo(names(1)[0], photo_with_place().getvalue())

    kept = ReportDraft.objects.get().photos[0]
    assert kept["point"] == [39.2336, 26.2071]
    for name in (kept["file"], kept["thumbnail"]):
        content = BytesIO(default_storage.open(name).read()).getvalue()
        assert b"Exif" not in content


def test_asking_how_a_report_stands_changes_nothing_and_opens_nothing(device: Device) -> None:
    device.keep(names(1))
    number = said(device.send())["number"]
    links = PrivateLink.objects.count()
    asking = Client()

    answer: Any = asking.get(device.url, headers=OURS)

    assert said(answer)["number"] == number
    assert not answer.cookies
    assert PrivateLink.objects.count() == links
    assert asking.get(said(answer)["url"]).status_code == 404
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] in {"same-origin", "no-referrer", "strict-origin"}


@pytest.mark.parametrize(("days", "opens"), [(89, 200), (91, 404)])
def test_the_key_of_a_device_opens_its_report_for_as_long_as_a_cookie_does(
    device: Device, days: int, opens: int
) -> None:
    device.keep()
    device.send()
    before = timezone.now() - timedelta(days=days)
    ServiceRequest.objects.update(submitted_at=before)
    again = Device(Client())

    answer = again.send()

    assert again.client.get(said(answer)["url"]).status_code == opens
