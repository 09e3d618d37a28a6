"""What `tools/write_docs.py` writes into the pages: tables and drawings made from the code."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from django.utils import translation

from aitima.accounts.limits import LIMITS, Limit
from aitima.demo.accounts import ACCOUNTS
from aitima.organisation.models import Assignment
from aitima.service_requests.lifecycle import CLOSED, OPEN, STEPS, Status, Step
from aitima.service_requests.permissions import POWERS
from aitima.statistics.indicators import ALL as INDICATORS
from aitima.statistics.indicators import Indicator
from aitima.workspace.desk.steps import POWER

ROOT: Final = Path(__file__).resolve().parent.parent
DECISION: Final = re.compile(r"# (?P<number>\d{4})\. (?P<title>.+)\n\n(?P<status>.+)\n")


# --- the layers -------------------------------------------------------------------------------


def layers() -> str:
    """The layers that import-linter holds the code to, the outermost on top."""
    rows = list(_layers())
    lines = [f'    L{number}["{" · ".join(row)}"]' for number, row in enumerate(rows)]
    lines += [f"    L{number} --> L{number + 1}" for number in range(len(rows) - 1)]
    return drawing("flowchart TD", lines)


def _layers() -> Iterator[list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    for layer in next(one for one in contracts if one["type"] == "layers")["layers"]:
        yield [name.strip().removeprefix("aitima.") for name in layer.split("|")]


# --- the life of a request --------------------------------------------------------------------


def lifecycle() -> str:
    """The transition table as a picture; a step that leaves the state as it is has no arrow."""
    lines = ["    report((report)) -->|submit| submitted"]
    lines += [f'    {state.value}(["{words(state)}"])' for state in Status]
    lines += [f"    {start} -->|{', '.join(steps)}| {end}" for start, end, steps in _arrows()]
    return drawing("flowchart LR", lines)


def _arrows() -> Iterator[tuple[str, str, list[str]]]:
    arrows: dict[tuple[str, str], list[str]] = {}
    for step, (starts, end) in STEPS.items():
        for start in _starts(starts):
            if start != end.value:
                arrows.setdefault((start, end.value), []).append(words(step))
    return ((start, end, steps) for (start, end), steps in arrows.items())


def _starts(states: frozenset[Status]) -> list[str]:
    """Where a step's arrows begin: a box of its own stands for nearly all open (closed) states."""
    shared = _shared_name(states)
    if shared:
        return [f'{shared.replace(" ", "_")}{{{{"{shared}"}}}}']
    return [state.value for state in Status if state in states]


def _shared_name(states: frozenset[Status]) -> str:
    if states == CLOSED:
        return "any closed state"
    missing = OPEN - states
    if not states <= OPEN or len(missing) > 1:
        return ""
    return "any open state" + "".join(f" but {words(state)}" for state in missing)


def steps() -> str:
    """The same as a table, with who may do each step."""
    rows = [
        (f"`{step.value}`", words(step), _while(starts), words(end), _who(step))
        for step, (starts, end) in STEPS.items()
    ]
    return table(("step", "means", "possible while", "leads to", "who may"), rows)


def _while(states: frozenset[Status]) -> str:
    listed = ", ".join(words(state) for state in Status if state in states)
    return _shared_name(states) or listed


def _who(step: Step) -> str:
    power = POWER.get(step)
    if power is None:
        return "the citizen"
    return ", ".join(words(role) for role, powers in POWERS.items() if power in powers)


# --- words, sign-ins, decisions ---------------------------------------------------------------


def states_in_greek() -> str:
    return _glossary("Status", Status)


def steps_in_greek() -> str:
    return _glossary("Step", Step)


def roles_in_greek() -> str:
    return _glossary("Role", Assignment.Role)


def _glossary(kind: str, choices: Iterable[Any]) -> str:
    rows = [(words(one, "el"), f"`{kind}.{one.name}`", words(one)) for one in choices]
    return table(("Greek", "in the code", "in English"), rows)


def sign_ins() -> str:
    rows = [(f"`{one.username}`", f"`{one.password}`", one.name_en) for one in ACCOUNTS]
    return table(("user name", "password", "who"), rows)


def sign_ins_in_greek() -> str:
    rows = [(f"`{one.username}`", f"`{one.password}`", one.name_el) for one in ACCOUNTS]
    return table(("όνομα χρήστη", "κωδικός", "ποιος είναι"), rows)


def decisions() -> str:
    rows = []
    for page in sorted((ROOT / "docs" / "adr").glob("[0-9]*.md")):
        found = DECISION.match(page.read_text(encoding="utf-8"))
        if found is None:
            raise ValueError(f"{page.name} does not begin with number, title and status.")
        rows.append((f"[{found['number']}]({page.name})", found["title"], found["status"]))
    return table(("no.", "decision", "status"), rows)


# --- writing ----------------------------------------------------------------------------------


def words(choice: Any, language: str | None = None) -> str:
    """How the interface calls a state, step or role; without a language, as the code does."""
    with translation.override(language):
        return str(choice.label)


def drawing(kind: str, lines: Iterable[str]) -> str:
    return "\n".join(["```mermaid", kind, *lines, "```"])


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# --- the figures ------------------------------------------------------------------------------


def indicators() -> str:
    """What each figure means, in the very words of the page, in both languages."""
    return table(
        ["figure", "what it means", "στα ελληνικά", "τι σημαίνει"], map(_indicator, INDICATORS)
    )


def _indicator(indicator: Indicator) -> Iterator[str]:
    for language in ("en", "el"):
        with translation.override(language):
            yield f"**{indicator.name}**"
            yield str(indicator.definition)


def limits() -> str:
    """The limits, as `accounts.limits` counts them."""
    rows = (
        [limit.what, str(limit.most), _minutes(limit), str(limit.calm or "")]
        for limit in LIMITS.values()
    )
    return table(["what", "at most", "within", "calm up to"], rows)


def _minutes(limit: Limit) -> str:
    minutes = int(limit.window.total_seconds()) // 60
    return {60: "an hour", 24 * 60: "a day"}.get(minutes, f"{minutes} min")


PARTS: Final[Mapping[str, Callable[[], str]]] = {
    "decisions": decisions,
    "indicators": indicators,
    "layers": layers,
    "lifecycle": lifecycle,
    "limits": limits,
    "roles-in-greek": roles_in_greek,
    "sign-ins": sign_ins,
    "sign-ins-in-greek": sign_ins_in_greek,
    "states-in-greek": states_in_greek,
    "steps": steps,
    "steps-in-greek": steps_in_greek,
}
