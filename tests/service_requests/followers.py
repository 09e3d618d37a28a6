"""Following as somebody with a mailbox does: ask, press the letter's button, hear of it."""

import re
from datetime import timedelta
from typing import Any, Final

from aitima.notifications.models import Message
from aitima.service_requests.actions import following
from aitima.service_requests.actions.following import Followed
from aitima.service_requests.models import ServiceRequest, Subscription
from tests.factories import NOON

NEIGHBOUR: Final = "neighbour@example.org"
SOON: Final = NOON + timedelta(hours=1)


def supporters(service_request: ServiceRequest) -> int:
    service_request.refresh_from_db()
    return service_request.supporters


def ask(followed: Followed, email: str = NEIGHBOUR, **facts: Any) -> None:
    following.subscribe(
        email=email, followed=followed, language="en", at=facts.pop("at", NOON), **facts
    )


def secret_of(message: Message) -> str:
    found = re.search(r"/follow/confirm/([\w-]+)/", message.context["confirm_url"])
    assert found
    return found[1]


def follow(followed: Followed, email: str = NEIGHBOUR) -> Subscription:
    """Ask, and press the button of the letter."""
    ask(followed, email)
    message = Message.objects.filter(template="follow_confirm", to=email).latest("pk")
    subscription = following.confirm(secret_of(message), at=NOON)
    assert subscription
    return subscription


def told(email: str = NEIGHBOUR) -> list[str]:
    news = Message.objects.filter(to=email).exclude(template="follow_confirm").order_by("pk")
    return [message.template for message in news]
