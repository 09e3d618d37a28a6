from aitima.service_requests.models.conversation import CitizenMessage, InternalNote, PublicAnswer
from aitima.service_requests.models.event import RequestEvent
from aitima.service_requests.models.person import AccessRecord, Reporter
from aitima.service_requests.models.link import PrivateLink
from aitima.service_requests.models.photo import Photo
from aitima.service_requests.models.protocol import ProtocolCounter
from aitima.service_requests.models.service_request import ServiceRequest

__all__ = [
    "AccessRecord",
    "CitizenMessage",
    "InternalNote",
    "Photo",
    "PrivateLink",
    "ProtocolCounter",
    "PublicAnswer",
    "Reporter",
    "RequestEvent",
    "ServiceRequest",
]
