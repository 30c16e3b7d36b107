"""The vocabulary of case work, one module per family; the words are those of the glossary and of docs/cases.md."""

from __future__ import annotations

from cases.vocabulary.acts import Verb
from cases.vocabulary.deadlines import ClockKind, LimitSource
from cases.vocabulary.ending import CLOSURE_REASONS, REJECT_REASONS, ClosureReason, Outcome
from cases.vocabulary.forwarding import (
    HandoverReason,
    ReferralMode,
    ReferralState,
    ReturnReason,
    SuccessionReason,
)
from cases.vocabulary.helping import AssistanceCategory, AssistanceKind, RiskLevel
from cases.vocabulary.people import AgeBand, Papers, Sex, TargetGroup
from cases.vocabulary.receiving import DISCLOSURE_GROUNDS, Channel, Consent, ContactWay, Relation
from cases.vocabulary.standing import CaseState, Confidentiality, PublicStatus, Severity, Track, Visibility

__all__ = [
    "AgeBand",
    "AssistanceCategory",
    "AssistanceKind",
    "CLOSURE_REASONS",
    "CaseState",
    "Channel",
    "ClockKind",
    "ClosureReason",
    "Confidentiality",
    "Consent",
    "ContactWay",
    "DISCLOSURE_GROUNDS",
    "HandoverReason",
    "LimitSource",
    "Outcome",
    "Papers",
    "PublicStatus",
    "REJECT_REASONS",
    "ReferralMode",
    "ReferralState",
    "Relation",
    "ReturnReason",
    "RiskLevel",
    "Severity",
    "Sex",
    "SuccessionReason",
    "TargetGroup",
    "Track",
    "Verb",
    "Visibility",
]
