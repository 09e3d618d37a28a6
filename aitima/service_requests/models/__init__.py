from aitima.catalogue.models import RequestKind
from aitima.service_requests.models.conversation import CitizenMessage, InternalNote, PublicAnswer
from aitima.service_requests.models.event import EventKind, RequestEvent
from aitima.service_requests.models.feedback import Feedback
from aitima.service_requests.models.following import Subscription, Support
from aitima.service_requests.models.link import PrivateLink
from aitima.service_requests.models.person import AccessRecord, Reporter
from aitima.service_requests.models.photo import Photo
from aitima.service_requests.models.protocol import ProtocolCounter
from aitima.service_requests.models.service_request import Channel, ServiceRequest

__all__ = [
    "AccessRecord",
    "Channel",
    "CitizenMessage",
    "EventKind",
    "Feedback",
    "InternalNote",
    "Photo",
    "PrivateLink",
    "ProtocolCounter",
    "PublicAnswer",
    "Reporter",
    "RequestEvent",
    "RequestKind",
    "ServiceRequest",
    "Subscription",
    "Support",
]
