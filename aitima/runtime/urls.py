from django.urls import path

from aitima.runtime.health import healthz

urlpatterns = [path("healthz", healthz, name="healthz")]
