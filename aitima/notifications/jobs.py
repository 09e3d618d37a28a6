"""Procrastinate's tasks: they read the clock and call the package.

Every task may run twice without harm. The delivery's row decides, not the job.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.builtin_tasks import remove_old_jobs
from procrastinate.contrib.django import app

from aitima.notifications import channels, forgetting
from aitima.notifications.models import Delivery

if TYPE_CHECKING:
    from procrastinate.types import JSONDict

# Longer than a mail server may take, yet with the sweep's rhythm under a minute: so
# soon another worker takes up what a dead one had begun.
LEASE: Final = timedelta(seconds=45)
KEEP_FAILED_JOBS_HOURS: Final = 30 * 24


@app.task(queue="deliveries", name="notifications.deliver")
def deliver(*, delivery_id: int) -> None:
    """Send one delivery. Only the holder of the lease sends; a dead holder's lease runs out."""
    delivery = Delivery.objects.claim(delivery_id, at=timezone.now(), lease=LEASE)
    if delivery is None:  # sent already, not due yet, or in another worker's hands
        return
    outcome = channels.send(delivery)
    with transaction.atomic():
        recorded = delivery.record(outcome, at=timezone.now())
        if recorded and delivery.next_try_at:
            deliver.configure(schedule_at=delivery.next_try_at).defer(delivery_id=delivery.pk)


def look_at(delivery_ids: Iterable[int]) -> None:
    """Defer all the jobs in one statement of the current transaction."""
    arguments: list[JSONDict] = [{"delivery_id": pk} for pk in delivery_ids]
    if arguments:
        deliver.batch_defer(*arguments)


@app.periodic(cron="* * * * * */10")
@app.task(
    queue="housekeeping",
    name="notifications.sweep",
    queueing_lock="notifications.sweep",
    priority=10,
)
def sweep(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate passes it
    """Find what lost its worker or its job, and have it looked at again."""
    now = timezone.now()
    Delivery.objects.give_up_hopeless(at=now)
    forgotten = Delivery.objects.forgotten(at=now)
    look_at(forgotten)


@app.periodic(cron="37 3 * * *")
@app.task(
    queue="housekeeping",
    name="notifications.forget_old_proofs",
    queueing_lock="notifications.forget_old_proofs",
)
def forget_old_proofs(timestamp: int) -> None:  # noqa: ARG001
    """Delete the letters whose codes and links ran out long ago."""
    forgetting.forget_old_proofs(at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(
    queue="housekeeping",
    name="jobs.take_up_again",
    queueing_lock="jobs.take_up_again",
    pass_context=True,
)
async def take_up_again(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Give the jobs of workers that died without a word to the living ones."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


@app.periodic(cron="17 4 * * *")
@app.task(
    queue="housekeeping", name="jobs.tidy_up", queueing_lock="jobs.tidy_up", pass_context=True
)
async def tidy_up(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Throw away jobs that ended badly a month ago; those that ended well go at once."""
    await remove_old_jobs(
        context,
        max_hours=KEEP_FAILED_JOBS_HOURS,
        remove_failed=True,
        remove_cancelled=True,
        remove_aborted=True,
    )
