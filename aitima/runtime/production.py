"""`aitima serve` and `aitima worker`: an installation in earnest."""

from aitima.runtime import preparing, serving
from aitima.runtime.progress import console


def serve(*, with_worker: bool) -> None:
    open_socket = serving.open_socket()
    children = serving.web(open_socket.fileno(), serving.web_processes(), None)
    parts = ["database"]
    if with_worker:
        children.append(serving.worker(None))
        parts.append("worker")
    with preparing.database() as database:
        preparing.refuse_old_tables()
        preparing.collect_static_files()
        serving.serve(
            children,
            database=database,
            when_ready=_tell_where,
            is_ready=lambda: serving.answers(*parts),
        )


def work() -> None:
    from aitima.notifications import worker  # noqa: PLC0415

    with preparing.database():
        preparing.refuse_old_tables()
        console.print("The worker waits for work. Ctrl-C stops it.")
        worker.run()


def _tell_where() -> None:
    from django.conf import settings  # noqa: PLC0415

    console.print(f"Aitima is ready at {settings.SITE_URL}")
