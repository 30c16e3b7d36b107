"""A need that becomes a request for help, by the same intake as every other."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from cases.domain.intake import AffectedDetails, ReporterDetails, Submission, submit_case
from cases.errors import GuardFailed, NotAllowed
from cases.models import Case
from cases.vocabulary import Channel, Consent, Relation
from cases.vulnerable.domain.accounting import accounts_of
from cases.vulnerable.models import Account, Home, Mark
from cases.vulnerable.vocabulary import Source, Status
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from portal.actors import Officer

CHANNELS = {Source.CALL: Channel.DIRECT_PHONE, Source.VISIT: Channel.FIELD_UNIT}
"""How the request came, by how the need is known; everything else was told to an officer."""


@transaction.atomic
def make_case(*, actor: Officer, account: Account) -> Case:
    """Make a request of a need; pressed again it is the same one. It is attached to the event as all from its area.

    Args:
        actor: who may see the row.
        account: whose household needs help.

    Raises:
        NotAllowed: the row is none of theirs.
        GuardFailed: it needs nothing, or has left the register.
    """
    if not accounts_of(actor, account.event).filter(pk=account.pk).exists():
        raise NotAllowed("submit")
    found = Account.objects.select_for_update(of=("self",)).select_related("home", "event")
    locked = found.get(pk=account.pk)
    if locked.case_id is not None:
        return Case.objects.get(pk=locked.case_id)
    if locked.status != Status.NEEDS:
        raise GuardFailed(_("ทำเป็นเรื่องได้เมื่อครัวเรือนต้องการความช่วยเหลือ"))
    if locked.home is None:
        raise GuardFailed(_("ครัวเรือนนี้ออกจากทะเบียนแล้ว รับเป็นเรื่องใหม่ตามปกติ"))
    newest = Mark.objects.filter(account=locked, status=Status.NEEDS, taken_back__isnull=True).select_related(
        "words"
    )[0]
    told = submit_case(
        submission=_submission(locked.home, locked, newest),
        token=uuid5(NAMESPACE_URL, f"klang-first-need-{locked.event.token}-{locked.number}"),
        actor=actor,
    )
    Account.objects.filter(pk=locked.pk).update(case=told.case)
    return told.case


def _submission(home: Home, account: Account, newest: Mark) -> Submission:
    words = getattr(newest, "words", None)
    story = [
        words.text if words else "",
        _("ทะเบียนบ้านที่ต้องช่วยก่อน: %(needs)s")
        % {"needs": ", ".join(need.display_name for need in home.needs.all())},
        home.note,
        _("ติดต่อแทน: %(contact)s") % {"contact": home.other_contact} if home.other_contact else "",
    ]
    return Submission(
        problem=ProblemType.DISASTER,
        channel=CHANNELS.get(Source(newest.source), Channel.WALK_IN),
        province_code=home.subdistrict_code[:2],
        district_code=home.subdistrict_code[:4],
        subdistrict_code=home.subdistrict_code,
        moo=home.moo,
        place_detail=home.place_detail,
        narrative="\n".join(filter(None, story)),
        danger_now=account.is_danger,
        # They agreed that whoever helps in a disaster is told (terms.WORDS).
        consent=Consent.GIVEN,
        reporter=ReporterDetails(name=home.name, phone=home.phone, relation=Relation.SELF),
        affected=(AffectedDetails(name=home.name, is_reporter=True, household_size=home.people),),
    )
