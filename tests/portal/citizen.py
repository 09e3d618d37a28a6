"""Walking through a report as a citizen does, one page after the other."""

import re
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

LAMP = "The lamp outside the school is out"
KALLONI = {"place": "5302010101", "address": "Outside the school's gate"}
EMAIL = {"contact": "email", "email": "citizen@example.org"}

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
_KEY = re.compile(r'name="key" value="([\w-]+)"')


@dataclass
class Citizen:
    client: Client

    def __post_init__(self) -> None:
        self.client.cookies["language"] = "en"

    def get(self, path: str, **asked: str) -> Any:
        return self.client.get(path, asked)

    def post(self, path: str, answers: dict[str, Any], *, page: str = "", **headers: str) -> Any:
        """Send a form as the page it stands on would."""
        token = _found(_TOKEN, self.client.get(page or path))
        data = {"csrfmiddlewaretoken": token, **answers}
        return self.client.post(path, data, headers=headers or None)

    def what(self, **answers: str) -> Any:
        return self.post("/report/what/", {"text": LAMP, "service": "lighting-lamp", **answers})

    def where(self, **answers: str) -> Any:
        return self.post("/report/where/", answers or KALLONI)

    def details(self, **answers: str) -> Any:
        return self.post("/report/details/", answers or EMAIL)

    def photos(self, *files: SimpleUploadedFile, step: str = "details", **headers: str) -> Any:
        answers = {"step": step, "photos": list(files)}
        return self.post("/report/photos/", answers, page=f"/report/{step}/", **headers)

    def fill_in(self, **answers: str) -> None:
        """Answer everything, up to the page that sends."""
        self.what(**answers)
        self.where()
        self.details()

    def key(self) -> str:
        return _found(_KEY, self.get("/report/check/"))

    def send(self, key: str = "") -> Any:
        key = key or self.key()
        return self.post("/report/check/", {"key": key}, page="/report/what/")

    def report(self, **answers: str) -> str:
        """Make a whole report and return its number."""
        self.fill_in(**answers)
        return number_in(self.send().url)


def number_in(url: str) -> str:
    _, _, year, serial, *_ = url.split("/")
    return f"{year}/{serial}"


def url_of(number: str) -> str:
    return f"/requests/{number}/"


def said_by(response: HttpResponse) -> str:
    """The page's words, without its tags."""
    text = response.content.decode()
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def title_of(response: HttpResponse) -> str:
    found = re.search(r"<title>(.*?)</title>", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(found[1]).split()) if found else ""


def picture(name: str = "lamp.jpg", *, kind: str = "JPEG", size: int = 40) -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (size, size), "#123456").save(content, kind)
    return SimpleUploadedFile(name, content.getvalue())


def _found(pattern: re.Pattern[str], response: Any) -> str:
    match = pattern.search(response.content.decode())
    assert match, f"{pattern.pattern} is not on the page"
    return match[1]
