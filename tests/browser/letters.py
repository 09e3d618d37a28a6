"""Reading one's mail as a citizen does: what the system's mailbox received."""

import re

from tests.support.system import System, wait_until


def code_for(system: System, email: str, page: str = "/my/open/") -> str:
    """The six digits of the newest letter whose link leads to the page."""
    return _found(r"\b(\d{6})\b", _letter(system, email, page, nth=-1))


def link_for(system: System, email: str, page: str, *, nth: int = -1) -> str:
    """The path of the link in a letter that leads to the page whose address begins so.

    Args:
        nth: which of the letters that have such a link, the newest without it.
    """
    return _found(rf"https?://[^/\s]+({page}[^\s<>]+)", _letter(system, email, page, nth=nth))


def _letter(system: System, email: str, page: str, *, nth: int) -> str:
    wait_until(lambda: len(_letters(system, email, page)) > max(nth, 0))
    return _letters(system, email, page)[nth]


def _letters(system: System, email: str, page: str) -> list[str]:
    bodies = [mail.get_body(("plain",)) for mail in system.mails(email)]
    words = [body.get_content() for body in bodies if body]
    return [text for text in words if page in text]


def _found(pattern: str, words: str) -> str:
    match = re.search(pattern, words)
    assert match, f"{pattern} is not in the letter"
    return match[1]
