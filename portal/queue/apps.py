"""The app `queue`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QueueConfig(AppConfig):
    """Stands before django_tasks_db in the settings: its `db_worker` is that worker with a heartbeat."""

    name = "portal.queue"
    label = "queue"
    verbose_name = _("คิวงาน")
