"""Settings of a drill: a scratch folder, what the queue would do is done at once, and no mail leaves."""

from __future__ import annotations

from portal.settings.development import *  # noqa: F403

# The test client names itself so; without it every walk of a phone would be turned away at the door.
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]  # noqa: F405
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# The log would tell of every step of invented people.
LOGGING_CONFIG = None
