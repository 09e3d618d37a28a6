"""The catalogue as a whole, kept in the process: pages and suggestions read it all the time."""

from dataclasses import dataclass
from itertools import groupby

from aitima.catalogue.models import Question, Route, Service, ServiceGroup
from aitima.core.caching import kept_for
from aitima.geography.models import Area
from aitima.organisation.models import Unit


@dataclass(frozen=True)
class Catalogue:
    groups: tuple[ServiceGroup, ...]
    services: dict[str, Service]
    routes: dict[tuple[int, int], Unit]
    questions: dict[int, tuple[Question, ...]]

    def in_group(self, group: ServiceGroup) -> list[Service]:
        return [service for service in self.services.values() if service.group_id == group.pk]

    def asks(self, service: Service) -> tuple[Question, ...]:
        """What the service asks besides, in order."""
        return self.questions.get(service.pk, ())

    def unit_for(self, service: Service, area: Area | None) -> Unit:
        """Who handles the service there: the area's own route, else the service's unit."""
        routed = self.routes.get((service.pk, area.pk)) if area else None
        return routed or service.unit

    def related_to(self, service: Service) -> list[Service]:
        """The services whose requests may be the same; whichever of two names the other."""
        return [
            other
            for other in self.services.values()
            if other.code in service.related or service.code in other.related
        ]


@kept_for(seconds=60)
def catalogue() -> Catalogue:
    """Everything that can be asked for now, in the order of the catalogue."""
    routes = Route.objects.select_related("unit")
    return Catalogue(
        groups=tuple(ServiceGroup.objects.filter(active=True)),
        services={
            service.code: service
            for service in Service.objects.active().select_related("group", "unit")
        },
        routes={(route.service_id, route.area_id): route.unit for route in routes},
        questions=_questions(),
    )


def _questions() -> dict[int, tuple[Question, ...]]:
    active = Question.objects.filter(active=True).order_by("service", "position", "pk")
    grouped = groupby(active, key=lambda question: question.service_id)
    return {service: tuple(questions) for service, questions in grouped}
