"""What the public list and its parts say of a request."""

from datetime import datetime

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aitima.portal.public import words
from aitima.portal.public.filters import State
from aitima.portal.requests import timeline
from aitima.service_requests.models import ServiceRequest

register = template.Library()

register.filter("public_title", words.title)
register.filter("public_where", words.where)


@register.simple_tag
def public_state(service_request: ServiceRequest) -> timeline.State:
    return timeline.state(service_request, private=False)


@register.simple_tag
def absolute(path: str) -> str:
    """An address as other sites write it."""
    return f"{settings.SITE_URL}{path}"


@register.simple_tag
def share_text(service_request: ServiceRequest) -> str:
    """Service, place and state in one line: what is said where the page is passed on."""
    state = timeline.state(service_request, private=False).words
    facts = (service_request.service.name, words.where(service_request), state)
    return " · ".join(fact for fact in facts if fact)


@register.filter
def short_day(at: datetime, now: datetime) -> str:
    """«21 Νοε», with the year where it is another one."""
    day, today = timezone.localdate(at), timezone.localdate(now)
    return date_format(day, "j M" if day.year == today.year else "j M Y")


@register.filter
def followed_by_count(service_request: ServiceRequest) -> str:
    count = service_request.supporters
    return ngettext("%(count)d person follows", "%(count)d people follow", count) % {"count": count}


@register.simple_tag
def counted(total: int, state: str) -> str:
    """«87 ανοιχτά», «Κανένα ανοιχτό αίτημα εδώ»."""
    if not total:
        return {
            State.OPEN: _("No open request here"),
            State.DONE: _("No completed request here"),
            State.ALL: _("No request here"),
        }[State(state)]
    words_of = {
        State.OPEN: ngettext("%(count)s open", "%(count)s open", total),
        State.DONE: ngettext("%(count)s completed", "%(count)s completed", total),
        State.ALL: ngettext("%(count)s request", "%(count)s requests", total),
    }
    return words_of[State(state)] % {"count": number_format(total, force_grouping=True)}
