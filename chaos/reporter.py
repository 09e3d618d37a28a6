"""A citizen with a phone and patience: when the page fails, the same step is tried again."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

import requests

from chaos.forms import Form, form_to

TIMEOUT: Final = 20.0
PATIENCE: Final = 90.0
_PAUSE: Final = 0.3
_NUMBER: Final = re.compile(r"/requests/(\d{4})/(\d+)/received/$")
_PLACE: Final = "5302010101"


class GaveUpError(Exception):
    """A step did not succeed within a citizen's patience."""


@dataclass
class Outcome:
    """What one citizen was told about one report."""

    text: str
    photos: int = 0
    """How many photos the page showed as taken."""
    number: str = ""
    """The protocol number, once the confirmation was seen."""
    failures: int = 0
    """Answers that did not come, or came as an error."""
    problem: str = ""


@dataclass
class Reporter:
    url: str
    pictures: Sequence[bytes]
    chance: Random
    outcomes: list[Outcome] = field(default_factory=list)

    def report(self, text: str) -> Outcome:
        """Go through the whole report; what was acknowledged is in the outcome."""
        outcome = Outcome(text)
        self.outcomes.append(outcome)
        self.browser = requests.Session()
        self.browser.headers["Accept-Language"] = "el"
        try:
            self._walk(outcome)
        except (GaveUpError, LookupError) as problem:
            outcome.problem = f"{type(problem).__name__}: {problem}"
        finally:
            self.browser.close()
        return outcome

    def _walk(self, outcome: Outcome) -> None:
        answers = {"text": outcome.text, "service": "lighting-lamp"}
        self._step(outcome, "/report/what/", answers, "/report/where/")
        answers = {"place": _PLACE, "address": "Έξω από το σχολείο"}
        self._step(outcome, "/report/where/", answers, "/report/details/")
        for picture in self.pictures:
            self._photo(outcome, picture)
        answers = {"contact": "email", "email": "citizen@example.org"}
        self._step(outcome, "/report/details/", answers, "/report/check/")
        self._send(outcome)

    def _step(self, outcome: Outcome, path: str, answers: dict[str, str], then: str) -> None:
        def go() -> bool:
            answer = self._post(path, self._form(path).fields | answers)
            if answer.is_redirect and "/nearby/" in answer.headers["Location"]:
                return True  # the same was reported nearby: this one is different
            return answer.is_redirect and answer.headers["Location"].endswith(then)

        self._until(outcome, go, path)

    def _photo(self, outcome: Outcome, picture: bytes) -> None:
        """Upload one photo; where the answer was lost, look whether it arrived."""

        def go() -> bool:
            page = self._page("/report/details/")
            if _shown(page) > outcome.photos:
                return True
            fields = form_to(page, "/report/details/").fields | {"step": "details"}
            files = {"photos": ("photo.jpg", picture, "image/jpeg")}
            return self._post("/report/photos/", fields, files=files).is_redirect

        self._until(outcome, go, "photo")
        outcome.photos = _shown(
            self._until(outcome, lambda: self._page("/report/details/"), "page")
        )

    def _send(self, outcome: Outcome) -> None:
        """Press the button until there is a confirmation, with the form as it was first shown."""
        form = self._until(outcome, lambda: self._form("/report/check/"), "check")

        def go() -> str:
            answer = self._post("/report/check/", form.fields)
            found = _NUMBER.search(answer.headers.get("Location", ""))
            return f"{found[1]}/{found[2]}" if found else ""

        number = self._until(outcome, go, "send")
        page = self._until(outcome, lambda: self._page(f"/requests/{number}/received/"), "received")
        if number not in page:
            raise GaveUpError("the confirmation lacks the number")
        outcome.number = number

    def _until[T](self, outcome: Outcome, go: Callable[[], T], what: str) -> T:
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            try:
                if result := go():
                    return result
            except (requests.RequestException, LookupError):
                outcome.failures += 1
            time.sleep(_PAUSE * self.chance.uniform(0.5, 1.5))
        raise GaveUpError(what)

    def _form(self, path: str) -> Form:
        return form_to(self._page(path), path)

    def _page(self, path: str) -> str:
        answer = self.browser.get(self.url + path, timeout=TIMEOUT)
        answer.raise_for_status()
        return answer.text

    def _post(self, path: str, fields: dict[str, str], **more: Any) -> requests.Response:
        return self.browser.post(
            self.url + path, fields, timeout=TIMEOUT, allow_redirects=False, **more
        )


def _shown(page: str) -> int:
    """How many photos the page shows as taken."""
    return page.count('name="remove"')
