"""The facts of a case for its page: what, where, who, how to reach them. Pairs of (term, value); empty ones fall out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from cases.domain.view import CaseView, Full, Part, Referral
from cases.domain.view.parts import Contact, Person
from cases.models import AffectedPerson, Case, Reporter
from cases.vocabulary import (
    AgeBand,
    Consent,
    ConsentBy,
    ContactWay,
    IdentityPapers,
    Outcome,
    Relation,
    Severity,
    Sex,
)
from legal_library.public import provisions
from legal_library.public.provisions import Named
from portal.organizations import areas
from portal.organizations.models import Organization
from portal.thai.dates import format_date, format_datetime
from portal.thai.digits import to_arabic
from portal.thai.phone import Phone, phones_in

Facts = list[tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Numbers:
    """A telephone field in which there are numbers that can be dialled.

    Attributes:
        phones: each becomes a link.
        words: what was written, where it says more than the numbers; else "".
    """

    phones: tuple[Phone, ...]
    words: str


def _as_written(words: str) -> str:
    return _("ตามที่เขียน: %(words)s") % {"words": words}


def dialled(written: str, *, dial: bool = True) -> Numbers | str:
    """Return numbers to dial, or the words as they were written: a link on a guess would reach a stranger.

    Args:
        written: the field.
        dial: whether the person may be called.
    """
    phones = phones_in(written)
    if not phones:
        return _as_written(written) if written else ""
    if not dial:
        return written
    only_numbers = ", ".join(phone.display for phone in phones) == written
    return Numbers(phones, "" if only_numbers else _as_written(written))


def _label(table: type[Model], name: str) -> Any:
    return table._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def _answer(table: type[Model], name: str, told: bool | None) -> Any:
    """Return what was answered to a question of yes and no; "" where nobody asked."""
    return dict(table._meta.get_field(name).flatchoices).get(told, "") if told is not None else ""  # type: ignore[union-attr]


def _provision(key: str) -> Named | str:
    """Return the provision from which the request was begun; its bare key when readers no longer find it."""
    return (provisions.find(key) or key) if key else ""


def reached(organization: Organization) -> Facts:
    """How an organization is reached; empty where nobody has entered a number or an address."""
    rows: Facts = [(_("โทรศัพท์"), dialled(organization.phone)), (_("อีเมล"), organization.email)]
    return [row for row in rows if row[1]]


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of a case, beside its history or beside a form.

    Attributes:
        story: what happened; "" for whoever does a part.
        matter: what kind of case it is.
        where: the place.
        people: who needs help, each as facts.
        reporter: who told us; empty where nobody is known.
        cautions: what must not be done when reaching them.
    """

    story: str
    matter: Facts
    where: Facts
    people: list[Facts]
    reporter: Facts
    cautions: list[str]


def known(view: CaseView) -> Known | None:
    """Return the facts that a view has; None where it has none."""
    if not isinstance(view, Part):
        return None
    contact = view.contact
    return Known(
        story=view.story if isinstance(view, Referral) else "",
        matter=matter(view),
        where=place(view),
        people=[person(one) for one in view.people],
        reporter=reporter(contact) if contact is not None else [],
        cautions=cautions(contact) if contact is not None else [],
    )


def matter(view: Part) -> Facts:
    """What kind of case it is, how it came in and under which number we registered it."""
    further = ", ".join(str(problem.label) for problem in view.further_problems)
    return [
        (_label(Case, "problem"), view.problem.label if view.problem is not None else ""),
        (_("ปัญหาร่วม"), further),
        (_label(Case, "severity"), view.severity.label if view.severity != Severity.NORMAL else ""),
        (_label(Case, "danger_now"), _("แจ้งว่ากำลังมีอันตราย") if view.danger_now else ""),
        (_label(Case, "received_at"), format_datetime(view.received_at)),
        (_label(Case, "channel"), view.channel),
        (_label(Case, "provision"), _provision(view.provision)),
        (_label(Case, "received_by"), view.received_by.display_name),
        (_label(Case, "created_by"), view.created_by if isinstance(view, Full) else ""),
        (_("เลขทะเบียนของเรา"), view.number),
        (_label(Case, "duplicate_of"), view.duplicate_of if isinstance(view, Full) else ""),
        (_label(Case, "outcome"), Outcome(view.outcome).label if view.outcome else ""),
        (_label(Case, "reopen_count"), (view.reopen_count or "") if isinstance(view, Full) else ""),
        (_("เรื่องที่ซ้ำกับเรื่องนี้"), ", ".join(view.duplicates) if isinstance(view, Full) else ""),
        (_label(Case, "consent"), Consent(view.consent).label if view.consent != Consent.NOT_ASKED else ""),
        (_label(Case, "consent_by"), ConsentBy(view.consent_by).label if view.consent_by else ""),
    ]


