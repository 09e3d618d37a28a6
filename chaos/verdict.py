"""What the database and the file storage say about what the reporters were told."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.files.storage import default_storage

from aitima.notifications.models import Message
from aitima.service_requests import history
from aitima.service_requests.models import Photo, ServiceRequest
from chaos.reporter import Outcome


@dataclass(frozen=True)
class Verdict:
    """A promise, how many cases were looked at, and those in which it was broken."""

    promise: str
    cases: int
    broken: Sequence[str]


def verdicts(outcomes: Sequence[Outcome]) -> Iterator[Verdict]:
    kept = {request.description: request for request in ServiceRequest.objects.all()}
    times = Counter(ServiceRequest.objects.values_list("description", flat=True))
    acknowledged = [outcome for outcome in outcomes if outcome.number]
    yield Verdict(
        "Every acknowledged report is there, under the number that was shown",
        len(acknowledged),
        [o.text for o in acknowledged if _number(kept.get(o.text)) != o.number],
    )
    yield Verdict(
        "No report is there twice", len(times), [text for text, count in times.items() if count > 1]
    )
    yield Verdict(
        "Every report came to its end within a citizen's patience",
        len(outcomes),
        [f"{o.text}: {o.problem}" for o in outcomes if not o.number],
    )
    yield _photos_are_there(acknowledged, kept)
    yield _files_are_whole()
    yield _numbers_have_no_gaps()
    yield Verdict(
        "Every history is a whole chain",
        len(kept),
        [f"{found.number}: {found.reason}" for found in history.verify()],
    )
    yield _receipts(kept)


def _number(service_request: ServiceRequest | None) -> str:
    return service_request.number if service_request else ""


def _photos_are_there(acknowledged: Sequence[Outcome], kept: dict[str, ServiceRequest]) -> Verdict:
    counts = Counter(Photo.objects.values_list("service_request_id", flat=True))
    broken = [
        f"{o.text}: {counts[kept[o.text].pk]} of {o.photos}"
        for o in acknowledged
        if o.text in kept and counts[kept[o.text].pk] != o.photos
    ]
    shown = sum(o.photos for o in acknowledged)
    return Verdict("Every photo that was shown as taken is part of its report", shown, broken)


def _files_are_whole() -> Verdict:
    names = [name for pair in Photo.objects.values_list("file", "thumbnail") for name in pair]
    broken = [name for name in names if not _has_content(name)]
    return Verdict("Every photo's files are in the storage", len(names), broken)


def _receipts(kept: dict[str, ServiceRequest]) -> Verdict:
    """One for each request, queued by the statement that made the request."""
    about = Message.objects.filter(template="request_received").values_list("about", flat=True)
    told = Counter(about)
    broken = [r.number for r in kept.values() if told[r.topic] != 1]
    return Verdict("Every citizen is sent one receipt, and one only", len(kept), broken)


def _has_content(name: str) -> bool:
    return default_storage.exists(name) and default_storage.size(name) > 0


def _numbers_have_no_gaps() -> Verdict:
    numbers = ServiceRequest.objects.values_list("number", flat=True)
    serials = sorted(int(number.split("/")[1]) for number in numbers)
    wanted = range(1, len(serials) + 1)
    missing = sorted(set(wanted) ^ set(serials))
    return Verdict(
        "Protocol numbers run without a gap", len(serials), [str(number) for number in missing]
    )
