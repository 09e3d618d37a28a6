"""Who the page belongs to."""

from django import template

from aitima.organisation.identity import Identity, identity

register = template.Library()


@register.simple_tag
def municipality() -> Identity:
    return identity()
