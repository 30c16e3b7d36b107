"""The app `news`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    """News to people by text and LINE."""

    name = "cases.news"
    label = "news"
    verbose_name = _("ข่าวถึงผู้แจ้งทาง SMS และ LINE")

    def ready(self) -> None:
        """Tell beside the mail, send on two ways, stand on the status page, and say what goes with a case."""
        # Models are ready only now.
        from functools import partial

        from cases.domain import erasing, notify
        from cases.intake import status_parts
        from cases.news.domain import sending, telling
        from cases.news.models import LineLink
        from cases.news.public.status import part
        from portal.outbox import ways

        notify.register(telling.tell)
        for way in telling.SETTINGS:
            ways.register(way, partial(sending.NewsLine, way))
        status_parts.register(part)
        erasing.register(
            erased={LineLink: dict.fromkeys(("account", "account_digest", "code_digest"), "")}, kept={}
        )
