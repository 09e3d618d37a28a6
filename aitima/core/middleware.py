"""What every request passes on its way to a view."""

from collections.abc import Callable, Iterator
from typing import Final

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

NUL: Final = "\x00"
COMPRESSIBLE: Final = ("text/html", "application/json")


class NulCharactersRefused:
    """Answer 400 to a NUL character: PostgreSQL stores none, and no person types one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        if any(NUL in text for text in _texts(request)):
            raise BadRequest("NUL character")


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path_info
    for fields in (request.GET, request.POST):
        yield from _values(fields)


def _values(fields: QueryDict) -> Iterator[str]:
    for name, values in fields.lists():
        yield name
        yield from map(str, values)


class PagesCompressed(GZipMiddleware):
    """Compress pages and data; photos and documents are compressed already.

    Django pads with random bytes against guessing secrets from lengths (BREACH).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith(COMPRESSIBLE):
            return super().process_response(request, response)
        return response
