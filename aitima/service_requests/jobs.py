"""Background work on requests: the tasks of this package, where Procrastinate looks for them."""

from django.utils import timezone
from procrastinate.contrib.django import app

from aitima.service_requests import discarding, learning

__all__ = ["discarding", "learn_suggestions"]


@app.periodic(cron="37 2 * * *")
@app.task(queue="housekeeping", name="suggestions.learn", queueing_lock="suggestions.learn")
def learn_suggestions(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate passes it
    """Teach the suggestions what citizens wrote, and where it ended."""
    learning.learn(at=timezone.now())
