"""Addresses of the citizens' pages."""

from django.urls import path

from aitima.portal.views import home, pages, photos, report, requests, sending

app_name = "portal"

REQUEST = "requests/<int:year>/<str:serial>/"
TEXTS = ("help", "privacy", "accessibility", "terms")

urlpatterns = [
    path("", home.home, name="home"),
    path("figures/", home.figures, name="figures"),
    path("report/", report.start, name="report-start"),
    path("report/what/", report.what, name="report-what"),
    path("report/where/", report.where, name="report-where"),
    path("report/where/places/", report.places, name="report-places"),
    path("report/where/point/", report.point, name="report-point"),
    path("report/details/", report.details, name="report-details"),
    path("report/photos/", photos.add, name="report-photos"),
    path("report/photos/<slug:photo>/", photos.show, name="report-photo"),
    path("report/check/", sending.check, name="report-check"),
    path("map.json", home.base_map, name="base-map"),
    path("requests/", requests.find, name="find"),
    path(REQUEST, requests.show, name="request"),
    path(REQUEST + "received/", requests.received, name="received"),
    path(REQUEST + "receipt.pdf", requests.receipt, name="receipt"),
    path(REQUEST + "answer/", requests.answer, name="answer"),
    path(REQUEST + "not-fixed/", requests.not_fixed, name="not-fixed"),
    path(REQUEST + "photos/<int:pk>/", requests.photo, name="photo"),
    path("r/<str:secret>/", requests.private_link, name="private-link"),
    path("language/<str:code>/", pages.language, name="language"),
    path("services/", pages.services, name="services"),
    *(path(f"{name}/", pages.text, {"name": name}, name=name) for name in TEXTS),
]
