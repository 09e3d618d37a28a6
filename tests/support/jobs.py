"""Doing what was left to the worker, in the test's own transaction."""

import json
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app


def waiting_jobs(name: str) -> list[dict[str, Any]]:
    """The arguments of the jobs of this name, the first one first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args FROM procrastinate_jobs"
            " WHERE status = 'todo' AND task_name = %s ORDER BY id",
            [name],
        )
        return [_read(args) for (args,) in cursor.fetchall()]


def run_jobs(name: str) -> int:
    """Do the jobs of this name, and forget them as the worker does; returns how many."""
    jobs = waiting_jobs(name)
    for arguments in jobs:
        app.tasks[name].func(**arguments)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s", [name])
    return len(jobs)


def _read(arguments: str | dict[str, Any]) -> dict[str, Any]:
    return json.loads(arguments) if isinstance(arguments, str) else arguments
