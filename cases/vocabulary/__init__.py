"""The vocabulary of case work, one module per family; the words are those of the glossary and of docs/cases.md."""

from __future__ import annotations

from cases.vocabulary.deadlines import AlarmPurpose, LateCause, LimitSource
from cases.vocabulary.ending import (
    CLOSURE_REASONS,
    NO_REQUEST,
    REFUSAL_REASONS,
    REJECT_REASONS,
    ClosureReason,
    Outcome,
    Rating,
)
from cases.vocabulary.forwarding import (
    HandoverReason,
    ReturnReason,
    SuccessionReason,
)
from cases.vocabulary.helping import (
    AssistanceCategory,
    AssistanceKind,
    CallOutcome,
    CeilingPer,
    Fund,
    PlanState,
    RiskLevel,
    VisitResult,
)
from cases.vocabulary.people import YES_NO, AgeBand, IdentityPapers, Sex, TargetGroup
from cases.vocabulary.receiving import (
    DISCLOSURE_GROUNDS,
    SELF_SERVICE,
    Channel,
    ChannelGroup,
    Consent,
    ConsentBy,
    ContactWay,
    Relation,
)
from cases.vocabulary.standing import Confidentiality, PublicStatus, Severity, Track, Visibility
from cases.vocabulary.telling import TOLD_TEXTS, Told
from cases.vocabulary.texts import TextUse

__all__ = [
    "AgeBand",
    "AlarmPurpose",
    "AssistanceCategory",
    "AssistanceKind",
    "CLOSURE_REASONS",
    "CallOutcome",
    "CeilingPer",
    "Channel",
    "ChannelGroup",
    "ClosureReason",
    "Confidentiality",
    "Consent",
    "ConsentBy",
    "ContactWay",
    "DISCLOSURE_GROUNDS",
    "Fund",
    "HandoverReason",
    "IdentityPapers",
    "LateCause",
    "LimitSource",
    "NO_REQUEST",
    "Outcome",
    "PlanState",
    "PublicStatus",
    "REFUSAL_REASONS",
    "REJECT_REASONS",
    "Rating",
    "Relation",
    "ReturnReason",
    "RiskLevel",
    "SELF_SERVICE",
    "Severity",
    "Sex",
    "SuccessionReason",
    "TOLD_TEXTS",
    "TargetGroup",
    "TextUse",
    "Told",
    "Track",
    "Visibility",
    "YES_NO",
    "VisitResult",
]
