"""Background work on requests: the tasks of this package, where Procrastinate looks for them."""

from django.utils import timezone
from procrastinate.contrib.django import app

from aitima.service_requests import actions, discarding, learning
from aitima.service_requests.actions import following
from aitima.service_requests.followers import QUEUE, TASK

__all__ = [
    "discarding",
    "learn_anew",
    "learn_suggestions",
    "send_link",
    "sweep_followers",
    "tell_of_new",
]


@app.periodic(cron="37 2 * * *")
@app.task(queue="housekeeping", name="suggestions.learn", queueing_lock="suggestions.learn")
def learn_suggestions(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate passes it
    """Teach the suggestions what citizens wrote, and where it ended."""
    learning.learn(at=timezone.now())


@app.task(queue="housekeeping", name=learning.TASK)
def learn_anew() -> None:
    """Teach them again after an erasure, without the words that went."""
    learning.learn(at=timezone.now())


@app.task(queue=QUEUE, name=TASK)
def tell_of_new(*, pk: int) -> None:
    """Write to those who wait for such a request; a second run finds that it was done."""
    following.tell_of_new(pk=pk, at=timezone.now())


@app.periodic(cron="37 3 * * *")
@app.task(queue="housekeeping", name="following.sweep", queueing_lock="following.sweep")
def sweep_followers(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate passes it
    """Forget addresses that nobody writes to."""
    following.sweep(at=timezone.now())


@app.task(queue="deliveries", name="service_requests.send_link")
def send_link(*, request_id: int) -> None:
    """Send a private link again; without a request there is nothing to do."""
    if request_id:
        actions.send_link(pk=request_id, at=timezone.now())
