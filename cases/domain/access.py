"""Access that ends: of whoever is part of the matter, of broken glass after four hours, of others 90 days after closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from cases.domain import notify
from cases.domain.act import act_on
from cases.errors import CaseError
from cases.machine.verb import Given
from cases.machine.verbs.watching import GLASS_OPEN, READ_AFTER_CLOSING
from cases.machine.vocabulary import DutyKind, GrantReason, Verb
from cases.models import Case, Grant
from cases.vocabulary import Visibility
from portal.actors import System

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.actors import Officer
    from portal.organizations.models import Organization


def cases_with_expired_grants() -> list[int]:
    """Return the cases in which a reason to read has run out."""
    now = timezone.now()
    glass = Q(reason=GrantReason.BREAK_GLASS, since__lte=now - GLASS_OPEN)
    closed = Q(case__closed_at__lte=now - READ_AFTER_CLOSING) & ~Q(reason=GrantReason.BREAK_GLASS)
    over = Grant.objects.filter(glass | closed, until__isnull=True)
    return list(over.order_by("case_id").values_list("case_id", flat=True).distinct())


def expire_grants(pk: int) -> bool:
    """End what has run out in one case; returns whether anything did."""
    case = Case.objects.get(pk=pk)
    try:
        with act_on(verb=Verb.EXPIRE_GRANT, case=case, actor=System()) as act:
            act.record()
    except CaseError:
        return False
    return bool(act.effects)


def shut_out(
    *, case: Case, actor: Officer, organization: Organization, person: User | None = None, reason: str
) -> Case:
    """Keep an organization, or one person who works there, from a case of which they are a part (privacy 16).

    What they were asked for comes back, what they had under way ends, and they are asked and told no more. Who they are
    stands in the history, for the holder and for whoever did it; the reporter's page says nothing of it.

    Args:
        case: open.
        actor: who decides at its holder or at the center.
        organization: that is part of the matter, or in which the person works.
        person: when it is one person only.
        reason: why; required.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    given = Given(target=organization.pk, person=person.pk if person is not None else None)
    with act_on(verb=Verb.SHUT_OUT, case=case, actor=actor, given=given) as act:
        why = act.note_text(reason, required=True)
        whom = (
            organization.display_name
            if person is None
            else f"{person.display_name} ({organization.display_name})"
        )
        act.record(note=act.note_text(f"{whom}: {why}"), readers=Visibility.SHARED)
        notify.tell_left_out(act, frozenset({organization.pk}))
        due = act.due(DutyKind.REROUTE, DutyKind.ACT, DutyKind.DECIDE)
        if due is not None and act.case.holder_id != actor.organization.pk:
            # What it was asked for is the holder's to do again.
            notify.tell_body(case=act.case, body=act.case.holder, template="case_returned", due=due)
    return act.case
