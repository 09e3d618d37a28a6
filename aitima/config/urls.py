"""All addresses; each package brings its own."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []
for prefix, module in (
    ("", "aitima.runtime.urls"),
    ("workspace/statistics/", "aitima.statistics.urls"),
    ("workspace/", "aitima.workspace.urls"),
    ("demo/inbox/", "aitima.demo.inbox.urls"),
    ("", "aitima.portal.urls"),
):
    try:
        present = find_spec(module)
    except ModuleNotFoundError:
        present = None
    if present:
        urlpatterns.append(path(prefix, include(module)))

handler500 = "aitima.runtime.outage.server_error"
