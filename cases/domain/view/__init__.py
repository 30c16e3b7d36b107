"""What one actor may read of one case: the only way from a case to a page, a file, a letter or a print."""

from __future__ import annotations

from cases.domain.view.decision import Decision, Reason, Refusal, decide
from cases.domain.view.fields import CaseView, Full, Metadata, Part, Referral, Summary
from cases.domain.view.lines import CaseLine, case_line
from cases.domain.view.reading import case_view, decision_on, read_first

__all__ = [
    "CaseLine",
    "CaseView",
    "Decision",
    "Full",
    "Metadata",
    "Part",
    "Reason",
    "Referral",
    "Refusal",
    "Summary",
    "case_line",
    "case_view",
    "decide",
    "decision_on",
    "read_first",
]
