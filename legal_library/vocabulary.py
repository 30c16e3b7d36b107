"""Codes of the library (glossary): kinds, legal status, relations, urgency, secrecy; and the words of what we hold.

The first five are only codes, the names by which rules speak of something. What people read stands in a table that
publishers of the center edit (`models/terms.py`) and is asked for by `legal_library.terms`; a kind that they added has a code
that stands here nowhere, and behaves as one that does (docs/decisions/0021-words-of-the-library-as-data.md).
"""

from __future__ import annotations

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Vocabulary(TextChoices):
    """What has terms of its own."""

    KIND = "kind", _("ประเภทเอกสาร")
    STATUS = "status", _("สถานะของเอกสาร")
    RELATION = "relation", _("ความสัมพันธ์ระหว่างเอกสาร")
    URGENCY = "urgency", _("ชั้นความเร็ว")
    SECRECY = "secrecy", _("ชั้นความลับ")


class DocumentKind(StrEnum):
    """What a document is. `legal_library.domain.kinds` says which fields each of them uses."""

    CONSTITUTION = "constitution"
    ACT = "act"
    CODE = "code"
    EMERGENCY_DECREE = "emergency_decree"
    ROYAL_DECREE = "royal_decree"
    MINISTERIAL_REGULATION = "ministerial_regulation"
    REGULATION = "regulation"
    RULE = "rule"
    LOCAL_ORDINANCE = "local_ordinance"
    NOTIFICATION = "notification"
    ORDER = "order"
    CRITERIA = "criteria"
    DIRECTIVE_LETTER = "directive_letter"
    CIRCULAR = "circular"
    CONSULTATION_REPLY = "consultation_reply"
    MOU = "mou"
    MANUAL = "manual"
    FORM = "form"
    GUIDELINE = "guideline"
    CABINET_RESOLUTION = "cabinet_resolution"


class DocumentStatus(StrEnum):
    """Whether it may be relied on. What nobody has checked says so (library.md: no warning beats a wrong one)."""

    IN_FORCE = "in_force"
    AMENDED = "amended"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    SUSPENDED = "suspended"
    REPEALED = "repealed"
    UNVERIFIED = "unverified"


class RelationKind(StrEnum):
    """How one document stands to another, read from this document to the other."""

    AMENDS = "amends"
    REPEALS = "repeals"
    REPLACES = "replaces"
    ISSUED_UNDER = "issued_under"
    CITES = "cites"
    ENCLOSES = "encloses"
    RELAYS = "relays"
    EXPLAINS = "explains"
    RELATED = "related"


class Urgency(StrEnum):
    """Speed of an official letter (Correspondence Regulation 2526)."""

    NORMAL = "normal"
    URGENT = "urgent"
    VERY_URGENT = "very_urgent"
    MOST_URGENT = "most_urgent"
    URGENT_BY = "urgent_by"


class Secrecy(StrEnum):
    """Secrecy of an official letter (Secrecy Regulation 2544). Only NONE is ever published."""

    NONE = "none"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"  # noqa: S105 - a class of documents, no password
    TOP_SECRET = "top_secret"  # noqa: S105 - a class of documents, no password


NEVER_STORED = frozenset({Secrecy.SECRET, Secrecy.TOP_SECRET})
"""Classes that must not be kept in this system at all, not even as a draft (domain.md 2.2)."""


class Holding(TextChoices):
    """What the library has of a document."""

    FULL = "full", _("มีข้อความเต็ม")
    RECORD = "record", _("มีข้อมูลเอกสารและสรุป")
    MISSING = "missing", _("ยังไม่มีตัวเอกสาร")
