"""An organization that keeps a register ends: who takes its place keeps it, with what households agreed to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cases.vulnerable.domain.accounting import follow_home, leave_over
from cases.vulnerable.domain.keeping import forget_lists, remove
from cases.vulnerable.models import Home
from cases.vulnerable.vocabulary import RemovalReason
from portal.actors import Actor, System
from portal.audit import services as audit
from portal.organizations.domain.heirs import heir_of
from portal.organizations.models import Organization


def report(organization: Organization) -> list[str]:
    """Say in Thai how many households an organization keeps; reads only."""
    count = Home.objects.filter(organization=organization).count()
    words = _("ดูแลทะเบียนครัวเรือนที่ต้องช่วยก่อน %(count)d ครัวเรือน จะโอนให้หน่วยงานที่สืบต่อ ถ้าไม่มีจะโอนให้ศูนย์ปฏิบัติการร่วม")
    return [words % {"count": count}] if count else []


def carry_out(organization: Organization, *, successor: Organization | None, actor: Actor) -> None:
    """Let the heir keep every household; the rows of running events go with them, those that are over do not.

    A house that stands in both registers stays once, by the newer agreement.

    Args:
        organization: closed, with its successor saved.
        successor: read from the organization, so that chains of successors are followed.
        actor: who closed it.
    """
    heir = heir_of(organization)
    if heir is None:
        return
    # In the order in which villages are held: whoever enters or corrects a household there meanwhile ends first.
    kept = Home.objects.filter(organization=organization).order_by("place_key", "pk")
    homes = list(kept.select_for_update(of=("self",), no_key=True))
    there = {
        one.key: one for one in Home.objects.filter(organization=heir, key__in=[one.key for one in homes])
    }
    events: set[int] = set()
    count = 0
    for home in homes:
        if (other := there.get(home.key)) is not None:
            if other.agreed_on >= home.agreed_on:
                remove(actor=System(), home=home.pk, reason=RemovalReason.MISTAKE)
                continue
            remove(actor=System(), home=other.pk, reason=RemovalReason.MISTAKE)
        home.organization = heir
        home.save(update_fields=["organization"])
        events.update(follow_home(home))
        events.update(leave_over(home))
        count += 1
    forget_lists(sorted(events))
    if homes:
        audit.record(
            actor=actor,
            action="first.succeeded",
            subject=f"organization:{organization.pk}",
            data={"homes": count, "to": heir.pk},
        )
