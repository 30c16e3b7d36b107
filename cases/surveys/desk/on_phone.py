"""Surveys on a phone without a signal: the questions go along, no household does (S1.02)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.phones.domain.kinds import ByPhone, Item, Kind, List
from cases.surveys.domain import keeping
from cases.surveys.domain.answering import answer
from cases.surveys.forms import EntryForm
from cases.surveys.models import Survey
from portal.thai.dates import bangkok_today

if TYPE_CHECKING:
    from django import forms
    from django.db.models import QuerySet

    from portal.actors import Officer

MOST = 20
"""Surveys that one phone carries; a local administration runs one or two at a time."""


class EntryOnPhone(EntryForm):
    """One household; the entry itself is the token."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["token"]


class AnswerKind(Kind):
    """What one household said; its subject is "survey:<pk>". It only adds: a house that answered already waits for a person."""

    name = "survey.answer"
    label = _("บันทึกหนึ่งครัวเรือน")

    def find(self, subject: str) -> Survey | None:
        """Return the survey."""
        what, _colon, pk = subject.partition(":")
        if what != "survey" or not (pk.isascii() and pk.isdecimal()) or len(pk) > 9:
            return None
        return Survey.objects.filter(pk=int(pk)).first()

    def case_of(self, found: Survey) -> None:
        """A survey is no case."""

    def is_open_to(self, actor: Officer, found: Survey) -> bool:
        """Its questions are read in the organization that asks them."""
        return bool(found.organization_id == actor.organization.pk)

    def form(self, found: Survey, data: Any) -> EntryOnPhone:
        """Return the form of a household."""
        return EntryOnPhone(data, survey=found)

    def do(self, found: Survey, form: Any, by: ByPhone) -> None:
        """Keep it once; in time is what was written in time."""
        answer(
            survey=found,
            actor=by.actor,
            token=by.token,
            home=form.home(),
            answers=form.said(),
            at=min(timezone.now(), timezone.now() - (by.time.sent_at - by.time.pressed_at)),
        )


ANSWER = AnswerKind()


class Surveys(List):
    """The surveys that are open now."""

    name = "surveys"
    label = _("แบบสำรวจ")

    def _open(self, actor: Officer) -> QuerySet[Survey]:
        today = bangkok_today()
        rows = keeping.surveys_of(actor).filter(ended_at__isnull=True, first__lte=today, last__gte=today)
        return rows.prefetch_related("areas", "questions").order_by("pk")[:MOST]

    def items(self, actor: Officer, now: dt.datetime) -> Iterator[Item]:
        """Return each survey with what it is for, which is read to the household first."""
        for survey in self._open(actor):
            yield Item(
                subject=f"survey:{survey.pk}",
                title=survey.title,
                lines=(survey.purpose,),
                acts=(f"{ANSWER.name}:{survey.pk}",),
            )

    def forms(self, actor: Officer, now: dt.datetime) -> Iterable[tuple[str, Kind, forms.Form]]:
        """Return the questions of each survey."""
        for survey in self._open(actor):
            yield f"{ANSWER.name}:{survey.pk}", ANSWER, EntryOnPhone(survey=survey)
