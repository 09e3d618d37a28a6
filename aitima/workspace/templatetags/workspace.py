"""Tags of the staff's frame: glyphs, times, and the rail with its counts."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django import template
from django.contrib.messages import get_messages
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from aitima.service_requests.lifecycle import Status
from aitima.workspace import clocks
from aitima.workspace.clocks import Bar, Tone
from aitima.workspace.queue import shelves
from aitima.workspace.queue.rows import Row
from aitima.workspace.staff import Staff

register = template.Library()

_BAR: Final = (
    '<svg class="bar" aria-hidden="true" focusable="false">'
    '<rect class="track" y="3.5" width="100%" height="1"></rect>'
    '<rect class="used {}" y="1" width="{}" height="6"></rect>{}'
    '<rect class="tick" x="{}" width="2" height="8"></rect></svg>'
)
_PAUSE: Final = '<rect class="pause" x="{}" y="1" width="14%" height="6" fill="url(#hatch)"></rect>'
_BEYOND: Final = (
    '<rect class="beyond {0}" x="{1}" y="1" width="{2}" height="6" fill="url(#hatch)"></rect>'
    '<rect class="edge {0}" x="{1}" y="1" width="{2}" height="6"></rect>'
)


@register.simple_tag
def sign(name: str, extra: str = "") -> SafeString:
    """Draw a sign of the staff's sprite; it stands beside a word, so readers skip it."""
    return _sign(name, extra, "")


@register.simple_tag
def glyph(name: str, label: str, extra: str = "") -> SafeString:
    """Draw a sign that stands alone and says by itself what it means."""
    return _sign(name, extra, str(label))


@lru_cache(maxsize=4096)
def _sign(name: str, extra: str, label: str) -> SafeString:
    address = f"{static('aitima/workspace.svg')}#{name}"
    classes = f"ic {extra}".strip()
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>',
            classes,
            label,
            address,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        classes,
        address,
    )


@register.simple_tag
def bar(bar: Bar) -> SafeString:
    """Draw a deadline as a track with a tick; the words beside it say the same."""
    return _bar(bar.used, bar.tick, bar.beyond, bar.tone)


@lru_cache(maxsize=4096)
def _bar(used: str, tick: str, beyond: str, tone: str) -> SafeString:
    rest = ""
    if tone == Tone.PAUSED:
        rest = format_html(_PAUSE, used)
    elif beyond:
        rest = format_html(_BEYOND, tone, tick, beyond)
    return format_html(_BAR, tone, used, rest, tick)


@dataclass(slots=True)
class _Lines:
    """The lines of lists as they were drawn within this minute: colleagues look at the same ones.

    What a line shows changes with an event, whose hash is part of the key, or with the clock.
    """

    minute: datetime | None = None
    drawn: dict[tuple[object, ...], SafeString] = field(default_factory=dict)

    def of(self, minute: datetime) -> dict[tuple[object, ...], SafeString]:
        if minute != self.minute:
            self.minute, self.drawn = minute, {}
        return self.drawn


_lines: Final = _Lines()


@register.simple_tag(takes_context=True)
def line(context: template.Context, row: Row, *, changed: bool = False) -> SafeString:
    """Draw a request as a line of the list."""
    listing, desk = context["listing"], context.get("desk")
    chosen = bool(desk and desk.service_request.pk == row.service_request.pk)
    key = (*row.facts, listing.address_of_preview, chosen, changed, get_language())
    drawn = _lines.of(row.at.replace(second=0, microsecond=0))
    if key not in drawn:
        facts = {"row": row, "listing": listing, "desk": desk, "changed": changed}
        drawn[key] = render_to_string("workspace/parts/row.html", facts)
    return drawn[key]


@register.filter
def state_label(status: str) -> str:
    return str(Status(status).label)


@register.filter
def moment(at: datetime) -> str:
    return clocks.moment(at, now=timezone.now())


@register.simple_tag(takes_context=True)
def notices(context: template.Context) -> Any:
    """What the page before has to say: done, and what follows from it."""
    return get_messages(context["request"])


@register.simple_tag(takes_context=True)
def staff_of(context: template.Context) -> Staff:
    """Who is signed in, also on pages of other packages that stand in this frame."""
    staff = context.get("staff")
    return staff or Staff.of(context["request"].user, at=timezone.now())


@register.inclusion_tag("workspace/parts/rail.html", takes_context=True)
def rail(context: template.Context, staff: Staff) -> dict[str, Any]:
    counts = context.get("counts") or (shelves.counts(staff) if staff.sees_requests else None)
    entries = [
        {
            "shelf": shelf.value,
            "name": shelves.name(shelf, staff),
            "icon": shelves.ICONS[shelf],
            "count": counts.text(shelf),
        }
        for shelf in shelves.wanted(staff)
        if counts
    ]
    return {"entries": entries, "staff": staff, "current": context.get("current", "")}
