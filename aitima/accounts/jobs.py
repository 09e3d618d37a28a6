"""Housekeeping of sign-ins: what has run out is deleted."""

from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app

from aitima.accounts import codes


@app.periodic(cron="*/10 * * * *")
@app.task(queue="housekeeping", name="accounts.sweep_codes", queueing_lock="accounts.sweep_codes")
def sweep_codes(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate passes it
    """Delete codes and links that nobody can use any more."""
    codes.sweep(at=timezone.now())


@app.periodic(cron="47 3 * * *")
@app.task(
    queue="housekeeping", name="accounts.sweep_sessions", queueing_lock="accounts.sweep_sessions"
)
def sweep_sessions(timestamp: int) -> None:  # noqa: ARG001
    """Delete sessions that have run out."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
