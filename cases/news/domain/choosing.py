"""What the person asks for by both codes of a request: texts, or news by LINE, and the end of either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from cases.domain.act import lock_case
from cases.errors import NotAllowed
from cases.models import Reporter
from cases.news.domain import linking
from cases.news.domain.telling import LINE, SETTINGS, TEXT, may_be_told
from portal import carriers
from portal.audit import services as audit
from portal.composed import Composed

if TYPE_CHECKING:
    import datetime as dt

    from cases.models import Case
    from portal.actors import Citizen


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person may choose for one request, and what they chose.

    Attributes:
        may_text: this installation sends texts.
        has_mobile: there is a number that takes them.
        texts: texts are sent.
        may_line: this installation writes to LINE accounts.
        linked_at: since when an account is told; None where there is none.
    """

    may_text: bool
    has_mobile: bool
    texts: bool
    may_line: bool
    linked_at: dt.datetime | None

    @property
    def is_offered(self) -> bool:
        """There is something to choose."""
        return self.may_text or self.may_line


NOTHING = Choice(may_text=False, has_mobile=False, texts=False, may_line=False, linked_at=None)


_REPORTER = Composed(lambda case: Reporter.objects.filter(case=case), case=int)


def choice_for(case: Case) -> Choice:
    """Return what may be chosen for a request and what was; nothing where no machine may write of it."""
    offered = {way: carriers.is_there(setting) for way, setting in SETTINGS.items()}
    if not may_be_told(case) or not any(offered.values()):
        return NOTHING
    reporter = _REPORTER.first(case=case.pk)
    has_mobile = reporter is not None and bool(reporter.mobile)
    return Choice(
        may_text=offered[TEXT],
        has_mobile=has_mobile,
        texts=has_mobile and bool(reporter and reporter.may_text),
        may_line=offered[LINE],
        linked_at=linking.linked_at(case) if offered[LINE] else None,
    )


@transaction.atomic
def choose_texts(*, case: Case, actor: Citizen, wanted: bool) -> None:
    """Send texts to the number that the person gave, or stop it; the same twice changes nothing.

    It is no event of the case: nobody has to read that somebody wants to be told.

    Raises:
        NotAllowed: no machine may write of this request, or there is no carrier or no mobile number.
    """
    found = choice_for(lock_case(case))
    if wanted and not (found.may_text and found.has_mobile):
        raise NotAllowed("choose_texts")
    # Both shapes of "no", and a row that says so already stays as it is.
    rows = Reporter.objects.filter(case=case).exclude(may_text=wanted)
    if rows.update(may_text=wanted):
        audit.record(
            actor=actor, action="news.texts_on" if wanted else "news.texts_off", subject=case.reference
        )
