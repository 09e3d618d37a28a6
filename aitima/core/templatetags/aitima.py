"""Tags that every page may use."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw a sign from the sprite; it always stands beside a word, so readers skip it."""
    return _icon(name, extra)


@cache
def _icon(name: str, extra: str) -> SafeString:
    return format_html(
        '<svg class="ai-icon{}" width="24" height="24" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        f" {extra}" if extra else "",
        static("aitima/icons.svg"),
        name,
    )
