"""`aitima.core.dates` as filters: `{{ service_request.scheduled_for|on_day }}`."""

from datetime import date

from django import template

from aitima.core import dates

register = template.Library()


@register.filter
def on_day(value: date | None) -> str:
    return dates.on_day(value) if value else ""


@register.filter
def by_day(value: date | None) -> str:
    return dates.by_day(value) if value else ""
