"""The facts of a case for its page: what, where, who, how to reach them. Pairs of (term, value); empty ones fall out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.models import AffectedPerson, Case, Reporter
from cases.vocabulary import Consent, ContactWay, Severity, Sex
from legal_library.public import provisions
from legal_library.public.provisions import Named
from portal.organizations import areas
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


def _phone(written: str, *, dial: bool) -> Numbers | str:
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


def _label(obj: Any, name: str) -> Any:
    return obj._meta.get_field(name).verbose_name


def _answer(obj: Any, name: str) -> Any:
    """Return what was answered to a question of yes and no; "" where nobody asked."""
    return getattr(obj, f"get_{name}_display")() if getattr(obj, name) is not None else ""


def _provision(case: Case) -> Named | str:
    """Return the provision from which the request was begun; its bare key when readers no longer find it."""
    return (provisions.find(case.provision) or case.provision) if case.provision else ""


def matter(case: Case, register_number: Any = "") -> Facts:
    """What kind of case it is, how it came in and under which number we registered it."""
    further = ", ".join(str(row.get_problem_display()) for row in case.further_problems.all())
    return [
        (_label(case, "problem"), case.get_problem_display()),
        (_("ปัญหาร่วม"), further),
        (_label(case, "severity"), case.get_severity_display() if case.severity != Severity.NORMAL else ""),
        (_label(case, "danger_now"), _("แจ้งว่ากำลังมีอันตราย") if case.danger_now else ""),
        (_label(case, "provision"), _provision(case)),
        (_label(case, "received_at"), format_datetime(case.received_at)),
        (_label(case, "channel"), case.get_channel_display()),
        (_label(case, "received_by"), case.received_by.display_name),
        (_label(case, "created_by"), case.created_by.display_name if case.created_by else ""),
        (_("เลขทะเบียนของเรา"), register_number),
        (_label(case, "duplicate_of"), case.duplicate_of.reference if case.duplicate_of else ""),
        (_("เรื่องที่ซ้ำกับเรื่องนี้"), ", ".join(one.reference for one in case.duplicates.all())),
        (_label(case, "consent"), case.get_consent_display() if case.consent != Consent.NOT_ASKED else ""),
        (_label(case, "consent_by"), case.get_consent_by_display() if case.consent_by else ""),
    ]


def place(case: Case) -> Facts:
    """Where it happened or where the person lives, in the order of a Thai address."""
    return [
        (_label(case, "country"), case.country),
        (_label(case, "place_detail"), case.place_detail),
        (_label(case, "moo"), case.moo),
        (_label(case, "village"), case.village),
        (
            _label(case, "subdistrict_code"),
            areas.area_name(case.subdistrict_code) if case.subdistrict_code else "",
        ),
        (_label(case, "district_code"), areas.area_name(case.district_code) if case.district_code else ""),
        (_label(case, "province_code"), areas.area_name(case.province_code) if case.province_code else ""),
        (
            _label(case, "proposed_organization"),
            case.proposed_organization.display_name if case.proposed_organization else "",
        ),
        (_label(case, "avoid_local"), _("ผู้แจ้งขอไม่ให้ส่งถึง อปท. ในพื้นที่") if case.avoid_local else ""),
    ]


def person(affected: AffectedPerson) -> Facts:
    """One person who needs help; age as exact as it is known."""
    if affected.birth_date:
        age = format_date(affected.birth_date)
    elif affected.age_words:
        age = _age_as_told(affected)
    elif affected.age is not None:
        age = _("ประมาณ %(age)d ปี") % {"age": affected.age}
    else:
        age = affected.get_age_band_display() if affected.age_band != "unknown" else ""
    return [
        (_label(affected, "kinship"), affected.kinship),
        (_label(affected, "name"), affected.name or _("ไม่ได้บอกชื่อ")),
        (
            _label(affected, "sex"),
            affected.get_sex_display() if affected.sex not in ("", Sex.UNSPECIFIED) else "",
        ),
        (_("อายุ"), age),
        (_("กลุ่มเป้าหมาย"), ", ".join(str(group.label) for group in affected.target_groups)),
        (_label(affected, "nationality"), affected.nationality),
        (_label(affected, "papers"), affected.get_papers_display() if affected.papers else ""),
        (_label(affected, "needs_interpreter"), _answer(affected, "needs_interpreter")),
        (_label(affected, "interpreter_language"), affected.interpreter_language),
        (_label(affected, "has_disability"), _answer(affected, "has_disability")),
        # Somebody who tells of themselves has said with the reporter's way whether they may be called at all.
        (_label(affected, "phone"), _phone(affected.phone, dial=not affected.is_reporter)),
        (_label(affected, "household_size"), affected.household_size),
    ]


def _age_as_told(affected: AffectedPerson) -> str:
    """Return an age in the words in which it was told, with the years where these do not show them."""
    years = affected.age
    if years is None and any(sign.isdecimal() for sign in affected.age_words):
        # A number that is no age must not be taken for one.
        return _as_written(affected.age_words)
    if not years or str(years) in to_arabic(affected.age_words):
        return affected.age_words
    return _("%(words)s (ประมาณ %(age)d ปี)") % {"words": affected.age_words, "age": years}


def reporter(person: Reporter) -> Facts:
    """Who told us and by which way they can be reached."""
    return [
        (_label(person, "name"), person.name or _("ไม่ได้บอกชื่อ")),
        (_("เป็นใคร"), person.get_relation_display()),
        (_label(person, "contact_way"), person.get_contact_way_display()),
        (_label(person, "phone"), _phone(person.phone, dial=person.contact_way != ContactWay.NONE)),
        (_label(person, "email"), person.email or (person.email_words and _as_written(person.email_words))),
        (_label(person, "other_way"), person.other_way),
        (_label(person, "contact_time"), person.contact_time),
    ]


def cautions(person: Reporter) -> list[str]:
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
