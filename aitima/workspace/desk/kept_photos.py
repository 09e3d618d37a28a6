"""Photographs uploaded with a form that must be filled in again: signed, so that they come back.

The file lies in the storage already; the page carries only its name, and only the person who
uploaded it for this request can hand it in or look at it.
"""

import base64
import json
from dataclasses import asdict
from datetime import timedelta
from typing import Final

from aitima.accounts.models import User
from aitima.core import tokens
from aitima.service_requests.models import ServiceRequest
from aitima.service_requests.photos import StoredPhoto

_LIFETIME: Final = timedelta(hours=12)


def purpose(service_request: ServiceRequest, user: User) -> str:
    return f"kept-photo.{service_request.pk}.{user.pk}"


def sign(photo: StoredPhoto, purpose: str) -> str:
    facts = json.dumps(asdict(photo)).encode()
    return tokens.sign(base64.urlsafe_b64encode(facts).decode(), purpose=purpose)


def read(token: str, purpose: str) -> StoredPhoto | None:
    try:
        signed = tokens.verify(token, purpose=purpose, max_age=_LIFETIME)
    except tokens.TokenRefused:
        return None
    return StoredPhoto(**json.loads(base64.urlsafe_b64decode(signed)))
