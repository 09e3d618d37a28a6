"""“Share → Aitima”: a picture or words from another app begin a report."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aitima.portal.models import ReportDraft
from tests.portal.citizen import LAMP, Citizen, picture

FROM_THE_PHONE = {"Sec-Fetch-Site": "none"}


def share(citizen: Citizen, headers: dict[str, str] = FROM_THE_PHONE, **content: Any) -> Any:
    return citizen.client.post("/report/share/", content, headers=headers)


def test_the_manifest_offers_what_the_page_takes(citizen: Citizen) -> None:
    target = json.loads(citizen.get("/manifest.webmanifest").content)["share_target"]

    assert (target["action"], target["method"]) == ("/report/share/", "POST")
    assert target["enctype"] == "multipart/form-data"
    assert target["params"]["files"] == [{"name": "photos", "accept": ["image/*"]}]


def test_a_shared_picture_and_its_words_stand_in_a_new_report(citizen: Citizen) -> None:
    answer = share(citizen, title=LAMP, text=LAMP, photos=[picture(), picture()])

    draft = ReportDraft.objects.get()
    assert answer.url == "/report/what/"
    assert draft.answer("text") == LAMP
    assert len(draft.photos) == 2
    assert LAMP in citizen.get(answer.url).content.decode()


def test_words_alone_are_enough(citizen: Citizen) -> None:
    assert share(citizen, text=LAMP, url="https://example.gr/x").status_code == 302
    assert ReportDraft.objects.get().answer("text") == f"{LAMP}\nhttps://example.gr/x"


def test_what_was_begun_before_is_left_alone(citizen: Citizen) -> None:
    citizen.what(text="Something else")
    share(citizen, text=LAMP)

    texts = {draft.answer("text") for draft in ReportDraft.objects.all()}
    assert texts == {"Something else", LAMP}


def test_what_is_no_picture_is_named_and_the_words_are_kept(citizen: Citizen) -> None:
    video = SimpleUploadedFile("film.mp4", b"no picture")

    answer = share(citizen, text=LAMP, photos=[video])

    assert answer.status_code == 422
    assert "film.mp4" in answer.content.decode()
    assert LAMP in answer.content.decode()


def test_at_most_five_pictures_are_taken_and_the_others_named(citizen: Citizen) -> None:
    answer = share(citizen, photos=[picture() for _ in range(6)])

    assert answer.status_code == 422
    assert "five photos already" in answer.content.decode()
    assert len(ReportDraft.objects.get().photos) == 5


@pytest.mark.parametrize("site", [{}, {"Sec-Fetch-Site": "cross-site"}])
def test_other_sites_slip_in_nothing(citizen: Citizen, site: dict[str, str]) -> None:
    assert share(citizen, headers=site, text=LAMP).status_code == 403
    assert not ReportDraft.objects.exists()
