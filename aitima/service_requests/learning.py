"""Suggestions learn at night from the municipality's own closed requests.

A request teaches when it was resolved: its words then belong to the service it ended at. Nothing
confidential, hidden or erased is learned from, a part of a text only when several requests have
it, and a text in a language that the catalogue's examples do not know is passed over. What was
learned is put into use only if it is not worse, neither for requests it has not seen nor for the
catalogue's own examples.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from aitima.catalogue.suggesting import kept
from aitima.catalogue.suggesting.examples import own_examples
from aitima.catalogue.suggesting.features import words_of
from aitima.catalogue.suggesting.model import Model
from aitima.catalogue.suggesting.training import Example, Examples, train
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import ServiceRequest

NEWEST: Final = 20_000
MOST_OF_ONE: Final = 100
WEIGHT: Final = 0.3
"""A request counts less than an example that somebody wrote to be one."""

FEWEST: Final = 50
"""So many requests kept apart are needed to judge by."""

_ONE_IN: Final = 5
_FEWEST_WORDS: Final = 2
_KNOWN: Final = 0.5
_WORSE: Final = 0.01
_LOCK: Final = 0x4C4541524E


@dataclass(frozen=True, slots=True)
class Lesson:
    """What became of one night's learning; marks are the share found first and among three."""

    requests: int
    before: float = 0.0
    after: float = 0.0
    own_before: float = 0.0
    own_after: float = 0.0
    kept: bool = False

    @property
    def passed(self) -> bool:
        return self.after >= self.before and self.own_after >= self.own_before - _WORSE


TASK: Final = "suggestions.learn_anew"


def forget_words() -> None:
    """Let nothing that was learned outlast the words it came from; a job learns anew.

    The job is a row of the transaction. Where one waits already, it does for this one, too.
    """
    _one_at_a_time()
    if kept.forget_requests():
        with suppress(AlreadyEnqueued), transaction.atomic():
            app.configure_task(TASK, queue="housekeeping", queueing_lock=TASK).defer()


def learn(*, at: datetime) -> Lesson:
    """Learn from what is closed by now, and use it if it is not worse."""
    erased = _erased()
    own = own_examples()
    lessons, exam = _divided(own)
    if len(exam) < FEWEST:
        kept.refresh(at=at)
        return Lesson(len(lessons))
    candidate = train(own.with_more(lessons))
    lesson = _examined(candidate, own, lessons, exam)
    if not lesson.passed:
        return lesson
    with transaction.atomic():
        _one_at_a_time()
        if _erased() != erased:  # somebody's words were read before they went
            return lesson
        marks = {"before": lesson.before, "after": lesson.after}
        used = kept.store(candidate, own, at=at, requests=len(lessons), marks=marks)
    return Lesson(lesson.requests, *_marks(lesson), kept=used)


def _erased() -> int:
    return ServiceRequest.objects.exclude(erased_at=None).count()


def _one_at_a_time() -> None:
    """Until the transaction ends: an erasure either finds what was learned, or is seen by it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _marks(lesson: Lesson) -> tuple[float, float, float, float]:
    return lesson.before, lesson.after, lesson.own_before, lesson.own_after


def _examined(
    candidate: Model, own: Examples, lessons: Sequence[Example], exam: Sequence[Example]
) -> Lesson:
    """Both old and new answer the same questions; own examples are asked of others than taught."""
    taught = [example for number, example in enumerate(own.examples) if number % _ONE_IN]
    asked = own.examples[::_ONE_IN]
    part = Examples(own.codes, taught, own.small_talk)
    return Lesson(
        len(lessons),
        before=_mark(kept.model(), exam),
        after=_mark(candidate, exam),
        own_before=_mark(train(part), asked),
        own_after=_mark(train(part.with_more(lessons)), asked),
    )


def _mark(model: Model, asked: Sequence[Example]) -> float:
    """Half for the right service first, half for it among the first three."""
    found = 0
    for example in asked:
        first = model.rank(example.text).codes[:3]
        found += (first[:1] == [example.code]) + (example.code in first)
    return found / (2 * len(asked))


def _divided(own: Examples) -> tuple[list[Example], list[Example]]:
    """What is taught, and what only examines: the same requests every night, never taught."""
    lessons: list[Example] = []
    exam: list[Example] = []
    taken: Counter[str] = Counter()
    for pk, example in _closed(own):
        if taken[example.code] < MOST_OF_ONE:
            taken[example.code] += 1
            (lessons if pk % _ONE_IN else exam).append(example)
    return lessons, exam


def _closed(own: Examples) -> Iterator[tuple[int, Example]]:
    """Resolved requests, the newest first, each text once, in words that are known already."""
    known = train(own)
    seen: set[tuple[str, ...]] = set()
    for pk, code, text in _resolved():
        keys = tuple(word.key for word in words_of(text))
        if code not in own.codes or len(keys) < _FEWEST_WORDS or keys in seen:
            continue
        seen.add(keys)
        if known.knows(text) >= _KNOWN:
            yield pk, Example(text, code, WEIGHT, private=True)


def _resolved() -> Iterator[tuple[int, str, str]]:
    resolved = ServiceRequest.objects.filter(
        status=Status.RESOLVED, confidential=False, to_be_checked=False, erased_at=None
    )
    found = resolved.order_by("-closed_at", "-pk").values_list("pk", "service__code", "description")
    yield from found[:NEWEST]
