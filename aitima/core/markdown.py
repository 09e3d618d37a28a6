"""The municipality's own texts: Markdown without HTML, pictures, or links that run something."""

from functools import lru_cache
from typing import Final

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).disable("image")


@lru_cache(maxsize=64)
def as_html(source: str) -> SafeString:
    return SafeString(_MARKDOWN.render(source))  # HTML in it is escaped
