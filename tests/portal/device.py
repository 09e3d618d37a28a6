"""A device that sends by itself."""

import json
import uuid
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.portal.citizen import EMAIL, KALLONI, LAMP, picture

KEY = "5e0bd0a4-7d9e-4a39-9a6d-3f3b3a0f6a01"
ANSWERS = {"text": LAMP, "service": "lighting-lamp", **KALLONI, **EMAIL}
OURS = {"Sec-Fetch-Site": "same-origin"}


class Device:
    """A browser's service worker: no page, no token, its cookies go along."""

    def __init__(self, client: Client, key: str = KEY) -> None:
        self.client = client
        self.url = f"/report/device/{key}/"

    def keep(self, photos: list[str] | None = None, **answers: str) -> Any:
        content = {"answers": {**ANSWERS, **answers}, "photos": photos or []}
        return self.put(self.url, json.dumps(content), "application/json")

    def photo(self, photo: str, content: bytes = b"", point: str = "") -> Any:
        content = content or picture().read()
        return self.put(f"{self.url}photos/{photo}/?point={point}", content, "image/jpeg")

    def put(self, url: str, content: str | bytes, kind: str) -> Any:
        response: Any = self.client.put(url, content, content_type=kind, headers=OURS)
        return response

    def send(self) -> Any:
        response: Any = self.client.post(f"{self.url}send/", headers=OURS)
        return response

    def open(self) -> Any:
        return self.client.post(f"{self.url}open/", headers=OURS)


def said(response: HttpResponse) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(response.content)
    return content


def names(count: int) -> list[str]:
    return [str(uuid.uuid4()) for _ in range(count)]
