"""Labels to print and stick on things: a QR code that opens a report about this very thing."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from aitima.catalogue.models import Asset
from aitima.core import pdf
from aitima.organisation.identity import identity

TEMPLATE: Final = Path(__file__).parent / "labels" / "labels.typ"


def labels(assets: Iterable[Asset], *, at: datetime) -> bytes:
    """A PDF for sheets of 21 labels (63.5 × 38.1 mm), in the order given."""
    data = {
        "title": _("Labels with QR codes"),
        "issuer": identity().name,
        "qr_alt": _("QR code that opens a report about"),
        "words": [_words(language) for language, _name in settings.LANGUAGES],
        "entries": [{"code": asset.code, "qr": _qr(url_of(asset))} for asset in assets],
    }
    return pdf.render(TEMPLATE, data, at=at.replace(microsecond=0))


def url_of(asset: Asset) -> str:
    asked = urlencode({"asset": asset.code})
    return f"{settings.SITE_URL}{reverse('portal:report-start')}?{asked}"


def _words(language: str) -> dict[str, Any]:
    with override(language):
        return {"language": language, "text": _("Is something wrong? Scan and tell us.")}


def _qr(url: str) -> str:
    return str(segno.make_qr(url, error="m").svg_inline(border=0, dark="#000", svgclass=None))
