"""`docs/dependencies.md` tells every package that the project asks for, and no other."""

import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROW = re.compile(r"^\| `(?P<name>[^`]+)` \|(?P<words>.+)\|$", re.MULTILINE)


def test_every_dependency_is_described_and_no_other() -> None:
    described = [row["name"] for row in rows()]

    assert sorted(described) == sorted(asked_for())


def test_every_dependency_has_a_purpose_a_reason_and_a_replacement() -> None:
    lacking = [row["name"] for row in rows() if not all(cells(row["words"]))]

    assert lacking == []


def rows() -> list[re.Match[str]]:
    return list(ROW.finditer((ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")))


def cells(words: str) -> list[str]:
    parts = [part.strip() for part in words.split("|")]
    return parts if len(parts) == 3 else [""]


def asked_for() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    front_end = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *(
            one
            for extra in project["project"].get("optional-dependencies", {}).values()
            for one in extra
        ),
        *(one for group in project["dependency-groups"].values() for one in group),
        *project["build-system"]["requires"],
    ]
    names = {re.split(r"[\[<>=!~; ]", requirement)[0] for requirement in wanted}
    return names | set(front_end["dependencies"]) | set(front_end.get("devDependencies", {}))
