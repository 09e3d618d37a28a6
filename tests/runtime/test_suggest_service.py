"""`aitima suggest-service`, as somebody with a fresh clone runs it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from aitima.catalogue.models import Service
from tests.runtime.test_cli import ROOT, aitima


def listed(line: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(line)
    return found


def test_a_text_is_ranked_with_scores_and_reasons_and_no_database_is_started(
    tmp_path: Path,
) -> None:
    done = aitima(tmp_path, "suggest-service", "Κάηκε η λάμπα", embedded=True, COLUMNS="120")

    assert done.returncode == 0, done.stderr
    for shown in ("Καμένος λαμπτήρας", "lighting-lamp", "«Κάηκε»", "«λάμπα»"):
        assert shown in done.stdout
    assert not (tmp_path / "postgres" / "data").exists()


def test_each_line_of_input_is_answered_by_one_json_list(tmp_path: Path) -> None:
    texts = "kameni lampa\n\nΛΑΚΚΟΎΒΑ στον δρόμο\r\nasdf\n!!!\n   \nno water"

    done = aitima(tmp_path, "suggest-service", "--json", "-", typed=texts, embedded=True)

    assert done.returncode == 0, done.stderr
    lists = [listed(line) for line in done.stdout.splitlines()]
    assert [one[0]["code"] if one else "" for one in lists[:3]] == [
        "lighting-lamp",
        "",
        "road-pothole",
    ]
    assert [len(one) for one in lists] == [10, 0, 10, 10, 10, 0, 10]
    assert lists[0][0].keys() == {"code", "name", "score"}
    assert lists[0][0]["name"] == "Καμένος λαμπτήρας"
    assert [one["score"] for one in lists[2]] == sorted(
        (one["score"] for one in lists[2]), reverse=True
    )


def test_what_is_no_utf_8_is_answered_too(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "aitima", "suggest-service", "--json", "-"],
        input=b"lamp \xff\xfe broken\n\xce\n",
        cwd=ROOT,
        env={"AITIMA_VAR": str(tmp_path), "PATH": "", "LC_ALL": "C", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2


def test_an_answer_comes_before_the_next_line_is_written(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "aitima", "suggest-service", "--json", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={"AITIMA_VAR": str(tmp_path), "PATH": ""},
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for text, code in (("λακκούβα", "road-pothole"), ("γεμάτος κάδος", "bin-full")):
            process.stdin.write(f"{text}\n")
            process.stdin.flush()
            assert listed(process.stdout.readline())[0]["code"] == code
        process.stdin.close()

    assert process.returncode == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("lesvos")
def test_a_running_installation_is_asked_what_it_knows(tmp_path: Path) -> None:
    Service.objects.filter(code="lighting-lamp").update(names={"el": "Λάμπα", "en": "Lamp"})

    done = aitima(tmp_path, "suggest-service", "--json", "κάηκε η λάμπα")

    assert done.returncode == 0, done.stderr
    assert listed(done.stdout)[0]["name"] == "Λάμπα"
