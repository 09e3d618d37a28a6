"""Answers that few people give, and some people try."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from aitima.portal.models import ReportDraft
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import Photo, Reporter, ServiceRequest
from tests.portal.citizen import Citizen, number_in, picture, said_by, url_of

LONG_DOMAIN = ".".join(["a" * 60] * 4) + ".gr"


def test_an_address_longer_than_mail_allows_is_refused_at_the_field(citizen: Citizen) -> None:
    citizen.what()
    citizen.where()

    response = citizen.details(contact="email", email=f"{'x' * 60}@{LONG_DOMAIN}")

    assert response.status_code == 422
    assert "name@example.gr" in said_by(response)


@pytest.mark.parametrize("number", ["+49 170 0012345", "0049 170 0012345", "+30 2251 000000"])
def test_a_number_with_zeros_in_the_middle_is_a_number(citizen: Citizen, number: str) -> None:
    citizen.what()
    citizen.where()
    citizen.details(contact="phone", phone=number)

    citizen.send()

    assert Reporter.objects.get().phone.endswith(number.replace(" ", "")[-8:])


def test_photos_that_the_service_does_not_take_are_not_kept_anywhere(citizen: Citizen) -> None:
    citizen.what()
    citizen.where()
    citizen.photos(picture())
    (photo,) = ReportDraft.objects.get().stored_photos()
    citizen.what(service="water-outage")
    citizen.where()
    citizen.details(contact="email", email="citizen@example.org", name="Κάτοικος")

    citizen.send()

    assert ServiceRequest.objects.count() == 1
    assert not Photo.objects.exists()
    assert not default_storage.exists(photo.file)
    assert not default_storage.exists(photo.thumbnail)


def test_a_photo_whose_file_is_lost_is_not_found(citizen: Citizen) -> None:
    citizen.what()
    citizen.where()
    citizen.photos(picture())
    citizen.details()
    number = number_in(citizen.send().url)
    photo = Photo.objects.get()
    default_storage.delete(photo.file)

    assert citizen.get(f"{url_of(number)}photos/{photo.pk}/").status_code == 404


WRITTEN = "Δρόμος \u202eanapoda\u202c 😀 \u0007\u000b \u05e9\u05dc\u05d5\u05dd " + "α" * 3900


def test_any_characters_make_a_request_a_receipt_and_a_page(citizen: Citizen) -> None:
    citizen.what(text=WRITTEN[:3990])
    citizen.where(place="5302010101", address="Στη γωνία\n\u202e😀 \u0007 #let $x$ <b>\\")
    citizen.details()
    number = number_in(citizen.send().url)

    receipt = citizen.get(f"{url_of(number)}receipt.pdf")

    assert receipt.content.startswith(b"%PDF")
    assert citizen.get(url_of(number)).status_code == 200
    assert citizen.get(f"{url_of(number)}received/").status_code == 200


def test_five_thousand_characters_are_refused_and_kept(citizen: Citizen) -> None:
    response = citizen.what(text="κ" * 5000)

    assert response.status_code == 422
    assert "κ" * 5000 in response.content.decode()


def test_private_pages_are_kept_by_no_cache(citizen: Citizen) -> None:
    citizen.what()
    citizen.where()
    citizen.photos(picture())
    citizen.details()
    number = number_in(citizen.send().url)
    photo = Photo.objects.get()

    pages = ["", "received/", "receipt.pdf", f"photos/{photo.pk}/"]
    kept = {page: citizen.get(url_of(number) + page)["Cache-Control"] for page in pages}

    assert all("private" in rule for rule in kept.values())
    assert "no-store" in kept[""]


def test_with_another_s_number_nothing_private_opens(citizen: Citizen) -> None:
    mine, theirs = citizen.report(), Citizen(Client(enforce_csrf_checks=True))
    theirs.what()
    theirs.where()
    theirs.photos(picture())
    theirs.details()
    number = number_in(theirs.send().url)
    photo = Photo.objects.get()

    for page in ("received/", "receipt.pdf"):
        assert citizen.get(url_of(number) + page).status_code == 404
    assert citizen.get(f"{url_of(mine)}photos/{photo.pk}/").status_code == 404
    for page in ("answer/", "not-fixed/"):
        answers = {"answer": "x", "seen": "nothing"}
        response = citizen.post(url_of(number) + page, answers, page="/report/what/")
        assert response.status_code == 404


def test_who_says_not_fixed_too_late_is_told_so(citizen: Citizen) -> None:
    number = citizen.report()
    long_ago = timezone.now() - timedelta(days=30)
    ServiceRequest.objects.update(status=Status.RESOLVED, closed_at=long_ago)

    url = f"{url_of(number)}not-fixed/"
    response = citizen.post(url, {"seen_there": "nothing"}, page="/report/what/")

    assert response.status_code == 422
    assert "within 30 days" in said_by(response)
    assert ServiceRequest.objects.get().status == Status.RESOLVED
