"""Making the cases of the stories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from cases.demo.letterheads import fill_letterheads
from cases.demo.office import Office
from cases.demo.stories import STORIES, Story, last_year
from cases.domain.intake import AffectedDetails, ReporterDetails, Submission, submit_case
from cases.machine.vocabulary import Stage
from cases.models import Case
from cases.vocabulary import Confidentiality, Consent, ContactWay, Relation, Sex
from portal.actors import Citizen

SUBDISTRICTS = {
    "ปากน้ำ": "810101",
    "กระบี่น้อย": "810103",
    "ไสไทย": "810115",
    "อ่าวนาง": "810116",
    "หนองทะเล": "810117",
}


@contextmanager
def _as_of(moment: dt.datetime) -> Iterator[None]:
    """Let the system believe that it is another moment: `manage.py prepare` is one thread and serves nobody."""
    with mock.patch.object(timezone, "now", lambda: moment):
        yield


def load_demo_cases() -> int:
    """Make the cases that are missing; returns how many.

    Raises:
        LookupError: when the demonstration staff are missing.
    """
    office = Office()
    fill_letterheads(office)
    now = timezone.now()
    made = sum(_tell(office, story, now) for story in (*STORIES, *last_year(now)))
    if made:
        _let_one_be_due(now)
    return made


def _let_one_be_due(now: dt.datetime) -> None:
    """Let the time of the oldest closed case of Ao Nang be over, so that its head has something to let go of."""
    closed = Case.objects.filter(
        stage=Stage.CLOSED, confidentiality=Confidentiality.NORMAL, holder__name_th__contains="อ่าวนาง"
    )
    oldest = closed.order_by("closed_at").values("pk")[:1]
    Case.objects.filter(pk__in=list(oldest.values_list("pk", flat=True))).update(
        retention_until=timezone.localdate(now) - dt.timedelta(days=1)
    )


def _tell(office: Office, story: Story, now: dt.datetime) -> bool:
    """Make one case and let its steps happen; False when it was made before."""
    with _as_of(now - dt.timedelta(days=story.days_ago)):
        submitted = submit_case(
            submission=_submission(story),
            token=uuid5(NAMESPACE_URL, f"klang-demo:{story.key}"),
            actor=office[story.by] if story.by else Citizen(),
        )
    if not submitted.created:
        return False
    for days_ago, step in story.steps:
        with _as_of(now - dt.timedelta(days=days_ago)):
            step(office, Case.objects.get(pk=submitted.case.pk))
    return True


def _submission(story: Story) -> Submission:
    code = SUBDISTRICTS[story.place]
    told_by_other = story.relation != Relation.SELF
    return Submission(
        problem=story.problem,
        channel=story.channel,
        province_code=code[:2],
        district_code=code[:4],
        subdistrict_code=code,
        narrative=story.text,
        severity=story.severity,
        consent=Consent.NOT_ASKED if told_by_other else Consent.GIVEN,
        reporter=ReporterDetails(
            name=story.name,
            relation=story.relation,
            phone=story.phone,
            contact_way=ContactWay.PHONE,
            contact_time="เวลาใดก็ได้",
        ),
        affected=(
            AffectedDetails(
                name="" if told_by_other else story.name,
                is_reporter=not told_by_other,
                sex=Sex.UNSPECIFIED,
                age=None if told_by_other else story.age,
                household_size=len(story.household) + 1 if story.household else None,
            ),
            *story.household,
        ),
    )
