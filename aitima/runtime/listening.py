"""The socket of an installation; bound first, so that a busy port is told at once."""

import errno
import socket

from aitima.runtime.errors import CannotRun


def bind(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror:
        raise CannotRun(f"{host} is no address of this machine: correct AITIMA_HOST.") from None
    listening = socket.socket(family, kind, protocol)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
    except OSError as error:
        listening.close()
        raise CannotRun(_reason(error, host, port)) from error
    return listening


def free_port() -> int:
    """Return a port of the loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} of {host} is taken: stop the program that uses it, "
            f"or choose another with AITIMA_PORT={port + 1}."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is kept for the administrator: choose one above 1023 in AITIMA_PORT."
    return f"{host}:{port} cannot be used ({error.strerror}): correct AITIMA_HOST or AITIMA_PORT."
