"""Housekeeping of the citizens' pages."""

from django.utils import timezone
from procrastinate.contrib.django import app

from aitima.portal.reporting import drafts, leftovers


@app.periodic(cron="17 3 * * *")
@app.task(queue="housekeeping", name="portal.sweep_drafts", queueing_lock="portal.sweep_drafts")
def sweep_drafts(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate passes it
    """Delete reports that nobody finished, with their photos."""
    drafts.sweep(at=timezone.now())


@app.periodic(cron="41 3 * * *")
@app.task(queue="housekeeping", name="portal.sweep_photos", queueing_lock="portal.sweep_photos")
def sweep_photos(timestamp: int) -> None:  # noqa: ARG001
    """Delete photographs that were uploaded and never sent."""
    leftovers.sweep_photos(at=timezone.now())
