"""The tables of case work, one noun per file. Only `cases.domain` writes to them."""

from .affected_person import AffectedPerson
from .assistance_record import AssistanceRecord
from .case import Case
from .case_event import CaseEvent, HistoryIsFixedError
from .case_file import CaseFile
from .case_note import CaseNote
from .case_problem import CaseProblem
from .clock import Clock
from .follow_up import FollowUp
from .policy_clock import PolicyClock
from .referral import Referral
from .register_entry import RegisterCounter, RegisterEntry
from .reporter import Reporter
from .risk_assessment import RiskAssessment

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
