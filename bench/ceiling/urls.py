from django.urls import path

from bench.ceiling.views import ready, store

urlpatterns = [path("store/", store), path("healthz", ready)]
