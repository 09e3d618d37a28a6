"""Pages: Django under WSGI (see docs/adr on the two kinds of server)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aitima.config.settings")

application = get_wsgi_application()
