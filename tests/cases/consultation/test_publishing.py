"""Nothing of an asker becomes public: written anew by one, agreed to by another, searched, and taken back at once (S1.25)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.consultation.domain import answering, publishing
from cases.consultation.domain.publishing import Words
from cases.consultation.models import FrequentQuestion
from cases.consultation.public.search_source import SOURCE
from cases.consultation.vocabulary import PublicationState
from cases.errors import GuardFailed, NotAllowed
from portal.page_cache.changes import rooms_of_tables
from portal.page_cache.rooms import Room

WORDS = Words(
    question="น้ำท่วมบ้านขอเงินได้ไหม", answer="ได้ ยื่นที่ อบต. โทร 0-7563-7146 หรือ 1300", problem="disaster"
)


@pytest.fixture
def answered(world, asked):
    return answering.answer(actor=world.center.officer, consultation=asked.consultation, text="ได้")


@pytest.fixture
def proposal(world, answered):
    return publishing.propose(actor=world.center.officer, consultation=answered, words=WORDS)


def test_who_proposed_cannot_agree_and_nobody_reads_it_before(world, proposal) -> None:
    assert list(publishing.published()) == []
    with pytest.raises(NotAllowed):
        publishing.decide(actor=world.center.officer, proposal=proposal, agrees=True)
    with pytest.raises(NotAllowed):
        publishing.decide(actor=world.local.supervisor, proposal=proposal, agrees=True)
    assert list(publishing.published()) == []
    publishing.decide(actor=world.center.supervisor, proposal=proposal, agrees=True)
    assert [row.question for row in publishing.published()] == [WORDS.question]


def test_the_database_holds_the_two_people_too(world, proposal) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FrequentQuestion.objects.filter(pk=proposal.pk).update(
            state=PublicationState.PUBLISHED, decided_by=proposal.proposed_by, decided_at=timezone.now()
        )


def test_what_was_refused_is_never_public_and_may_be_written_better(world, answered, proposal) -> None:
    publishing.decide(actor=world.center.supervisor, proposal=proposal, agrees=False)
    assert list(publishing.published()) == []
    with pytest.raises(GuardFailed):
        publishing.decide(actor=world.center.supervisor, proposal=proposal, agrees=True)
    publishing.propose(actor=world.center.officer, consultation=answered, words=WORDS)
    with pytest.raises(GuardFailed):
        publishing.propose(actor=world.center.officer, consultation=answered, words=WORDS)


def test_only_an_answer_is_proposed_and_only_by_its_center(world, asked) -> None:
    with pytest.raises(GuardFailed):
        publishing.propose(actor=world.center.officer, consultation=asked.consultation, words=WORDS)
    with pytest.raises(NotAllowed):
        publishing.propose(actor=world.local.officer, consultation=asked.consultation, words=WORDS)


@pytest.mark.parametrize("field", ["question", "answer", "question_en", "answer_en"])
def test_what_holds_a_number_of_a_person_is_not_proposed(world, answered, field: str) -> None:
    words = Words(**{"question": "ก", "answer": "ข", field: "โทร 081-770-0131"})
    with pytest.raises(GuardFailed) as refused:
        publishing.propose(actor=world.center.officer, consultation=answered, words=words)
    assert refused.value.field == field


def test_search_knows_what_is_public_and_nothing_else(world, proposal) -> None:
    key = publishing.key_of(proposal)
    assert list(SOURCE.documents()) == []
    assert SOURCE.document(key) is None
    publishing.decide(actor=world.center.supervisor, proposal=proposal, agrees=True)
    found = SOURCE.document(key)
    assert (found.title, found.path) == (WORDS.question, "/answers/")
    assert found.passages[0].anchor == proposal.anchor
    assert "คะนารี" not in repr(found)
    assert [document.key for document in SOURCE.documents()] == [key]
    assert SOURCE.document("faq:x") is None


def test_it_stands_under_the_guide_of_its_problem_only(world, proposal) -> None:
    publishing.decide(actor=world.center.supervisor, proposal=proposal, agrees=True)
    assert [row.pk for row in publishing.under_guide("disaster")] == [proposal.pk]
    assert publishing.under_guide("violence") == ()


def test_one_person_takes_it_back_at_once(world, proposal) -> None:
    with pytest.raises(GuardFailed):
        publishing.withdraw(actor=world.center.officer, published=proposal)
    publishing.decide(actor=world.center.supervisor, proposal=proposal, agrees=True)
    with pytest.raises(NotAllowed):
        publishing.withdraw(actor=world.local.officer, published=proposal)
    publishing.withdraw(actor=world.center.officer, published=proposal)
    assert list(publishing.published()) == []
    assert SOURCE.document(publishing.key_of(proposal)) is None


def test_public_pages_follow_what_is_published_and_no_question(db) -> None:
    tables = rooms_of_tables()
    assert tables["consultation_frequentquestion"] == {Room.FRAME}
    assert tables["consultation_consultation"] == frozenset()
