"""How a document and a provision of it are cited in official writing: words and digits as letters have them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.utils.translation import override

from legal_library.domain.kinds import rule_for
from legal_library.reading.numbering import INSERTED_PATTERN
from legal_library.terms import name_of
from legal_library.vocabulary import Urgency, Vocabulary
from portal.thai.dates import format_date
from portal.thai.digits import to_thai

_PROVISION = re.compile(
    rf"^(?:มาตรา|ข้อ)\s*[0-9๐-๙]{{1,4}}(?:[/.][0-9๐-๙]{{1,3}})*(?:\s*(?:{INSERTED_PATTERN}))?(?=\s|$)"
)
_DIVISION = re.compile(r"^(?:บรรพ|ภาค|ลักษณะ|หมวด(?:ที่)?|ส่วนที่|บทเฉพาะกาล|ตาราง|ภาคผนวก|บัญชี)")


def document_citation(
    *,
    kind: str,
    title: str,
    reference: str = "",
    agency: str = "",
    urgency: str = "",
    signed_on: date | None = None,
) -> str:
    """Return how a document is cited: a letter by its number and date, everything else by its name.

    Args:
        kind: slug of its kind.
        title: its Thai title.
        reference: its number as written.
        agency: who issued it.
        urgency: Thai name of its speed class, "" for none.
        signed_on: its date.
    """
    rule = rule_for(kind)
    if not (rule.reference_is_own and reference):
        return to_thai(title)
    parts = [
        f"หนังสือ{agency}" if "reference_as_written" in rule.required else title,
        urgency,
        f"ที่ {reference}",
    ]
    if signed_on:
        parts.append(f"ลงวันที่ {format_date(signed_on, 'long')}")
    return to_thai(" ".join(part for part in parts if part))


def cited(document: Any) -> str:
    """Return how a document of the library is cited.

    Args:
        document: a `DocumentPage`.
    """
    with override("th"):
        urgency = "" if document.urgency == Urgency.NORMAL else name_of(Vocabulary.URGENCY, document.urgency)
    return document_citation(
        kind=document.kind,
        title=document.title,
        reference=document.reference_as_written,
        agency=document.agency.name if document.agency else "",
        urgency=urgency,
        signed_on=document.signed_on,
    )


def provision_of(label: str) -> str:
    """Return the part of a label that names a provision: "มาตรา ๖๗" of "มาตรา ๖๗ หน้าที่"; the whole name of a chapter; "" for others."""
    if match := _PROVISION.match(label.strip()):
        return to_thai(match.group())
    return to_thai(label.strip()) if _DIVISION.match(label.strip()) else ""


def provision_citation(label: str, document: str, *, family: str) -> str:
    """Return how a provision is cited: "มาตรา ๖๗ แห่งพระราชบัญญัติ… พ.ศ. ๒๕๓๗".

    Args:
        label: its name in the contents.
        document: as `document_citation` gives it.
        family: of the kind of the document; a letter's item stands behind the letter.
    """
    name = provision_of(label)
    if not name:
        return document
    return f"{name} แห่ง{document}" if family == "law" else f"{document} {name}"
