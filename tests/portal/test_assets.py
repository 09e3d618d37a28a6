"""A number on a pole, typed or scanned, says what it is about and where."""

from datetime import UTC, datetime

import pytest

from aitima.catalogue.models import Asset, Service
from aitima.portal.asset_labels import labels, url_of
from aitima.portal.models import ReportDraft
from aitima.service_requests.models import ServiceRequest
from tests.portal.citizen import LAMP, Citizen, said_by
from tests.support.queries import count_queries

AT = datetime(2026, 3, 10, 9, 0, 0, 123, tzinfo=UTC)


@pytest.fixture
def pole(lesvos: None) -> Asset:
    return Asset.objects.create(
        code="Μ-0412",
        names={"el": "Στύλος", "en": "Lamp post"},
        service=Service.objects.get(code="lighting-lamp"),
        address="Outside the chemist’s",
        latitude=39.2336,
        longitude=26.2071,
    )


def scan(citizen: Citizen, code: str) -> str:
    """Open a code's address, as a telephone does; returns the page."""
    first = citizen.get("/report/", asset=code)
    return str(citizen.client.get(first.url).content.decode())


def begin(citizen: Citizen, page: str, **answers: str) -> str:
    """Send the page that a code opened."""
    hidden = page.split('name="begin" value="')[1].partition('"')[0]
    asset = page.split('name="asset" value="')[1].partition('"')[0]
    service = {"service": "lighting-lamp", "text": LAMP}
    sent = citizen.post("/report/what/", {"begin": hidden, "asset": asset, **service, **answers})
    return str(getattr(sent, "url", ""))


def test_a_code_opens_the_form_with_the_service_and_names_the_thing(
    citizen: Citizen, pole: Asset
) -> None:
    page = scan(citizen, "Μ-0412")

    assert "Lamp post" in page
    assert "Outside the chemist’s" in page
    assert "checked" in page.split('value="lighting-lamp"')[1].partition(">")[0]


def test_opening_a_code_stores_nothing(citizen: Citizen, pole: Asset) -> None:
    scan(citizen, "Μ-0412")

    assert not ReportDraft.objects.exists()
    assert "report" not in citizen.client.cookies


def test_who_came_by_a_code_is_not_asked_where(citizen: Citizen, pole: Asset) -> None:
    assert begin(citizen, scan(citizen, "M0412")) != "/report/where/"
    citizen.details()
    citizen.send()

    service_request = ServiceRequest.objects.with_names().get()
    assert service_request.asset == pole
    assert (service_request.latitude, service_request.longitude) == (39.2336, 26.2071)
    assert service_request.address == "Outside the chemist’s"
    assert service_request.area is not None
    assert service_request.area.code == "530201"


def test_a_code_begins_a_new_report_beside_the_one_that_lies_about(
    citizen: Citizen, pole: Asset
) -> None:
    citizen.what(text="Something else entirely")

    page = scan(citizen, "Μ-0412")
    begin(citizen, page)

    assert "Something else entirely" not in page
    assert ReportDraft.objects.count() == 2


def test_a_page_opened_by_a_code_begins_one_report_however_often_it_is_sent(
    citizen: Citizen, pole: Asset
) -> None:
    page = scan(citizen, "Μ-0412")

    begin(citizen, page, service="")
    begin(citizen, page)

    assert ReportDraft.objects.count() == 1


def test_a_page_kept_from_a_report_that_was_sent_begins_another(
    citizen: Citizen, pole: Asset
) -> None:
    page = scan(citizen, "Μ-0412")
    for _ in range(2):
        begin(citizen, page)
        citizen.details()
        citizen.send()

    assert ServiceRequest.objects.count() == 2


def test_an_unknown_code_is_told_and_the_form_is_there(citizen: Citizen) -> None:
    page = scan(citizen, "M-9999")

    assert "We do not know the number “M-9999”" in page
    assert 'name="text"' in page


def test_a_code_of_no_number_at_all_costs_no_query(citizen: Citizen) -> None:
    citizen.get("/report/what/")

    assert count_queries(lambda: citizen.get("/report/what/", asset="--")) == 0


def test_a_number_typed_in_says_where_it_is(citizen: Citizen, pole: Asset) -> None:
    citizen.what()

    citizen.where(asset="m 0412")
    citizen.details()
    citizen.send()

    assert ServiceRequest.objects.get().asset == pole


def test_an_unknown_number_alone_does_not_say_where(citizen: Citizen) -> None:
    citizen.what()

    response = citizen.where(asset="X-1")

    assert response.status_code == 422
    assert "We do not know the number X-1" in said_by(response)


def test_an_unknown_number_beside_a_place_goes_along(citizen: Citizen) -> None:
    citizen.what()
    citizen.where(place="5302010101", address="By the gate", asset="X-1")
    citizen.details()
    citizen.send()

    service_request = ServiceRequest.objects.get()
    assert service_request.asset is None
    assert service_request.address == "By the gate (number on it: X-1)"


def test_a_retired_number_is_unknown(citizen: Citizen, pole: Asset) -> None:
    Asset.objects.update(active=False)

    assert "We do not know the number" in scan(citizen, "Μ-0412")


def test_a_label_leads_to_the_thing_s_own_form(citizen: Citizen, pole: Asset) -> None:
    path = url_of(pole).partition("/report/")[2]

    page = citizen.client.get(f"/report/{path}", follow=True)

    assert "Lamp post" in page.content.decode()
    assert labels([pole] * 22, at=AT).startswith(b"%PDF-")
