"""Document kinds as data: which fields each of them uses and must have.

One page model holds every kind (library.md 3c: a model per kind drifts apart). A kind that publishers add in `/cms/` follows
the rules of one that stands here; docs/library.md tells when another one has to stand here, and how.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from legal_library.terms import built_in
from legal_library.vocabulary import DocumentKind

LETTER_FIELDS = (
    "urgency",
    "urgent_by",
    "reference_as_written",
    "owner_unit",
    "sender_address",
    "addressee",
    "subject",
    "signatory",
    "signatory_position",
    "acting_for",
    "contact",
    "received_no",
    "received_at",
)
"""Anatomy of an official letter (S2.01)."""
GAZETTE_FIELDS = ("gazette_volume", "gazette_part", "gazette_page", "gazette_published_on")
FORCE_FIELDS = ("effective_on", "repealed_on")
COMMON_FIELDS = (
    "title",
    "title_en",
    "kind",
    "agency",
    "summary",
    "year_be",
    "signed_on",
    "secrecy",
    "status",
)
"""Fields that every kind uses."""


@dataclass(frozen=True)
class KindRule:
    """What holds for one kind.

    Attributes:
        family: the door on the home page and in the list: law, directive, guidance.
        uses: model fields that make sense for it, beyond COMMON_FIELDS.
        required: fields that must be filled before it is published.
        reference_is_own: its number is an official number ("ที่ …") that search takes for its own.
        has_parties: it is signed by several parties (MOU).
    """

    family: str
    uses: frozenset[str]
    required: frozenset[str]
    reference_is_own: bool = False
    has_parties: bool = False


def _law(*, required: Iterable[str] = ("agency", "summary", "year_be")) -> KindRule:
    return KindRule(
        family="law",
        uses=frozenset(GAZETTE_FIELDS) | frozenset(FORCE_FIELDS),
        required=frozenset(required),
    )


def _letter() -> KindRule:
    return KindRule(
        family="directive",
        uses=frozenset(LETTER_FIELDS) | frozenset(FORCE_FIELDS),
        required=frozenset({"agency", "summary", "reference_as_written", "signed_on"}),
        reference_is_own=True,
    )


def _issued(*extra: str) -> KindRule:
    """Notification, order, criteria: a number or a Gazette date, or neither."""
    return KindRule(
        family="directive",
        uses=frozenset(GAZETTE_FIELDS)
        | frozenset(FORCE_FIELDS)
        | {"reference_as_written", "subject", "signatory", "signatory_position", "acting_for"},
        required=frozenset({"agency", "summary", *extra}),
        reference_is_own=True,
    )


def _guidance() -> KindRule:
    return KindRule(
        family="guidance",
        uses=frozenset({"effective_on", "repealed_on"}),
        required=frozenset({"agency", "summary"}),
    )


KINDS: dict[DocumentKind, KindRule] = {
    DocumentKind.CONSTITUTION: _law(),
    DocumentKind.CODE: _law(),
    DocumentKind.ACT: _law(),
    DocumentKind.EMERGENCY_DECREE: _law(),
    DocumentKind.ROYAL_DECREE: _law(),
    DocumentKind.MINISTERIAL_REGULATION: _law(),
    DocumentKind.REGULATION: _law(),
    DocumentKind.RULE: _law(),
    DocumentKind.LOCAL_ORDINANCE: _law(),
    DocumentKind.NOTIFICATION: _issued(),
    DocumentKind.ORDER: _issued("signed_on"),
    DocumentKind.CRITERIA: _issued(),
    DocumentKind.CABINET_RESOLUTION: _issued("signed_on"),
    DocumentKind.DIRECTIVE_LETTER: _letter(),
    DocumentKind.CIRCULAR: _letter(),
    DocumentKind.CONSULTATION_REPLY: _letter(),
    DocumentKind.MOU: KindRule(
        family="guidance",
        uses=frozenset({"parties", *FORCE_FIELDS}),
        required=frozenset({"agency", "summary", "signed_on", "parties"}),
        has_parties=True,
    ),
    DocumentKind.GUIDELINE: _guidance(),
    DocumentKind.MANUAL: _guidance(),
    DocumentKind.FORM: _guidance(),
}

CONDITIONAL_FIELDS = frozenset().union(*(rule.uses for rule in KINDS.values()))
"""Every field that some kind uses and another does not."""


def rule_for(kind: str) -> KindRule:
    """Return the rule of a kind: its own, or of an added one that of the kind that it behaves as.

    Raises:
        ValueError: for a value that is no kind.
    """
    return KINDS[built_in(kind)]
