"""Visiting a page as somebody, without a trace."""

from copy import deepcopy
from typing import Any

from django.db import transaction
from django.test import Client

from tests.security.roles import World


def visit(world: World, role: str, method: str, path: str) -> Any:
    """Ask as if for the first time: what the visit changes is undone."""
    client = Client()
    client.cookies = deepcopy(world.clients[role].cookies)
    with transaction.atomic():
        response = getattr(client, method)(path)
        transaction.set_rollback(True)
    return response
