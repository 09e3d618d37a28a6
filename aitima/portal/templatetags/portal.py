"""What the citizens' pages draw or say, and templates alone cannot."""

import re
from collections.abc import Sequence
from typing import Final

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aitima.core.markdown import as_html
from aitima.core.translated import translate
from aitima.geography.drawing import Drawing
from aitima.organisation.identity import identity
from aitima.service_requests.models import Photo, ServiceRequest
from aitima.statistics.expectation import Expectation

register = template.Library()

_EMERGENCY: Final = re.compile(r"\b(112|199|166|100|108|197)\b")


@register.simple_tag
def because(words: Sequence[str]) -> SafeString:
    """The reason of a suggestion, in the citizen's own words."""
    if not words:
        return SafeString("")
    marked = [format_html("<mark>{}</mark>", word) for word in words]
    if len(marked) == 1:
        joined = marked[0]
    else:
        joined = format_html(
            "{} {} {}",
            format_html_join(", ", "{}", ((m,) for m in marked[:-1])),
            _("and"),
            marked[-1],
        )
    return format_html(_("Because you wrote {words}."), words=joined)


@register.filter
def urls_for_numbers(text: str) -> SafeString:
    """Make emergency numbers in a warning callable."""
    escaped = str(conditional_escape(text))
    linked = _EMERGENCY.sub(r'<a class="num" href="tel:\1">\1</a>', escaped)
    return mark_safe(linked)  # noqa: S308 - escaped above


@register.simple_tag
def municipal_text(name: str) -> SafeString:
    """A text of the municipality, written in Markdown."""
    record = identity().record
    return as_html(translate(record.texts.get(name, {})) if record else "")


@register.simple_tag
def number(value: float) -> str:
    """A number for SVG, with a point in every language."""
    return f"{value:g}"


@register.simple_tag
def request_url(service_request: ServiceRequest) -> str:
    return _url("request", service_request)


@register.simple_tag
def receipt_url(service_request: ServiceRequest) -> str:
    return _url("receipt", service_request)


@register.simple_tag
def own_url(name: str, service_request: ServiceRequest) -> str:
    """A page or a form of the citizen whose request it is."""
    return _url(name, service_request)


@register.simple_tag
def kept_photo_url(service_request: ServiceRequest, token: str) -> str:
    return _url("kept-photo", service_request, token)


@register.simple_tag
def photo_url(service_request: ServiceRequest, photo: Photo) -> str:
    return _url("photo", service_request, photo.pk)


def _url(name: str, service_request: ServiceRequest, *more: int | str) -> str:
    return reverse(f"portal:{name}", args=[*service_request.number.split("/"), *more])


@register.simple_tag
def took(service_request: ServiceRequest) -> str:
    """How long a completed request took, in days as people count them."""
    closed_at = service_request.closed_at
    if closed_at is None:
        return ""
    begun, ended = map(timezone.localdate, (service_request.submitted_at, closed_at))
    days = (ended - begun).days
    if days == 0:
        return _("Completed on the same day")
    return ngettext("Completed in %(days)d day", "Completed in %(days)d days", days) % {
        "days": days
    }


@register.simple_tag
def experience_sentence(known: Expectation, service_request: ServiceRequest) -> SafeString:
    """What happened to others: half within so many days, nine out of ten within so many."""
    where = service_request.area.name if known.here and service_request.area else ""
    template = (
        _("In {area}, of last year’s requests for “{service}”, {half} and {most}.")
        if where
        else _("Of last year’s requests for “{service}”, {half} and {most}.")
    )
    return format_html(
        template,
        area=where,
        service=service_request.service.name,
        half=_bold(
            _within(
                known.half,
                _("half were completed the same day"),
                _("half were completed within %(days)s"),
            )
        ),
        most=_bold(
            _within(
                known.most, _("nine out of ten the same day"), _("nine out of ten within %(days)s")
            )
        ),
    )


def _within(days: int, same_day: str, within: str) -> str:
    if days == 0:
        return same_day
    return within % {"days": ngettext("%(days)d day", "%(days)d days", days) % {"days": days}}


def _bold(text: str) -> SafeString:
    return format_html("<strong>{}</strong>", text)


@register.simple_tag
def lit(drawing: Drawing, service_request: ServiceRequest) -> SafeString:
    """The one point that is lit after sending: yours."""
    latitude, longitude = service_request.latitude, service_request.longitude
    if (latitude is None or longitude is None) and service_request.place is not None:
        latitude, longitude = service_request.place.latitude, service_request.place.longitude
    if latitude is None or longitude is None:
        return SafeString("")
    x, y = drawing.place(latitude, longitude)
    return format_html(
        '<g fill="none" stroke="var(--lit)" stroke-width="3"><circle cx="{0}" cy="{1}" r="46"/>'
        '<circle cx="{0}" cy="{1}" r="28"/>'
        '<circle cx="{0}" cy="{1}" r="13" fill="var(--lit)"/></g>',
        f"{x:.0f}",
        f"{y:.0f}",
    )
