"""The words of the library come from its table: names in both languages, what is offered, what an added kind behaves as."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from legal_library import terms
from legal_library.domain.kinds import rule_for
from legal_library.domain.standing import standing_on
from legal_library.models import CollectionPage, DocumentPage, DocumentRelation, Term
from legal_library.models.fields import TermChoiceField, TermSelect
from legal_library.vocabulary import (
    DocumentKind,
    DocumentStatus,
    RelationKind,
    Secrecy,
    Urgency,
    Vocabulary,
)
from portal.thai.dates import bangkok_today
from tests.legal_library.factories import added_kind

pytestmark = pytest.mark.django_db
CODES = {
    Vocabulary.KIND: DocumentKind,
    Vocabulary.STATUS: DocumentStatus,
    Vocabulary.RELATION: RelationKind,
    Vocabulary.URGENCY: Urgency,
    Vocabulary.SECRECY: Secrecy,
}


def rename(vocabulary: str, code: str, name: str, name_en: str = "Another") -> None:
    term = Term.objects.get(vocabulary=vocabulary, code=code)
    term.name, term.name_en = name, name_en
    term.save()


@pytest.mark.parametrize("vocabulary", Vocabulary)
def test_every_code_that_rules_speak_of_has_its_words(vocabulary: Vocabulary) -> None:
    assert set(terms.codes(vocabulary)) == set(CODES[vocabulary])
    for code in CODES[vocabulary]:
        with override("th"):
            thai = terms.name_of(vocabulary, code)
        with override("en"):
            english = terms.name_of(vocabulary, code)
        assert not thai.isascii() and english.isascii() and english[0].isupper(), (code, thai, english)
        assert terms.english_of(vocabulary, code) == english
    assert terms.offered(vocabulary) == set(CODES[vocabulary])


def test_built_in_kinds_behave_as_themselves() -> None:
    for kind in DocumentKind:
        assert Term.objects.get(vocabulary="kind", code=kind).behaves_as == kind
        assert terms.built_in(kind) is kind


def test_a_relation_reads_from_both_documents() -> None:
    for kind in RelationKind:
        with override("th"):
            assert not terms.inverse_of(kind).isascii()
        with override("en"):
            assert terms.inverse_of(kind).isascii()
    row = DocumentRelation(kind=RelationKind.REPEALS)
    assert row.verb == "ยกเลิก"
    row.incoming = True
    assert row.verb == "ถูกยกเลิกโดย"
    with override("en"):
        assert row.verb == "Repealed by"
    rename("relation", "repeals", "ให้ยกเลิก")
    row.incoming = False
    assert row.verb == "ให้ยกเลิก"


def test_a_notification_of_a_ministry_is_no_announcement_in_english() -> None:
    """The Thai word is the same; a translation of it alone says "Announcement"."""
    assert terms.name_of("kind", "notification") == "ประกาศ"
    with override("en"):
        assert terms.name_of("kind", "notification") == "Notification"


def test_what_nobody_named_is_called_by_its_code() -> None:
    assert terms.name_of("kind", "poem") == "poem" and terms.english_of("kind", "poem") == ""
    assert terms.inverse_of("hums") == "hums"
    assert not terms.is_known("kind", "poem")


def test_a_new_name_is_said_at_once() -> None:
    before, day = terms.state(), bangkok_today()
    rename("status", "in_force", "ยังใช้อยู่", "Still in force")
    assert standing_on(day, status="in_force").label == "ยังใช้อยู่"
    with override("en"):
        assert standing_on(day, status="in_force").label == "Still in force"
    assert terms.state() != before


def test_what_is_taken_back_was_never_said() -> None:
    assert terms.name_of("urgency", "urgent") == "ด่วน"
    with pytest.raises(RuntimeError), transaction.atomic():
        rename("urgency", "urgent", "รีบ")
        assert terms.name_of("urgency", "urgent") == "รีบ"
        raise RuntimeError
    assert terms.name_of("urgency", "urgent") == "ด่วน"


def test_terms_stand_in_the_order_that_publishers_gave_them() -> None:
    assert terms.codes("status")[0] == DocumentStatus.IN_FORCE
    Term.objects.filter(vocabulary="status", code="unverified").update(order=1)
    assert terms.codes("status")[0] == DocumentStatus.UNVERIFIED
    assert [code for code, _name in terms.choices("status")] == terms.codes("status")


def test_an_added_kind_follows_the_rules_of_another() -> None:
    added_kind()
    assert rule_for("municipal_ordinance") is rule_for(DocumentKind.LOCAL_ORDINANCE)
    assert terms.built_in("municipal_ordinance") is DocumentKind.LOCAL_ORDINANCE
    assert (
        terms.codes("kind").index("municipal_ordinance") == terms.codes("kind").index("local_ordinance") + 1
    )
    memo = added_kind(DocumentKind.DIRECTIVE_LETTER, code="memo", name="บันทึกข้อความ", name_en="Memorandum")
    assert "reference_as_written" in rule_for(memo.code).required
    assert terms.behaving_as([DocumentKind.DIRECTIVE_LETTER]) == {"directive_letter", "memo"}
    assert terms.behaving_as([DocumentKind.ACT]) == {"act"}


def test_a_value_that_is_no_kind_has_no_rules() -> None:
    for written in ("poem", "", "ACT"):
        with pytest.raises(ValueError, match="is not a valid DocumentKind"):
            terms.built_in(written)


def test_what_is_no_longer_offered_stays_valid_and_is_shown_where_it_is() -> None:
    Term.objects.filter(vocabulary="kind", code="mou").update(is_offered=False)
    field = DocumentPage._meta.get_field("kind").formfield()
    assert isinstance(field, TermChoiceField) and isinstance(field.widget, TermSelect)
    shown = field.widget.render("kind", "act")
    assert 'value="act" selected' in shown and 'value="circular"' in shown and 'value="mou"' not in shown
    assert 'value="mou" selected' in field.widget.render("kind", "mou")
    assert field.clean("mou") == "mou"
    assert ("mou", "บันทึกข้อตกลง") in terms.choices("kind")
    assert "mou" not in terms.offered("kind")


def test_columns_take_codes_of_their_vocabulary_and_nothing_else() -> None:
    from django.core.exceptions import ValidationError

    added_kind()
    for model, name, right in (
        (DocumentPage, "kind", "municipal_ordinance"),
        (DocumentPage, "status", "repealed"),
        (DocumentPage, "urgency", "most_urgent"),
        (DocumentPage, "secrecy", "confidential"),
        (CollectionPage, "kind", "municipal_ordinance"),
        (DocumentRelation, "kind", "relays"),
    ):
        field = model._meta.get_field(name)
        assert field.clean(right, None) == right
        with pytest.raises(ValidationError, match="poem"):
            field.clean("poem", None)
    assert DocumentPage(kind="municipal_ordinance").get_kind_display() == "เทศบัญญัติ"


def test_a_term_more_is_no_migration(capsys: pytest.CaptureFixture[str]) -> None:
    added_kind()
    rename("status", "in_force", "ยังใช้อยู่")
    call_command("makemigrations", "legal_library", "--check", "--dry-run")
    assert "No changes" in capsys.readouterr().out


def test_the_table_is_read_once_however_many_words_are_asked_for() -> None:
    terms.codes("kind")
    with CaptureQueriesContext(connection) as captured:
        for _round in range(50):
            for vocabulary in Vocabulary:
                for code in CODES[vocabulary]:
                    terms.name_of(vocabulary, code)
    assert len(captured) == 0
