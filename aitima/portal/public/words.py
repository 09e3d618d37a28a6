"""A public request in a few words."""

import re
from typing import Final

from django.urls import reverse

from aitima.service_requests.models import ServiceRequest

LONGEST: Final = 70
_GREETING: Final = re.compile(
    r"^(καλημ[εέ]ρα|καλησπ[εέ]ρα|γει[αά]|χα[ιί]ρετε|hello|hi|good (morning|afternoon|evening))\b"
    r"[^.,!;:\n]{0,20}[.,!;:\n]\s*",
    re.IGNORECASE,
)
_END: Final = re.compile(r"(?<=[.!;?…])\s|\n")


def title(service_request: ServiceRequest) -> str:
    """The first words of what everybody may read: a sentence, or as much of it as fits."""
    text = _GREETING.sub("", service_request.public_description.strip())
    first = " ".join(_END.split(text, maxsplit=1)[0].split())
    first = first[:1].upper() + first[1:]
    return shortened(first, LONGEST).rstrip(".") or service_request.service.name


def shortened(text: str, longest: int) -> str:
    """Cut between words; a word longer than all that fits is cut itself."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    between = cut.rpartition(" ")[0] if text[longest - 1] != " " else cut
    return (between or cut).rstrip(" ,·-–") + "…"


def where(service_request: ServiceRequest) -> str:
    """The settlement and its municipal unit; never the street."""
    place, area = service_request.place, service_request.area
    names = [found.name for found in (place, area) if found is not None]
    return ", ".join(dict.fromkeys(names))


def url(service_request: ServiceRequest, name: str = "request") -> str:
    return reverse(f"portal:{name}", args=service_request.number.split("/"))
