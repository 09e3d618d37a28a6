"""What the pages say about those who follow, and how near something is."""

from typing import Any

from django import template
from django.utils.translation import ngettext

from aitima.portal.reporting import around
from aitima.portal.requests import me_too
from aitima.service_requests.models import ServiceRequest

register = template.Library()

register.filter("about_metres", around.about)


@register.filter
def followed_by(service_request: ServiceRequest) -> str:
    """How many follow it or said “me too”; nothing where nobody does."""
    count = service_request.supporters
    if not count:
        return ""
    return ngettext("%(count)d person follows it", "%(count)d people follow it", count) % {
        "count": count
    }


@register.inclusion_tag("portal/parts/follow.html", takes_context=True)
def follow(context: dict[str, Any], service_request: ServiceRequest) -> dict[str, Any]:
    """“Me too” and “keep me informed”, for everybody but the request's own citizen."""
    request = context["request"]
    return {
        "service_request": service_request,
        "number": service_request.number.split("/"),
        "said": me_too.was_said(request, service_request),
        "shown": service_request.public and not context.get("private"),
        "csrf_token": context.get("csrf_token"),
    }
