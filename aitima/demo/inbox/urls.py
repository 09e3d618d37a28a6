from django.urls import path

from aitima.demo.inbox import views

app_name = "demo-inbox"

urlpatterns = [
    path("", views.inbox, name="list"),
    path("<str:key>/", views.mail, name="mail"),
    path("<str:key>/html/", views.html, name="html"),
]
