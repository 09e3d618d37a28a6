"""The suggestions, as a page asks for them while somebody types."""

import secrets
import string
import time

from django.conf import settings

from aitima.catalogue.suggest import suggest
from bench import client
from bench.client import Jar
from bench.figures import Figure, Figures, percentile

REPEATS = 300
MOST = 50.0
TEXTS = (
    "Κάηκε η λάμπα έξω από το σπίτι μου",
    "exei ksexilisei o kados stin ermou edo kai tris meres",
    "ΤΕΡΑΣΤΙΑ ΛΑΚΚΟΥΒΑ ΣΤΗ ΔΙΑΣΤΑΥΡΩΣΗ",
    "τρεχει νερο απο σπαζμενο σωληνα διπλα στο φαρμακειο",
    "there is a dead cat in the middle of the road near the harbour",
    "Καλησπέρα σας, περνάω κάθε μέρα από την πλατεία με τα παιδιά μου και τα παγκάκια έχουν "
    "σαπίσει, οι πλάκες στο πεζοδρόμιο κουνιούνται και τα φώτα δεν ανάβουν εδώ και έναν μήνα. " * 3,
)


def measure(port: int, figures: Figures) -> None:
    token = "".join(secrets.choice(string.ascii_letters) for _ in range(32))
    jar = Jar({settings.CSRF_COOKIE_NAME: token})
    asked = [
        client.post(
            "/report/what/",
            {"csrfmiddlewaretoken": token, "text": text, "suggest": "typing"},
            jar,
            htmx=True,
        )
        for text in TEXTS
    ]
    requests = [asked[number % len(asked)] for number in range(REPEATS)]
    client.send(port, requests[:60], clients=2, status=200)  # every process warm
    times = client.send(port, requests, clients=1, status=200).times
    for label, share in (("p50", 0.5), ("p95", 0.95)):
        goal = MOST if label == "p95" else None
        value = 1000 * percentile(times, share)
        figures.add(Figure(f"suggestions while typing, {label}", value, "ms", goal))
    figures.add(Figure("one ranking in the process, p95", _ranking(), "ms"))


def _ranking() -> float:
    suggest(TEXTS[0])
    times = []
    for number in range(REPEATS):
        begun = time.perf_counter()
        suggest(TEXTS[number % len(TEXTS)])
        times.append(1000 * (time.perf_counter() - begun))
    return percentile(sorted(times), 0.95)
