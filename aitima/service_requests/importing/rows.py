"""From a row of another system's file to a past request, or the reason why not."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from aitima.catalogue.models import Service
from aitima.catalogue.queries import catalogue
from aitima.service_requests.importing.mapping import ImportMapping
from aitima.service_requests.importing.past import PastRequest, PastStep
from aitima.service_requests.importing.points import Locator, PointRefused
from aitima.service_requests.lifecycle import CLOSED, Status
from aitima.service_requests.models import Channel, EventKind

type Row = Mapping[str, str]

_LONGEST_TEXT: Final = 4000
_LONGEST_ADDRESS: Final = 300
_LONGEST_ID: Final = 60
_END: Final = {
    Status.RESOLVED: EventKind.RESOLVED,
    Status.REJECTED: EventKind.REJECTED,
    Status.FORWARDED: EventKind.FORWARDED,
}


class RowRefused(Exception):
    """The row is not imported; the message says why."""


@dataclass
class RowReader:
    """Reads the rows of one file, one after the other; knows the ids that came before."""

    mapping: ImportMapping
    locator: Locator
    at: datetime
    _lines: dict[str, int] = field(default_factory=dict)
    _same: Counter[str] = field(default_factory=Counter)

    def read(self, row: Row, *, line: int) -> PastRequest:
        """Make a past request of a row.

        Raises:
            RowRefused: the row cannot be imported.
        """
        identity = self._identity(row, line)
        submitted_at = self._submitted_at(row)
        try:
            where = self.locator.locate(self._text(row, "x"), self._text(row, "y"), identity)
        except PointRefused as refusal:
            raise RowRefused(str(refusal)) from None
        return PastRequest(
            source=self.mapping.source,
            source_id=identity,
            service=self._service(row),
            submitted_at=submitted_at,
            description=self._description(row),
            steps=tuple(self._steps(row, submitted_at)),
            channel=Channel(self._word(row, "channel")),
            language=self.mapping.language,
            address=_fitting("address", self._text(row, "address"), _LONGEST_ADDRESS),
            latitude=where.latitude,
            longitude=where.longitude,
            area=where.area,
            place=where.place,
        )

    def _identity(self, row: Row, line: int) -> str:
        """The row's id; without a column for it, what the row says and how often it said so."""
        if "id" not in self.mapping.columns:
            digest = hashlib.sha256("\x1f".join(row.values()).encode()).hexdigest()[:32]
            self._same[digest] += 1
            return f"{digest}-{self._same[digest]}"
        identity = self._text(row, "id")
        if not identity:
            raise RowRefused("it has no id")
        _fitting("id", identity, _LONGEST_ID)
        first = self._lines.setdefault(identity, line)
        if first != line:
            raise RowRefused(f"line {first} has the same id {identity!r}")
        return identity

    def _submitted_at(self, row: Row) -> datetime:
        submitted_at = self._time(row, "submitted_at")
        if submitted_at is None:
            raise RowRefused("the time of arrival is empty")
        if submitted_at > self.at:
            raise RowRefused(f"it arrived in the future: {submitted_at:%Y-%m-%d %H:%M}")
        return submitted_at

    def _steps(self, row: Row, submitted_at: datetime) -> Iterator[PastStep]:
        status = Status(self._word(row, "status"))
        charged_at = self._time(row, "charged_at", not_before=submitted_at)
        if charged_at or status == Status.CHARGED:
            yield PastStep(kind=EventKind.CHARGED, at=charged_at or submitted_at)
        if status == Status.IN_PROGRESS:
            yield PastStep(kind=EventKind.STARTED, at=charged_at or submitted_at)
        if status in CLOSED:
            yield PastStep(
                kind=_END[status],
                at=self._closed_at(row, charged_at or submitted_at),
                authority=self._text(row, "authority"),
            )

    def _closed_at(self, row: Row, not_before: datetime) -> datetime:
        closed_at = self._time(row, "closed_at", not_before=not_before)
        if closed_at is None and self.mapping.dates.closed_after is not None:
            closed_at = min(not_before + self.mapping.dates.closed_after, self.at)
        if closed_at is None:
            raise RowRefused("it is closed, but the time of closing is empty")
        if closed_at > self.at:
            raise RowRefused(f"it was closed in the future: {closed_at:%Y-%m-%d %H:%M}")
        return closed_at

    def _time(self, row: Row, name: str, *, not_before: datetime | None = None) -> datetime | None:
        text = self._text(row, name)
        if not text:
            return None
        moment = self._parsed(text)
        if not_before is not None and moment < not_before:
            raise RowRefused(f"{name} {text!r} is earlier than what went before")
        return moment

    def _parsed(self, text: str) -> datetime:
        for form in self.mapping.dates.formats:
            try:
                moment = datetime.strptime(text, form)  # noqa: DTZ007 - the zone follows
            except ValueError:
                continue
            return moment if moment.tzinfo else moment.replace(tzinfo=self.mapping.dates.zone)
        forms = ", ".join(self.mapping.dates.formats)
        raise RowRefused(f"{text!r} is not a date in any of: {forms}")

    def _service(self, row: Row) -> Service:
        return catalogue().services[self._word(row, "service")]

    def _word(self, row: Row, name: str) -> str:
        words = {
            "service": self.mapping.services,
            "status": self.mapping.statuses,
            "channel": self.mapping.channels,
        }[name]
        theirs = self._text(row, name)
        ours = words.ours(theirs)
        if ours is None:
            raise RowRefused(f"the {name} {theirs!r} is not in the mapping, which has no default")
        return ours

    def _description(self, row: Row) -> str:
        text = self.mapping.fill(row) if self.mapping.template else ""
        text = text or self._text(row, "description")
        if not text:
            raise RowRefused("it has no text")
        return _fitting("text", text, _LONGEST_TEXT)

    def _text(self, row: Row, name: str) -> str:
        """The first of the mapped columns that is filled."""
        for column in self.mapping.columns.get(name, ()):
            if text := row[column].strip():
                return text
        return ""


def _fitting(name: str, text: str, most: int) -> str:
    if len(text) > most:
        raise RowRefused(f"the {name} has {len(text)} characters, {most} at most")
    if "\x00" in text:
        raise RowRefused(f"the {name} holds a character that no text has (NUL)")
    return text
