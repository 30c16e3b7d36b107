"""When a document may be stored and when it may be published."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from legal_library import terms
from legal_library.domain import kinds
from legal_library.vocabulary import NEVER_STORED, Holding, Secrecy, Urgency, Vocabulary

NO_SECRETS_STORED = _("ห้ามเก็บเอกสารชั้นลับมากหรือลับที่สุดในระบบนี้")
NO_SECRETS_PUBLISHED = _("เอกสารที่มีชั้นความลับเผยแพร่ไม่ได้")
REQUIRED = _("ต้องกรอกก่อนเผยแพร่เอกสารประเภทนี้")
NOT_USED = _("เอกสารประเภทนี้ไม่ใช้ช่องนี้ โปรดลบออกหรือเปลี่ยนประเภท")
URGENT_BY_NEEDS_TIME = _("ระบุวันเวลาที่ต้องปฏิบัติ")
AGENCY_TWICE = _("ระบุหน่วยงานผู้ออกไว้แล้ว ให้เลือกอย่างใดอย่างหนึ่ง")
NO_REFERENCE = _("อ่านเลขที่หนังสือไม่ได้ ตัวอย่างที่ถูก: มท ๐๘๙๑.๓/ว ๑๙๑๘")
UNLESS_MISSING = frozenset({"summary", "addressee"})
"""Fields that nobody can know of a document that is only cited."""
UNLESS_FULL = frozenset({"summary"})
"""Fields without which a document may be published whose text can be read."""


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value == Urgency.NORMAL


def _missing(document: Any, rule: kinds.KindRule) -> dict[str, Any]:
    """Return the fields that its kind requires and that are empty."""
    required = rule.required
    if document.holding == Holding.MISSING:
        required = required - UNLESS_MISSING
    if document.holding == Holding.FULL:
        required = required - UNLESS_FULL
    if document.agency_unnamed:
        required = required - {"agency"}
    return {name: REQUIRED for name in required if _is_empty(getattr(document, name))}


def _superfluous(document: Any, rule: kinds.KindRule) -> dict[str, Any]:
    """Return the filled fields that its kind does not know."""
    unused = kinds.CONDITIONAL_FIELDS - rule.uses
    return {name: NOT_USED for name in unused if not _is_empty(getattr(document, name))}


def problems(document: Any, *, publishing: bool) -> dict[str, Any]:
    """Return what is wrong with a document, as messages by field name; empty when nothing is.

    Args:
        document: a `DocumentPage`, saved or not.
        publishing: check what only a public document must fulfil as well (domain.md 2.2: the library refuses to
            publish any item with secrecy; S2.01: a letter without number and date is none).
    """
    found: dict[str, Any] = {}
    if document.secrecy in NEVER_STORED:
        found["secrecy"] = NO_SECRETS_STORED
    if not publishing or not terms.is_known(Vocabulary.KIND, document.kind):
        return found
    rule = kinds.rule_for(document.kind)
    found.update(_superfluous(document, rule))
    found.update(_missing(document, rule))
    if document.secrecy != Secrecy.NONE:
        found.setdefault("secrecy", NO_SECRETS_PUBLISHED)
    if document.agency_unnamed and document.agency is not None:
        found["agency_unnamed"] = AGENCY_TWICE
    if document.urgency == Urgency.URGENT_BY and not document.urgent_by:
        found["urgent_by"] = URGENT_BY_NEEDS_TIME
    if document.reference_as_written and "reference_as_written" in rule.required and not document.reference:
        found["reference_as_written"] = NO_REFERENCE
    return found
