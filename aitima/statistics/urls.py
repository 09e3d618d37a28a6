from django.urls import path

from aitima.statistics import views

app_name = "statistics"

urlpatterns = [path("", views.overview, name="overview")]
