"""The one way in: pages, commands and other programs change a request only through these.

Every action keeps one order: lock → allow → check the transition → change → record the event →
queue the message. Each takes the request's key and the time, and is one transaction.
"""

from aitima.service_requests.actions.charging import charge, take
from aitima.service_requests.actions.closing import forward, reject, reopen, resolve
from aitima.service_requests.actions.common import ChangedMeanwhile
from aitima.service_requests.actions.conversation import add_note, answer_question, ask, reply
from aitima.service_requests.actions.privacy import reveal_reporter
from aitima.service_requests.actions.submitting import Report, Submitted, submit
from aitima.service_requests.actions.working import schedule, start

__all__ = [
    "ChangedMeanwhile",
    "Report",
    "Submitted",
    "add_note",
    "answer_question",
    "ask",
    "charge",
    "forward",
    "reject",
    "reopen",
    "reply",
    "resolve",
    "reveal_reporter",
    "schedule",
    "start",
    "submit",
    "take",
]
