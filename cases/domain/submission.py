"""What a request says, as plain data, and whether it is complete enough to be worked on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain.channels import is_channel
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import Verb
from cases.vocabulary import (
    SELF_SERVICE,
    AgeBand,
    Consent,
    ConsentBy,
    ContactWay,
    IdentityPapers,
    Relation,
    Severity,
    Sex,
)
from portal.actors import Citizen, Officer
from portal.organizations.areas import is_area
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from portal.files import CheckedFile
    from portal.organizations.models import Organization

LONGEST_NARRATIVE = 10_000
LATEST_BACKDATING = dt.timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class ReporterDetails:
    """Who reports; whatever stays at its default was not asked. Fields as in `Reporter`."""

    name: str = ""
    relation: Relation = Relation.SELF
    email: str = ""
    email_words: str = ""
    phone: str = ""
    other_way: str = ""
    contact_way: ContactWay = ContactWay.PHONE
    contact_time: str = ""
    contact_note: str = ""
    may_leave_message: bool | None = None
    may_identify: bool | None = None
    may_tell_affected: bool | None = None
    may_email: bool | None = None
    may_text: bool | None = None


@dataclass(frozen=True, kw_only=True)
class AffectedDetails:
    """One person who needs help. Fields as in `AffectedPerson`; the age band follows from birth date or age."""

    name: str = ""
    is_reporter: bool = False
    sex: Sex | str = ""
    birth_date: dt.date | None = None
    age: int | None = None
    age_words: str = ""
    is_married: bool | None = None
    has_disability: bool | None = None
    is_destitute: bool | None = None
    nationality: str = ""
    papers: IdentityPapers | str = ""
    needs_interpreter: bool | None = None
    interpreter_language: str = ""
    kinship: str = ""
    phone: str = ""
    household_size: int | None = None

    def age_band(self, today: dt.date) -> AgeBand:
        """Return the band on a day: by the birth date if it is known, else by the estimate."""
        if self.birth_date is None:
            return AgeBand.of(self.age)
        born = self.birth_date
        return AgeBand.of(today.year - born.year - ((today.month, today.day) < (born.month, born.day)))


@dataclass(frozen=True, kw_only=True)
class Submission:
    """Everything that a request says.

    Attributes:
        problem: what is wrong; decides track, confidentiality and route.
        channel: how it came in: a code of `cases.domain.channels`.
        province_code: two digits.
        district_code: four digits; may stay empty for a person abroad.
        subdistrict_code: six digits; may stay empty for a person abroad, and all three where an officer wrote the
            place down in words.
        narrative: what happened, in the person's words.
        reporter: who reports.
        affected: who needs help; at least one.
        country: where the person is now, when abroad (S2.26).
        moo: number of the village, as typed.
        village: village, community or building.
        place_detail: house, road, landmark.
        proposed_organization: the local administration that the person chose, if any.
        avoid_local: the person does not want that the local administration hears of it (privacy 16).
        danger_now: somebody is in danger at this moment.
        severity: how urgent it is as far as is known; danger makes it an emergency.
        consent: whether the person concerned agrees, as far as is known.
        consent_by: who said so.
        note: for staff entry: how it was checked and what colleagues should know; kept with the first event.
        files: checked and cleaned by `portal.files`.
        language: in which language the citizen reads.
        provision: the provision of the library from which the request was begun, by its key there; "" for none.
        occasion: on whose short form it was written, by its slug; "" for the usual form.
        received_at: for staff entry: when the request reached the office; now by default, and always for citizens.
    """

    problem: ProblemType
    channel: str
    province_code: str
    district_code: str = ""
    subdistrict_code: str = ""
    narrative: str
    reporter: ReporterDetails
    affected: tuple[AffectedDetails, ...] = (AffectedDetails(),)
    country: str = ""
    moo: str = ""
    village: str = ""
    place_detail: str = ""
    proposed_organization: Organization | None = None
    avoid_local: bool = False
    danger_now: bool = False
    severity: Severity = Severity.NORMAL
    consent: Consent = Consent.NOT_ASKED
    consent_by: ConsentBy | str = ""
    note: str = ""
    files: tuple[CheckedFile, ...] = ()
    language: str = "th"
    provision: str = ""
    occasion: str = ""
    received_at: dt.datetime | None = None


def check_submission(submission: Submission, actor: Officer | Citizen) -> None:
    """Say nothing when the request is complete enough to be worked on (row 1; S2.35).

    Raises:
        GuardFailed: something is missing or contradicts itself; `field` names it.
        NotAllowed: the actor does no case work, or names a channel of the other side.
    """
    by_themselves = submission.channel in SELF_SERVICE
    if isinstance(actor, Officer) and not actor.works_on_cases:
        raise NotAllowed(Verb.SUBMIT)
    if by_themselves != isinstance(actor, Citizen) or not is_channel(submission.channel):
        raise NotAllowed(Verb.SUBMIT)
    if not submission.narrative.strip():
        raise GuardFailed(_("เล่าสั้น ๆ ว่าเกิดอะไรขึ้น"), field="narrative")
    if len(submission.narrative) > LONGEST_NARRATIVE:
        raise GuardFailed(_("เรื่องที่เล่ายาวเกิน 10,000 ตัวอักษร"), field="narrative")
    if not submission.affected:
        raise GuardFailed(_("บอกว่าขอความช่วยเหลือให้ใคร"), field="affected")
    _check_place(submission)
    _check_contact(submission)
    if isinstance(actor, Officer) and submission.received_at is not None:
        now = timezone.now()
        if not now - LATEST_BACKDATING <= submission.received_at <= now + dt.timedelta(minutes=5):
            raise GuardFailed(_("วันเวลาที่รับเรื่องต้องไม่อยู่ในอนาคตและย้อนหลังไม่เกิน 1 ปี"), field="received_at")


def _check_place(submission: Submission) -> None:
    """The places exist and lie within each other (ASVS 2.2.3).

    A place may be written down in words that nobody can look up: with its province they are enough, and from an officer
    even without.
    """
    province, district, subdistrict = (
        submission.province_code,
        submission.district_code,
        submission.subdistrict_code,
    )
    in_words = bool(submission.place_detail)
    is_told = province and (in_words or submission.country or (district and subdistrict))
    if not is_told and not (in_words and submission.channel not in SELF_SERVICE):
        raise GuardFailed(_("เลือกจังหวัด อำเภอ และตำบล"), field="subdistrict_code")
    known = (
        (not province or is_area(province, "province"))
        and (not district or is_area(district, "district"))
        and (not subdistrict or is_area(subdistrict, "subdistrict"))
    )
    nested = (not district or district.startswith(province)) and (
        not subdistrict or subdistrict[:4] == district
    )
    if not (known and nested):
        raise GuardFailed(_("ตำบลที่เลือกไม่อยู่ในอำเภอหรือจังหวัดนี้"), field="subdistrict_code")


def _check_contact(submission: Submission) -> None:
    """A crisis report by web or app names its reporter and a way to answer (seed 5.2; S2.42; requirements 7.1)."""
    if not (submission.problem.is_crisis and submission.channel in SELF_SERVICE):
        return
    reporter = submission.reporter
    needed = settings.KLANG.get("CRISIS_CONTACT", "phone_or_email")
    if needed == "anonymous":
        return
    if not reporter.name.strip():
        raise GuardFailed(_("กรอกชื่อที่ให้เราเรียกคุณ จะเป็นนามสมมติก็ได้"), field="name")
    # Words that no machine can read may still lead an officer there; nobody is turned away for a slip of the finger.
    if not (reporter.email or reporter.email_words or (needed == "phone_or_email" and reporter.phone)):
        raise GuardFailed(_("กรอกช่องทางที่เราจะติดต่อคุณได้อย่างปลอดภัย"), field="email")
