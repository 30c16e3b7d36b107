"""A household answers once, by itself, by an officer or in a list (S1.02)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain.found_anew import Kept
from cases.domain.recognition import digested
from cases.errors import GuardFailed, NotAllowed
from cases.models import Case, CaseKey, KeyKind
from cases.surveys.domain.keeping import may_keep
from cases.surveys.models import Answer, EntryWay, Household, Question, QuestionKind, Survey
from portal.actors import Officer
from portal.sealing import digests
from portal.thai.bounds import LINE
from portal.thai.dates import bangkok_today
from portal.thai.digits import to_arabic
from portal.thai.houses import read_house
from portal.thai.names import name_key
from portal.thai.phone import numbers_in

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.models import User
    from portal.actors import Actor

YES, NO = "yes", "no"
LONGEST_ANSWER = 1000
LARGEST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Who answers; texts as typed."""

    subdistrict: str
    house: str = ""
    moo: str = ""
    name: str = ""
    phone: str = ""
    members: int | None = None


def home_key(home: Home) -> str:
    """Return by what a house is known again: the same key as `cases.domain.recognition` makes of a case's place.

    Where no house number is written, its name and number of telephone tell it from others.
    """
    house = read_house(home.house)
    village = read_house(f"หมู่ {home.moo}").moo or house.moo
    if house.number:
        return f"{home.subdistrict}/{village}/{house.number}"[:80]
    numbers = "".join(sorted(numbers_in(home.phone))[:1])
    return f"{home.subdistrict}/{village}//{numbers or name_key(home.name)}"[:80]


def key_digest(key: str) -> str:
    """Return a house's key as it is kept with a survey: which houses answered stands in no table in clear."""
    return digests.digest_of("survey homes", key)


def answer(
    *,
    survey: Survey,
    actor: Actor,
    token: UUID,
    home: Home,
    answers: Mapping[int, str],
    way: EntryWay = EntryWay.OFFICER,
    at: dt.datetime | None = None,
) -> Household:
    """Keep what a household said. The same token always means the same answer.

    Args:
        survey: that takes answers.
        actor: an officer of its organization, or the citizen.
        token: one for each form.
        home: who answers.
        answers: number of the question → what was said: words, a number, "yes" or "no", a choice.
        way: how it came.
        at: when it was written, where it is handed in later (from a phone without a signal); now by default.

    Raises:
        NotAllowed: an officer of another organization; a citizen where people do not answer by themselves.
        GuardFailed: it takes no answers now, the house answered already, something is missing or cannot be.
    """
    person = _who(survey, actor)
    if (known := Household.objects.filter(token=token, survey=survey).first()) is not None:
        return known
    at = at or timezone.now()
    # What the center gave back is completed by the office alone; people answer between the first and the last day.
    is_completed = person is not None and survey.is_given_back(bangkok_today())
    if not (survey.took_answers(at) or is_completed):
        raise GuardFailed(_("แบบสำรวจนี้ไม่เปิดรับคำตอบแล้ว"))
    _check(survey, home)
    rows = [
        Answer(question=question, **said)
        for question in survey.questions.all()
        if (said := read_answer(question, answers.get(question.number, ""))) is not None
    ]
    try:
        with transaction.atomic():
            household = Household.objects.create(
                survey=survey,
                key=key_digest(home_key(home)),
                token=token,
                name=home.name.strip(),
                phone=home.phone.strip(),
                house=home.house.strip(),
                moo=home.moo.strip(),
                subdistrict_code=home.subdistrict,
                members=home.members,
                way=way,
                answered_at=at,
                entered_by=person,
            )
            for row in rows:
                row.household = household
            Answer.objects.bulk_create(rows)
    except IntegrityError as error:
        if (known := Household.objects.filter(token=token, survey=survey).first()) is not None:
            return known
        raise GuardFailed(_("บ้านนี้ตอบแบบสำรวจนี้แล้ว"), field="house") from error
    return household


def _who(survey: Survey, actor: Actor) -> User | None:
    if isinstance(actor, Officer):
        if not may_keep(actor) or survey.organization_id != actor.organization.pk:
            raise NotAllowed("answer_survey")
        return actor.person
    if not survey.is_public:
        raise NotAllowed("answer_survey")
    return None


def _check(survey: Survey, home: Home) -> None:
    if not survey.areas.filter(subdistrict_code=home.subdistrict).exists():
        raise GuardFailed(_("ตำบลนี้ไม่อยู่ในพื้นที่ของแบบสำรวจ"), field="subdistrict")
    for name, longest in (("house", 60), ("moo", 20), ("name", 200), ("phone", 40)):
        if len(getattr(home, name).strip()) > min(longest, LINE):
            raise GuardFailed(_("ข้อความยาวเกินไป"), field=name)
    if not read_house(home.house).number and not name_key(home.name) and not numbers_in(home.phone):
        raise GuardFailed(_("กรอกบ้านเลขที่ หรือชื่อ หรือโทรศัพท์"), field="house")


def read_answer(question: Question, said: str) -> dict[str, object] | None:
    """Return what is kept of an answer; None where nothing was said and nothing has to be.

    Raises:
        GuardFailed: a required one is missing, or it is none that the question takes. Its field is "q1" and so on.
    """
    field, said = f"q{question.number}", said.strip()
    if not said:
        if question.is_required:
            raise GuardFailed(_("ต้องตอบข้อนี้"), field=field)
        return None
    if question.kind == QuestionKind.NUMBER:
        digits = to_arabic(said[:12])
        if not (digits.isascii() and digits.isdigit()) or int(digits) > LARGEST:
            raise GuardFailed(_("กรอกจำนวนเป็นตัวเลข"), field=field)
        return {"number": int(digits)}
    if question.kind == QuestionKind.YES_NO:
        found = {"yes": YES, "ใช่": YES, "มี": YES, "no": NO, "ไม่ใช่": NO, "ไม่มี": NO}.get(said.lower())
        if found is None:
            raise GuardFailed(_("ตอบว่าใช่ หรือไม่ใช่"), field=field)
        return {"words": found}
    if question.kind == QuestionKind.CHOICE and said not in question.choices:
        raise GuardFailed(_("เลือกคำตอบจากรายการ"), field=field)
    if len(said) > LONGEST_ANSWER:
        raise GuardFailed(_("ข้อความยาวเกิน 1,000 ตัวอักษร"), field=field)
    return {"words" if question.kind == QuestionKind.CHOICE else "said": said}


def home_of(household: Household) -> Home:
    """Return who answered, as it was typed."""
    return Home(
        subdistrict=household.subdistrict_code,
        house=household.house,
        moo=household.moo,
        name=household.name,
        phone=household.phone,
        members=household.members,
    )


def digests_of(household: Household) -> dict[str, str]:
    """Return what of a row the key for finding makes."""
    return {"key": key_digest(home_key(home_of(household)))}


def known_houses() -> QuerySet[Household]:
    """Return those whose key names a house: of an erased one it is no key any more."""
    return Household.objects.filter(erased_at=None)


DIGESTS = Kept("households of surveys", known_houses, digests_of)


def in_register(household: Household, actor: Officer) -> QuerySet[Case]:
    """Return cases of the same house or telephone that the actor may see, so that nobody is helped twice for one thing."""
    known = [
        (KeyKind.HOME, home_key(home_of(household))),
        *((KeyKind.PHONE, one) for one in numbers_in(household.phone)),
    ]
    same = Q()
    for kind, key in (digested(*one) for one in known):
        same |= Q(kind=kind, key=key)
    cases = CaseKey.objects.filter(same).values("case")
    return Case.objects.visible_to(actor, among=Q(pk__in=cases))
