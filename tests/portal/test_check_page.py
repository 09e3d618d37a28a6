"""The last page before sending: what goes, and what of it everybody will see."""

import re
from typing import Any

from aitima.catalogue.models import Service
from aitima.core.caching import forget_everything
from aitima.portal.models import ReportDraft
from aitima.service_requests.models import Channel, ServiceRequest
from tests.factories import submitted
from tests.portal.citizen import Citizen, number_in, picture, said_by, url_of

PHONE = "6900 000 000"
TEXT = f"The lamp outside the school is out. If need be, tel. {PHONE}."
HIDING = "/report/check/hidden/"


def fill_in(citizen: Citizen, text: str = TEXT, service: str = "lighting-lamp") -> None:
    citizen.fill_in(text=text, service=service)


def page(citizen: Citizen) -> str:
    return said_by(citizen.get("/report/check/"))


def public_side(citizen: Citizen) -> str:
    """What the page says that everybody will see, in words."""
    html = citizen.get("/report/check/").content.decode()
    found = re.search(r'<section id="public-side".*?</section>', html, flags=re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]+>", "", found[0]).split())


def press(citizen: Citizen, **pressed: str) -> Any:
    return citizen.post(HIDING, pressed, page="/report/check/")


def test_a_telephone_in_the_text_is_warned_of_before_the_button_that_sends(
    citizen: Citizen,
) -> None:
    fill_in(citizen)

    said = page(citizen)

    assert "The text has a telephone" in said
    assert said.index("Hide the telephone") < said.index("Send to the Municipality")


def test_a_text_without_personal_data_is_shown_as_it_is(citizen: Citizen) -> None:
    fill_in(citizen, "The lamp outside the school is out since 2025")

    assert "Hide" not in page(citizen)
    assert "The lamp outside the school is out since 2025" in public_side(citizen)


def test_one_tap_hides_it_from_the_public_and_the_service_still_reads_it(citizen: Citizen) -> None:
    fill_in(citizen)

    press(citizen, hide=PHONE)

    assert f"Hidden from the public: {PHONE}" in page(citizen)
    assert "tel. [hidden]." in public_side(citizen)
    citizen.send()
    sent = ServiceRequest.objects.get()
    assert sent.description == TEXT
    assert PHONE not in sent.public_description
    citizen.client.cookies.clear()
    assert PHONE not in citizen.get(url_of(sent.number)).content.decode()


def test_what_was_hidden_can_be_shown_again(citizen: Citizen) -> None:
    fill_in(citizen)
    press(citizen, hide=PHONE)

    press(citizen, show=PHONE)

    assert PHONE in public_side(citizen)
    citizen.send()
    assert ServiceRequest.objects.get().public_text == ""


def test_with_htmx_only_the_two_parts_that_change_come_back(citizen: Citizen) -> None:
    fill_in(citizen)

    answer = citizen.post(
        HIDING, {"hide": PHONE}, page="/report/check/", **{"HX-Request": "true"}
    ).content.decode()

    assert "<html" not in answer
    assert 'id="hiding"' in answer
    assert 'id="public-side"' in answer
    assert 'hx-swap-oob="true"' in answer


def test_when_the_text_changes_old_hidings_go_and_new_findings_are_warned_of(
    citizen: Citizen,
) -> None:
    fill_in(citizen)
    press(citizen, hide=PHONE)

    citizen.what(text="The lamp is out. Write to maria@example.gr.")

    said = page(citizen)
    assert PHONE not in said
    assert "The text has an e-mail address" in said
    press(citizen, hide="maria@example.gr")
    assert ReportDraft.objects.get().answers["hidden"] == ["maria@example.gr"]


def test_only_words_of_the_text_are_kept_as_hidden(citizen: Citizen) -> None:
    fill_in(citizen)

    press(citizen, hide="6999999999")

    assert ReportDraft.objects.get().answers["hidden"] == []


def test_the_place_s_description_loses_what_it_has_of_a_person_by_itself(citizen: Citizen) -> None:
    citizen.what()
    citizen.where(place="5302010101", address=f"Above the school, ring {PHONE}")
    citizen.details()

    assert "Above the school, ring [hidden]" in public_side(citizen)
    number = number_in(citizen.send().url)
    citizen.client.cookies.clear()
    stranger = said_by(citizen.get(url_of(number)))
    assert "Above the school" in stranger
    assert PHONE not in stranger


def test_of_private_property_the_public_sees_the_neighbourhood_only(citizen: Citizen) -> None:
    citizen.what()
    citizen.where(place="5302010101", address="Ermou 12, behind the wall", place_is_private="on")
    citizen.details()

    assert "Ermou 12" not in public_side(citizen)
    assert "only the neighbourhood is seen" in public_side(citizen)
    assert "Ermou 12" in page(citizen)


def test_names_e_mails_and_telephones_are_not_on_the_public_side(citizen: Citizen) -> None:
    fill_in(citizen)

    assert "citizen@example.org" in page(citizen)
    assert "citizen@example.org" not in public_side(citizen)


def test_whoever_leaves_a_telephone_is_told_that_it_brings_calls_and_no_messages(
    citizen: Citizen,
) -> None:
    citizen.what()
    citizen.where()
    chosen = said_by(citizen.get("/report/details/"))
    citizen.details(contact="phone", phone="2251012345")

    calls = "The service may call, if it has to ask something. We send no text messages."
    assert calls in chosen
    assert calls in page(citizen)


def test_photos_are_shown_as_they_will_be_seen(citizen: Citizen) -> None:
    fill_in(citizen)
    citizen.photos(picture())

    html = citizen.get("/report/check/").content.decode()

    assert html.count("/report/photos/") == 1
    assert 'alt="Photo 1"' in html


def test_a_confidential_report_says_that_nobody_else_will_see_it(citizen: Citizen) -> None:
    Service.objects.filter(code="lighting-lamp").update(confidential=True, public=False)
    forget_everything()
    fill_in(citizen)

    assert "Nothing. This is confidential" in public_side(citizen)
    assert "Hide the telephone" not in page(citizen)


def test_what_a_colleague_looks_at_first_says_so(citizen: Citizen) -> None:
    Service.objects.filter(code="lighting-lamp").update(checked_first=True)
    forget_everything()
    fill_in(citizen)

    assert "Nothing at first. A colleague looks at it" in public_side(citizen)
    citizen.send()
    sent = ServiceRequest.objects.get()
    assert (sent.public, sent.to_be_checked) == (False, True)


def test_changing_an_answer_keeps_all_the_others(citizen: Citizen) -> None:
    fill_in(citizen)
    citizen.where(place="5302010101", address="Behind the church")

    said = page(citizen)

    assert "Behind the church" in said
    assert "citizen@example.org" in said


def test_whatever_comes_by_a_way_that_cannot_ask_is_hidden_by_itself(db: None) -> None:
    sent = submitted(description=TEXT, channel=Channel.API, language="el")

    assert sent.public_text == TEXT.replace(PHONE, "[απόκρυψη]")
    assert sent.description == TEXT
