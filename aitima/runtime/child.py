"""A process that the supervisor starts: `python -m aitima.runtime.child ROLE [DESCRIPTOR]`.

It ends by itself when the supervisor is gone: the other end of its standard input closes.
"""

import os
import signal
import sys
import threading

import django


def main(role: str, *words: str) -> None:
    follow_the_parent()
    django.setup()
    if role == "web":
        from aitima.runtime import web  # noqa: PLC0415 - each role loads its own server only

        web.run(int(words[0]))
    elif role == "worker":
        from aitima.notifications import worker  # noqa: PLC0415

        worker.run()
    elif role == "inbox":
        from aitima.demo.inbox import server  # noqa: PLC0415

        server.run()


def follow_the_parent() -> None:
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aitima.config.settings")
    main(*sys.argv[1:])
