"""Who is at work on this page: the person, their posts, and the moment that the page shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from typing import Concatenate, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from aitima.accounts.http import SignedInRequest
from aitima.accounts.models import User
from aitima.organisation.models import Assignment, Unit
from aitima.organisation.queries import chart
from aitima.service_requests import permissions
from aitima.service_requests.models.service_request import ServiceRequestQuerySet
from aitima.service_requests.permissions import POWERS, Access, Power

_LOWER_ROOMS = frozenset({Assignment.Role.OFFICER, Assignment.Role.HEAD, Assignment.Role.DEPUTY})


@dataclass(frozen=True)
class Staff:
    """A person and what they may see and do at one moment."""

    user: User
    access: Access
    at: datetime

    @classmethod
    def of(cls, user: User, *, at: datetime) -> "Staff":
        return cls(user, permissions.access_of(user, at=at), at)

    @property
    def sees_requests(self) -> bool:
        return self.access.may_anywhere(Power.SEE)

    @property
    def may_block(self) -> bool:
        return self.access.may_anywhere(Power.BLOCK)

    @property
    def sees_statistics(self) -> bool:
        return self.access.may_anywhere(Power.SEE_STATISTICS)

    @property
    def sees_the_house(self) -> bool:
        return any(post.role not in _LOWER_ROOMS for post in self.access.posts)

    @cached_property
    def units(self) -> list[Unit]:
        """The units in force whose requests the person sees, in the chart's order."""
        posts = [post for post in self.access.posts if Power.SEE in POWERS[post.role]]
        return [unit for unit in chart().values() if any(post.covers(unit) for post in posts)]

    @property
    def posts(self) -> list[str]:
        """Each role with its unit, in words."""
        return [
            f"{post.role.label}, {chart()[post.unit_id].name}"
            for post in self.access.posts
            if post.unit_id in chart()
        ]

    def requests(self) -> ServiceRequestQuerySet:
        return permissions.visible_to(self.access)


class StaffRequest(SignedInRequest):
    """An HTTP request behind `staff_page`."""

    staff: Staff


def staff_page[**P](
    view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in only people whose posts let them see requests; tell the others why not."""
    return page_with(Power.SEE)(view)


def page_with[**P](
    power: Power,
) -> Callable[
    [Callable[Concatenate[StaffRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """Let in only people who hold the power somewhere."""

    def guard(
        view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            signed_in = cast("StaffRequest", request)
            signed_in.staff = Staff.of(signed_in.user, at=timezone.now())
            if signed_in.staff.access.may_anywhere(power):
                return view(signed_in, *args, **kwargs)
            if signed_in.staff.sees_requests:
                raise PermissionDenied
            return no_requests(signed_in)

        return cast(
            "Callable[Concatenate[HttpRequest, P], HttpResponseBase]",
            never_cache(login_required(page)),
        )

    return guard


def no_requests(request: StaffRequest) -> HttpResponse:
    """Say what the account is for, instead of showing an empty queue."""
    context = {"staff": request.staff, "current": "", "counts": None}
    return render(request, "workspace/no_requests.html", context)
