"""The copy of one's data, for programs (JSON) and for people (PDF)."""

import json
from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aitima.accounts.citizens import Citizen
from aitima.core import pdf
from aitima.organisation.identity import identity
from aitima.portal.my.data import copy_for
from aitima.portal.my.guard import proved_lately

TEMPLATE: Final = Path(__file__).parent / "copy" / "copy.typ"


@require_safe
@proved_lately
def as_json(_request: HttpRequest, citizen: Citizen) -> HttpResponse:
    at = timezone.now()
    text = json.dumps(copy_for(citizen.email, at=at), ensure_ascii=False, indent=2)
    return _download(text, "application/json; charset=utf-8", "json", at)


@require_safe
@proved_lately
def as_pdf(_request: HttpRequest, citizen: Citizen) -> HttpResponse:
    at = timezone.now()
    content = document(citizen.email, at=at)
    return _download(content, "application/pdf", "pdf", at)


def document(email: str, *, at: datetime) -> bytes:
    """The copy as a PDF/UA document, in the active language."""
    copy = copy_for(email, at=at)
    data = {
        "language": get_language() or "el",
        "title": _("A copy of my data"),
        "issuer": identity().name,
        "address": email,
        "made": date_format(timezone.localtime(at), "j E Y, H:i"),
        "sections": _sections(copy),
    }
    return pdf.render(TEMPLATE, data, at=at.replace(microsecond=0), files=_files(copy))


def _download(content: str | bytes, kind: str, ending: str, at: datetime) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = f"aitima-{timezone.localdate(at):%Y-%m-%d}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _files(copy: dict[str, Any]) -> dict[str, bytes]:
    """Every photo of the copy, under the name by which the document shows it."""
    return {_file(photo): b64decode(photo["content"]) for photo in _photos(copy)}


def _photos(copy: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in (*copy["requests"], *copy["unfinished_reports"]):
        yield from part["photos"]


def _file(photo: dict[str, Any]) -> str:
    """A name that tells the content, for the same picture has the same name."""
    name = sha256(photo["content"].encode()).hexdigest()
    return f"{name}.{photo['content_type'].partition('/')[2]}"


def _shown(photos: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The photos of a section, each with its text for those who do not see it."""
    return [
        {"file": _file(photo), "alt": _("Photo %(number)s") % {"number": number}}
        for number, photo in enumerate(photos, start=1)
        if photo["content"]
    ]


def _sections(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Headings, each with lines of a label and a text; what is empty is left out."""
    nothing = [["", _("Nothing")]]
    rest = {
        _("What I follow"): [[_at(each["since"]), each["what"]] for each in data["followed"]],
        _("Settings"): [
            [_("Messages"), str(data["settings"]["notices"])],
            [_("Language"), data["settings"]["language"]],
        ],
        _("Who looked at my name and contact"): [
            [_at(each["at"]), f"{each['number']}: {each['by']}"] for each in data["looked_at"]
        ],
        _("Messages to me"): [
            [_at(each["at"]), f"{each['subject']}\n{each['text']}".strip()]
            for each in data["messages"]
        ],
        _("Reports I have not sent"): [
            [_at(each["at"]), str(each["answers"].get("text", ""))]
            for each in data["unfinished_reports"]
        ],
    }
    requests = [_request(found) for found in data["requests"]]
    unfinished = [photo for each in data["unfinished_reports"] for photo in each["photos"]]
    sections: list[dict[str, Any]] = [
        {"title": title, "lines": lines or nothing, "photos": []} for title, lines in rest.items()
    ]
    sections[-1]["photos"] = _shown(unfinished)
    return requests + sections


def _request(found: dict[str, Any]) -> dict[str, Any]:
    person, place = found["person"], found["place"]
    where = [place["in_words"], place["settlement"], place["municipal_unit"]]
    lines = [
        [_("Received"), _at(found["submitted_at"])],
        [_("State"), str(found["state"])],
        [_("Handled by"), found["handled_by"]],
        [_("My text"), found["description"]],
        [_("Answers"), _pairs(found["answers"])],
        [_("Place"), ", ".join(part for part in where if part)],
        [_("Point"), _point(place)],
        [_("Name"), person["name"]],
        [_("E-mail"), person["email"]],
        [_("Telephone"), person["phone"]],
        [_("Identity proved by"), str(person["verified_by"])],
        [_("Tax number"), person["tax_number"]],
        *[_said(part, _("I wrote")) for part in found["you_wrote"]],
        *[_said(part, part["unit"]) for part in found["we_wrote"]],
        *[
            [_("My judgement"), f"{_at(part['at'])}\n{part['comment']}".strip()]
            for part in found["your_judgement"]
        ],
        [
            _("What happened"),
            "\n".join(f"{_at(event['at'])}: {event['what']}" for event in found["what_happened"]),
        ],
    ]
    title = f"{found['number']} · {found['service']}"
    return {
        "title": title,
        "lines": [[label, text] for label, text in lines if text],
        "photos": _shown(found["photos"]),
    }


def _said(part: dict[str, Any], by: str) -> list[str]:
    return [by, f"{_at(part['at'])}\n{part['text']}"]


def _pairs(answers: list[dict[str, str]]) -> str:
    return "\n".join(f"{each['question']}: {each['answer']}" for each in answers)


def _point(place: dict[str, Any]) -> str:
    if place["latitude"] is None:
        return ""
    return f"{place['latitude']:.6f}, {place['longitude']:.6f}"


def _at(moment: str) -> str:
    at = timezone.localtime(datetime.fromisoformat(moment))
    return date_format(at, "j E Y, H:i")
