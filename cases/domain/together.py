"""A person who is present: brought to a hospital or the police first, while the case goes to its lead agency (S2.41).

Two referrals that belong together: the part says who brings the person, when and in which condition; the handover takes
the case on. Both go out or none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.referral import needs_words, refer_case, refer_jointly
from cases.errors import GuardFailed
from cases.models import Case, Referral
from portal.organizations.vocabulary import OrganizationType

if TYPE_CHECKING:
    from cases.vocabulary import Consent, HandoverReason
    from portal.actors import Officer
    from portal.organizations.models import Organization

FIRST_STOPS = (
    OrganizationType.HOSPITAL,
    OrganizationType.BMA_HOSPITAL,
    OrganizationType.EDUCATION_HOSPITAL,
    OrganizationType.POLICE_STATION,
    OrganizationType.METROPOLITAN_POLICE_STATION,
)
"""Kinds of organizations to which a person is brought first, by the condition they are in."""


@dataclass(frozen=True, kw_only=True)
class Journey:
    """How somebody gets there; words, because a counter has no time for more.

    Attributes:
        to: the hospital or police station.
        condition: in which the person is.
        vehicle: which, and who drives.
        leaves: when.
    """

    to: Organization
    condition: str
    vehicle: str
    leaves: str

    def request(self) -> str:
        """Return what is asked of the organization, in Thai like every paper."""
        with translation.override("th"):
            return "\n".join(
                (
                    _("รับตัวผู้ประสบปัญหาที่กำลังไปถึง"),
                    _("อาการ: %(words)s") % {"words": self.condition},
                    _("พาหนะและผู้พาไป: %(words)s") % {"words": self.vehicle},
                    _("เวลาออกเดินทาง: %(words)s") % {"words": self.leaves},
                )
            )


def refer_with_person(
    *,
    case: Case,
    target: Organization,
    actor: Officer,
    reason: HandoverReason,
    consent: Consent,
    journey: Journey,
    request: str = "",
    note: str = "",
    base: str | None = None,
) -> Referral:
    """Bring a person somewhere first and hand the case over, in one act (S2.41).

    Args:
        case: screened or being worked on.
        target: who should take the case.
        actor: an officer of the holder.
        reason: why the target.
        consent: consent or legal ground, for both.
        journey: where the person is brought first, and how.
        request: what the target is asked to do.
        note: for colleagues.
        base: what the actor saw.

    Returns:
        The handover; the part goes with it (`Referral.together`).

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written, neither referral.
    """
    for field, words in (
        ("condition", journey.condition),
        ("vehicle", journey.vehicle),
        ("leaves", journey.leaves),
    ):
        if not words.strip():
            raise GuardFailed(gettext_lazy("กรอกอาการ พาหนะ และเวลา หน่วยงานปลายทางจะได้เตรียมรับ"), field=field)
    if journey.to.pk == target.pk:
        raise GuardFailed(
            gettext_lazy("เลือกหน่วยงานเดียวกันทั้งสองช่อง ถ้าให้ที่เดียวทำทั้งสองอย่าง ไม่ต้องเลือกช่องนี้"), field="first_stop"
        )
    with transaction.atomic():
        part = refer_jointly(
            case=case,
            target=journey.to,
            actor=actor,
            consent=consent,
            request=journey.request(),
            # Both go out on the ground: it has its words with each of them.
            note=note if needs_words(case.consent, consent) else "",
            base=base,
        )
        handover = refer_case(
            case=case,
            target=target,
            actor=actor,
            reason=reason,
            consent=consent,
            request=request,
            note=note,
            base=base,
        )
        part.beside = handover
        part.save(update_fields=["beside"])
    return handover
