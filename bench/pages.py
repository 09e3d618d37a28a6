"""The pages that are asked for all day, at one client."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Q

from aitima.accounts.models import User
from aitima.service_requests import links
from aitima.service_requests.models import ServiceRequest
from bench import client
from bench.client import Jar
from bench.figures import Figure, Figures, percentile

REPEATS = 300
HALF, MOST = 25.0, 60.0
WORDS = ("λακκούβα", "ΛΑΚΚΟΥΒΕΣ", "καμένος λαμπτήρας", "κάδος", "Ερμού", "bus stop", "φως")


def measure(port: int, figures: Figures, *, at: datetime) -> None:
    chance = Random(7)
    head = _signed_in("head")
    _page("queue, first page", port, [client.get("/workspace/", head)] * REPEATS, figures)
    searches = [client.get(f"/workspace/?q={quote(word)}", head) for word in WORDS]
    _page("search in the queue", port, _repeated(searches), figures)
    director = _signed_in("administration")
    everything = [client.get(f"/workspace/?q={quote(word)}", director) for word in WORDS]
    _page("search in everything", port, _repeated(everything), figures)
    numbers = list(ServiceRequest.objects.public().order_by("pk").values_list("number", flat=True))
    public = [client.get(f"/requests/{chance.choice(numbers)}/") for _ in range(REPEATS)]
    _page("status page, by number", port, public, figures)
    _page("status page, by private link", port, _private_pages(port, chance, at=at), figures)
    _page("home page", port, [client.get("/")] * REPEATS, figures, goals=False)
    _one_request(port, head, chance, figures)


def _page(
    name: str, port: int, requests: Sequence[bytes], figures: Figures, *, goals: bool = True
) -> None:
    client.send(port, requests[: REPEATS // 5], clients=2, status=200)  # every process warm
    times = client.send(port, requests, clients=1, status=200).times
    for label, share, goal in (("p50", 0.5, HALF), ("p95", 0.95, MOST)):
        value = 1000 * percentile(times, share)
        figures.add(Figure(f"{name}, {label}", value, "ms", goal if goals else None))


def _repeated(requests: Sequence[bytes]) -> list[bytes]:
    return [requests[number % len(requests)] for number in range(REPEATS)]


def _signed_in(username: str) -> Jar:
    user = User.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return Jar({settings.SESSION_COOKIE_NAME: str(session.session_key)})


def _private_pages(port: int, chance: Random, *, at: datetime) -> list[bytes]:
    """Pages as citizens open them from their letters, each with the cookie of its link."""
    pages = []
    lasting = at - links.LIFETIME / 2
    open_still = ServiceRequest.objects.filter(
        Q(closed_at__isnull=True) | Q(closed_at__gt=lasting), erased_at__isnull=True
    ).order_by("-pk")[:3000]
    for service_request in chance.sample(list(open_still), 30):
        secret = links.new_link(service_request, at=at)
        jar = Jar()
        jar.keep(client.one(port, client.get(f"/r/{secret}/"), status=302))
        pages.append(client.get(f"/requests/{service_request.number}/", jar))
    return _repeated(pages)


def _one_request(port: int, head: Jar, chance: Random, figures: Figures) -> None:
    seen = ServiceRequest.objects.filter(unit__code__startswith="DTY2").order_by("pk")
    numbers = list(seen.values_list("number", flat=True)[:2000])
    pages = [client.get(f"/workspace/requests/{chance.choice(numbers)}/", head)] * REPEATS
    _page("a request, for the staff", port, pages, figures, goals=False)
