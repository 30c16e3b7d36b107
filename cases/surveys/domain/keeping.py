"""Making a survey, ending it, reporting it to the center, and erasing names when their time is over (S1.02, S1.09)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain.overview import is_center, is_local
from cases.errors import GuardFailed, NotAllowed
from cases.surveys.domain import telling
from cases.surveys.models import Answer, Household, Question, QuestionKind, Survey, SurveyArea
from portal.audit import services as audit
from portal.organizations.areas import is_area
from portal.organizations.domain.heirs import Rows
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.thai.dates import bangkok_today
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.actors import Officer

MOST_QUESTIONS = 40
MOST_CHOICES = 20
LONGEST_KEPT = dt.timedelta(days=2 * 366)
"""After the last day: what a committee may need for its decisions, and no longer (PDPA s.37(3))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of a new survey; fields as in `Question`."""

    words: str
    kind: QuestionKind = QuestionKind.YES_NO
    choices: tuple[str, ...] = ()
    is_required: bool = False
    theme: ProblemType | None = None


def may_keep(actor: Officer) -> bool:
    """Whether somebody makes surveys: whoever works on cases of a local administration or the center."""
    return actor.works_on_cases and (is_local(actor) or is_center(actor))


def surveys_of(actor: Officer) -> QuerySet[Survey]:
    """Return the surveys of the actor's organization."""
    found = Survey.objects.select_related("organization")
    return found.filter(organization=actor.organization) if may_keep(actor) else found.none()


PASSED = Rows(
    name="surveys",
    words=_("มีแบบสำรวจที่ยังไม่ได้รายงาน %(count)d แบบ จะโอนพร้อมคำตอบให้หน่วยงานที่สืบต่อ ถ้าไม่มีจะโอนให้ศูนย์ปฏิบัติการร่วม"),
    of=lambda organization: Survey.objects.filter(organization=organization, reported_at=None),
)
"""What goes on when an organization ends: households go on answering, and somebody has to read it."""


def of_place(actor: Officer) -> QuerySet[Survey]:
    """Return all surveys of the place of the actor's center: those of whom it answers for (`heirs.center_of`).

    That is its district, or its province where it has none; and whoever has no center nearer than this one.
    """
    if not may_keep(actor) or not is_center(actor):
        return Survey.objects.none()
    us = actor.organization
    whose = (
        Q(organization__district_code=us.district_code)
        if us.district_code
        else Q(organization__province_code=us.province_code)
    )
    # Asked in the statement itself: the rail composes this once for all centers.
    centers = Organization.objects.active().of_types(OrganizationType.CENTER)
    of_province = centers.filter(province_code=us.province_code).order_by("district_code", "sort_key", "pk")
    nearer = Q(organization__district_code__in=centers.exclude(district_code="").values("district_code"))
    whose |= Q(first_of_province=us.pk, organization__province_code=us.province_code) & ~nearer
    whose |= ~Exists(centers.exclude(pk=us.pk))
    found = Survey.objects.alias(first_of_province=Subquery(of_province.values("pk")[:1]))
    return found.filter(whose).select_related("organization")


def reported_to(actor: Officer) -> QuerySet[Survey]:
    """Return the surveys of the district that were reported to the actor's center; figures only are read there."""
    return of_place(actor).filter(reported_at__isnull=False)


@transaction.atomic
def make(
    *,
    actor: Officer,
    title: str,
    purpose: str,
    first: dt.date,
    last: dt.date,
    subdistricts: Sequence[str],
    questions: Sequence[Asked],
    is_public: bool = False,
    keep_until: dt.date | None = None,
    token: uuid.UUID | None = None,
) -> Survey:
    """Make a survey. The same token always means the same one.

    Args:
        actor: of a local administration or the center.
        title: what it is called.
        purpose: why; people who answer read it (PDPA s.23).
        first: first day on which it takes answers.
        last: last day.
        subdistricts: where.
        questions: in their order.
        is_public: people answer by themselves too.
        keep_until: names are erased after this day; a year after the last one by default.
        token: one for each form, so that a second click meets the same survey.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: something is missing or cannot be.
    """
    if not may_keep(actor):
        raise NotAllowed("make_survey")
    title, purpose = title.strip(), purpose.strip()
    keep_until = keep_until or last + dt.timedelta(days=365)
    if not title or not purpose:
        raise GuardFailed(_("เขียนชื่อแบบสำรวจและสำรวจเพื่ออะไร"), field="title")
    if last < first:
        raise GuardFailed(_("วันสุดท้ายต้องไม่อยู่ก่อนวันแรก"), field="last")
    if not last <= keep_until <= last + LONGEST_KEPT:
        raise GuardFailed(_("เก็บชื่อได้ไม่เกิน 2 ปีหลังวันสุดท้าย"), field="keep_until")
    places = list(dict.fromkeys(subdistricts))
    if not places or not all(is_area(code, "subdistrict") for code in places):
        raise GuardFailed(_("เลือกตำบลอย่างน้อยหนึ่งตำบล"), field="subdistricts")
    if not 0 < len(questions) <= MOST_QUESTIONS:
        raise GuardFailed(_("เขียนคำถาม 1 ถึง 40 ข้อ"), field="questions")
    survey, is_new = Survey.objects.get_or_create(
        token=token or uuid.uuid4(),
        organization=actor.organization,
        defaults={
            "title": title,
            "purpose": purpose,
            "first": first,
            "last": last,
            "keep_until": keep_until,
            "is_public": is_public,
            "made_by": actor.person,
        },
    )
    if not is_new:
        return survey
    SurveyArea.objects.bulk_create(SurveyArea(survey=survey, subdistrict_code=code) for code in places)
    Question.objects.bulk_create(
        _question(survey, number, asked) for number, asked in enumerate(questions, 1)
    )
    audit.record(actor=actor, action="surveys.made", subject=str(survey.pk), data={"public": is_public})
    return survey


