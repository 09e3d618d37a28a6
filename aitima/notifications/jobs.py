"""Procrastinate's tasks: they read the clock and call the package.

Every task may run twice without harm. The delivery's row decides, not the job.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from aitima.notifications import channels
from aitima.notifications.models import Delivery

if TYPE_CHECKING:
    from procrastinate.types import JSONDict

# Longer than a mail server may take, yet with the sweep's rhythm under a minute: so
# soon another worker takes up what a dead one had begun.
LEASE: Final = timedelta(seconds=45)


@app.task(queue="deliveries", name="notifications.deliver")
def deliver(*, delivery_id: int) -> None:
    """Send one delivery. Only the holder of the lease sends; a dead holder's lease runs out."""
    delivery = Delivery.objects.claim(delivery_id, at=timezone.now(), lease=LEASE)
    if delivery is None:  # sent already, not due yet, or in another worker's hands
        return
    outcome = channels.send(delivery)
    with transaction.atomic():
        delivery.record(outcome, at=timezone.now())
        if delivery.next_try_at:
            deliver.configure(schedule_at=delivery.next_try_at).defer(delivery_id=delivery.pk)


def look_at(delivery_ids: Iterable[int]) -> None:
    """Defer all the jobs in one statement of the current transaction."""
    arguments: list[JSONDict] = [{"delivery_id": pk} for pk in delivery_ids]
    if arguments:
        deliver.batch_defer(*arguments)


@app.periodic(cron="* * * * * */10")
@app.task(queue="deliveries", name="notifications.sweep", queueing_lock="notifications.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate passes it
    """Find what lost its worker or its job, and have it looked at again."""
    now = timezone.now()
    Delivery.objects.give_up_hopeless(at=now)
    forgotten = Delivery.objects.forgotten(at=now)
    look_at(forgotten)
