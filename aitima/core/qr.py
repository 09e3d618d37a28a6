"""QR codes, drawn so that a strict Content-Security-Policy lets them through."""

from io import BytesIO
from typing import Final

import segno
from django.utils.safestring import SafeString, mark_safe

QUIET_ZONE: Final = 4  # modules; what ISO/IEC 18004 asks for


def svg(text: str, *, title: str) -> SafeString:
    """Draw an `<svg>` that scales to its box, dark on light also in dark mode."""
    drawing = _code(text).svg_inline(
        omitsize=True,
        border=QUIET_ZONE,
        light="#fff",
        dark="#000",
        svgclass="qr",
        lineclass=None,
        title=title,
    )
    return mark_safe(drawing)  # noqa: S308 - segno escapes the title; the rest is numbers


def png(text: str, *, module_px: int = 8) -> bytes:
    """Draw the code as a picture, for e-mails."""
    picture = BytesIO()
    _code(text).save(picture, kind="png", scale=module_px, border=QUIET_ZONE)
    return picture.getvalue()


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m", boost_error=False)
