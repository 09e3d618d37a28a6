"""The one way to tell somebody something: add an envelope in the transaction of the change.

No message for what did not happen, none missing for what did: message, delivery and job
are rows of the caller's transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from aitima.notifications import kinds
from aitima.notifications.jobs import look_at
from aitima.notifications.models import Delivery, Message


@dataclass(frozen=True, slots=True)
class Envelope:
    """What to tell (`template` with its `context`, see `kinds`), to whom, and about what.

    `about` is plain text such as "service_request:17"; `context` holds plain JSON values
    already in the recipient's language.
    """

    template: str
    to: str
    language: str
    about: str
    context: Mapping[str, str]


def add(*envelopes: Envelope, at: datetime) -> None:
    """Queue the envelopes: three statements for all of them together."""
    if not envelopes:
        return
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A message belongs to the change it tells of.")
    for envelope in envelopes:
        kinds.check(envelope.template, envelope.context)
    messages = Message.objects.bulk_create([_message(envelope, at) for envelope in envelopes])
    deliveries = Delivery.objects.bulk_create([_delivery(message, at) for message in messages])
    look_at(delivery.pk for delivery in deliveries)


def _message(envelope: Envelope, at: datetime) -> Message:
    return Message(
        template=envelope.template,
        to=envelope.to,
        language=envelope.language,
        about=envelope.about,
        context=dict(envelope.context),
        created_at=at,
    )


def _delivery(message: Message, at: datetime) -> Delivery:
    return Delivery(message=message, address=message.to, created_at=at, next_try_at=at)
