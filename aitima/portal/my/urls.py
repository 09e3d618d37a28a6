"""Addresses of "My requests"."""

from django.urls import path

from aitima.portal.my import copying, erasure, links, pages, signing

urlpatterns = [
    path("my/", pages.my, name="my"),
    path("my/code/", signing.code, name="my-code"),
    path("my/open/<str:token>/", signing.open_link, name="my-open"),
    path("my/confirm/", signing.confirm, name="my-confirm"),
    path("my/sign-out/", signing.sign_out, name="my-sign-out"),
    path("my/settings/", pages.settings, name="my-settings"),
    path("my/unfollow/<int:subscription>/", pages.unfollow, name="my-unfollow"),
    path("my/copy.json", copying.as_json, name="my-copy-json"),
    path("my/copy.pdf", copying.as_pdf, name="my-copy-pdf"),
    path("my/erase/", erasure.erase, name="my-erase"),
    path("my/erased/", erasure.erased, name="my-erased"),
    path("my/link/", links.link_again, name="my-link"),
    path("my/link/sent/", links.link_sent, name="my-link-sent"),
]
