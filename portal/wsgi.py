"""WSGI entry point, served by granian."""

import os

from portal import lifeline

# Before the slow imports below: a worker must not outlive the server that started it.
lifeline.hold()

from django.core.wsgi import get_wsgi_application  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()
