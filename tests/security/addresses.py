"""Every address of the project, and how to write it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    arguments: Mapping[str, object]

    def written(self, facts: Mapping[str, Any]) -> str:
        """Fill facts into the route as it stands, whether its converters like them or not."""
        path = self.route
        while "<" in path:
            before, _, rest = path.partition("<")
            inside, _, after = rest.partition(">")
            name = inside.rpartition(":")[2]
            path = f"{before}{quote(str(facts[name]), safe='/' if name == 'number' else '')}{after}"
        return f"/{path}"


def _walk(resolver: URLResolver, route: str, namespace: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield Address(f"{namespace}{pattern.name}", here, pattern.pattern.converters)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, here, inner)


ADDRESSES = {address.name: address for address in _walk(get_resolver(), "", "")}
