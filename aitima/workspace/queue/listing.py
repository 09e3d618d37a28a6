"""A queue page as a whole: which shelf, which filters, grouped or in pages."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Final

from django.db.models import F
from django.http import QueryDict
from django.urls import reverse

from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models.service_request import ServiceRequestQuerySet
from aitima.workspace import clocks
from aitima.workspace.queue import filters as narrowing
from aitima.workspace.queue import rows, shelves
from aitima.workspace.queue.filters import Filters
from aitima.workspace.queue.groups import Deadlines, Due
from aitima.workspace.queue.rows import Group, Page, Row
from aitima.workspace.queue.shelves import Counts, Shelf
from aitima.workspace.staff import Staff

_MOST_COUNTED: Final = 1000
"""What filters find is counted so far: beyond, another word helps more than a number."""
_LAST_PAGE: Final = shelves.CAP // rows.ON_PAGE
_GROUPED: Final = frozenset({Shelf.MINE, Shelf.UNIT, Shelf.UNCHARGED, Shelf.REOPENED})


@dataclass(frozen=True)
class Listing:
    """What an address of the queue asks for."""

    staff: Staff
    address: QueryDict
    shelf: Shelf
    filters: Filters

    @classmethod
    def read(cls, address: QueryDict, staff: Staff) -> "Listing":
        found = narrowing.read(address, staff)
        wanted = address.get("view", "")
        fallback = Shelf.ALL if found.text else Shelf.UNIT
        shelf = Shelf(wanted) if wanted in list(Shelf) else fallback
        return cls(staff, address, shelf, found)

    @property
    def is_grouped(self) -> bool:
        return self.shelf in _GROUPED and not self.filters.due and not self.filters.text

    @property
    def heading(self) -> str:
        return shelves.name(self.shelf, self.staff)

    @property
    def due_name(self) -> str:
        return Deadlines(self.staff.at).name(self.filters.due) if self.filters.due else ""

    @cached_property
    def requests(self) -> ServiceRequestQuerySet:
        on_shelf = shelves.on(self.shelf, self.staff)
        return self.filters.apply(on_shelf, at=self.staff.at) if self.filters.any else on_shelf

    @cached_property
    def counts(self) -> Counts:
        return shelves.counts(self.staff)

    @cached_property
    def groups(self) -> list[Group]:
        if not self.is_grouped:
            return []
        return rows.grouped(self.requests, self._group_counts, at=self.staff.at)

    @cached_property
    def page(self) -> Page | None:
        if self.is_grouped:
            return None
        return rows.page(self._in_order, self._number, at=self.staff.at)

    @property
    def _in_order(self) -> ServiceRequestQuerySet:
        if self.shelf.is_open:
            return self.requests.order_by("due_at", "pk")
        if self.filters.text and not self.count:
            return self.requests.none()
        moment = "closed_at" if self.shelf is Shelf.CLOSED else "submitted_at"
        if self.filters.text and (self.count or 0) <= _MOST_COUNTED:
            # Found by their words and then sorted. By its statistics PostgreSQL would rather walk
            # through the archive from its newest end, past all that other units have.
            return self.requests.order_by((F(moment) + timedelta(0)).desc(), "-pk")
        return self.requests.order_by(f"-{moment}", "-pk")

    @property
    def rows(self) -> list[Row]:
        if self.page is not None:
            return list(self.page.rows)
        return [row for group in self.groups for row in group.rows]

    @cached_property
    def count(self) -> int | None:
        """How many there are; None where counting the whole archive would tell nobody anything."""
        if self.is_grouped:
            return sum(self._group_counts.values())
        if not self.filters.any:
            return self.counts.shelves.get(self.shelf)
        return shelves.capped(self.requests, _MOST_COUNTED)

    @property
    def count_text(self) -> str:
        if self.count is None:
            return ""
        filtered = self.filters.any and not self.is_grouped
        return shelves.shown(self.count, _MOST_COUNTED if filtered else shelves.CAP)

    @cached_property
    def address_of_preview(self) -> str:
        return self._with("preview")

    @cached_property
    def address_of_group(self) -> str:
        return self._with("due")

    @property
    def address_of_page(self) -> str:
        return self._with("page")

    @property
    def with_filter(self) -> str:
        return narrowing.changed(self.address, filter="open")

    @property
    def without_filter(self) -> str:
        return reverse("workspace:queue") + narrowing.changed(self.address)

    @property
    def without_due(self) -> str:
        return narrowing.changed(self.address, due=None)

    @cached_property
    def next_due(self) -> str:
        """The nearest deadline of the person's part, for a page that has nothing to show."""
        coming = self.staff.requests().open().exclude(status=Status.WAITING)
        nearest = coming.filter(due_at__gte=self.staff.at).order_by("due_at", "pk")
        found = nearest.values_list("due_at", flat=True).first() if self.shelf.is_open else None
        return clocks.moment(found, now=self.staff.at) if found else ""

    def _with(self, key: str) -> str:
        """The address so far, ready for one more value; relative, so other pages may use it."""
        kept = narrowing.changed(self.address, **{key: None, "shown": None, "since": None})
        joint = "&" if len(kept) > 1 else ""
        return f"{reverse('workspace:queue')}{kept}{joint}{key}="

    @cached_property
    def _group_counts(self) -> dict[Due, int]:
        if self.shelf is Shelf.UNIT and not self.filters.any:
            return self.counts.groups
        return shelves.group_counts(self.requests, self.staff)

    @property
    def _number(self) -> int:
        number = self.address.get("page", "1")
        return min(max(int(number), 1), _LAST_PAGE) if number.isdecimal() and len(number) < 9 else 1  # noqa: PLR2004 - digits
