"""What is heard and seen of a household where its request is worked on: the four figures follow (many.md, row observe)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from cases.domain.accounted_for import News, Way
from cases.vulnerable.domain.accounting import mark_heard, withdraw
from cases.vulnerable.models import Account, Mark
from cases.vulnerable.vocabulary import Source, Status

if TYPE_CHECKING:
    from cases.models import Case
    from portal.actors import Officer

SOURCES = {Way.CALL: Source.CALL, Way.VISIT: Source.VISIT, Way.DIGIT: Source.DIGIT}


def hear(news: News) -> None:
    """Mark the household whose request a case is, as of the moment at which somebody saw or heard them; one query where none is.

    A digit says what it says and ends no need (`figures.known`). Where the request was closed and a new one was made of the
    news, the row leads to that one. Nothing changes in the case.

    Args:
        news: of a case that is locked.
    """
    rows = list(Account.objects.filter(case=news.case).order_by("pk"))
    if not rows or Mark.objects.filter(token=news.token).exists():
        # What the register itself wrote into the request is no news to it (`requesting.raise_danger`).
        return
    for row in rows:
        mark_heard(
            actor=news.actor,
            account=row,
            status=Status(news.how.value),
            source=SOURCES[news.way],
            observed_at=news.at,
            token=_name(news.token, row.pk),
            danger=news.danger,
        )
    if news.opened is not None:
        Account.objects.filter(pk__in=[row.pk for row in rows]).update(case=news.opened)


def take_back(case: Case, token: UUID, actor: Officer) -> None:
    """Take back what a call said by a slip of the finger: its caller gave it another code.

    Args:
        case: locked.
        token: of the news.
        actor: who corrects it.
    """
    keys = Account.objects.filter(case=case).values_list("pk", flat=True)
    wrong = Mark.objects.filter(token__in=[_name(token, key) for key in keys])
    for mark in wrong.order_by("account"):
        withdraw(actor=actor, mark=mark)


def _name(token: UUID, account: int) -> UUID:
    return uuid5(token, f"household {account}")
