"""The ways to reach a person. Each channel is a module with one function, `send`."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from aitima.notifications.channels import email
from aitima.notifications.channels.outcomes import Outcome, Verdict

if TYPE_CHECKING:
    from aitima.notifications.models import Delivery

__all__ = ["send"]

logger = logging.getLogger(__name__)

_SENDERS = {"email": email.send}


def send(delivery: Delivery) -> Outcome:
    """Try to deliver, rendering at the first try. What goes wrong is an outcome, no exception.

    An exception would leave the delivery to its lease: tried every minute, with no pause
    growing and no word in the log.
    """
    try:
        if not delivery.message.is_rendered:
            delivery.message.render()
        return _SENDERS[delivery.channel](delivery)
    except Exception as error:
        logger.exception("Delivery %s could not be tried", delivery.pk)
        return Outcome(Verdict.TRY_AGAIN, f"{type(error).__name__}: {error}")
