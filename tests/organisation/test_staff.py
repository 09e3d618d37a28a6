import pytest
from django.core.exceptions import ValidationError

from aitima.accounts.models import User
from aitima.organisation import staff
from aitima.organisation.models import Assignment
from tests.factories import NOON, make_unit, make_user

pytestmark = pytest.mark.django_db

TODAY = NOON.date()
HEAD = Assignment.Role.HEAD


def create(**facts: object) -> User:
    known = {
        "username": "kalloni",
        "full_name": "Προϊστάμενος Καλλονής",
        "password": "a long enough secret",
        "role": HEAD,
        "unit_code": "DEC06",
        "on": TODAY,
    }
    return staff.create(**(known | facts))  # type: ignore[arg-type]


def test_somebody_new_holds_the_post_from_that_day() -> None:
    unit = make_unit(code="DEC06")

    user = create()

    assert user.check_password("a long enough secret")
    post = user.assignments.get()
    assert (post.unit, post.role, post.valid_from) == (unit, HEAD, TODAY)


def test_without_a_role_it_is_a_system_administrator_without_a_post() -> None:
    user = create(role=None, unit_code="")

    assert user.is_system_administrator
    assert not user.assignments.exists()


def test_an_unknown_unit_is_named_and_nobody_is_created() -> None:
    with pytest.raises(ValidationError, match="DEC06"):
        create()

    assert not User.objects.exists()


def test_a_taken_name_is_refused() -> None:
    make_user(username="kalloni")

    with pytest.raises(ValidationError, match="kalloni"):
        create()
