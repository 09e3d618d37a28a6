"""The one way in: pages, commands and other programs change a request only through these.

Every action keeps one order: lock → allow → check the transition → change → record the event →
queue the message. Each takes the request's key and the time, and is one transaction.
"""

from aitima.service_requests.actions.blocking import (
    block_contact,
    block_reporter,
    unblock_contact,
)
from aitima.service_requests.actions.charging import charge, take
from aitima.service_requests.actions.closing import forward, reject, resolve
from aitima.service_requests.actions.common import ChangedMeanwhile
from aitima.service_requests.actions.conversation import add_note, ask, reply
from aitima.service_requests.actions.erasing import erase
from aitima.service_requests.actions.judging import confirm, rate, take_back
from aitima.service_requests.actions.linking import send_link
from aitima.service_requests.actions.privacy import reveal_reporter
from aitima.service_requests.actions.publishing import hide, publish
from aitima.service_requests.actions.reopening import reopen
from aitima.service_requests.actions.repeating import DoneBefore
from aitima.service_requests.actions.submitting import Report, Submitted, submit
from aitima.service_requests.actions.withdrawing import withdraw
from aitima.service_requests.actions.working import schedule, start
from aitima.service_requests.actions.writing import add, answer_question, thank

__all__ = [
    "ChangedMeanwhile",
    "DoneBefore",
    "Report",
    "Submitted",
    "add",
    "add_note",
    "answer_question",
    "ask",
    "block_contact",
    "block_reporter",
    "charge",
    "confirm",
    "erase",
    "forward",
    "hide",
    "publish",
    "rate",
    "reject",
    "reopen",
    "reply",
    "resolve",
    "reveal_reporter",
    "schedule",
    "send_link",
    "start",
    "submit",
    "take",
    "take_back",
    "thank",
    "unblock_contact",
    "withdraw",
]
