"""Document kinds as data: which fields each of them uses and must have.

One page model holds every kind (library.md 3c: a model per kind drifts apart). To add a kind: one line in
`enums.DocumentKind`, one in `KINDS`, and run the tests; docs/library.md tells the whole way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
        order: place in lists of kinds.
        uses: model fields that make sense for it, beyond COMMON_FIELDS.
        required: fields that must be filled before it is published.
        reference_is_own: its number is an official number ("ที่ …") that search takes for its own.
        has_parties: it is signed by several parties (MOU).
    """

    family: str
    order: int
    uses: frozenset[str]
    required: frozenset[str]
    reference_is_own: bool = False
    has_parties: bool = False


def _law(order: int, *, required: Iterable[str] = ("agency", "summary", "year_be")) -> KindRule:
    return KindRule(
        family="law",
        order=order,
        uses=frozenset(GAZETTE_FIELDS) | frozenset(FORCE_FIELDS),
        required=frozenset(required),
    )


def _letter(order: int) -> KindRule:
    return KindRule(
        family="directive",
        order=order,
        uses=frozenset(LETTER_FIELDS) | frozenset(FORCE_FIELDS),
        required=frozenset({"agency", "summary", "reference_as_written", "signed_on"}),
        reference_is_own=True,
    )


def _issued(order: int, *extra: str) -> KindRule:
    """Notification, order, criteria: a number or a Gazette date, or neither."""
    return KindRule(
        family="directive",
        order=order,
        uses=frozenset(GAZETTE_FIELDS)
        | frozenset(FORCE_FIELDS)
        | {"reference_as_written", "subject", "signatory", "signatory_position", "acting_for"},
        required=frozenset({"agency", "summary", *extra}),
        reference_is_own=True,
    )


def _guidance(order: int) -> KindRule:
    return KindRule(
        family="guidance",
        order=order,
        uses=frozenset({"effective_on", "repealed_on"}),
        required=frozenset({"agency", "summary"}),
    )


KINDS: dict[DocumentKind, KindRule] = {
    DocumentKind.CONSTITUTION: _law(8),
    DocumentKind.CODE: _law(9),
    DocumentKind.ACT: _law(10),
    DocumentKind.EMERGENCY_DECREE: _law(11),
    DocumentKind.ROYAL_DECREE: _law(12),
    DocumentKind.MINISTERIAL_REGULATION: _law(13),
    DocumentKind.REGULATION: _law(14),
    DocumentKind.RULE: _law(15),
    DocumentKind.LOCAL_ORDINANCE: _law(16),
    DocumentKind.NOTIFICATION: _issued(20),
    DocumentKind.ORDER: _issued(21, "signed_on"),
    DocumentKind.CRITERIA: _issued(22),
    DocumentKind.CABINET_RESOLUTION: _issued(23, "signed_on"),
    DocumentKind.DIRECTIVE_LETTER: _letter(30),
    DocumentKind.CIRCULAR: _letter(31),
    DocumentKind.CONSULTATION_REPLY: _letter(32),
    DocumentKind.MOU: KindRule(
        family="guidance",
        order=40,
        uses=frozenset({"parties", *FORCE_FIELDS}),
        required=frozenset({"agency", "summary", "signed_on", "parties"}),
        has_parties=True,
    ),
    DocumentKind.GUIDELINE: _guidance(41),
    DocumentKind.MANUAL: _guidance(42),
    DocumentKind.FORM: _guidance(43),
}

CONDITIONAL_FIELDS = frozenset().union(*(rule.uses for rule in KINDS.values()))
"""Every field that some kind uses and another does not."""


def rule_for(kind: str) -> KindRule:
    """Return the rule of a kind.

    Raises:
        ValueError: for a value that is no kind.
    """
    return KINDS[DocumentKind(kind)]


def kinds_in_order() -> list[DocumentKind]:
    """Return all kinds in the order of lists."""
    return sorted(KINDS, key=lambda kind: KINDS[kind].order)
