"""The public list and map: any part of the map, any page of the list."""

from collections.abc import Iterator
from random import Random
from urllib.parse import quote

from bench import client
from bench.figures import Figure, Figures, percentile

REPEATS = 300
SLOWEST = 80.0
HEAVIEST = 100.0
ISLAND = (25.8, 38.95, 26.65, 39.42)
ZOOMS = (9, 10, 11, 12, 13, 14, 15, 16)
FILTERS = ("", "state=all", "state=all", "state=all&since=365", "state=done", "group=lighting")
WORDS = ("λακκούβα", "κάδος", "φως", "bus stop")


def measure(port: int, figures: Figures) -> None:
    chance = Random(11)
    marks = [f"/requests/map.json?{query}" for query in _parts(chance)]
    _measured("public map, any part", port, marks, figures, goal=SLOWEST)
    pages = [f"/requests/?{chance.choice(FILTERS)}" for _ in range(REPEATS)]
    _measured("public list and its map", port, pages, figures)
    words = [f"/requests/?state=all&q={chance.choice(WORDS)}" for _ in range(60)]
    _measured("public list, by words", port, [_quoted(path) for path in words], figures)


def _parts(chance: Random) -> Iterator[str]:
    """Parts of the map as a telephone or a desk shows them, from the island down to a street."""
    west, south, east, north = ISLAND
    for _ in range(REPEATS):
        zoom = chance.choice(ZOOMS)
        width, height = chance.choice(((375, 420), (750, 580), (1600, 900)))
        degrees = 360 / (256 * 2**zoom)
        x, y = chance.uniform(west, east), chance.uniform(south, north)
        across, down = width * degrees / 2, height * degrees * 0.39
        box = f"{x - across:.4f},{y - down:.4f},{x + across:.4f},{y + down:.4f}"
        yield f"bbox={box}&zoom={zoom}&{chance.choice(FILTERS)}"


def _quoted(path: str) -> str:
    return quote(path, safe="/?=&")


def _measured(
    name: str, port: int, paths: list[str], figures: Figures, *, goal: float | None = None
) -> None:
    requests = [client.get(path) for path in paths]
    client.send(port, requests[: len(requests) // 5], clients=2, status=200)  # all processes warm
    answers = client.send(port, requests, clients=1, status=200)
    for label, share in (("p50", 0.5), ("p95", 0.95)):
        value = 1000 * percentile(answers.times, share)
        figures.add(Figure(f"{name}, {label}", value, "ms", goal if label == "p95" else None))
    heaviest = max(len(answer.body) for answer in answers.answers) / 1024
    figures.add(Figure(f"{name}, largest answer", heaviest, "KB", goal and HEAVIEST))
