"""Reading one table of a TOML file, or one row of a CSV file, key by key.

Every method answers with a value of the right type whatever it finds, and notes what was
wrong: so the reading goes on to the end, and all mistakes are told at once.
"""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any, Final

from aitima.core.translated import Texts
from aitima.municipalities.mistakes import Mistakes, Origin

NUL: Final = "\0"  # the one character that PostgreSQL cannot keep
_LANGUAGE: Final = re.compile(r"[a-z]{2}")


class Fields:
    """The keys of one entry; `done` reports those that nobody asked for."""

    def __init__(
        self,
        values: Mapping[str, Any],
        origin: Origin,
        mistakes: Mistakes,
        languages: Sequence[str],
    ) -> None:
        self.origin = origin
        self._values = values
        self._mistakes = mistakes
        self._languages = languages
        self._asked: set[str] = set()

    def text(self, key: str, *, needed: bool = True, longest: int = 1000) -> str:
        value = self._get(key, "a text", needed=needed)
        if value is None:
            return ""
        if not isinstance(value, str):
            return self._wrong(key, f"write a text in quotes, not {value!r}", "")
        if needed and not _is_text(value):
            self._add(key, "it is empty: write a text")
        elif len(value) > longest or NUL in value:
            self._add(key, f"write at most {longest} characters, and no NUL among them")
        return value.strip()

    def code(
        self, key: str = "code", *, longest: int, pattern: str, letters: str = "Latin letters"
    ) -> str:
        value = self.text(key)
        if value and not re.fullmatch(pattern, value):
            self._add(key, f"{value!r} is no code: use {letters}, digits and hyphens")
        elif len(value) > longest:
            self._add(key, f"{value!r} is too long: {longest} characters at most")
        return value

    def texts(self, key: str, *, needed: bool = True) -> Texts:
        """A text in every language, or (where it is not needed) none at all."""
        value = self._get(key, self._example(key), needed=needed)
        if value is None or (value == {} and not needed):
            return {}
        if not isinstance(value, Mapping):
            return self._wrong(key, f"write one text per language: {self._example(key)}", {})
        self._check_languages(key, value)
        return {language: text.strip() for language, text in value.items() if _is_text(text)}

    def words(self, key: str) -> list[str]:
        """Lists of words per language, as one list without repetitions."""
        value = self._get(key, f'{key}.el = ["…"]', needed=False) or {}
        if not isinstance(value, Mapping):
            return self._wrong(key, f'write one list per language: {key}.el = ["…"]', [])
        words: list[str] = []
        for language, listed in value.items():
            if _is_list_of_texts(listed):
                words += listed
            else:
                self._add(f"{key}.{language}", 'write a list of texts: ["…", "…"]')
        return list(dict.fromkeys(words))

    def whole(self, key: str, *, least: int, most: int, needed: bool = True) -> int | None:
        value = self._get(key, "a whole number", needed=needed)
        if isinstance(value, str) and re.fullmatch(r"-?\d+", value):
            value = int(value)
        if value is None:
            return None
        if not _is_whole(value) or not least <= value <= most:
            return self._wrong(key, f"write a whole number from {least} to {most}, not {value!r}")
        return int(value)

    def number(self, key: str, *, least: float, most: float) -> float:
        value = self._get(key, "a number", needed=True)
        try:
            number = float(value) if value is not None else least
        except (TypeError, ValueError):
            number = float("nan")
        if not least <= number <= most:
            return self._wrong(key, f"write a number from {least} to {most}, not {value!r}", least)
        return number

    def bound(self, key: str) -> float | None:
        """A number that may be left out, such as the most that may be answered."""
        value = self._get(key, "a number", needed=False)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            return self._wrong(key, f"write a number, not {value!r}")
        return None if value is None else float(value)

    def names(self) -> list[str]:
        return list(self._values)

    def has(self, key: str) -> bool:
        self._asked.add(key)
        return key in self._values

    def choice(self, key: str, choices: Collection[str], *, default: str | None = None) -> str:
        value = self._get(key, f"one of {_listed(choices)}", needed=default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str) or value not in choices:
            return self._wrong(key, f"write one of {_listed(choices)}, not {value!r}", "")
        return value

    def yes(self, key: str, *, default: bool) -> bool:
        value = self._get(key, "true or false", needed=False)
        if value is not None and not isinstance(value, bool):
            return self._wrong(key, f"write true or false, not {value!r}", default)
        return default if value is None else value

    def day(self, key: str, *, default: date) -> date:
        value = self._get(key, "a date", needed=False)
        if value is not None and type(value) is not date:
            return self._wrong(key, f"write a date such as 2011-01-01, not {value!r}", default)
        return default if value is None else value

    def hour(self, key: str, *, needed: bool = True) -> time | None:
        value = self._get(key, "a time", needed=needed)
        if value is not None and not isinstance(value, time):
            return self._wrong(key, f"write a time such as 07:00:00, not {value!r}")
        return value

    def table(self, key: str) -> "Fields":
        """A table inside this one; an empty one stands in for what is missing."""
        value = self._get(key, f"a table [{key}]", needed=True)
        if value is not None and not isinstance(value, Mapping):
            self._add(key, f"write it as a table: [{key}]")
        values = value if isinstance(value, Mapping) else {}
        origin = Origin(self.origin.file, self.origin.line, key)
        # What is missing as a whole is said once, not once more for every key.
        mistakes = self._mistakes if isinstance(value, Mapping) else Mistakes()
        return Fields(values, origin, mistakes, self._languages)

    def entries(
        self, key: str, kind: str, lines: Iterator[int | None], *, needed: bool = True
    ) -> Iterator["Fields"]:
        """The tables of a list `[[key]]`, each with its line and its code or number."""
        listed = self._get(key, f"tables [[{key}]]", needed=needed) or []
        if not isinstance(listed, list) or not all(isinstance(item, Mapping) for item in listed):
            self._add(key, f"write it as tables: [[{key}]]")
            return
        for number, values in enumerate(listed, start=1):
            name = values.get("code") or number
            origin = Origin(self.origin.file, next(lines, None), f"{kind} {name}")
            yield Fields(values, origin, self._mistakes, self._languages)

    def items(self, key: str) -> Sequence[Any]:
        """A list whose items are checked by whoever asks."""
        value = self._get(key, "a list", needed=False)
        if value is not None and not isinstance(value, list):
            return self._wrong(key, "write a list: [ … ]", [])
        return value or []

    def one_or_more(self, key: str) -> list[str]:
        """A text, or a list of texts."""
        value = self._get(key, "a text", needed=False) or []
        listed = [value] if isinstance(value, str) else value
        if not _is_list_of_texts(listed):
            return self._wrong(key, 'write a text, or a list of texts: ["…", "…"]', [])
        return list(listed)

    def pairs(self, key: str) -> dict[str, str]:
        """A table from texts to texts."""
        value = self._get(key, f"a table [{key}]", needed=False) or {}
        if not isinstance(value, Mapping) or not all(map(_is_text, value.values())):
            return self._wrong(key, 'write it as a table of texts: "…" = "…"', {})
        return dict(value)

    def items_by_name(self, key: str) -> dict[str, list[str]]:
        """A table of lists of texts, such as named sets."""
        value = self._get(key, f"a table [{key}]", needed=False) or {}
        if not isinstance(value, Mapping):
            return self._wrong(key, f"write it as a table: [{key}]", {})
        good = {name: items for name, items in value.items() if _is_list_of_texts(items)}
        for name in value.keys() - good.keys():
            self._add(f"{key}.{name}", 'write a list of texts: ["…", "…"]')
        return good

    def refuse(self, key: str, message: str) -> None:
        self._add(key, message)

    def done(self) -> None:
        for key in self._values.keys() - self._asked:
            close = difflib.get_close_matches(key, self._asked, n=1)
            meant = f"did you mean {close[0]}?" if close else f"known are {_listed(self._asked)}"
            self._add(key, f"this key is not known: {meant}")

    def _get(self, key: str, what: str, *, needed: bool) -> Any:
        self._asked.add(key)
        value = self._values.get(key)
        if value == "" and not needed:
            return None
        if value is None and needed:
            self._add(key, f"it is missing: write {what}")
        return value

    def _check_languages(self, key: str, value: Mapping[str, Any]) -> None:
        for language in self._languages:
            if not _is_text(value.get(language)):
                self._add(f"{key}.{language}", "the text is missing: write it")
        for language, text in value.items():
            if not _LANGUAGE.fullmatch(language):
                self._add(f"{key}.{language}", "this is no language: use two letters, as in el")
            elif not _is_text(text) and language not in self._languages:
                self._add(f"{key}.{language}", "write a text in quotes")

    def _example(self, key: str) -> str:
        return ", ".join(f'{key}.{language} = "…"' for language in self._languages)

    def _add(self, key: str, message: str) -> None:
        self._mistakes.add(self.origin, message, key=key)

    def _wrong[T](self, key: str, message: str, instead: T = None) -> T:  # type: ignore[assignment]
        self._add(key, message)
        return instead


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and NUL not in value


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _listed(words: Collection[str]) -> str:
    return ", ".join(sorted(words))
