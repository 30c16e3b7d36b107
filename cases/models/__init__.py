"""The tables of case work, one noun per file. Only `cases.domain` writes to them."""

from cases.models.affected_person import AffectedPerson
from cases.models.assistance_record import AssistanceRecord
from cases.models.case import Case
from cases.models.case_event import CaseEvent, HistoryIsFixedError
from cases.models.case_file import CaseFile
from cases.models.case_note import CaseNote
from cases.models.case_problem import CaseProblem
from cases.models.clock import Clock
from cases.models.follow_up import FollowUp
from cases.models.policy_clock import PolicyClock
from cases.models.referral import Referral
from cases.models.register_entry import RegisterCounter, RegisterEntry
from cases.models.reporter import Reporter
from cases.models.risk_assessment import RiskAssessment

__all__ = [
    "AffectedPerson",
    "AssistanceRecord",
    "Case",
    "CaseEvent",
    "CaseFile",
    "CaseNote",
    "CaseProblem",
    "Clock",
    "FollowUp",
    "HistoryIsFixedError",
    "PolicyClock",
    "Referral",
    "RegisterCounter",
    "RegisterEntry",
    "Reporter",
    "RiskAssessment",
]
