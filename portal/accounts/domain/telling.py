"""Telling a person by mail what happened to their account: whoever took it over would not (ASVS 6.3.7, 6.4.3)."""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from portal.accounts.models import User
from portal.web.links import absolute


class News(StrEnum):
    """What a person is told; each is a pair of templates `outbox/account_…`."""

    CODE_ISSUED = "account_code_issued"
    PASSWORD_SET = "account_password_set"  # noqa: S105 - a name, no secret
    SECOND_FACTOR_TAKEN_AWAY = "account_second_factor_taken_away"
    CONTACT_CHANGED = "account_contact_changed"


def tell(person: User, news: News, *, address: str = "") -> None:
    """Write a mail without content in the caller's transaction; to whoever has no address nothing is sent.

    Args:
        person: whose account.
        news: what happened.
        address: another one than the account's, as when that was just changed.
    """
    to = address or person.email
    if not to:
        return
    newest = person.appointments.select_related("organization").first()
    # The outbox stands above accounts.
    enqueue = import_string(settings.KLANG["SEND"])
    enqueue(
        template=news.value,
        to=to,
        context={
            "body_name": newest.organization.display_name if newest else "",
            "link": absolute(reverse("accounts:login")),
        },
        dedup_key=f"{news.value}:{person.pk}:{uuid.uuid4()}",
        organization=newest.organization if newest else None,
    )
