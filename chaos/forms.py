"""The forms of a page, as a browser without JavaScript would send them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import override


@dataclass
class Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""))
            self.forms.append(self._open)
        elif tag == "input" and self._open is not None and _is_sent(given):
            self._open.fields[given["name"]] = given.get("value", "")

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def _is_sent(given: Mapping[str, str]) -> bool:
    chosen = given.get("type") not in {"checkbox", "radio"} or "checked" in given
    return "name" in given and chosen and given.get("type") not in {"file", "submit"}


def form_to(page: str, action: str) -> Form:
    """The form of a page that is sent to an address.

    Raises:
        LookupError: there is none.
    """
    reader = _Reader()
    reader.feed(page)
    for form in reader.forms:
        if form.action == action:
            return form
    raise LookupError(f"no form to {action}")
