"""What of a case is erased when its time is over, column by column, and what stays as coded facts (privacy 14; R23).

`tests/cases/domain/test_erasing.py` walks through every text column of the room: a new one has to be named here, as
erased or as kept, or the test fails.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from cases.domain.act import act_on
from cases.machine.vocabulary import Verb
from cases.models import (
    AffectedPerson,
    AssistanceRecord,
    Case,
    CaseFile,
    CaseKey,
    CaseNote,
    FollowUp,
    LateFinding,
    LostCode,
    PlanItem,
    Question,
    Referral,
    ReplyAddress,
    Reporter,
    RiskAssessment,
)
from portal.accounts.models import KeptForm
from portal.actors import System
from portal.files.tasks import forget_files
from portal.outbox.models import OutboxMessage

ERASED: dict[type[Model], dict[str, Any]] = {
    Case: {
        **dict.fromkeys(("moo", "village", "place_detail", "country", "narrative", "secret_hash"), ""),
        "act_due": {},
        "forward_due": {},
    },
    AffectedPerson: {
        **dict.fromkeys(("name", "kinship", "age_words", "nationality", "interpreter_language", "phone"), ""),
        **dict.fromkeys(("birth_date", "age", "household_size"), None),
    },
    Question: {"text": "", "answer": ""},
    FollowUp: {"finding": ""},
    AssistanceRecord: {"description": "", "committee_decision": ""},
    RiskAssessment: {"reasons": ""},
    Referral: {"request": ""},
    LateFinding: {"note": ""},
    PlanItem: {"details": ""},
}
"""Model → column → what stands there afterwards. `submission_key` of the case becomes a new random one."""
DELETED: tuple[type[Model], ...] = (Reporter, CaseNote, CaseFile, CaseKey, LostCode, ReplyAddress)
"""Models whose rows of the case go as a whole; of files the content too."""
KEPT: dict[str, str] = {
    "Case.reference": "the public number; leads to nobody once the secret is gone",
    "Case.submission_key": "made anew at random",
    "Case.base": "identity of an event",
    "Case.channel": "a code",
    **dict.fromkeys(("Case.province_code", "Case.district_code", "Case.subdistrict_code"), "statistics"),
    "Case.provision": "a section of a public law",
    "Case.excluded": "keys of organizations",
    **dict.fromkeys(
        ("CaseEvent.role", "CaseEvent.reason", "CaseEvent.identity", "CaseEvent.request_id"), "codes"
    ),
    **dict.fromkeys(
        ("CaseEvent.changes", "CaseEvent.effects"), "codes and numbers only (the history is sealed)"
    ),
    "Approval.terms": "codes",
    "AssistanceRecord.legal_basis": "which law, for the books of account",
    "AssistanceRecord.unit": "sets, boxes, baht",
    **dict.fromkeys(
        ("FieldMember.name", "FieldMember.skill", "FieldMember.phone"), "the office's own people"
    ),
    **dict.fromkeys(("FieldVehicle.name", "FieldVehicle.plate"), "the office's own vehicles"),
    **dict.fromkeys(("HelpService.name_th", "HelpService.name_en"), "a service, not a case"),
    **dict.fromkeys(
        ("ListImport.source", "ListImport.narrative", "ListImport.unknown", "ListImport.failure"),
        "an office's own words about a list, and the headers of its columns; none of a row",
    ),
    **dict.fromkeys(
        ("ListImport.file", "ListImport.refused_file"),
        "sealed, and gone within a month (cases.importing.running)",
    ),
    **dict.fromkeys(("ReadyText.title", "ReadyText.text"), "a sentence of an office, written for every case"),
    "UsualTime.area": "a code; the times are of many cases",
    **dict.fromkeys(
        ("IntakeChannel.code", "IntakeChannel.name_th", "IntakeChannel.name_en"), "a way in, not a case"
    ),
    **dict.fromkeys(("AnswerLink.digest", "AnswerLink.code_digest"), "digests of a link to an organization"),
    **dict.fromkeys(("ListedCase.channel", "ListedCase.place"), "codes, as the case has them"),
    **dict.fromkeys(
        ("SavedFilter.name", "SavedFilter.query"), "a filter of an officer, without words of cases"
    ),
    "PolicyClock.note": "about a limit, not about a case",
    "HelpCeiling.legal_basis": "a rule, not a case",
    "HelpBudget.document": "the paper of a budget, not a case",
    "RetentionRule.note": "about a class of cases",
    "RetentionHold.reason": "why a case was kept longer; names of people are asked not to be written",
}
"""Text columns that stay, and why."""


_BESIDES: list[Callable[[Case], None]] = []


def register(
    *,
    erased: Mapping[type[Model], dict[str, Any]],
    kept: Mapping[str, str],
    besides: Callable[[Case], None] | None = None,
) -> None:
    """Let a room above this one say what of its tables goes with a case, and what stays.

    Args:
        erased: as `ERASED`; its rows name their case as `case`.
        kept: as `KEPT`.
        besides: takes out what the room wrote about the case elsewhere; it is called before its rows are emptied.
    """
    ERASED.update(erased)
    KEPT.update(kept)
    if besides is not None and besides not in _BESIDES:
        _BESIDES.append(besides)


_CASE_OF: dict[type[Model], str] = {Case: "pk", CaseNote: "event__case", LateFinding: "alarm__case"}
"""Model → the lookup of its case, where it is not simply `case`."""


def _rows(model: type[Model], case: Case) -> QuerySet[Any]:
    return model._base_manager.filter(**{_CASE_OF.get(model, "case"): case.pk})


def counts_of(case: Case) -> dict[type[Model], int]:
    """Return how many rows would be emptied or deleted, for the report before it happens."""
    return {model: _rows(model, case).count() for model in (*ERASED, *DELETED) if model is not Case}


def erase(case: Case) -> None:
    """Erase what a case says of people, everywhere, in one transaction; its history stays.

    Its files are deleted by the queue as soon as that is committed, and tried again until they are gone.

    Raises:
        CaseError: the machine does not allow it, because somebody opened the case again; nothing was written.
    """
    with transaction.atomic():
        with act_on(verb=Verb.ANONYMIZE, case=case, actor=System()) as act:
            act.record()
        _erase_messages(case)
        KeptForm.objects.filter(path__contains=f"/{case.reference}/").delete()
        for take_out in _BESIDES:
            take_out(case)
        names = list(_rows(CaseFile, case).values_list("file", flat=True))
        for model, values in ERASED.items():
            _rows(model, case).update(**values)
        for model in DELETED:
            _rows(model, case).delete()
        Case.objects.filter(pk=case.pk).update(submission_key=uuid.uuid4().hex)
        forget_files(names)


def _erase_messages(case: Case) -> None:
    """Delete what was written to people about the case: their addresses stand in it. Letters to offices stay."""
    named = Q(dedup_key__contains=f":{case.reference}:")
    OutboxMessage.objects.filter(named, organization__isnull=True).delete()
