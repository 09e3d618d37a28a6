"""Addresses of the citizens' pages."""

from django.urls import path

from aitima.portal.my import urls as my
from aitima.portal.public import feeds, preview
from aitima.portal.public import views as public
from aitima.portal.views import (
    again,
    app,
    device,
    following,
    home,
    identity,
    nearby,
    pages,
    photos,
    proving,
    report,
    requests,
    sending,
    sharing,
    where,
)

app_name = "portal"

DEVICE = "report/device/<uuid:key>/"
REQUEST = "requests/<int:year>/<str:serial>/"
TEXTS = ("help", "privacy", "accessibility", "terms")

urlpatterns = [
    *my.urlpatterns,
    path("", home.home, name="home"),
    path("figures/", home.figures, name="figures"),
    path("report/", report.start, name="report-start"),
    path("report/what/", report.what, name="report-what"),
    path("report/where/", where.where, name="report-where"),
    path("report/where/places/", where.places, name="report-places"),
    path("report/where/point/", where.point, name="report-point"),
    path("report/nearby/", nearby.step, name="report-nearby"),
    path("report/details/", report.details, name="report-details"),
    path("report/photos/", photos.add, name="report-photos"),
    path("report/photos/<slug:photo>/", photos.show, name="report-photo"),
    path("report/identity/", identity.step, name="report-identity"),
    path("report/identity/open/<str:token>/", identity.open_link, name="report-identity-open"),
    path("report/identity/gsis/", identity.gsis_begin, name="report-gsis"),
    path("report/identity/gsis/back/", identity.gsis_callback, name="report-gsis-callback"),
    path("report/check/", sending.check, name="report-check"),
    path("report/check/hidden/", sending.hide, name="report-hide"),
    path("report/check/code/", proving.code, name="report-code"),
    path("report/device/", device.page, name="device"),
    path("report/device/catalogue.json", device.catalogue, name="device-catalogue"),
    path(DEVICE, device.report, name="device-report"),
    path(DEVICE + "photos/<uuid:photo>/", device.photo, name="device-photo"),
    path(DEVICE + "send/", device.send, name="device-send"),
    path(DEVICE + "open/", device.open_draft, name="device-open"),
    path("report/share/", sharing.share, name="share"),
    path("service-worker.js", app.service_worker, name="service-worker"),
    path("manifest.webmanifest", app.manifest, name="manifest"),
    path("icons/<slug:name>.png", app.icon, name="app-icon"),
    path("map.json", home.base_map, name="base-map"),
    path("requests/", public.requests, name="requests"),
    path("requests/map.json", public.marks, name="requests-map"),
    path("requests/feed.atom", feeds.requests, name="requests-feed"),
    path(REQUEST, requests.show, name="request"),
    path(REQUEST + "feed.atom", feeds.events, name="request-feed"),
    path(REQUEST + "preview.png", preview.preview, name="preview"),
    path(REQUEST + "received/", requests.received, name="received"),
    path(REQUEST + "again/", again.again, name="report-again"),
    path(REQUEST + "receipt.pdf", requests.receipt, name="receipt"),
    path(REQUEST + "answer/", requests.answer, name="answer"),
    path(REQUEST + "add/", requests.add, name="add"),
    path(REQUEST + "thanks/", requests.thanks, name="thanks"),
    path(REQUEST + "withdraw/", requests.withdraw, name="withdraw"),
    path(REQUEST + "not-fixed/", requests.not_fixed, name="not-fixed"),
    path(REQUEST + "fixed/", requests.fixed, name="fixed"),
    path(REQUEST + "fixed/rating/", requests.rating, name="rating"),
    path(REQUEST + "fixed/take-back/", requests.take_back, name="take-back"),
    path(REQUEST + "photos/<int:pk>/", requests.photo, name="photo"),
    path(REQUEST + "photos/kept/<str:token>/", requests.kept_photo, name="kept-photo"),
    path(REQUEST + "follow/", following.follow, name="follow"),
    path(REQUEST + "follow/done/", following.followed, name="followed"),
    path(REQUEST + "me-too/", following.support, name="support"),
    path("follow/", following.follow_new, name="follow-new"),
    path("follow/sent/", following.sent, name="follow-sent"),
    path("follow/confirm/<str:secret>/", following.confirm, name="follow-confirm"),
    path("follow/stop/<str:token>/", following.stop, name="follow-stop"),
    path("r/<str:secret>/", requests.private_link, name="private-link"),
    path("language/<str:code>/", pages.language, name="language"),
    path("services/", pages.services, name="services"),
    *(path(f"{name}/", pages.text, {"name": name}, name=name) for name in TEXTS),
]
