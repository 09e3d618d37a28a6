"""Members of staff and their places in the chart."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from aitima.accounts.models import User
from aitima.organisation.models import Assignment, Unit


class StaffRefused(Exception):
    """The account cannot be made; the message says why, in one sentence."""


@transaction.atomic
def create_staff(
    *,
    username: str,
    full_name: str,
    password: str,
    email: str = "",
    unit_code: str = "",
    role: str = "",
    administrator: bool = False,
) -> User:
    """Make an account, with a role in a unit, or as one who looks after the system."""
    user = User(
        username=User.normalize_username(username),
        full_name=full_name,
        email=email,
        is_system_administrator=administrator,
    )
    assignment = _assignment(user, unit_code, role)
    try:
        validate_password(password, user)
        user.set_password(password)
        user.full_clean()
    except ValidationError as error:
        raise StaffRefused(" ".join(error.messages)) from error
    user.save()
    if assignment is not None:
        assignment.save()
    return user


def _assignment(user: User, unit_code: str, role: str) -> Assignment | None:
    if not unit_code and not role:
        return None
    if role not in Assignment.Role.values:
        raise StaffRefused(f"{role!r} is no role. Allowed: {', '.join(Assignment.Role.values)}.")
    unit = Unit.objects.filter(code=unit_code).first()
    if unit is None:
        raise StaffRefused(f"There is no unit with the code {unit_code!r}.")
    return Assignment(user=user, unit=unit, role=role)
