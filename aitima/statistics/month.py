"""The current month in a few figures for the public: one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.utils import timezone

from aitima.service_requests.lifecycle import Status
from aitima.statistics.indicators import FEW
from aitima.statistics.periods import Period, Preset

_FIGURES: Final = """
    SELECT count(*) FILTER (WHERE submitted_at >= %(begins)s),
           count(*) FILTER (WHERE submitted_at >= %(begins)s
                            AND NOT (public AND erased_at IS NULL)),
           count(*) FILTER (WHERE status = %(resolved)s AND closed_at >= %(begins)s),
           count(*) FILTER (WHERE status = %(resolved)s AND closed_at >= %(begins)s
                            AND NOT (public AND erased_at IS NULL)),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - submitted_at))
               FILTER (WHERE status = %(resolved)s AND closed_at >= %(begins)s) / 86400
    FROM service_requests_servicerequest
    WHERE submitted_at >= %(begins)s OR closed_at >= %(begins)s
"""


@dataclass(frozen=True, slots=True)
class ThisMonth:
    """For everybody: of requests that are not public, fewer than five are not counted in.

    The median is that of those resolved this month; of fewer than five it is None.
    """

    new: int
    resolved: int
    median_days: float | None


def read(*, at: datetime) -> ThisMonth:
    month = Period.of(Preset.THIS_MONTH, today=timezone.localdate(at))
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, {"begins": month.begins, "resolved": Status.RESOLVED})
        new, new_hidden, resolved, resolved_hidden, median = cursor.fetchone()
    return ThisMonth(
        new=told(new, hidden=new_hidden),
        resolved=told(resolved, hidden=resolved_hidden),
        median_days=float(median) if resolved >= FEW else None,
    )


def told(count: int, *, hidden: int) -> int:
    """How many are told to everybody, of whom so many are hidden.

    The public ones can be counted on the public list: a few more than those would tell how few
    of the others there are.
    """
    return count if hidden >= FEW else count - hidden
