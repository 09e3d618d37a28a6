"""Submissions through the portal's last step, beside the bare ceiling, in alternating rounds."""

import secrets
import string
import uuid
from datetime import datetime
from random import Random

from django.conf import settings
from django.core import signing

from aitima.demo.words import subjects
from aitima.portal.models import ReportDraft
from aitima.portal.reporting import drafts
from aitima.service_requests.importing.scattering import Settlements
from bench import client
from bench.client import Jar
from bench.figures import Figure, Figures, middle

CLIENTS = 8
ROUNDS = 5
REPORTS = 900
BARE = 2000
_SERVICES = ("lighting-lamp", "road-pothole", "bin-full", "tree-pruning")
_CSRF = "".join(secrets.choice(string.ascii_letters) for _ in range(32))


def measure(system: int, ceiling: int, figures: Figures, *, at: datetime) -> None:
    """Alternate rounds of both, after one round of each to warm up; compare their medians."""
    ours: list[float] = []
    bare: list[float] = []
    for number in range(ROUNDS + 1):
        plain = [client.post("/store/", {"text": "Κάηκε η λάμπα στη γωνία."})] * BARE
        bare_round = client.send(ceiling, plain, clients=CLIENTS, status=200)
        reports = _reports(REPORTS, Random(number), at=at)
        our_round = client.send(system, reports, clients=CLIENTS, status=302)
        _check(our_round)
        if number:
            bare.append(bare_round.per_second)
            ours.append(our_round.per_second)
    figures.add(Figure("bare ceiling: three inserts", middle(bare), "per s"))
    figures.add(Figure("submissions: the portal's last step", middle(ours), "per s"))
    shares = [100 * our / full for our, full in zip(ours, bare, strict=True)]
    figures.add(Figure("submissions, of the ceiling", middle(shares), "%", goal=35, at_most=False))


def _reports(count: int, chance: Random, *, at: datetime) -> list[bytes]:
    """Drafts as the pages keep them, each with the request that sends it."""
    kept = [_draft(chance, at=at) for _ in range(count)]
    ReportDraft.objects.bulk_create(kept)
    return [_sending(draft) for draft in kept]


def _draft(chance: Random, *, at: datetime) -> ReportDraft:
    subject = chance.choice([subject for subject in subjects() if subject.code in _SERVICES])
    spot = Settlements.of_the_municipality().anywhere(chance)
    answers = {
        "text": subject.report(chance, hour=9).text,
        "service": subject.code,
        "place": spot.place.code,
        "address": "Ερμού 12",
        "latitude": str(spot.latitude),
        "longitude": str(spot.longitude),
        "contact": "email",
        "email": "citizen@example.org",
    }
    return ReportDraft(key=uuid.uuid4(), answers=answers, created_at=at, changed_at=at)


def _sending(draft: ReportDraft) -> bytes:
    signed = signing.Signer(salt=drafts._SALT).sign(str(draft.pk))  # noqa: SLF001 - as the pages sign it
    jar = Jar({drafts.COOKIE: signed, settings.CSRF_COOKIE_NAME: _CSRF})
    fields = {"csrfmiddlewaretoken": _CSRF, "key": str(draft.pk)}
    return client.post("/report/check/", fields, jar)


def _check(sent: client.Round) -> None:
    """Every answer must lead to a confirmation of its own."""
    places = {answer.headers["location"] for answer in sent.answers}
    if len(places) != len(sent.answers) or not all(p.endswith("/received/") for p in places):
        raise client.UnexpectedAnswerError(f"not confirmed: {sorted(places)[:3]}")
