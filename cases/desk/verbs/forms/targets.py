"""Choosing the body that a case goes to: the right one first with its reason, any other by search."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.desk.directory.marks import cut_words, marks_of
from cases.domain.offices import CaseOffices
from cases.domain.places import place_of
from cases.domain.together import FIRST_STOPS
from cases.machine.act import Situation
from cases.machine.guards import may_be_asked, target_may_be_told
from cases.machine.verb import Ask, Given
from cases.machine.vocabulary import WaitingKind, WaitingState
from cases.models import Case
from portal.organizations.domain import directory, routing
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType

LONGEST_KEY = 9
"""Digits that the key of an organization may have; a longer number fits no column."""


class TargetField(forms.ModelChoiceField):
    """Radio buttons over a short list; any active organization is accepted, and the domain has the last word."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Organization.objects.active(),
            empty_label=None,
            error_messages={
                "required": _("เลือกหน่วยงานที่จะส่งเรื่องให้"),
                "invalid_choice": _("ไม่พบหน่วยงานนี้ ค้นหาแล้วเลือกใหม่"),
            },
            **kwargs,
        )

    def label_from_instance(self, obj: Organization) -> str:
        """Name with district or province where it is ambiguous."""
        return obj.display_name


def proposals_for(
    case: Case, situation: Situation, mode: WaitingKind
) -> list[tuple[Organization, str | Promise]]:
    """Return the bodies that the routing proposes and the rules allow, best first, each with its reason.

    Bodies that have returned this case are left out: the officer may still search for them.
    """
    returned = [r.target_id for r in case.referrals.all() if r.state == WaitingState.RETURNED]
    proposed = routing.propose_targets(
        problem=case.problem,
        subdistrict_code=place_of(case),
        moo=case.moo,
        exclude=[case.holder_id, *returned],
    )
    found = [(one.organization, one.reason) for one in proposed]
    chosen = case.proposed_organization
    if chosen is not None and _is_local(chosen):
        # Where a subdistrict has several local administrations, the one that the person named comes before its sisters.
        found.sort(key=lambda pair: _is_local(pair[0]) and pair[0].pk != chosen.pk)
        found = [(body, _("ผู้แจ้งระบุว่าอยู่ในเขตนี้") if body.pk == chosen.pk else reason) for body, reason in found]
    if isinstance(situation.offices, CaseOffices):
        situation.offices.look_at([body for body, _reason in found])
    return [pair for pair in found if _allows(situation, mode, pair[0].pk)]


def _is_local(organization: Organization) -> bool:
    return OrganizationType(organization.type).is_local_administration


def _allows(situation: Situation, mode: WaitingKind, target: int) -> bool:
    change = situation.change()
    if mode == WaitingKind.INFORM:
        return target_may_be_told(change, Ask(given=Given(target=target))) is None
    return target != situation.by.organization and may_be_asked(change, mode, target) is None


MOST_FIRST_STOPS = 6


def first_stops(case: Case, situation: Situation) -> list[Organization]:
    """Return the hospitals and police stations of the province to which a person may be brought, the nearest first (S2.41)."""
    place = place_of(case)
    if not place:
        return []
    found = directory.find("", near=place, types=FIRST_STOPS, exclude=[case.holder_id]).organizations
    near = [one for one in found if one.province_code == place[:2]]
    if isinstance(situation.offices, CaseOffices):
        situation.offices.look_at(near)
    return [one for one in near if _allows(situation, WaitingKind.JOINT, one.pk)][:MOST_FIRST_STOPS]


class SearchField(forms.CharField):
    """Words to search for; a box with a button of its own, which shows the page again with what was found.

    With JavaScript what fits is added to the list while somebody types (`static/js/choose.js`).
    """

    searches = True
    """The template draws the button beside the box."""


class TargetMixin:
    """For forms with a `target` and a box `find` to search for another one.

    The list holds the proposals, what the search finds, and what was chosen before. Without a proposal the search is
    the way. Pressing "ค้นหา" shows the page again and keeps what was typed; it is not an error.
    """

    mode = WaitingKind.HANDOVER

    def proposed(self) -> list[tuple[Organization, str | Promise]]:
        """Return whom the list holds at first, each with its reason."""
        form: Any = self
        return proposals_for(form.case, form.situation, self.mode)

    def near(self) -> str:
        """Return the code of the place near which a search finds first."""
        form: Any = self
        return place_of(form.case)

    def set_targets(self) -> None:
        """Fill the list; called by the form's constructor once its data is there."""
        form: Any = self
        proposals = self.proposed()
        words = str(form["find"].value() or "").strip()
        bodies = {body.pk: body for body, _reason in proposals}
        found = directory.find(words, near=self.near(), exclude=[*bodies, form.case.holder_id])
        bodies |= {body.pk: body for body in found.organizations}
        chosen = str(form["target"].value() or "")
        if chosen.isdecimal() and len(chosen) <= LONGEST_KEY and int(chosen) not in bodies:
            bodies |= {body.pk: body for body in Organization.objects.active().filter(pk=int(chosen))}
        form.fields["target"].widget.choices = [(pk, body.display_name) for pk, body in bodies.items()]
        form.hints["target"] = marks_of(bodies.values(), {body.pk: reason for body, reason in proposals})
        form.found_words = cut_words(found) if words else ""
        form.fields["find"].widget.attrs |= {
            "data-choose": reverse("desk:directory_find"),
            "data-near": self.near(),
            "data-into": form["target"].html_name,
        }
