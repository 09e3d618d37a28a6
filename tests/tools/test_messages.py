import gettext
from pathlib import Path

import pytest

from tools import messages

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext

def texts(count: int) -> list[str]:
    return [
        _("Take"),
        _("Sent to %(unit)s") % {"unit": "x"},
        ngettext("%(count)s request", "%(count)s requests", count) % {"count": count},
        pgettext("button", "Open"),
    ]
"""
TEMPLATE = """
{% extends "base.html" %}
  {% block main %}
      {# a comment that isn't code #}
    <p>It isn't "translated"</p>
    {% translate "Queue" %} {{ title|default:_("No title") }}
  {% blocktranslate count n=total trimmed %}
      One unit of {{ total }}
    {% plural %}
      {{ n }} units of {{ total }}
  {% endblocktranslate %}
{% endblock %}
"""
GREEK = """
msgid "Take"
msgstr "Ανάληψη"

msgid "Sent to %(unit)s"
msgstr "Στάλθηκε: %(unit)s"

msgid "%(count)s request"
msgid_plural "%(count)s requests"
msgstr[0] "ένα αίτημα"
msgstr[1] "%(count)s αιτήματα"

msgctxt "button"
msgid "Open"
msgstr "Άνοιγμα"

msgid "Queue"
msgstr "Ουρά"

msgid "No title"
msgstr "Χωρίς τίτλο"

msgid "One unit of %(total)s"
msgid_plural "%(n)s units of %(total)s"
msgstr[0] "Μία μονάδα από %(total)s"
msgstr[1] "%(n)s μονάδες από %(total)s"
"""


class Project:
    def __init__(self, root: Path) -> None:
        self.package = root / "aitima"
        self.write("aitima/workspace/texts.py", CODE)
        self.write("aitima/workspace/templates/workspace/queue.html", TEMPLATE)
        self.part("workspace", GREEK)

    def write(self, path: str, content: str) -> None:
        target = self.package.parent / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")

    def part(self, area: str, content: str) -> None:
        self.write(f"aitima/locale/el/parts/{area}.po", content)

    def problems(self) -> list[str]:
        return list(messages.problems(self.package))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_texts_of_python_and_of_templates_are_found_with_their_lines(project: Project) -> None:
    used = messages.used_texts(project.package)

    assert set(used) == {
        ("Take", None),
        ("Sent to %(unit)s", None),
        ("%(count)s request", None),
        ("Open", "button"),
        ("Queue", None),
        ("No title", None),
        ("One unit of %(total)s", None),
    }
    assert used["Queue", None].places == [
        (Path("aitima/workspace/templates/workspace/queue.html"), 6)
    ]


def test_a_complete_catalogue_has_no_problems(project: Project) -> None:
    assert project.problems() == []
    assert messages.main(["check", "--package", str(project.package)]) == 0


def test_the_compiled_catalogue_answers_in_greek(project: Project) -> None:
    target = messages.compile_catalogue(project.package)

    with target.open("rb") as file:
        greek = gettext.GNUTranslations(file)
    assert greek.gettext("Take") == "Ανάληψη"
    assert greek.pgettext("button", "Open") == "Άνοιγμα"
    assert greek.ngettext("%(count)s request", "%(count)s requests", 1) == "ένα αίτημα"
    assert greek.ngettext("%(count)s request", "%(count)s requests", 2) == "%(count)s αιτήματα"


def test_compile_writes_again_only_after_a_change(project: Project) -> None:
    first = messages.compile_catalogue(project.package).stat().st_mtime_ns
    untouched = messages.compile_catalogue(project.package).stat().st_mtime_ns
    project.part("workspace", GREEK.replace("Ουρά", "Σειρά"))

    changed = messages.compile_catalogue(project.package)

    assert first == untouched
    assert "Σειρά".encode() in changed.read_bytes()


def test_a_text_without_greek_is_named_with_its_place(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.part("workspace", GREEK.replace("Ουρά", ""))

    assert messages.main(["check", "--package", str(project.package)]) == 1
    assert (
        "aitima/workspace/templates/workspace/queue.html:6: “Queue” has no Greek"
        in capsys.readouterr().out
    )


WRONG = {
    "other placeholders": ("Στάλθηκε: %(unit)s", "Στάλθηκε: %(ofice)s"),
    "fuzzy": ('msgid "Take"', '#, fuzzy\nmsgid "Take"'),
    "nowhere in the code": ('msgid "Queue"', 'msgid "Gone"\nmsgstr "Έφυγε"\n\nmsgid "Queue"'),
    "mixes Greek and Latin": ("Ανάληψη", "Aνάληψη"),
    "plural": (
        'msgid_plural "%(count)s requests"\nmsgstr[0] "ένα αίτημα"\nmsgstr[1] "%(count)s αιτήματα"',
        'msgstr "%(count)s αίτημα"',
    ),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_fault_of_the_greek_is_found(project: Project, fault: str) -> None:
    right, wrong = WRONG[fault]
    project.part("workspace", GREEK.replace(right, wrong))

    assert any(fault in problem for problem in project.problems())


def test_two_parts_must_agree(project: Project) -> None:
    project.part("portal", 'msgid "Queue"\nmsgstr "Σειρά"\n')

    assert any("different words" in problem for problem in project.problems())


def test_djangos_own_texts_may_be_worded_better(project: Project) -> None:
    project.part("core", 'msgid "This field is required."\nmsgstr "Συμπληρώστε το πεδίο."\n')

    assert project.problems() == []


def test_missing_prints_what_to_fill_in(
    project: Project, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    project.part("workspace", GREEK.replace("Ουρά", ""))

    messages.main(["missing", "--area", "workspace", "--package", str(project.package)])

    printed = capsysbinary.readouterr().out.decode()
    assert 'msgid "Queue"\nmsgstr ""' in printed
    assert "Take" not in printed


def test_update_adds_what_is_missing_and_drops_what_is_gone(project: Project) -> None:
    project.part("workspace", 'msgid "Take"\nmsgstr "Ανάληψη"\n\nmsgid "Gone"\nmsgstr "Έφυγε"\n')

    messages.main(["update", "--area", "workspace", "--package", str(project.package)])

    part = (project.package / "locale/el/parts/workspace.po").read_text(encoding="utf-8")
    assert 'msgid "Take"\nmsgstr "Ανάληψη"' in part
    assert 'msgid "Queue"\nmsgstr ""' in part
    assert "Gone" not in part
