"""The tables of case work, one noun per file. Only `cases.domain` writes to them."""

from cases.models.affected_person import AffectedPerson
from cases.models.alarm import Alarm, AlarmNotice, LateFinding
from cases.models.answer_link import AnswerLink
from cases.models.approval import Approval
from cases.models.assistance_record import AssistanceRecord
from cases.models.case import Case
from cases.models.case_event import CaseEvent
from cases.models.case_file import CaseFile
from cases.models.case_key import SURE_KINDS, CaseKey, KeyKind
from cases.models.case_note import CaseNote
from cases.models.case_opened import CaseOpened
from cases.models.case_problem import CaseProblem
from cases.models.case_term import CaseTerm
from cases.models.ceiling import HelpBudget, HelpCeiling
from cases.models.committee_item import CommitteeItem
from cases.models.desk_memory import SavedFilter, SeenCase
from cases.models.duty import Duty
from cases.models.field_unit import FieldMember, FieldShift, FieldVehicle
from cases.models.follow_up import FollowUp
from cases.models.grant import Grant
from cases.models.help_plan import HelpService, PlanItem
from cases.models.intake_channel import IntakeChannel
from cases.models.left_office import LeftOffice
from cases.models.list_import import ListImport
from cases.models.listed_case import ListedCase, ListName
from cases.models.lost_code import LostCode
from cases.models.policy_clock import PolicyClock
from cases.models.question import Question
from cases.models.ready_text import ReadyText
from cases.models.referral import Referral
from cases.models.register_entry import RegisterCounter, RegisterEntry
from cases.models.reply_address import ReplyAddress
from cases.models.reporter import Reporter
from cases.models.retention import RetentionHold, RetentionRelease, RetentionRule
from cases.models.risk_assessment import RiskAssessment
from cases.models.usual_time import UsualTime, UsualTimesDay
from cases.models.visit import Visit

__all__ = [
    "SURE_KINDS",
    "AffectedPerson",
    "Alarm",
    "AlarmNotice",
    "AnswerLink",
    "Approval",
    "AssistanceRecord",
    "Case",
    "CaseEvent",
    "CaseFile",
    "CaseKey",
    "CaseNote",
    "CaseOpened",
    "CaseProblem",
    "CaseTerm",
    "CommitteeItem",
    "Duty",
    "FieldMember",
    "FieldShift",
    "FieldVehicle",
    "FollowUp",
    "Grant",
    "HelpBudget",
    "HelpCeiling",
    "HelpService",
    "IntakeChannel",
    "KeyKind",
    "LateFinding",
    "LeftOffice",
    "ListImport",
    "ListName",
    "ListedCase",
    "LostCode",
    "PlanItem",
    "PolicyClock",
    "Question",
    "ReadyText",
    "Referral",
    "RegisterCounter",
    "RegisterEntry",
    "ReplyAddress",
    "Reporter",
    "RetentionHold",
    "RetentionRelease",
    "RetentionRule",
    "RiskAssessment",
    "SavedFilter",
    "SeenCase",
    "UsualTime",
    "UsualTimesDay",
    "Visit",
]
