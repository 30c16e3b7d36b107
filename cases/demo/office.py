"""The demonstration staff, and what they do with a case: each function returns an act for a story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from django.utils import timezone

from cases.domain import (
    asking,
    assistance,
    closure,
    field_unit,
    outside,
    referral,
    screening,
    services,
    together,
    visits,
)
from cases.domain import plan as planning
from cases.machine.vocabulary import WaitingState
from cases.models import AnswerLink, Case, FieldMember, FieldVehicle, HelpService
from cases.vocabulary import (
    AssistanceCategory,
    AssistanceKind,
    ClosureReason,
    Consent,
    HandoverReason,
    Outcome,
    ReturnReason,
    RiskLevel,
    Severity,
)
from portal.accounts.actors import actor_for
from portal.accounts.models import User
from portal.actors import Officer
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.vocabulary import ProblemType

STAFF = ("center", "center-head", "aonang", "aonang-head", "saithai", "saithai-head", "social", "social-head")


class Office:
    """The demonstration staff and their bodies."""

    def __init__(self) -> None:
        """Find the staff.

        Raises:
            LookupError: when the demonstration staff were not made before.
        """
        self.staff: dict[str, Officer] = {}
        for username in STAFF:
            user = User.objects.filter(username=username).first()
            actor = actor_for(user) if user else None
            if actor is None:
                raise LookupError(f"no demonstration staff {username!r}: run portal.accounts.demo first")
            self.staff[username] = actor

    def __getitem__(self, username: str) -> Officer:
        """Return one of the staff."""
        return self.staff[username]

    def body(self, username: str) -> Organization:
        """Return the body of one of the staff."""
        return self.staff[username].organization


Act = Callable[[Office, Case], object]
"""What happens to a case on a day."""


def screen(severity: Severity = Severity.NORMAL, note: str = "", by: str = "center") -> Act:
    """The holder, the center unless another is named, screens and keeps the problem as it was ticked."""

    def act(office: Office, case: Case) -> object:
        return screening.screen_case(
            case=case,
            actor=office[by],
            problem=ProblemType(case.problem),
            severity=severity,
            note=note,
        )

    return act


def refer(to: str) -> Act:
    """The center forwards to the body of one of the staff."""

    def act(office: Office, case: Case) -> object:
        return referral.refer_case(
            case=case,
            target=office.body(to),
            actor=office["center"],
            reason=HandoverReason.PROPER_AREA,
            consent=Consent.GIVEN,
            request="ขอให้ตรวจสอบพื้นที่และช่วยเหลือตามหน้าที่และอำนาจ",
        )

    return act


def hospital() -> Organization:
    """Return the hospital of the province, in which nobody signs in."""
    found = Organization.objects.active().of_types(OrganizationType.HOSPITAL).filter(province_code="81")
    return found.order_by("pk")[0]


def write_to_hospital(request: str) -> Act:
    """The center asks the hospital by letter to lead the case, and prints a sheet with a link."""

    def act(office: Office, case: Case) -> object:
        sent = referral.refer_case(
            case=case,
            target=hospital(),
            actor=office["center"],
            reason=HandoverReason.LEAD_AGENCY,
            consent=Consent.GIVEN,
            request=request,
        )
        return outside.issue_link(row=sent, actor=office["center"])

    return act


def answer_by_link(words: str) -> Act:
    """The hospital takes it on by the link of its sheet."""

    def act(office: Office, case: Case) -> object:
        link = AnswerLink.objects.select_related("referral__case", "referral__target").get(
            referral__case=case
        )
        outside.note_reading(link)
        return outside.answer(link=link, outcome=WaitingState.ACCEPTED, words=words)

    return act


def bring_first(by: str, *, condition: str, vehicle: str, leaves: str) -> Act:
    """Somebody at the counter is brought to the hospital, and the case goes to the social office."""

    def act(office: Office, case: Case) -> object:
        return together.refer_with_person(
            case=case,
            target=office.body("social"),
            actor=office[by],
            reason=HandoverReason.LEAD_AGENCY,
            consent=Consent.GIVEN,
            journey=together.Journey(to=hospital(), condition=condition, vehicle=vehicle, leaves=leaves),
        )

    return act


def accept(by: str) -> Act:
    """The target takes the case."""

    def act(office: Office, case: Case) -> object:
        return referral.accept_referral(referral=case.referrals.pending_handover().get(), actor=office[by])

    return act


def take_on(by: str) -> Act:
    """The holder works on it itself."""

    def act(office: Office, case: Case) -> object:
        return screening.take_on(case=case, actor=office[by])

    return act


def send_back(by: str, note: str) -> Act:
    """The target returns the case: wrong area."""

    def act(office: Office, case: Case) -> object:
        pending = case.referrals.pending_handover().get()
        return referral.return_referral(
            referral=pending, actor=office[by], reason=ReturnReason.WRONG_AREA, note=note
        )

    return act


def give_help(by: str, kind: AssistanceKind, description: str, baht: int | None = None) -> Act:
    """The holder helps, with a follow-up two weeks later."""

    def act(office: Office, case: Case) -> object:
        today = timezone.localdate()
        return assistance.record_help(
            case=case,
            actor=office[by],
            given=assistance.Help(
                given_on=today,
                category=assistance.CATEGORY_OF.get(ProblemType(case.problem), AssistanceCategory.CRISIS),
                kind=kind,
                description=description,
                persons=1 + case.pk % 4,
                households=1,
                amount_baht=Decimal(baht) if baht else None,
            ),
            follow_up_on=today + dt.timedelta(days=14),
            risk=assistance.Risk(level=RiskLevel.MEDIUM, reasons="ยังอยู่บ้านเดียวกัน") if case.is_crisis else None,
        )

    return act


def request_closure(by: str) -> Act:
    """The holder asks to close."""

    def act(office: Office, case: Case) -> object:
        return closure.request_closure(
            case=case,
            actor=office[by],
            reason=ClosureReason.HELPED,
            outcome=Outcome.HELPED_FULLY,
            note="เยี่ยมบ้านแล้ว ได้รับความช่วยเหลือครบ (เรื่องสมมติ)",
        )

    return act


def approve(by: str) -> Act:
    """The supervisor closes."""

    def act(office: Office, case: Case) -> object:
        approval = case.approvals.get(state=WaitingState.OPEN)
        return closure.approve(approval=approval, actor=office[by])

    return act


def ask(by: str, question: str) -> Act:
    """The holder asks the reporter something."""

    def act(office: Office, case: Case) -> object:
        return asking.ask_reporter(case=case, actor=office[by], question=question)

    return act


def plan(by: str, kind: AssistanceKind, days: int) -> Act:
    """The holder plans one service of the center's list."""

    def act(office: Office, case: Case) -> object:
        services.load_services()
        return planning.plan_help(
            case=case,
            actor=office[by],
            service=HelpService.objects.filter(kind=kind).order_by("pk")[0],
            by=office.body(by),
            due_on=timezone.localdate() + dt.timedelta(days=days),
        )

    return act


def send_out(by: str, note: str) -> Act:
    """The mobile unit of the holder goes out; its people and vehicle are put on the list the first time."""

    def act(office: Office, case: Case) -> object:
        actor = office[by]
        listed = FieldMember.objects.in_service().filter(organization=actor.organization)
        if not listed:
            member = field_unit.add_member(
                actor=actor, name=actor.person.display_name, skill="หัวหน้าชุด", person=actor.person
            )
            field_unit.add_member(actor=actor, name="ก้อง (สมมติ)", skill="คนขับเรือ", phone="0-0000-0000")
            field_unit.add_vehicle(actor=actor, name="เรือท้องแบน (สมมติ)", seats=6)
            field_unit.add_vehicle(actor=actor, name="รถกระบะ (สมมติ)", plate="กข 1234", seats=4)
            now = timezone.now()
            field_unit.plan_shift(
                actor=actor, member=member, starts_at=now, ends_at=now + field_unit.LONGEST_SHIFT
            )
        vehicle = FieldVehicle.objects.in_service().filter(organization=actor.organization).first()
        return visits.dispatch(case=case, actor=actor, crew=list(listed.all()), vehicle=vehicle, note=note)

    return act
