"""Addresses of the citizens' pages."""

from django.urls import path

from aitima.portal.views import home, pages, photos, report, requests, sending, where

app_name = "portal"

REQUEST = "requests/<int:year>/<str:serial>/"
TEXTS = ("help", "privacy", "accessibility", "terms")

urlpatterns = [
    path("", home.home, name="home"),
    path("figures/", home.figures, name="figures"),
    path("report/", report.start, name="report-start"),
    path("report/what/", report.what, name="report-what"),
    path("report/where/", where.where, name="report-where"),
    path("report/where/places/", where.places, name="report-places"),
    path("report/where/point/", where.point, name="report-point"),
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
    path(REQUEST + "add/", requests.add, name="add"),
    path(REQUEST + "thanks/", requests.thanks, name="thanks"),
    path(REQUEST + "withdraw/", requests.withdraw, name="withdraw"),
    path(REQUEST + "add/", requests.add, name="add"),
    path(REQUEST + "thanks/", requests.thanks, name="thanks"),
    path(REQUEST + "withdraw/", requests.withdraw, name="withdraw"),
    path(REQUEST + "not-fixed/", requests.not_fixed, name="not-fixed"),
    path(REQUEST + "fixed/", requests.fixed, name="fixed"),
    path(REQUEST + "fixed/rating/", requests.rating, name="rating"),
    path(REQUEST + "fixed/take-back/", requests.take_back, name="take-back"),
    path(REQUEST + "fixed/", requests.fixed, name="fixed"),
    path(REQUEST + "fixed/rating/", requests.rating, name="rating"),
    path(REQUEST + "fixed/take-back/", requests.take_back, name="take-back"),
    path(REQUEST + "photos/<int:pk>/", requests.photo, name="photo"),
    path(REQUEST + "photos/kept/<str:token>/", requests.kept_photo, name="kept-photo"),
    path(REQUEST + "photos/kept/<str:token>/", requests.kept_photo, name="kept-photo"),
    path("r/<str:secret>/", requests.private_link, name="private-link"),
    path("language/<str:code>/", pages.language, name="language"),
    path("services/", pages.services, name="services"),
    *(path(f"{name}/", pages.text, {"name": name}, name=name) for name in TEXTS),
]