def place(view: Part) -> Facts:
    """Where it happened or where the person lives, in the order of a Thai address; what the reporter wishes of it."""
    where = view.where
    named = view.proposed_organization if isinstance(view, Full) else None
    avoids = isinstance(view, Full) and view.avoid_local
    return [
        *(
            (_label(Case, name), getattr(where, name))
            for name in ("country", "place_detail", "moo", "village")
        ),
        *(
            (_label(Case, name), areas.area_name(getattr(where, name)) if getattr(where, name) else "")
            for name in ("subdistrict_code", "district_code", "province_code")
        ),
        (_label(Case, "proposed_organization"), named.display_name if named is not None else ""),
        (_label(Case, "avoid_local"), _("ผู้แจ้งขอไม่ให้ส่งถึง อปท. ในพื้นที่") if avoids else ""),
    ]


def person(affected: Person) -> Facts:
    """One person who needs help; age as exact as it is known."""
    if affected.birth_date:
        age = format_date(affected.birth_date)
    elif affected.age_words:
        age = _age_as_told(affected)
    elif affected.age is not None:
        age = _("ประมาณ %(age)d ปี") % {"age": affected.age}
    else:
        age = AgeBand(affected.age_band).label if affected.age_band != AgeBand.UNKNOWN else ""
    return [
        (_label(AffectedPerson, "kinship"), affected.kinship),
        (_label(AffectedPerson, "name"), affected.name or _("ไม่ได้บอกชื่อ")),
        (
            _label(AffectedPerson, "sex"),
            Sex(affected.sex).label if affected.sex not in ("", Sex.UNSPECIFIED) else "",
        ),
        (_("อายุ"), age),
        (_("กลุ่มเป้าหมาย"), ", ".join(str(group.label) for group in affected.target_groups)),
        (_label(AffectedPerson, "nationality"), affected.nationality),
        (_label(AffectedPerson, "papers"), IdentityPapers(affected.papers).label if affected.papers else ""),
        *(
            (_label(AffectedPerson, name), _answer(AffectedPerson, name, getattr(affected, name)))
            for name in ("needs_interpreter", "has_disability")
        ),
        (_label(AffectedPerson, "interpreter_language"), affected.interpreter_language),
        # Somebody who tells of themselves has said with the reporter's way whether they may be called at all.
        (_label(AffectedPerson, "phone"), dialled(affected.phone, dial=not affected.is_reporter)),
        (_label(AffectedPerson, "household_size"), affected.household_size),
    ]


def _age_as_told(affected: Person) -> str:
    """Return an age in the words in which it was told, with the years where these do not show them."""
    years = affected.age
    if years is None and any(sign.isdecimal() for sign in affected.age_words):
        # A number that is no age must not be taken for one.
        return _as_written(affected.age_words)
    if not years or str(years) in to_arabic(affected.age_words):
        return affected.age_words
    return _("%(words)s (ประมาณ %(age)d ปี)") % {"words": affected.age_words, "age": years}


def reporter(person: Contact) -> Facts:
    """Who told us and by which way they can be reached."""
    return [
        (_label(Reporter, "name"), person.name or _("ไม่ได้บอกชื่อ")),
        (_("เป็นใคร"), Relation(person.relation).label),
        (_label(Reporter, "contact_way"), ContactWay(person.contact_way).label),
        (_label(Reporter, "phone"), dialled(person.phone, dial=person.contact_way != ContactWay.NONE)),
        (_label(Reporter, "email"), person.email or (person.email_words and _as_written(person.email_words))),
        (_label(Reporter, "other_way"), person.other_way),
        (_label(Reporter, "contact_time"), person.contact_time),
    ]


def cautions(person: Contact) -> list[str]:
    """What must not be done when reaching the reporter; unanswered questions stand for "no" (privacy 7 and 10)."""
    if person.contact_way == ContactWay.NONE:
        return [_("ผู้แจ้งขอไม่ให้ติดต่อกลับ")]
    found = []
    if not person.may_leave_message:
        found.append(_("อย่าฝากข้อความไว้กับคนอื่น"))
    if not person.may_identify:
        found.append(_("อย่าบอกคนที่รับสายว่าโทรจากหน่วยงานใด"))
    if not person.is_affected and not person.may_tell_affected:
        found.append(_("อย่าบอกผู้ประสบปัญหาว่าใครเป็นผู้แจ้ง"))
    if person.contact_note:
        found.append(person.contact_note)
    return found
