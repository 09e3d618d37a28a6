"""Photos of a report: kept in batches, refused with a sentence, removable."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from aitima.portal.models import ReportDraft
from aitima.service_requests.models import Photo
from tests.portal.citizen import Citizen, number_in, picture, said_by, title_of, url_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NOT_A_PHOTO = "is not a photo we can open"


def bomb() -> bytes:
    """A small file that would unfold to 400 million pixels."""
    content = BytesIO()
    Image.new("1", (20_000, 20_000)).save(content, "PNG")
    return content.getvalue()


def test_several_batches_add_up_and_become_the_request_s_photos(citizen: Citizen) -> None:
    citizen.what()
    citizen.where()
    citizen.photos(picture("one.jpg"), picture("two.png", kind="PNG"))
    citizen.photos(picture("three.webp", kind="WEBP"))
    citizen.details()
    citizen.send()

    assert Photo.objects.count() == 3
    assert all(default_storage.exists(photo.file) for photo in Photo.objects.all())


def test_a_heic_photo_of_a_telephone_is_taken(citizen: Citizen) -> None:
    citizen.what()

    citizen.photos(picture("IMG_1.heic", kind="HEIF"))

    assert len(ReportDraft.objects.get().photos) == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("drawing.svg", SVG, NOT_A_PHOTO),
        ("notes.jpg", b"not a picture at all", NOT_A_PHOTO),
        ("clip.mov", b"\x00\x00\x00\x14ftypqt  ", NOT_A_PHOTO),
        ("large.jpg", b"\xff\xd8" + b"0" * 11_000_000, "larger than 10 MB"),
        ("bomb.png", bomb(), "too many pixels"),
        ("empty.jpg", b"", NOT_A_PHOTO),
    ],
)
def test_a_trap_is_refused_with_a_sentence_and_the_rest_is_kept(
    citizen: Citizen, name: str, content: bytes, sentence: str
) -> None:
    citizen.what()

    response = citizen.photos(picture(), SimpleUploadedFile(name, content))

    assert response.status_code == 422
    assert title_of(response).startswith("Error: ")
    assert sentence in said_by(response)
    assert name in said_by(response)
    assert len(ReportDraft.objects.get().photos) == 1


def test_the_sixth_photo_is_refused(citizen: Citizen) -> None:
    citizen.what()
    citizen.photos(*(picture(f"{n}.jpg") for n in range(5)))

    response = citizen.post(
        "/report/photos/", {"step": "details", "photos": [picture()]}, page="/report/details/"
    )

    assert "five photos already" in said_by(response)
    assert len(ReportDraft.objects.get().photos) == 5


def test_photos_stay_when_an_answer_is_wrong(citizen: Citizen) -> None:
    citizen.what()
    citizen.where()
    citizen.photos(picture())

    response = citizen.details(contact="email", email="")

    assert response.status_code == 422
    assert b'alt="Your photo 1"' in response.content


def test_what_was_typed_stays_when_a_photo_is_added(citizen: Citizen) -> None:
    citizen.what()
    answers = {"step": "details", "contact": "email", "email": "half@", "photos": [picture()]}
    citizen.post("/report/photos/", answers, page="/report/details/")

    assert b'value="half@"' in citizen.get("/report/details/").content


def test_a_removed_photo_leaves_the_storage(citizen: Citizen) -> None:
    citizen.what()
    citizen.photos(picture())
    kept = ReportDraft.objects.get().photos[0]

    citizen.post(
        "/report/photos/", {"step": "details", "remove": kept["id"]}, page="/report/details/"
    )

    assert ReportDraft.objects.get().photos == []
    assert not default_storage.exists(kept["file"])


def test_a_draft_s_photo_is_shown_to_its_own_browser_alone(citizen: Citizen) -> None:
    citizen.what()
    citizen.photos(picture())
    url = f"/report/photos/{ReportDraft.objects.get().photos[0]['id']}/"

    assert citizen.get(url)["Content-Type"] == "image/jpeg"
    citizen.client.cookies.pop("report")
    assert citizen.get(url).status_code == 404


def test_a_report_may_begin_with_a_photo(citizen: Citizen) -> None:
    response = citizen.photos(picture(), step="what")

    assert response.url == "/report/what/#photos"
    assert len(ReportDraft.objects.get().photos) == 1


def test_with_htmx_only_the_photos_come_back(citizen: Citizen) -> None:
    citizen.what()

    response = citizen.photos(picture(), HX_Request="true")

    assert response.content.decode().strip().startswith("<fieldset")
    assert b"Your photo 1" in response.content


def test_of_very_many_files_at_once_only_some_are_looked_at(citizen: Citizen) -> None:
    citizen.what()
    files = [SimpleUploadedFile(f"{number}.jpg", b"nothing") for number in range(60)]

    response = citizen.photos(*files)

    assert said_by(response).count(NOT_A_PHOTO) == 10
    assert "At most 10 photos at once." in said_by(response)


def test_only_what_everybody_sees_may_be_kept_on_its_way(citizen: Citizen) -> None:
    citizen.what()
    citizen.where()
    citizen.photos(picture())
    draft = citizen.get(f"/report/photos/{ReportDraft.objects.get().photos[0]['id']}/")
    citizen.details()
    path = f"{url_of(number_in(citizen.send().url))}photos/{Photo.objects.get().pk}/"
    Photo.objects.update(public=True)

    own = [draft, citizen.get(path), citizen.get(path, small="1")]
    everybody = Client().get(path)

    assert [answer["Cache-Control"] for answer in own] == ["private, no-store"] * 3
    assert everybody["Cache-Control"] == "public, max-age=300"
    assert "Cookie" in everybody["Vary"]
