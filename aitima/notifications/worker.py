"""The process that works through every queue: `aitima worker`."""

import asyncio
import logging
import os
import signal
import threading
from contextlib import suppress
from typing import Final

import psycopg
from asgiref.sync import sync_to_async
from django.db import connections
from procrastinate import App
from procrastinate.contrib.django import app, connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector

logger = logging.getLogger(__name__)

CONCURRENCY: Final = 4
POLLING_SECONDS: Final = 5.0  # for what NOTIFY did not tell: jobs whose hour has come
RECONNECT_SECONDS: Final = 1.0
GRACE_SECONDS: Final = 3.0  # for the jobs in hand, when asked to stop
LAST_MOMENT_SECONDS: Final = 4.5


def run() -> None:
    """Work until SIGTERM or SIGINT; a database that goes away is waited for."""
    asyncio.run(_work_until_stopped())


async def _work_until_stopped() -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _ask_to_stop, stop)
    while not stop.is_set():
        try:
            await _work(stop)
        except (ConnectorException, psycopg.Error) as failure:
            logger.warning("The worker has lost the database: %s", failure.__cause__ or failure)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), RECONNECT_SECONDS)


def _ask_to_stop(stop: asyncio.Event) -> None:
    """Stop soon, and certainly: a thread in the middle of a slow SMTP talk cannot be cut short.

    Leaving it behind is safe: its delivery is under a lease that runs out.
    """
    stop.set()
    last_moment = threading.Timer(LAST_MOMENT_SECONDS, os._exit, [0])
    last_moment.daemon = True
    last_moment.start()


async def _work(stop: asyncio.Event) -> None:
    """One life of the worker: until asked to stop, or until the connection breaks."""
    # The scheduler of periodic tasks goes through Django's connection, which nobody renews.
    await sync_to_async(connections.close_all)()
    # Knock first: a pool that finds nobody at home comes back at ever longer intervals.
    await (await psycopg.AsyncConnection.connect(**connector_params())).close()
    async with _app_of_the_worker().open_async() as worker_app:
        working = asyncio.create_task(
            worker_app.run_worker_async(
                concurrency=CONCURRENCY,
                fetch_job_polling_interval=POLLING_SECONDS,
                shutdown_graceful_timeout=GRACE_SECONDS,
                install_signal_handlers=False,
                delete_jobs="successful",
            )
        )
        asked = asyncio.create_task(stop.wait())
        await asyncio.wait({working, asked}, return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working


def _app_of_the_worker() -> App:
    """The same tasks over the worker's own connections.

    A second app, rather than another connector in the first: what a job defers goes through
    the first, hence through Django's connection and the job's transaction.
    """
    pool = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=CONCURRENCY, timeout=5)
    return app.with_connector(pool)
