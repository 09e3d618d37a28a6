from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
import typst

from aitima.core import pdf, qr

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(font: ("Roboto", "Libertinus Serif"), lang: "el")
= #data.title
#image(bytes(data.qr), format: "svg", width: 3cm, alt: "QR")
#data.text
"""
DATA = {
    "title": "Απόδειξη αιτήματος 2026/004512",
    "text": 'Ο «δρόμος» #read("secret") *έχει* λακκούβες, στη 2η ΰλη.',
    "qr": qr.svg("https://aitima.example/r/x", title="QR"),
}


def part(parent: Any, name: str) -> Any:
    """pypdf gives every object of a file the same type."""
    return parent[name]


@pytest.fixture
def template(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    path = folder / "receipt.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "letters",
    ["😀", "\u05e9\u05dc\u05d5\u05dd", "გამარჯობა", "\a", "\u202e", "\ufffe", "\uffff", "\ud800"],
)
def test_letters_that_no_font_has_still_make_a_document(template: Path, letters: str) -> None:
    content = pdf.render(template, DATA | {"text": f"Κάτοικος {letters}"}, at=AT)

    assert "Κάτοικος" in pypdf.PdfReader(BytesIO(content)).pages[0].extract_text()


def test_a_document_is_tagged_and_says_its_title_and_language(template: Path) -> None:
    document = pypdf.PdfReader(BytesIO(pdf.render(template, DATA, at=AT)))

    catalogue = document.root_object
    assert part(catalogue, "/MarkInfo")["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert part(catalogue, "/Lang") == "el"
    assert document.metadata
    assert document.metadata.title == DATA["title"]


def test_greek_is_written_in_our_font_and_can_be_read_back(template: Path) -> None:
    if not pdf.FONTS.is_dir():
        pytest.skip("the front-end assets are not built: run tools/build_assets.py")
    document = pypdf.PdfReader(BytesIO(pdf.render(template, DATA, at=AT)))

    (page,) = document.pages
    fonts = part(part(page, "/Resources"), "/Font").values()
    assert all("Roboto" in font["/BaseFont"] for font in fonts)
    assert DATA["text"] in page.extract_text()


def test_the_same_data_at_the_same_time_gives_the_same_bytes(template: Path) -> None:
    assert pdf.render(template, DATA, at=AT) == pdf.render(template, DATA, at=AT)


def test_a_template_cannot_look_outside_its_folder(template: Path) -> None:
    (template.parent.parent / "secret").write_text("hidden", encoding="utf-8")
    template.write_text('#read("../secret")', encoding="utf-8")

    with pytest.raises(typst.TypstError, match="escape the project root"):
        pdf.render(template, {}, at=AT)
