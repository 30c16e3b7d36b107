"""What a person is entitled to know of their own matter: who was told what and why, and a copy of the data.

(Official Information Act B.E. 2540 s.24–25, PDPA s.30–31; cases.md, privacy 15.) The grants are the ledger of disclosures:
whoever may read has one, and none is ever deleted.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Field, Model, Q
from django.utils.translation import gettext_lazy as _

from cases.domain.leaving import answered_by
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import GrantReason, Scope, Stage, Verb, WaitingKind
from cases.models import Case, CaseNote, Grant
from cases.models.case_file import Scan
from cases.vocabulary import Consent, Visibility
from portal.actors import Officer
from portal.audit import services as audit
from portal.audit.models import AuditEntry
from portal.thai.dates import format_date, format_datetime
from portal.vocabulary import ActorKind

READING = ("case.read", "case.file", "case.letter")
OWN_WORDS: dict[str, tuple[str, ...]] = {
    "case": (
        *("reference", "problem", "severity", "received_at", "province_code", "district_code"),
        *("subdistrict_code", "country", "moo", "village", "place_detail", "narrative", "consent"),
        *("closed_at", "closure_reason", "outcome", "retention_until"),
    ),
    "reporter": (
        *("name", "relation", "email", "email_words", "phone", "other_way", "contact_way", "contact_time"),
        *("may_leave_message", "may_identify", "may_tell_affected", "may_email", "may_text", "contact_note"),
    ),
    "person": (
        *("name", "sex", "birth_date", "age", "age_words", "is_married", "has_disability", "is_destitute"),
        *("nationality", "papers", "interpreter_language", "phone", "household_size"),
    ),
    "help": ("given_on", "kind", "description", "persons", "households", "amount_baht"),
}
"""Columns that stand in the copy. What officers wrote for each other and who else is concerned do not."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One organization that was given something to read.

    Attributes:
        organization: who.
        reason: why.
        scope: how much.
        ground: consent, or the legal ground on which it was given; "" where nobody was asked for the story.
        since: from when.
        until: until when; None while it lasts.
        reads: how often it opened the case since it is counted (restricted cases only).
    """

    organization: str
    reason: str
    scope: str
    ground: str
    since: dt.datetime
    until: dt.datetime | None
    reads: int


def account_of(case: Case) -> list[Disclosure]:
    """Return everybody who was told, in the order of time; three queries."""
    opened = Counter(
        AuditEntry.objects.filter(subject=case.reference, action__in=READING).values_list(
            "organization_id", flat=True
        )
    )
    grants = Grant.objects.filter(case=case).select_related("organization").order_by("since", "number")
    grounds = _grounds(case)
    return [
        Disclosure(
            organization=one.organization.display_name,
            reason=str(GrantReason(one.reason).label),
            scope=str(Scope(one.scope).label),
            ground=grounds.get(one.waiting) or grounds.get((one.organization_id, one.since), ""),
            since=one.since,
            until=one.until,
            reads=opened[one.organization_id],
        )
        for one in grants
    ]


def _grounds(case: Case) -> dict[object, str]:
    """Return on which ground each organization was asked: by the number of what waited, and by who took it over when.

    Whoever accepted a case holds it for a reason of its own, with the ground of the handover that it accepted.
    """
    found: dict[object, str] = {}
    for sent in case.referrals.order_by("number"):
        ground = Consent(sent.consent)
        words = str(ground.label) if ground.allows_disclosure else ""
        found[sent.number] = words
        if sent.mode == WaitingKind.HANDOVER:
            found[(sent.target_id, sent.answered_at)] = words
    return found


def gives_copies(actor: Officer, case: Case) -> bool:
    """Whether somebody may hand out a copy: who works on cases in the organization that is responsible."""
    if not actor.works_on_cases:
        return False
    if case.holder_id == actor.organization.pk:
        return True
    return (
        case.stage == Stage.CLOSED
        and Case.objects.filter(answered_by(actor.organization), pk=case.pk).exists()
    )


@transaction.atomic
def copy_for(*, case: Case, actor: Officer, identified: str) -> bytes:
    """Return the person's data as a ZIP: readable, as JSON, and with the files they sent; who gave it out is on record.

    Args:
        case: whose.
        actor: of the organization that is responsible.
        identified: how the officer made sure who the person is; "" is refused.

    Raises:
        NotAllowed: the actor may not give it out.
        GuardFailed: nobody was identified.
    """
    if not gives_copies(actor, case):
        raise NotAllowed("copy")
    identified = identified.strip()
    if not identified:
        raise GuardFailed(_("เขียนว่ายืนยันตัวผู้ขออย่างไร"), field="identified")
    audit.record(actor=actor, action="disclosure.copy", subject=case.reference, purpose=identified[:300])
    sections = _sections(case)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.txt", readable(sections))
        archive.writestr("data.json", json.dumps(sections, ensure_ascii=False, indent=1))
        for number, row in enumerate(case.files.filter(uploaded_by=None, scan=Scan.CLEAN), start=1):
            with row.opened() as content:
                archive.writestr(f"files/{number:02}-{row.name}", content.read())
    return target.getvalue()


def _sections(case: Case) -> list[dict[str, Any]]:
    reporter = getattr(case, "reporter", None)
    found = [{"title": str(_("เรื่อง")), "values": _values(case, "case")}]
    if reporter is not None:
        found.append({"title": str(_("ผู้แจ้ง")), "values": _values(reporter, "reporter")})
    for person in case.affected_people.all():
        found.append({"title": str(_("ผู้ประสบปัญหา")), "values": _values(person, "person")})
    for row in case.assistance.select_related("organization"):
        found.append({"title": str(_("การช่วยเหลือ")), "values": _values(row, "help")})
    # What was asked of the person is answered for those alone who work on the case, and is the person's own all the same.
    own = Q(event__actor_kind=ActorKind.CITIZEN) & ~Q(event__verb=Verb.CHANGE_CONTACT)
    notes = CaseNote.objects.filter(Q(readers=Visibility.PUBLIC) | own, event__case=case)
    said = [
        (format_datetime(one.event.at), one.text)
        for one in notes.select_related("event").order_by("event__sequence", "pk")
    ]
    found.append({"title": str(_("ข้อความกับเจ้าหน้าที่")), "values": _numbered(said)})
    told = [
        (
            f"{one.organization} ({format_date(one.since.date())})",
            " · ".join(filter(None, (one.reason, one.scope, one.ground))),
        )
        for one in account_of(case)
    ]
    found.append({"title": str(_("หน่วยงานที่ได้รับข้อมูล")), "values": _numbered(told)})
    return found


def _numbered(lines: list[tuple[str, str]]) -> dict[str, str]:
    """Return lines by what stands before them, numbered: two messages of one minute are two."""
    return {f"{number}. {name}": words for number, (name, words) in enumerate(lines, start=1)}


def _values(row: Model, kind: str) -> dict[str, str]:
    """Return the columns of a row that say something, by what they are called."""
    found = {}
    for name in OWN_WORDS[kind]:
        field = row._meta.get_field(name)
        assert isinstance(field, Field)
        value = getattr(row, name)
        if value in ("", None):
            continue
        if field.choices:
            value = getattr(row, f"get_{name}_display")()
        elif isinstance(value, dt.datetime):
            value = format_datetime(value)
        elif isinstance(value, dt.date):
            value = format_date(value)
        elif isinstance(value, bool):
            value = _("ใช่") if value else _("ไม่")
        found[str(field.verbose_name)] = str(value)
    return found


def readable(sections: list[dict[str, Any]]) -> str:
    """Return a copy as a text that anybody opens.

    Args:
        sections: each with a `title` and its `values` by what they are called.
    """
    parts = []
    for section in sections:
        lines = [f"{name}: {value}" for name, value in section["values"].items()]
        parts.append("\n".join([f"== {section['title']} ==", *lines]))
    # Windows opens text without a mark in another encoding, and Thai becomes noise.
    return "\ufeff" + "\n\n".join(parts) + "\n"
