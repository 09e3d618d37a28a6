"""Which requests may be the one that a draft is about to report."""

from aitima.catalogue.models import Need, Service
from aitima.portal.forms import WhereForm
from aitima.portal.models import ReportDraft
from aitima.service_requests.nearby import Nearby, nearby


def known_near(draft: ReportDraft, service: Service) -> list[Nearby]:
    """What is near the point that the draft names."""
    point = point_of(draft, service)
    return nearby(service, *point) if point else []


def point_of(draft: ReportDraft, service: Service) -> tuple[float, float] | None:
    """Latitude and longitude of a draft; a settlement alone is no point."""
    form = WhereForm(draft.answers, service=service)
    if service.place == Need.NONE or not form.is_valid():
        return None
    latitude, longitude = form.cleaned_data["latitude"], form.cleaned_data["longitude"]
    return None if latitude is None or longitude is None else (latitude, longitude)
