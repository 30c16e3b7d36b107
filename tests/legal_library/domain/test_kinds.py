"""The table of kinds: complete, consistent, and obeyed by the rules (S2.07: manuals are one of them)."""

from __future__ import annotations

import datetime

import pytest

from legal_library import terms
from legal_library.domain import kinds, rules
from legal_library.models import Agency, DocumentPage, Term
from legal_library.vocabulary import DocumentKind, Holding, Secrecy, Urgency

# Wagtail asks the database for the type of every new page object, saved or not.
pytestmark = pytest.mark.django_db

DAY = datetime.date(2013, 9, 9)
FILLED = {
    "agency": Agency(name="กรม"),
    "summary": "สรุป",
    "year_be": 2556,
    "signed_on": DAY,
    "effective_on": DAY,
    "repealed_on": DAY,
    "reference_as_written": "มท ๐๘๙๑.๓/ว ๑๙๑๘",
    "parties": "๑. กระทรวง",
    "urgency": Urgency.MOST_URGENT,
    "urgent_by": datetime.datetime(2013, 9, 9, 12, tzinfo=datetime.UTC),
    "gazette_published_on": DAY,
    "received_at": datetime.datetime(2013, 9, 9, 12, tzinfo=datetime.UTC),
}


def filled(kind: DocumentKind, **values: object) -> DocumentPage:
    """Return an unsaved document of a kind with everything that it requires and nothing else."""
    required = kinds.rule_for(kind).required
    page = DocumentPage(kind=kind, title="ชื่อ", **{name: FILLED[name] for name in required})
    for name, value in values.items():
        setattr(page, name, value)
    page.derive()
    return page


def test_every_kind_has_a_rule() -> None:
    assert set(kinds.KINDS) == set(DocumentKind)


def test_kinds_stand_in_the_order_that_publishers_gave_them() -> None:
    assert terms.codes("kind")[:3] == [DocumentKind.CONSTITUTION, DocumentKind.CODE, DocumentKind.ACT]
    Term.objects.filter(vocabulary="kind", code="circular").update(order=1)
    assert terms.codes("kind")[0] == DocumentKind.CIRCULAR


@pytest.mark.parametrize("kind", DocumentKind)
def test_rules_name_real_fields_only(kind: DocumentKind) -> None:
    names = {field.name for field in DocumentPage._meta.get_fields()}
    rule = kinds.rule_for(kind)
    assert rule.uses <= names
    assert rule.required <= names


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_kind_uses_what_it_requires(kind: DocumentKind) -> None:
    rule = kinds.rule_for(kind)
    assert rule.required & kinds.CONDITIONAL_FIELDS <= rule.uses


@pytest.mark.parametrize("kind", DocumentKind)
def test_what_a_kind_requires_is_enough(kind: DocumentKind) -> None:
    assert rules.problems(filled(kind), publishing=True) == {}


@pytest.mark.parametrize("kind", DocumentKind)
def test_each_required_field_is_missed(kind: DocumentKind) -> None:
    for name in kinds.rule_for(kind).required:
        if name == "year_be" and kinds.rule_for(kind).required >= {"signed_on"}:
            continue
        page = filled(kind)
        field = DocumentPage._meta.get_field(name)
        setattr(page, name, None if field.null else "")
        assert rules.problems(page, publishing=True).keys() >= {name}, name


@pytest.mark.parametrize("kind", DocumentKind)
def test_fields_of_other_kinds_are_refused(kind: DocumentKind) -> None:
    unused = kinds.CONDITIONAL_FIELDS - kinds.rule_for(kind).uses
    for name in unused:
        page = filled(kind, **{name: FILLED.get(name, "มีค่า")})
        assert rules.problems(page, publishing=True).get(name) == rules.NOT_USED, name


def test_drafts_may_be_unfinished() -> None:
    assert rules.problems(DocumentPage(kind=DocumentKind.CIRCULAR, title="ร่าง"), publishing=False) == {}


def test_a_letter_needs_a_number_that_can_be_read() -> None:
    page = filled(DocumentKind.CIRCULAR, reference_as_written="เลขหาย")
    assert rules.problems(page, publishing=True) == {"reference_as_written": rules.NO_REFERENCE}


def test_urgent_by_needs_its_time() -> None:
    page = filled(DocumentKind.CIRCULAR, urgency=Urgency.URGENT_BY)
    assert rules.problems(page, publishing=True) == {"urgent_by": rules.URGENT_BY_NEEDS_TIME}


def test_nobody_must_summarize_a_document_that_is_only_cited() -> None:
    page = filled(DocumentKind.MANUAL, summary="", holding=Holding.MISSING)
    assert rules.problems(page, publishing=True) == {}


def test_an_unknown_kind_is_left_to_the_field() -> None:
    assert rules.problems(DocumentPage(kind="poem", title="กลอน"), publishing=True) == {}


@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.parametrize("secrecy", [Secrecy.CONFIDENTIAL, Secrecy.SECRET, Secrecy.TOP_SECRET])
def test_no_class_of_secrecy_is_ever_published(kind: DocumentKind, secrecy: Secrecy) -> None:
    assert "secrecy" in rules.problems(filled(kind, secrecy=secrecy), publishing=True)


@pytest.mark.parametrize(
    ("secrecy", "stored"),
    [
        (Secrecy.NONE, True),
        (Secrecy.CONFIDENTIAL, True),
        (Secrecy.SECRET, False),
        (Secrecy.TOP_SECRET, False),
    ],
)
def test_the_higher_classes_are_not_even_stored(secrecy: Secrecy, stored: bool) -> None:
    page = filled(DocumentKind.CIRCULAR, secrecy=secrecy)
    assert ("secrecy" not in rules.problems(page, publishing=False)) is stored
