"""The wording of `aitima.core.dates` as filters: `{{ service_request.due_at|by_day:at }}`.

Without an argument the clock is asked: a template is the outermost layer.
"""

from collections.abc import Callable
from datetime import date, datetime

from django import template
from django.utils import timezone

from aitima.core import dates

register = template.Library()


def _filter[Value: date](wording: Callable[..., str]) -> None:
    def say(value: Value | None, at: datetime | None = None) -> str:
        return wording(value, at=at or timezone.now()) if value else ""

    register.filter(wording.__name__, say)


for _wording in (
    dates.day,
    dates.moment,
    dates.near_day,
    dates.near_moment,
    dates.on_day,
    dates.by_day,
    dates.ago,
):
    _filter(_wording)
