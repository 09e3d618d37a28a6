"""The installation's own settings, without everything that a bare view does not need."""

from aitima.config.settings import *  # noqa: F403

MIDDLEWARE = []
INSTALLED_APPS = ["bench.ceiling"]
ROOT_URLCONF = "bench.ceiling.urls"
