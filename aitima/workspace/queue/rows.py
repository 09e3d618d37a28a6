"""The lines of the queue, in groups or in pages."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any, Final

from django.db.models import CharField, QuerySet, Value
from django.urls import reverse
from django.utils.text import Truncator

from aitima.core.text import fold
from aitima.service_requests.messages import where
from aitima.service_requests.models import ServiceRequest
from aitima.service_requests.models.service_request import ServiceRequestQuerySet
from aitima.workspace import clocks
from aitima.workspace.clocks import Bar
from aitima.workspace.queue.groups import Deadlines, Due
from aitima.workspace.queue.names import named

IN_GROUP: Final = 10
ON_PAGE: Final = 40
_TITLE_WORDS: Final = 12
_GREETINGS: Final = frozenset(
    {"καλημερα", "καλησπερα", "γεια", "χαιρετε", "hello", "hi", "good", "dear"}
)
_GREETING_WORDS: Final = 3
_SENTENCE_END: Final = re.compile(r"(?<=[.!;?])\s|\n")


@dataclass(frozen=True)
class Row:
    """A request as a line of the list."""

    service_request: ServiceRequest
    at: datetime

    @property
    def facts(self) -> tuple[object, ...]:
        """All that its line shows, before it is put into words."""
        row = self.service_request
        return (
            row.number,
            row.description,
            row.address,
            row.last_event_hash,
            row.service_id,
            row.unit_id,
            row.area_id,
            row.place_id,
            row.officer.full_name if row.officer else "",
        )

    @property
    def title(self) -> str:
        return title(self.service_request)

    @property
    def short_number(self) -> str:
        return self.service_request.number.rpartition("/")[2]

    @property
    def address(self) -> str:
        return _address_of("0000/000000").replace("0000/000000", self.service_request.number)

    @property
    def place(self) -> str:
        return where(self.service_request)

    @cached_property
    def bar(self) -> Bar:
        return clocks.target_bar(self.service_request, at=self.at)

    @property
    def planned(self) -> str:
        planned = self.service_request.scheduled_for
        return clocks.day(planned, at=self.at) if planned else ""

    @property
    def mark(self) -> str:
        """Which glyph says the state; a request that came back says so first."""
        came_back = self.service_request.times_reopened and self.service_request.is_open
        return "s-reopened" if came_back else f"s-{self.service_request.status}"


@dataclass(frozen=True)
class Group:
    """Requests under one heading, and how many there are in all."""

    name: str
    count: int
    rows: Sequence[Row]
    due: Due | None = None

    @property
    def has_more(self) -> bool:
        return self.count > len(self.rows)


@cache
def _address_of(number: str) -> str:
    return reverse("workspace:request-detail", args=[number])


def title(service_request: ServiceRequest) -> str:
    """The first sentence that says something, cut short when it is a long one."""
    sentences = _SENTENCE_END.split(service_request.description.strip())
    telling = next((part for part in sentences if part and not _is_greeting(part)), "")
    return Truncator(telling).words(_TITLE_WORDS).rstrip(".") or service_request.service.name


def _is_greeting(sentence: str) -> bool:
    words = fold(sentence).split()
    return len(words) <= _GREETING_WORDS and bool(words) and words[0].strip(",.!") in _GREETINGS


def grouped(
    requests: ServiceRequestQuerySet, counts: Mapping[Due, int], *, at: datetime
) -> list[Group]:
    """The first lines of every group that has any: one statement for keys, one for the rows."""
    deadlines = Deadlines(at)
    present = [due for due in Due if counts[due]]
    keys = _first_keys(requests, present, deadlines)
    found = named(key for group in keys.values() for key in group)
    return [
        Group(
            name=deadlines.name(due),
            count=counts[due],
            rows=[Row(found[key], at) for key in keys[due] if key in found],
            due=due,
        )
        for due in present
    ]


def _first_keys(
    requests: ServiceRequestQuerySet, present: Sequence[Due], deadlines: Deadlines
) -> dict[Due, list[int]]:
    parts = [
        requests.filter(deadlines.condition(due))
        .order_by("due_at", "pk")
        .values_list(Value(due.value, output_field=CharField()), "due_at", "id")[:IN_GROUP]
        for due in present
    ]
    keys: dict[Due, list[int]] = {due: [] for due in present}
    for due, _due_at, key in _all_of(parts):
        keys[Due(due)].append(key)
    return keys


def _all_of(parts: Sequence[QuerySet[Any, tuple[Any, ...]]]) -> Iterable[tuple[Any, ...]]:
    """The parts one after the other, in one statement; each keeps its order."""
    if len(parts) > 1:
        return parts[0].union(*parts[1:], all=True).order_by("due_at", "id")
    return parts[0] if parts else ()


@dataclass(frozen=True)
class Page:
    """One page of a list without groups."""

    number: int
    rows: Sequence[Row]
    more: bool

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.more else None


def page(requests: ServiceRequestQuerySet, number: int, *, at: datetime) -> Page:
    """A page in the order of the query set; one key more is read to know whether it goes on."""
    start = (number - 1) * ON_PAGE
    keys = list(requests.values_list("pk", flat=True)[start : start + ON_PAGE + 1])
    found = named(keys[:ON_PAGE])
    rows = [Row(found[key], at) for key in keys[:ON_PAGE] if key in found]
    return Page(number, rows, more=len(keys) > ON_PAGE)
