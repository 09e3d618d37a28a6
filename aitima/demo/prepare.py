"""Everything the demonstration needs, made once: municipality, accounts, a history."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from aitima.demo import accounts, lamp_posts, photos
from aitima.demo.history import SOURCE, Story
from aitima.municipalities import loading
from aitima.organisation.models import Municipality
from aitima.service_requests.importing import bulk
from aitima.service_requests.models import ServiceRequest


def prepare(
    *, requests: int, at: datetime, progress: Callable[[int], None] | None = None
) -> bulk.Written:
    """Make what is missing of the demonstration; a second run finds everything and is quick.

    Args:
        progress: told how many requests are written.
    """
    if not Municipality.objects.exists():
        loading.load(settings.PACKAGE / "municipalities" / "lesvos", at=at)
    lamp_posts.ensure()
    here = ServiceRequest.objects.filter(source=SOURCE).count()
    staff = accounts.ensure()
    if here >= requests:
        return bulk.Written(unchanged=here)
    story = Story.of(staff, photos.ensure(), at=at)
    return bulk.write(story.requests(requests), progress=progress)
