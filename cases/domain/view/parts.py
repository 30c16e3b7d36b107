"""What a view is made of: values copied out of the tables, so that no page can walk on from one to the rest of a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, TypeVar

from cases.machine.vocabulary import ALIVE, DutyKind, Stage, WaitingKind, WaitingState
from cases.vocabulary import (
    AssistanceCategory,
    AssistanceKind,
    Fund,
    PlanState,
    ReturnReason,
    RiskLevel,
    TargetGroup,
    Visibility,
)
from portal.organizations.models import Organization
from portal.vocabulary import ActorKind

Made = TypeVar("Made")


def copied(made: type[Made], row: Any, **other: Any) -> Made:
    """Return a value with the fields that a row of a table has by the same names, and others beside them."""
    names = [one.name for one in fields(made) if one.name not in other]  # type: ignore[arg-type]
    return made(**{name: getattr(row, name) for name in names}, **other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Who has to do what by when; the fields of `cases.models.Duty` that a deadline in words needs."""

    kind: DutyKind
    organization: Organization
    organization_id: int
    waiting: int
    started_at: dt.datetime
    due_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One act of forwarding. `request` is empty for whoever reads the summary only.

    Attributes:
        pk: of the referral.
        number: within the case.
        letter: number of the covering letter; "" without one.
        beside: number of the handover that it went out with; 0 without one.
    """

    pk: int
    number: int
    mode: WaitingKind
    state: WaitingState
    sender: Organization
    target: Organization
    sent_at: dt.datetime
    return_reason: ReturnReason | None
    request: str
    letter: str
    letter_id: int | None
    beside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """Something else that waits, or waited.

    Attributes:
        subject: of a decision.
        due_on: of a follow-up.
        text: of a question.
    """

    number: int
    kind: WaitingKind
    state: WaitingState
    organization: Organization
    subject: str = ""
    disputed: bool = False
    due_on: dt.date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A place as coarse as lists show it."""

    country: str
    province_code: str
    district_code: str
    subdistrict_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Area):
    """Where it happened or where the person lives."""

    moo: str
    village: str
    place_detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who needs help; fields of `cases.models.AffectedPerson`."""

    name: str
    is_reporter: bool
    sex: str
    birth_date: dt.date | None
    age: int | None
    age_words: str
    age_band: str
    target_groups: tuple[TargetGroup, ...]
    nationality: str
    papers: str
    kinship: str
    has_disability: bool | None
    needs_interpreter: bool | None
    interpreter_language: str
    phone: str
    household_size: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who told us and how they are reached without harm; fields of `cases.models.Reporter`."""

    name: str
    relation: str
    is_affected: bool
    email: str
    email_words: str
    phone: str
    other_way: str
    contact_way: str
    contact_time: str
    may_leave_message: bool | None
    may_identify: bool | None
    may_tell_affected: bool | None
    contact_note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What somebody wrote with an act, for a reader who may read it."""

    text: str
    readers: Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the history: what happened, by whom.

    Attributes:
        actor_kind: officer, citizen, outside organization, system.
        user: the person's name as colleagues see it; "" where nobody of an office acted.
        user_id: the same as a number, to find one's own acts.
        target: the organization that a referral asked; None without one.
        changes: values before and after, as codes.
        note: None where nothing was written, or it is not for this reader.
    """

    sequence: int
    at: dt.datetime
    verb: str
    actor_kind: ActorKind
    user: str
    user_id: int | None
    role: str
    organization: Organization | None
    holder: Organization
    from_stage: str
    to_stage: Stage
    reason: str
    target: Organization | None
    changes: Mapping[str, Any]
    note: Note | None


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the case that the reader may open, once the scanner has nothing against it.

    Attributes:
        scan: what the scanner says, in words.
    """

    pk: int
    name: str
    size: int
    is_readable: bool
    scan: str
    uploaded_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Help that was given; fields of `cases.models.AssistanceRecord`."""

    organization: Organization
    given_on: dt.date
    category: AssistanceCategory
    kind: AssistanceKind
    description: str
    quantity_words: str
    persons: int
    households: int
    amount_baht: Decimal | None
    fund: Fund | None
    legal_basis: str
    committee_decision: str
    before_committee: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What is to be given; fields of `cases.models.PlanItem`.

    Attributes:
        service: of the center's list, in the reader's language.
    """

    service: str
    details: str
    organization: Organization
    due_on: dt.date
    state: PlanState


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """How likely it is that it happens again. `reasons` is empty for whoever does a part only."""

    level: RiskLevel
    assessed_at: dt.datetime
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A follow-up: its day, what became of it, and what was found."""

    due_on: dt.date
    state: WaitingState
    done_at: dt.datetime | None
    finding: str

    @property
    def is_open(self) -> bool:
        """Somebody still has to look."""
        return self.state in ALIVE
