"""Where a request comes from, for counting."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings


def of_client(remote: str, forwarded: str | None) -> str:
    """The client's network; behind a trusted proxy, of the address that the proxy saw.

    A client may have written the list that the proxy adds to, so only the last entry counts.

    Args:
        remote: the other end of the connection.
        forwarded: the header `X-Forwarded-For`, if there is one.
    """
    if settings.SECURE_PROXY_SSL_HEADER and forwarded is not None:
        return network(forwarded.rpartition(",")[2].strip())
    return network(remote)


def network(address: str) -> str:
    """What is counted of an address: of IPv6 the /64, which belongs to one household."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return f"{found.packed[:8].hex()}/64"
    return str(found)
