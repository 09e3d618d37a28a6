"""Bringing a member of staff into the chart."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from aitima.accounts.models import User
from aitima.organisation.models import Assignment, Unit


@transaction.atomic
def create(
    *,
    username: str,
    full_name: str,
    password: str,
    role: Assignment.Role | None,
    unit_code: str,
    on: date,
    email: str = "",
    language: str = "el",
) -> User:
    """Create an account and its post in the chart; without a role, a system administrator.

    Raises:
        ValidationError: the name is taken, or there is no such unit on the day.
    """
    if User.objects.filter(username=username).exists():
        raise ValidationError(_("The user name “%(name)s” is taken.") % {"name": username})
    user = User.objects.create_user(
        username,
        password,
        full_name=full_name,
        email=email,
        language=language,
        is_system_administrator=role is None,
    )
    if role is not None:
        unit = _unit(unit_code, on=on)
        Assignment.objects.create(user=user, unit=unit, role=role, valid_from=on)
    return user


def _unit(code: str, *, on: date) -> Unit:
    unit = Unit.objects.valid(on=on).filter(code=code).first()
    if unit is None:
        raise ValidationError(_("The chart has no unit with the code “%(code)s”.") % {"code": code})
    return unit
