"""All addresses; each package brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("aitima.runtime.urls")),
    path("workspace/statistics/", include("aitima.statistics.urls")),
    path("workspace/", include("aitima.workspace.urls")),
    path("demo/inbox/", include("aitima.demo.inbox.urls")),
    path("", include("aitima.portal.urls")),
]

handler500 = "aitima.runtime.outage.server_error"
