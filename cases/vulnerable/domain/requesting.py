"""A need that becomes a request for help, by the same intake as every other."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.domain import ladder, screening
from cases.domain.act import lock_case
from cases.domain.intake import AffectedDetails, ReporterDetails, Submission, submit_case
from cases.domain.working import log_call
from cases.errors import GuardFailed, NotAllowed
from cases.events.domain.ringing import on_duty
from cases.models import Case
from cases.vocabulary import CallOutcome, Channel, Consent, Relation
from cases.vulnerable.domain.rights import accounts_of
from cases.vulnerable.models import Account, Home, Mark
from cases.vulnerable.vocabulary import Source, Status
from portal.actors import System
from portal.outbox.services import enqueue
from portal.vocabulary import ProblemType
from portal.web.links import absolute

if TYPE_CHECKING:
    from portal.actors import Officer

CHANNELS = {Source.CALL: Channel.DIRECT_PHONE, Source.VISIT: Channel.FIELD_UNIT}
"""How the request came, by how the need is known; everything else was told to an officer."""


@transaction.atomic
def make_case(*, actor: Officer, account: Account) -> Case:
    """Make a request of a need; pressed again it is the same one. It is attached to the event as all from its area.

    A need that was written down after the request was closed is another request, to which the row leads from then on.

    Args:
        actor: who may see the row.
        account: whose household needs help.

    Raises:
        NotAllowed: the row is none of theirs.
        GuardFailed: it needs nothing, or has left the register.
    """
    if not accounts_of(actor, account.event).filter(pk=account.pk).exists():
        raise NotAllowed("submit")
    found = Account.objects.select_for_update(of=("self",)).select_related("home", "event", "case")
    locked = found.get(pk=account.pk)
    newest = _need_without_request(locked)
    if locked.case is not None and newest is None:
        return locked.case
    if locked.status != Status.NEEDS:
        raise GuardFailed(_("ทำเป็นเรื่องได้เมื่อครัวเรือนต้องการความช่วยเหลือ"))
    if locked.home is None:
        raise GuardFailed(_("ครัวเรือนนี้ออกจากทะเบียนแล้ว รับเป็นเรื่องใหม่ตามปกติ"))
    assert newest is not None, "the status follows from the marks"
    first = f"klang-first-need-{locked.event.token}-{locked.number}"
    told = submit_case(
        submission=_submission(locked.home, locked, newest),
        token=uuid5(NAMESPACE_URL, f"{first}-{newest.token}" if locked.case else first),
        actor=actor,
    )
    Account.objects.filter(pk=locked.pk).update(case=told.case)
    return told.case


def hold_request(account: Account) -> None:
    """Lock the request of a row before the row itself, as whoever ends a call or a visit of it does; nothing where it has none.

    Args:
        account: not locked yet.
    """
    case = Case.objects.filter(pk__in=Account.objects.filter(pk=account.pk).values("case")).first()
    if case is not None:
        lock_case(case)


def raise_danger(*, actor: Officer, mark: Mark) -> None:
    """Let danger that was marked be a request at once, of which whoever is on duty hears (many.md, row observe: OWN).

    An open request says so, for the first time or again; else one is made. What was over before it was written down stays a mark. The
    organization that keeps the household hears of it too where the request lies elsewhere, or none can be made.

    Args:
        actor: who marked it.
        mark: with danger, of a row that is locked, its request before it (`hold_request`).
    """
    found = Account.objects.select_related("home", "event", "organization", "case")
    row = found.get(pk=mark.account_id)
    if not row.is_danger:
        return
    asked = row.case if row.case is not None and not row.case.is_closed else None
    if asked is not None:
        _tell_in(asked, actor, mark)
    elif row.home is not None:
        asked = make_case(actor=actor, account=row)
    if asked is None or asked.holder_id != row.organization_id:
        _tell_keeper(row, mark)


def _tell_in(case: Case, actor: Officer, mark: Mark) -> None:
    """Write danger into an open request, for the first time or again: it rings and is read as danger on the telephone is."""
    words = getattr(mark, "words", None)
    with translation.override("th"):
        why = _("ทะเบียนบ้านที่ต้องช่วยก่อน: มีคนอยู่ในอันตรายตอนนี้")
    screening.raise_for_danger(case=case, actor=actor, why=why)
    log_call(
        case=case,
        actor=System(),
        text="\n".join(filter(None, [why, words.text if words else ""])),
        outcome=CallOutcome.NEEDS,
        to_read=True,
        danger=True,
        # By its own name the register knows that this is no news to it (`hearing.hear`).
        identity=str(mark.token),
    )


def _tell_keeper(row: Account, mark: Mark) -> None:
    """Write at once to who is on duty where the household is kept, else to who follows its alarms: a link, and nothing of anybody."""
    if not row.event.is_running:
        return
    keeper = row.organization
    people = [one.email for one in on_duty(row.event, keeper.pk, timezone.now())]
    with translation.override("th"):
        link = absolute(reverse("first:account", args=[row.event.slug, row.number]))
    for address in dict.fromkeys(people or filter(None, [*ladder.followers(keeper), keeper.email])):
        enqueue(
            template="first_danger",
            to=address,
            context={"link": link, "body_name": keeper.display_name},
            dedup_key=f"first-danger:{mark.pk}:{address}",
            organization=keeper,
        )


def may_request(account: Account) -> bool:
    """Whether a request can be made of what a household needs now: it has none, or the one it had was closed before."""
    needs_help = account.status == Status.NEEDS and account.home_id is not None
    return needs_help and (account.case_id is None or _need_without_request(account) is not None)


def _need_without_request(account: Account) -> Mark | None:
    """Return the last need that stands and in no request: all do until there is one, then what came after it was closed.

    What counts is when it was written down, not when it was seen: paper comes late, and whoever closed did not know of it.
    """
    needs = Mark.objects.filter(account=account, status=Status.NEEDS, taken_back__isnull=True)
    if account.case is not None:
        if account.case.closed_at is None:
            return None
        needs = needs.filter(recorded_at__gt=account.case.closed_at)
    return needs.select_related("words").first()


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
