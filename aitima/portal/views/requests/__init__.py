"""The page of a request, and everything that its citizen does there."""

from aitima.portal.views.requests.acting import add, answer, thanks
from aitima.portal.views.requests.closing import fixed, not_fixed, rating, take_back
from aitima.portal.views.requests.documents import receipt, received
from aitima.portal.views.requests.finding import private_link
from aitima.portal.views.requests.page import show
from aitima.portal.views.requests.photos import kept_photo, photo
from aitima.portal.views.requests.withdrawing import withdraw

__all__ = [
    "add",
    "answer",
    "fixed",
    "kept_photo",
    "not_fixed",
    "photo",
    "private_link",
    "rating",
    "receipt",
    "received",
    "show",
    "take_back",
    "thanks",
    "withdraw",
]
