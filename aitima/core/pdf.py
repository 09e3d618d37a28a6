"""PDF documents and pictures from Typst templates: tagged, in Greek, closed to the world."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal

import typst

import aitima
from aitima.core.text import without_controls

FONTS: Final = Path(aitima.__file__).parent / "static" / "vendor" / "roboto"
"""Roboto as TrueType (Typst reads no WOFF2). Without it, Typst's own Libertinus Serif stands in;
templates ask for `("Roboto", "Libertinus Serif")`, and both have Greek."""


def render(
    template: Path,
    data: Mapping[str, Any],
    *,
    at: datetime,
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """Compile a template to PDF/UA-1 and give its bytes.

    The template reads its data with `#let data = json(bytes(sys.inputs.data))`: text stays text
    there, whatever it holds. It sees the files in its own folder only. `at` is the time written
    in the document, so that the same data gives the same bytes.

    A name in letters that none of our fonts has makes a document that is not PDF/UA: better one
    with a gap in it than none.

    Args:
        files: pictures by their names, which the template finds beside it.
    """
    with _beside(template, files or {}) as page:
        try:
            return _compiled(page, data, at=at, standard="ua-1")
        except typst.TypstError:
            return _compiled(page, data, at=at, standard=None)


@contextmanager
def _beside(template: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """The template in a folder of its own with the files, for as long as the block lasts."""
    if not files:
        yield template
        return
    with TemporaryDirectory(prefix="aitima-document-") as name:
        page = Path(name) / template.name
        page.write_bytes(template.read_bytes())
        for file, content in files.items():
            (page.parent / file).write_bytes(content)
        yield page


def _compiled(
    template: Path, data: Mapping[str, Any], *, at: datetime, standard: Literal["ua-1"] | None
) -> bytes:
    return typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": _input(data)},
        format="pdf",
        pdf_standards=standard,
        timestamp=at,
    )


def picture(template: Path, data: Mapping[str, Any], *, photo: bytes = b"") -> bytes:
    """Compile a template of one page to a PNG, one pixel a point, and give its bytes.

    The template reads its data as documents do; `data.photo` tells whether there is a
    `photo.jpg` beside it.
    """
    with _beside(template, {"photo.jpg": photo} if photo else {}) as page:
        compiled: bytes = typst.compile(
            page,
            root=page.parent,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": _input({**data, "photo": bool(photo)})},
            format="png",
            ppi=72,
        )
    return compiled


def _input(data: Mapping[str, Any]) -> str:
    """The data as JSON; half a pair of surrogates, say, would keep it from being handed over."""
    return without_controls(json.dumps(data, ensure_ascii=False))


@cache
def _fonts() -> typst.Fonts:
    folders = [FONTS] if FONTS.is_dir() else []
    return typst.Fonts(include_system_fonts=False, font_paths=folders)
