"""Which open requests may be the one that is about to be reported."""

from typing import Any

import pytest

from aitima.catalogue.models import Service
from aitima.core.caching import forget_everything
from aitima.geography.queries import metres_between
from aitima.organisation.models import Unit
from aitima.service_requests import actions
from aitima.service_requests.models import Photo, ServiceRequest
from aitima.service_requests.nearby import Nearby, nearby
from tests.factories import NOON, charged, make_service, officer, submitted
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db

HERE = (39.1, 26.55)
METRE = 1 / 111_195  # in degrees of latitude


@pytest.fixture
def lamps(unit: Unit) -> Service:
    return make_service(unit=unit, nearby_metres=100)


def north(metres: float) -> dict[str, Any]:
    return {"latitude": HERE[0] + metres * METRE, "longitude": HERE[1]}


def found(service: Service) -> list[ServiceRequest]:
    return [near.service_request for near in nearby(service, *HERE)]


def test_the_nearest_come_first_and_no_more_than_three(lamps: Service) -> None:
    far, near, nearest, fourth = (submitted(service=lamps, **north(m)) for m in (60, 20, -5, 90))

    assert found(lamps) == [nearest, near, far]
    assert fourth not in found(lamps)


def test_the_radius_is_the_services_own_and_round(unit: Unit) -> None:
    service = make_service(unit=unit, nearby_metres=50)
    inside = submitted(service=service, **north(49))
    submitted(service=service, **north(52))
    corner: dict[str, Any] = {
        "latitude": HERE[0] + 45 * METRE,
        "longitude": HERE[1] + 45 * METRE / 0.776,
    }
    submitted(service=service, **corner)

    [near] = nearby(service, *HERE)

    assert near.service_request == inside
    assert near.metres == pytest.approx(49, abs=0.1)


def test_a_service_of_radius_nought_asks_for_none(unit: Unit) -> None:
    service = make_service(unit=unit, nearby_metres=0)
    submitted(service=service, **north(0))

    assert nearby(service, *HERE) == []


def test_services_are_related_whichever_of_them_says_so(lamps: Service, unit: Unit) -> None:
    poles = make_service(unit=unit, related=[lamps.code])
    others = make_service(unit=unit)
    forget_everything()
    pole = submitted(service=poles, **north(1))
    lamp = submitted(service=lamps, **north(2))
    submitted(service=others, **north(3))

    assert found(lamps) == found(poles) == [pole, lamp]


def test_what_has_ended_is_not_shown(lamps: Service, unit: Unit) -> None:
    clerk = officer(unit)
    made = charged(unit, service=lamps, to=clerk, **north(1))
    assert found(lamps) == [made]

    actions.resolve(pk=made.pk, by=clerk, answer="Done.", at=NOON)

    assert found(lamps) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"public": False},
        {"public": False, "to_be_checked": True},
        {"public": False, "confidential": True},
        {"erased_at": NOON},
        {"place_is_private": True},
    ],
)
def test_what_is_not_for_everybody_is_not_found(lamps: Service, facts: dict[str, Any]) -> None:
    made = submitted(service=lamps, **north(0))
    ServiceRequest.objects.filter(pk=made.pk).update(**facts)

    assert nearby(lamps, *HERE) == []


def test_a_request_without_a_point_is_near_nothing(lamps: Service) -> None:
    submitted(service=lamps)

    assert nearby(lamps, *HERE) == []


def test_only_a_photo_for_everybody_is_shown(lamps: Service) -> None:
    made = submitted(service=lamps, **north(0))
    facts: dict[str, Any] = {"content_type": "image/jpeg", "width": 4, "height": 3, "at": NOON}
    for public, purpose in ((False, "report"), (True, "added"), (True, "report")):
        Photo.objects.create(
            service_request=made, file=purpose, public=public, purpose=purpose, **facts
        )

    [near] = nearby(lamps, *HERE)

    assert near.photo == Photo.objects.get(public=True, purpose="report")
    assert Nearby(submitted(service=lamps), 1.0).photo is None


def test_it_costs_two_statements_however_many_there_are(lamps: Service) -> None:
    submitted(service=lamps, **north(1))
    catalogue_is_known = nearby(lamps, *HERE)
    assert catalogue_is_known

    assert count_queries(lambda: nearby(lamps, *HERE)) == 2
    for metres in range(2, 12):
        submitted(service=lamps, **north(metres))
    assert count_queries(lambda: nearby(lamps, *HERE)) == 2


def test_distances_are_those_of_a_sphere() -> None:
    mytilini, athens = (39.1077, 26.5547), (37.9755, 23.7348)

    assert metres_between(*mytilini, *athens) == pytest.approx(275_200, rel=0.01)
    assert metres_between(*mytilini, *mytilini) == 0
