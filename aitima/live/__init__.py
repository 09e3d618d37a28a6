"""What changed, told to the pages that show it: NOTIFY in, Server-Sent Events out.

Knows topics and signed tokens, nothing of the domain. A topic is plain text such as
`service_request:17` or `unit:5`; an event says only that something about it changed, and the
page asks again for the part it shows, under its own rights. A page without a stream may ask
for the same part every half minute: nothing else is needed for polling.
"""

from aitima.live.publishing import along, publish

__all__ = ["along", "publish"]
