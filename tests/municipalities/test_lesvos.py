"""The default municipality, as it lies in the package."""

import pytest
from django.conf import settings

from aitima.catalogue.models import Route, Service, ServiceGroup
from aitima.catalogue.queries import catalogue
from aitima.geography.models import Area, Place
from aitima.geography.queries import area_at
from aitima.municipalities.reader import ICONS
from aitima.organisation.models import Municipality, Unit
from aitima.portal.urls import TEXTS

pytestmark = pytest.mark.django_db

KALLONI = (39.2336, 26.2071)


def test_the_chart_the_catalogue_and_the_places_are_complete(lesvos: None) -> None:
    assert Unit.objects.count() == 72
    assert Service.objects.active().count() == 66
    assert ServiceGroup.objects.count() == 13
    assert Area.objects.municipal_units().filter(outline__isnull=False).count() == 13
    assert Area.objects.filter(kind=Area.Kind.COMMUNITY).count() == 73
    assert Place.objects.count() == 201
    assert Municipality.objects.get().code == "lesvos"


def test_a_burnt_lamp_in_kalloni_goes_to_the_street_lighting_department(lesvos: None) -> None:
    area = area_at(*KALLONI)

    unit = catalogue().unit_for(catalogue().services["lighting-lamp"], area)

    assert area is not None
    assert area.code == "530201"
    assert unit.code == "DTY2"


def test_weeds_in_kalloni_go_to_the_office_there(lesvos: None) -> None:
    unit = catalogue().unit_for(catalogue().services["weeds"], area_at(*KALLONI))

    assert unit.code == "DEC06"


def test_every_municipal_unit_has_its_own_office(lesvos: None) -> None:
    offices = Route.objects.filter(service__code="rural-road").values_list(
        "area__code", "unit__code"
    )

    assert len({area for area, _ in offices}) == 13
    assert len({unit for _, unit in offices}) == 13
    assert all(unit.startswith("DEC") for _, unit in offices)


@pytest.mark.parametrize(
    "code", ["service-complaint", "home-help", "homeless-emergency", "building-illegal", "noise"]
)
def test_complaints_and_social_matters_are_never_public(lesvos: None, code: str) -> None:
    service = Service.objects.get(code=code)

    assert service.confidential
    assert not service.public


def test_dangers_say_whom_to_call_first(lesvos: None) -> None:
    warnings = Service.objects.get(code="lighting-danger").warnings

    assert "112" in warnings["el"]
    assert "112" in warnings["en"]


def test_places_are_found_by_the_names_that_people_use(lesvos: None) -> None:
    molyvos = Place.objects.get(folded__contains="μολυβοσ")

    assert molyvos.names["el"] == "Μήθυμνα"


def test_every_page_of_the_municipality_has_its_text(lesvos: None) -> None:
    texts = Municipality.objects.get().texts

    assert {slug for slug, text in texts.items() if text.keys() >= {"el", "en"}} >= set(TEXTS)


def test_every_icon_of_a_group_is_drawn() -> None:
    sprite = (settings.PACKAGE / "static" / "aitima" / "icons.svg").read_text("utf-8")

    assert [icon for icon in sorted(ICONS) if f'id="{icon}"' not in sprite] == []
