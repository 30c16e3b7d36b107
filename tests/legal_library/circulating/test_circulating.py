"""A document goes round, every organization answers for itself, and the proof says who has it (S1.22, S2.03, S2.04, S2.11, S2.53)."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection, transaction

from legal_library.circulating import sending
from legal_library.circulating.printing import letter_to, proof_pdf
from legal_library.circulating.proof import proof_of
from legal_library.circulating.receiving import acknowledge, inbox, record_letter, understand
from legal_library.circulating.recipients import Audience, addressed, below
from legal_library.circulating.sending import CannotCirculate, circulate, relay, remind
from legal_library.editing.withdrawing import withdraw
from legal_library.models import Circulation, DocumentPage, LibraryIndexPage, Receipt
from legal_library.vocabulary import Secrecy
from portal.accounts.functions import Function
from portal.actors import System
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.models import OutboxMessage
from tests.accounts.factories import AppointmentFactory, OrganizationFactory, officer
from tests.legal_library.factories import RESTRICTIONS, LetterFactory, restrict

TODAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _frozen() -> Any:
    with time_machine.travel("2026-11-26T05:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def letter(library: LibraryIndexPage) -> DocumentPage:
    return LetterFactory(parent=library, slug="letter", title="แนวทาง OSCC")


@pytest.fixture
def center(db: None) -> Organization:
    return OrganizationFactory(type=OrganizationType.CENTER, name_th="ศูนย์กระบี่")


@pytest.fixture
def local(center: Organization) -> Any:
    """An officer of a local administration of the district."""
    return officer(OrganizationFactory(name_th="อบต.หนึ่ง"))


def send(document: DocumentPage, sender: Organization, *to: Organization, **values: Any) -> Circulation:
    given = {"addressed_to": "ที่เลือก", "actor": System(), "due_on": TODAY + timedelta(days=10), **values}
    return circulate(document=document, sender=sender, organizations=to, **given)


def receipt_of(who: Any) -> Receipt:
    return inbox(who).get()


# To whom


def test_all_some_kinds_a_district_or_those_named(center: Organization) -> None:
    near = OrganizationFactory(name_th="ก")
    far = OrganizationFactory(name_th="ข", district_code="8103")
    OrganizationFactory(name_th="ค", province_code="80", district_code="8001")
    hospital = OrganizationFactory(name_th="ง", type=OrganizationType.HOSPITAL)
    closed = OrganizationFactory(name_th="จ", is_active=False)

    def names(audience: str, **values: Any) -> set[str]:
        return {one.name_th for one in addressed(center, audience, **values).organizations}

    assert names(Audience.LOCAL) == {"ก", "ข"}
    assert names(Audience.KINDS, kinds=["hospital"]) == {"ง"}
    assert names(Audience.DISTRICT, district="8103") == {"ข"}
    assert names(Audience.NAMED, named=[near.pk, hospital.pk, closed.pk, center.pk]) == {"ก", "ง"}
    assert far.district_code == "8103"


def test_only_a_district_has_somebody_below_it(center: Organization) -> None:
    mine = OrganizationFactory(name_th="ของเรา")
    OrganizationFactory(name_th="อำเภออื่น", district_code="8103")
    district = OrganizationFactory(type=OrganizationType.DISTRICT_OFFICE, name_th="อำเภอเมือง")
    assert list(below(district)) == [mine]
    assert not below(mine).exists() and not below(center).exists()


# Sending


def test_each_recipient_gets_a_receipt_and_a_mail_that_names_only_the_document(
    letter: DocumentPage, center: Organization, local: Any
) -> None:
    row = send(letter, center, local.organization, message="ขอให้ศึกษา")
    assert [one.organization for one in row.receipts.all()] == [local.organization]
    mail = OutboxMessage.objects.get()
    assert mail.to == local.organization.email
    assert f"/desk/circulars/{row.receipts.get().pk}/" in mail.context["link"]
    assert "ขอให้ศึกษา" not in str(mail.context)


def test_organizations_in_which_nobody_signs_in_get_it_on_paper(
    letter: DocumentPage, center: Organization
) -> None:
    silent = OrganizationFactory(name_th="อบต.ไม่มีคน")
    row = send(letter, center, silent)
    assert row.receipts.get().by_letter
    assert not OutboxMessage.objects.exists()
    assert letter_to(row.receipts.get()).startswith(b"%PDF")


def test_an_order_without_a_function_is_nobody(letter: DocumentPage, center: Organization) -> None:
    empty = AppointmentFactory(functions=[]).organization
    assert send(letter, center, empty).receipts.get().by_letter


@pytest.mark.parametrize("way", ["draft", "secret", *RESTRICTIONS])
def test_what_is_not_public_is_not_sent_round(
    letter: DocumentPage, center: Organization, local: Any, way: str
) -> None:
    if way == "draft":
        DocumentPage.objects.filter(pk=letter.pk).update(live=False)
    elif way == "secret":
        DocumentPage.objects.filter(pk=letter.pk).update(secrecy=Secrecy.CONFIDENTIAL)
    else:
        restrict(letter, way)
    with pytest.raises(CannotCirculate):
        send(letter, center, local.organization)
    assert not Circulation.objects.exists()


def test_nobody_and_a_day_that_has_passed_are_refused(
    letter: DocumentPage, center: Organization, local: Any
) -> None:
    with pytest.raises(CannotCirculate):
        send(letter, center)
    with pytest.raises(CannotCirculate):
        send(letter, center, local.organization, due_on=TODAY - timedelta(days=1))
    send(letter, center, local.organization, due_on=TODAY)


# Receiving


def test_an_appointed_person_acknowledges_once_and_by_name(
    letter: DocumentPage, center: Organization, local: Any
) -> None:
    send(letter, center, local.organization)
    assert acknowledge(receipt=receipt_of(local), actor=local)
    assert not acknowledge(receipt=receipt_of(local), actor=officer(local.organization))
    assert receipt_of(local).acknowledged_by == local.appointment


def test_another_organization_and_who_has_no_order_for_it_may_not(
    letter: DocumentPage, center: Organization, local: Any
) -> None:
    send(letter, center, local.organization)
    reader = officer(local.organization, functions=[Function.VIEW])
    for who in (officer(OrganizationFactory()), reader):
        with pytest.raises(PermissionError):
            acknowledge(receipt=receipt_of(local), actor=who)
    with pytest.raises(PermissionError):
        understand(receipt=receipt_of(local), actor=officer(OrganizationFactory()))
    assert receipt_of(local).acknowledged_at is None


def test_each_officer_says_once_that_they_understood(
    letter: DocumentPage, center: Organization, local: Any
) -> None:
    send(letter, center, local.organization)
    assert understand(receipt=receipt_of(local), actor=local)
    assert not understand(receipt=receipt_of(local), actor=local)
    assert understand(receipt=receipt_of(local), actor=officer(local.organization, functions=[Function.VIEW]))
    assert receipt_of(local).understandings.count() == 2


def test_a_receipt_on_paper_is_written_down_once(
    letter: DocumentPage, center: Organization, local: Any
) -> None:
    row = send(letter, center, OrganizationFactory())
    receipt = row.receipts.get()
    assert record_letter(receipt=receipt, received_on=TODAY, receiver_words="นายก ข", user=local.person)
    assert not record_letter(receipt=receipt, received_on=TODAY, receiver_words="คนอื่น", user=local.person)
    assert "นายก ข" in proof_of(row).lines[0].who


# Passing on


def test_a_district_passes_on_to_its_own_once_and_the_proof_shows_the_chain(
    letter: DocumentPage, center: Organization, local: Any
) -> None:
    district = officer(OrganizationFactory(type=OrganizationType.DISTRICT_OFFICE, name_th="อำเภอเมือง"))
    OrganizationFactory(name_th="อำเภออื่น", district_code="8103")
    row = send(letter, center, district.organization)
    passed = relay(receipt=receipt_of(district), officer=district)
    assert [one.organization for one in passed.receipts.all()] == [local.organization]
    assert passed.due_on == row.due_on
    acknowledge(receipt=receipt_of(local), actor=local)
    assert [(line.depth, line.is_done) for line in proof_of(row).lines] == [(0, False), (1, True)]
    with pytest.raises(CannotCirculate):
        relay(receipt=receipt_of(district), officer=district)


# Reminding


def test_who_has_not_acknowledged_is_reminded_once_before_and_once_after_the_day(
    letter: DocumentPage, center: Organization, local: Any, _frozen: Any
) -> None:
    done = officer(OrganizationFactory())
    send(letter, center, local.organization, done.organization)
    acknowledge(receipt=receipt_of(done), actor=done)
    OutboxMessage.objects.all().delete()
    remind()
    assert not OutboxMessage.objects.exists()
    for day, templates in (
        ("2026-12-03", ["circular_soon"]),
        ("2026-12-06", ["circular_soon"]),
        ("2026-12-07", ["circular_late", "circular_soon"]),
    ):
        _frozen.move_to(f"{day}T05:00:00Z")
        remind()
        remind()
        assert sorted(OutboxMessage.objects.values_list("template", flat=True)) == templates
    assert {message.to for message in OutboxMessage.objects.all()} == {local.organization.email}
    assert receipt_of(local).is_late


# Proof


def test_the_proof_counts_and_asks_the_same_however_many(
    letter: DocumentPage, center: Organization, local: Any, django_assert_num_queries: Any
) -> None:
    others = [officer(OrganizationFactory()) for _number in range(5)]
    row = send(letter, center, local.organization, *(one.organization for one in others))
    acknowledge(receipt=receipt_of(local), actor=local)
    understand(receipt=receipt_of(local), actor=local)
    with django_assert_num_queries(3):
        proof = proof_of(row)
    assert (proof.done, len(proof.lines), proof.late) == (1, 6, 0)
    assert proof_pdf(proof).startswith(b"%PDF")


# What must not happen twice, or to what is hidden


def test_the_same_form_sent_twice_goes_round_once(
    letter: DocumentPage, center: Organization, local: Any
) -> None:
    token = uuid4()
    first = send(letter, center, local.organization, token=token)
    assert send(letter, center, local.organization, token=token) == first
    assert (Receipt.objects.count(), OutboxMessage.objects.count()) == (1, 1)
    assert send(letter, center, local.organization, token=uuid4()) != first, "a new form is meant"


def test_of_two_who_send_the_same_form_in_one_moment_the_second_gets_that_of_the_first(
    letter: DocumentPage, center: Organization, local: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = uuid4()
    first = send(letter, center, local.organization, token=token)
    real, looks = sending.sent_by_form, iter([True])

    def too_early(*args: Any, **values: Any) -> Circulation | None:
        return None if next(looks, False) else real(*args, **values)

    monkeypatch.setattr(sending, "sent_by_form", too_early)
    assert send(letter, center, local.organization, token=token) == first
    assert Receipt.objects.count() == 1


def test_no_form_takes_the_place_of_another_documents_or_offices(
    letter: DocumentPage, library: LibraryIndexPage, center: Organization, local: Any
) -> None:
    token, other = uuid4(), LetterFactory(parent=library, slug="other")
    for document, sender in ((letter, center), (other, center), (letter, OrganizationFactory())):
        send(document, sender, local.organization, token=token)
    assert Circulation.objects.count() == 3


def hide(document: DocumentPage, way: str) -> None:
    if way == "withdrawn":
        withdraw(page=document, reason="ออกซ้ำ")
    elif way == "secret":
        DocumentPage.objects.filter(pk=document.pk).update(secrecy=Secrecy.CONFIDENTIAL)
    else:
        restrict(document, way)


@pytest.mark.parametrize("way", ["withdrawn", "secret", *RESTRICTIONS])
def test_nobody_is_reminded_of_what_is_no_longer_public(
    letter: DocumentPage, center: Organization, local: Any, _frozen: Any, way: str
) -> None:
    send(letter, center, local.organization)
    hide(letter, way)
    OutboxMessage.objects.all().delete()
    for day in ("2026-12-03", "2026-12-07"):
        _frozen.move_to(f"{day}T05:00:00Z")
        assert remind() == 0
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="rows are locked one by one on PostgreSQL only")
def test_two_who_pass_it_on_in_one_moment_pass_it_on_once(
    letter: DocumentPage, center: Organization, local: Any
) -> None:
    district = officer(OrganizationFactory(type=OrganizationType.DISTRICT_OFFICE, name_th="อำเภอเมือง"))
    send(letter, center, district.organization)
    receipt, told = receipt_of(district), []

    def second() -> None:
        try:
            relay(receipt=receipt, officer=district)
        except CannotCirculate:
            told.append("nobody left")
        finally:
            connection.close()

    other = Thread(target=second)
    with transaction.atomic():
        relay(receipt=receipt, officer=district)
        other.start()
        other.join(timeout=0.5)
        assert other.is_alive(), "it waits until the first is through"
    other.join(timeout=10)
    assert told == ["nobody left"]
    assert Circulation.objects.filter(relays=receipt).count() == 1
