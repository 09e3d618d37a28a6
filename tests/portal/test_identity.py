"""A service that has to know who asks: nothing is sent before address or person is proved."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client

from aitima.accounts import codes
from aitima.accounts.models import User
from aitima.catalogue.models import Need, Service
from aitima.core.caching import forget_everything
from aitima.notifications.models import Message
from aitima.portal.models import ReportDraft
from aitima.service_requests.models import Reporter, ServiceRequest
from tests.portal.citizen import EMAIL, Citizen, number_in, said_by
from tests.portal.letters import code_in, path_in
from tests.support import gsis

STEP, CHECK = "/report/identity/", "/report/check/"
NAMED = {**EMAIL, "name": "Maria Xenou"}
LETTER = "verification_code"


@pytest.fixture
def writer(citizen: Citizen) -> Citizen:
    """A citizen with everything answered, for a service that wants identity."""
    Service.objects.filter(code="lighting-lamp").update(identity=Need.REQUIRED)
    forget_everything()
    citizen.what()
    citizen.where()
    citizen.details(**NAMED)
    return citizen


@pytest.fixture
def peer(settings: Any) -> Iterator[gsis.State]:
    with gsis.running() as state:
        settings.AITIMA_GSIS_CLIENT_ID, settings.AITIMA_GSIS_CLIENT_SECRET = (
            gsis.CLIENT,
            gsis.SECRET,
        )
        settings.AITIMA_GSIS_URL = state.url
        yield state


def send_code(writer: Citizen) -> None:
    writer.post(STEP, {"send": "1"})


def reporter() -> Reporter:
    return Reporter.objects.get()


def test_the_report_is_not_sent_before_the_address_is_proved(writer: Citizen) -> None:
    key = str(ReportDraft.objects.get().pk)

    assert writer.get(CHECK).url == STEP
    assert writer.post(CHECK, {"key": key}, page=STEP).url == STEP
    assert not ServiceRequest.objects.exists()


def test_the_code_of_the_letter_lets_the_report_go_on(writer: Citizen) -> None:
    send_code(writer)

    assert writer.post(STEP, {"code": code_in(LETTER)}).url == CHECK
    number_in(writer.send().url)

    assert (reporter().verified_by, reporter().email) == ("email", EMAIL["email"])


def test_a_wrong_code_says_so_and_keeps_the_report(writer: Citizen) -> None:
    send_code(writer)

    page = writer.post(STEP, {"code": "12 34 5a"})
    wrong = writer.post(STEP, {"code": str((int(code_in(LETTER)) + 1) % 10**6).zfill(6)})

    assert (page.status_code, wrong.status_code) == (422, 422)
    assert "The code has six digits" in said_by(page)
    assert "This code is not right, or no longer holds" in said_by(wrong)
    assert writer.get(CHECK).url == STEP


def test_the_letter_s_link_proves_the_address_from_another_browser(writer: Citizen) -> None:
    send_code(writer)
    other = Client()

    assert other.get(path_in(LETTER)).status_code == 200
    assert writer.get(CHECK).url == STEP  # looking at it, as scanners do, proves nothing
    assert other.post(path_in(LETTER)).status_code == 200

    assert writer.get(CHECK).status_code == 200
    assert other.post(path_in(LETTER)).status_code == 404


def test_the_letter_says_nothing_that_opens_the_report(writer: Citizen) -> None:
    send_code(writer)

    claim = codes.read(path_in(LETTER).split("/")[-2])

    assert claim is not None
    assert str(ReportDraft.objects.get().pk) not in (claim.browser, claim.secret)


def test_another_address_wants_another_proof(writer: Citizen) -> None:
    send_code(writer)
    writer.post(STEP, {"code": code_in(LETTER)})

    writer.details(**NAMED | {"email": "other@example.org"})

    assert writer.get(CHECK).url == STEP


def test_an_address_proved_in_this_browser_is_not_asked_again(writer: Citizen) -> None:
    send_code(writer)
    writer.post(STEP, {"code": code_in(LETTER)})
    writer.send()
    writer.what()
    writer.where()
    writer.details(**NAMED)

    assert writer.get(STEP).url == CHECK
    assert Message.objects.filter(template=LETTER).count() == 1


def test_a_telephone_alone_proves_nobody_while_there_is_no_taxisnet(writer: Citizen) -> None:
    page = writer.details(contact="phone", phone="6912345678", name="Maria Xenou")

    assert page.status_code == 422


def test_without_its_settings_the_state_s_sign_in_is_not_offered(writer: Citizen) -> None:
    assert "TaxisNet" not in said_by(writer.get(STEP))
    assert writer.get("/report/identity/gsis/").status_code == 404
    assert writer.get("/report/identity/gsis/back/", code="x", state="y").status_code == 404


def to_the_state_and_back(writer: Citizen) -> Any:
    """Follow the browser to the State's page and back to ours."""
    there = writer.get("/report/identity/gsis/")
    back = requests.get(there.url, allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    return writer.get(f"{parts.path}?{parts.query}")


def test_the_state_says_who_reports(writer: Citizen, peer: gsis.State) -> None:
    assert to_the_state_and_back(writer).url == STEP
    page = writer.get(STEP)
    assert "ΜΑΡΙΑ ΒΑΛΣΑΜΗ" in said_by(page)
    assert f"{peer.url}/logout/{gsis.CLIENT}/?url=" in page.content.decode()

    assert writer.post(STEP, {"take": "1"}).url == CHECK
    writer.send()

    kept = reporter()
    assert (kept.verified_by, kept.name, kept.tax_number) == (
        "gsis",
        "ΜΑΡΙΑ ΒΑΛΣΑΜΗ",
        "068933130",
    )
    assert not User.objects.exists()


def test_with_the_state_s_sign_in_a_telephone_is_enough(writer: Citizen, peer: gsis.State) -> None:
    writer.details(contact="phone", phone="6912345678", name="Maria Xenou")
    to_the_state_and_back(writer)
    writer.post(STEP, {"take": "1"})

    writer.send()

    assert (reporter().phone, reporter().verified_by) == ("6912345678", "gsis")


@pytest.mark.parametrize(
    ("mood", "sentence"),
    [
        ({"denies": True}, "You did not sign in with TaxisNet"),
        ({"token_status": 500}, "TaxisNet did not confirm who you are"),
        ({"info_status": 503}, "TaxisNet does not answer as it should"),
        ({"answer": "<html>Maintenance</html>"}, "TaxisNet does not answer as it should"),
        ({"answer": "maintenance"}, "TaxisNet does not answer as it should"),
    ],
)
def test_what_goes_wrong_there_is_told_in_one_sentence_and_nothing_is_lost(
    writer: Citizen, peer: gsis.State, mood: dict[str, Any], sentence: str
) -> None:
    vars(peer).update(mood)

    back = to_the_state_and_back(writer)

    assert sentence in said_by(writer.get(back.url))
    assert ReportDraft.objects.get().answer("name") == "Maria Xenou"


def test_an_answer_that_was_not_asked_for_is_refused(writer: Citizen, peer: gsis.State) -> None:
    back = writer.get("/report/identity/gsis/back/", code=gsis.CODE, state="forged")

    assert "took too long" in said_by(writer.get(back.url))
    assert peer.asked == []


def test_a_state_s_server_that_is_away_is_told(
    writer: Citizen, peer: gsis.State, settings: Any
) -> None:
    there = writer.get("/report/identity/gsis/")
    back = urlsplit(requests.get(there.url, allow_redirects=False, timeout=5).headers["Location"])
    settings.AITIMA_GSIS_URL = "http://127.0.0.1:9"

    answer = writer.get(f"{back.path}?{back.query}")

    assert "TaxisNet does not answer as it should" in said_by(writer.get(answer.url))


def test_nobody_is_sent_to_the_state_without_a_report_that_needs_it(
    citizen: Citizen, peer: gsis.State
) -> None:
    citizen.what()

    assert citizen.get("/report/identity/gsis/").url == "/report/what/"
