"""A request that has already happened, as its source tells it."""

from dataclasses import dataclass
from datetime import date, datetime

from aitima.accounts.models import User
from aitima.catalogue.models import Service
from aitima.geography.models import Area, Place
from aitima.organisation.models import Unit
from aitima.service_requests.models import Channel, EventKind, RequestKind
from aitima.service_requests.photos import StoredPhoto


@dataclass(frozen=True, slots=True, kw_only=True)
class PastStep:
    """One thing that happened to a request after it came in.

    `text` is the answer, the question, the citizen's words or the note, as `kind` says. Without
    `by` the source does not know who wrote, and no answer is kept: an answer has an author.
    """

    kind: EventKind
    at: datetime
    by: User | None = None
    unit: Unit | None = None
    officer: User | None = None
    text: str = ""
    day: date | None = None
    authority: str = ""
    photos: tuple[StoredPhoto, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastReporter:
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRequest:
    """Known by `source` and `source_id`: the same pair is never written twice.

    Without `unit` the catalogue's route decides. Steps come in the order of time.
    """

    source: str
    source_id: str
    service: Service
    submitted_at: datetime
    description: str
    steps: tuple[PastStep, ...] = ()
    first: EventKind = EventKind.IMPORTED
    unit: Unit | None = None
    area: Area | None = None
    place: Place | None = None
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    kind: RequestKind = RequestKind.PROBLEM
    channel: Channel = Channel.IMPORT
    language: str = "el"
    reporter: PastReporter | None = None
    photos: tuple[StoredPhoto, ...] = ()
