"""Addresses of the staff's pages."""

from django.urls import path, register_converter

from aitima.workspace.views import blocking, detail, photos, publication, queue, signing, steps


class NumberConverter:
    """A protocol number with its year, as it is written: `2026/004512`."""

    regex = r"[0-9]{4}/[0-9]{6,12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NumberConverter, "protocol_number")

app_name = "workspace"
_ONE = "requests/<protocol_number:number>/"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("changes/", queue.changes, name="queue-changes"),
    path("sign-in/", signing.SignIn.as_view(), name="sign-in"),
    path("sign-out/", signing.SignOut.as_view(), name="sign-out"),
    path("password/", signing.ChangePassword.as_view(), name="password"),
    path("blocked/", blocking.blocked, name="blocked"),
    path("blocked/<int:entry>/", blocking.unblock, name="unblock"),
    path("photos/<int:pk>/", photos.photo, name="photo"),
    path("photos/<int:pk>/small/", photos.thumbnail, name="photo-small"),
    path(_ONE, detail.detail, name="request-detail"),
    path(f"{_ONE}changes/", detail.changes, name="request-changes"),
    path(f"{_ONE}person/", detail.person, name="request-person"),
    path(f"{_ONE}charge/", steps.charge, name="request-charge"),
    path(f"{_ONE}resolve/", steps.resolve, name="request-resolve"),
    path(f"{_ONE}reply/", steps.voice, {"name": "reply"}, name="request-reply"),
    path(f"{_ONE}note/", steps.voice, {"name": "note"}, name="request-note"),
    path(f"{_ONE}publication/", publication.publication, name="request-publication"),
    path(f"{_ONE}block/", blocking.block_reporter, name="request-block"),
    path(f"{_ONE}kept/<str:token>/", photos.kept, name="kept-photo"),
    path(f"{_ONE}<slug:step>/", steps.step, name="request-step"),
]
