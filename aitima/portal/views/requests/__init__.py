"""The page of a request, and everything that its citizen does there."""

from aitima.portal.views.requests.acting import answer, not_fixed
from aitima.portal.views.requests.documents import receipt, received
from aitima.portal.views.requests.finding import find, private_link
from aitima.portal.views.requests.page import show
from aitima.portal.views.requests.photos import photo

__all__ = [
    "answer",
    "find",
    "not_fixed",
    "photo",
    "private_link",
    "receipt",
    "received",
    "show",
]
