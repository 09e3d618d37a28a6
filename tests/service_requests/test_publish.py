from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from aitima.accounts.models import User
from aitima.organisation.models import Unit
from aitima.service_requests import actions
from aitima.service_requests.history import verify
from aitima.service_requests.lifecycle import TransitionRefused
from aitima.service_requests.models import EventKind, Photo, ServiceRequest
from tests.factories import head, make_service, make_unit, submitted

NOW = timezone.now()
TEXT = "Ο γείτονας στον 2ο, ο Γιώργος, βάζει μουσική."


@pytest.fixture
def unchecked(unit: Unit) -> ServiceRequest:
    service = make_service(unit=unit, checked_first=True)
    return submitted(service=service, description=TEXT)


def photo(service_request: ServiceRequest, name: str) -> Photo:
    return Photo.objects.create(
        service_request=service_request,
        file=name,
        thumbnail=name,
        content_type="image/jpeg",
        width=4,
        height=3,
        at=NOW,
    )


def publish(service_request: ServiceRequest, by: User, text: str = TEXT, *photos: int) -> None:
    actions.publish(pk=service_request.pk, by=by, text=text, photos=photos, at=NOW)
    service_request.refresh_from_db()


def test_what_is_to_be_looked_at_becomes_public_with_what_the_colleague_left(
    unchecked: ServiceRequest, clerk: User
) -> None:
    publish(unchecked, clerk, "Ένας γείτονας βάζει μουσική.")

    assert (unchecked.public, unchecked.to_be_checked) == (True, False)
    assert unchecked.public_description == "Ένας γείτονας βάζει μουσική."
    assert unchecked.description == TEXT
    assert unchecked.events.latest("sequence").kind == EventKind.PUBLISHED


def test_a_text_left_as_it_was_is_not_kept_twice(unchecked: ServiceRequest, clerk: User) -> None:
    publish(unchecked, clerk)

    assert unchecked.public_text == ""


def test_only_the_chosen_photographs_are_public(unchecked: ServiceRequest, clerk: User) -> None:
    shown, face = photo(unchecked, "a.jpg"), photo(unchecked, "b.jpg")

    publish(unchecked, clerk, TEXT, shown.pk)

    assert list(unchecked.photos.public()) == [shown]
    assert face in unchecked.photos.all()


def test_what_was_public_can_be_hidden_and_shown_again(
    unchecked: ServiceRequest, clerk: User
) -> None:
    publish(unchecked, clerk)

    actions.hide(pk=unchecked.pk, by=clerk, at=NOW + timedelta(hours=1))
    unchecked.refresh_from_db()
    assert not unchecked.public
    assert unchecked.events.latest("sequence").kind == EventKind.HIDDEN

    publish(unchecked, clerk)
    assert unchecked.public


def test_the_history_still_holds_together(unchecked: ServiceRequest, clerk: User) -> None:
    publish(unchecked, clerk)
    actions.hide(pk=unchecked.pk, by=clerk, at=NOW)

    assert verify() == []


def test_a_complaint_can_never_be_public(unit: Unit, clerk: User) -> None:
    complaint = submitted(service=make_service(unit=unit, confidential=True, public=False))

    with pytest.raises(TransitionRefused):
        publish(complaint, clerk)


def test_another_unit_shows_and_hides_nothing(unchecked: ServiceRequest, db: None) -> None:
    stranger = head(make_unit())

    with pytest.raises(PermissionDenied):
        publish(unchecked, stranger)
    with pytest.raises(PermissionDenied):
        actions.hide(pk=unchecked.pk, by=stranger, at=NOW)
