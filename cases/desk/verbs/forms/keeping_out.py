"""The form by which somebody who is part of the matter is kept from it (privacy 16)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.desk.names import brief
from cases.desk.verbs.forms.base import VerbForm, note_field
from cases.desk.verbs.forms.targets import SearchField, TargetField, TargetMixin
from cases.domain import access
from cases.machine.guards import may_be_shut_out
from cases.machine.verb import Ask, Given
from cases.machine.vocabulary import Scope
from portal.accounts.models import Appointment, User
from portal.organizations.models import Organization

ONE_OF_TWO = _("เลือกหน่วยงาน หรือเจ้าหน้าที่คนหนึ่ง อย่างใดอย่างหนึ่ง")


class ShutOutForm(TargetMixin, VerbForm):
    """An organization, or one of the people who work there, may know nothing of the case any more.

    Whoever knows only the summary is proposed nobody: who works on the case, and where it lies, is more than that.
    """

    reads = Scope.SUMMARY
    target = TargetField(label=_("หน่วยงานที่มีส่วนได้เสีย"), required=False)
    find = SearchField(
        label=_("ค้นหาหน่วยงานอื่น"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    person = forms.ModelChoiceField(
        label=_("หรือเจ้าหน้าที่คนเดียว"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("ไม่ใช่ ทั้งหน่วยงาน"),
    )
    note = note_field(
        _("เพราะอะไร"),
        required=True,
        hint=_("ผู้ที่ถูกกันออกจะไม่เห็นข้อความนี้ ผู้แจ้งก็ไม่เห็น"),
        texts=(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = self._offices()
        people: Any = self.fields["person"]
        people.queryset = User.objects.filter(pk__in=list(self.offices)).order_by("display_name", "pk")
        people.label_from_instance = self._named
        self.set_targets()

    def _offices(self) -> dict[int, Organization]:
        """Return where each person works who could be kept out: at the holder, at one's own office, and who reads it."""
        standing = self.situation.standing
        readers = {grant.organization for grant in standing.grants_of() if grant.scope >= Scope.PART}
        where = {standing.holder, self.actor.organization.pk} | (readers if self._reads_all else set())
        rows = Appointment.objects.in_force().filter(organization__in=where).select_related("organization")
        rows = rows.exclude(user__in=[*standing.recused, self.actor.person.pk]).order_by("-pk")
        return {row.user_id: row.organization for row in rows}

    def _named(self, user: User) -> str:
        return f"{user.display_name} · {brief(self.offices[user.pk])}"

    @property
    def _reads_all(self) -> bool:
        return self.situation.standing.scope_of(self.actor.organization.pk) == Scope.FULL

    def proposed(self) -> list[tuple[Organization, str | Promise]]:
        """Return those who know of the case, for whoever may know who they are."""
        if not self._reads_all:
            return []
        change = self.situation.change()
        known = {grant.organization for grant in change.standing.grants_of()}
        bodies = Organization.objects.active().filter(pk__in=known).order_by("sort_key", "pk")
        return [
            (body, "") for body in bodies if may_be_shut_out(change, Ask(given=Given(target=body.pk))) is None
        ]

    def near(self) -> str:
        """Return the own place: that of the case is more than a summary says."""
        own = self.actor.organization
        return own.district_code or own.province_code

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        data: dict[str, Any] = super().clean() or {}
        if bool(data.get("target")) == bool(data.get("person")) and not {"target", "person"} & set(
            self.errors
        ):
            self.add_error("target", ONE_OF_TWO)
        return data

    def perform(self) -> None:
        """Shut them out."""
        data = self.cleaned_data
        person = data["person"]
        access.shut_out(
            **self.common,
            organization=data["target"] or self.offices[person.pk],
            person=person,
            reason=data["note"],
        )
