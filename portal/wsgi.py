"""WSGI entry point, served by granian."""

import os

from portal import lifeline

# Before the slow imports below: a worker must not outlive the server that started it.
lifeline.hold()

from django.core.wsgi import get_wsgi_application  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

_django = get_wsgi_application()

# Models and settings are there from here on.
from portal import checks  # noqa: E402
from portal.management.loading import load  # noqa: E402
from portal.sealing import starting  # noqa: E402

starting.refuse_half_blind()
checks.refuse_old_tables()
# `manage.py serve` has done it before it forked, where it costs nothing any more; a server of a unit or a container begins here.
load()

from portal.crowd import Watched, crowd  # noqa: E402
from portal.metrics.counting import Counted  # noqa: E402
from portal.metrics.shared import counts  # noqa: E402
from portal.page_cache.application import PageCache  # noqa: E402
from portal.page_cache.stores import store  # noqa: E402

application = Watched(Counted(PageCache(_django, store()), counts()), crowd)