def _question(survey: Survey, number: int, asked: Asked) -> Question:
    choices = tuple(dict.fromkeys(one.strip() for one in asked.choices if one.strip()))
    if asked.kind == QuestionKind.CHOICE and not 2 <= len(choices) <= MOST_CHOICES:
        raise GuardFailed(_("ข้อ %(number)d ต้องมีตัวเลือก 2 ถึง 20 ข้อ") % {"number": number}, field="questions")
    if not asked.words.strip() or len(asked.words) > 300:
        raise GuardFailed(
            _("ข้อ %(number)d ต้องมีคำถามไม่เกิน 300 ตัวอักษร") % {"number": number}, field="questions"
        )
    return Question(
        survey=survey,
        number=number,
        words=asked.words.strip(),
        kind=asked.kind,
        options="\n".join(choices) if asked.kind == QuestionKind.CHOICE else "",
        is_required=asked.is_required,
        theme=asked.theme if asked.theme and asked.kind == QuestionKind.YES_NO else "",
    )


def _own(actor: Officer, survey: Survey, what: str) -> None:
    if not may_keep(actor) or survey.organization_id != actor.organization.pk:
        raise NotAllowed(what)


@transaction.atomic
def end(*, actor: Officer, survey: Survey) -> bool:
    """End a survey before its last day; False when that was done before.

    Raises:
        NotAllowed: it is another organization's.
    """
    _own(actor, survey, "end_survey")
    if not Survey.objects.filter(pk=survey.pk, ended_at=None).update(ended_at=timezone.now()):
        return False
    audit.record(actor=actor, action="surveys.ended", subject=str(survey.pk), data={})
    return True


@transaction.atomic
def report(*, actor: Officer, survey: Survey) -> bool:
    """Report the result to the center (S1.09): figures, never names; False when that was done before.

    What the center gave back is reported again the same way.

    Raises:
        NotAllowed: it is another organization's.
        GuardFailed: it still takes answers.
    """
    _own(actor, survey, "report_survey")
    now = timezone.now()
    fresh = Survey.objects.select_for_update(of=("self",)).select_related("organization").get(pk=survey.pk)
    if fresh.ended_at is None and fresh.last >= bangkok_today():
        raise GuardFailed(_("แบบสำรวจยังเปิดรับคำตอบอยู่ ปิดก่อนแล้วจึงรายงาน"))
    if fresh.reported_at is not None:
        return False
    Survey.objects.filter(pk=survey.pk).update(
        reported_at=now, reported_by=actor.person, ended_at=fresh.ended_at or now
    )
    if is_center(actor):
        # There is nobody above it who would accept its own.
        Survey.objects.filter(pk=survey.pk).update(accepted_at=now, accepted_by=actor.person)
    audit.record(actor=actor, action="surveys.reported", subject=str(survey.pk), data={})
    telling.tell_center(fresh, now)
    return True


def erase_what_is_over() -> int:
    """Erase names, numbers, houses and free words of surveys whose time is over; what was counted stays countable."""
    over = Household.objects.filter(erased_at=None, survey__keep_until__lt=bangkok_today())
    keys = list(over.values_list("pk", flat=True)[:2000])
    if not keys:
        return 0
    with transaction.atomic():
        Answer.objects.filter(household__in=keys, question__kind=QuestionKind.TEXT).update(said="")
        rows = Household.objects.filter(pk__in=keys)
        # The key tells the house, and the token of a line of a list is made of its words: whoever guesses them could
        # prove it. Its own number keeps the row apart from others.
        for pk in keys:
            rows.filter(pk=pk).update(key=f"erased:{pk}", token=uuid.uuid4())
        rows.update(name="", phone="", house="", moo="", erased_at=timezone.now())
    return len(keys)
