"""Which requests may be the one that a draft is about to report."""

from aitima.catalogue.models import Need, Service
from aitima.portal.forms import WhereForm
from aitima.portal.models import ReportDraft
from aitima.service_requests.nearby import Nearby, nearby


def known_near(draft: ReportDraft, service: Service) -> list[Nearby]:
    """What is near the point that the draft names; a settlement alone is no point."""
    form = WhereForm(draft.answers, service=service)
    if service.place == Need.NONE or not form.is_valid():
        return []
    latitude, longitude = form.cleaned_data["latitude"], form.cleaned_data["longitude"]
    if latitude is None or longitude is None:
        return []
    return nearby(service, latitude, longitude)
