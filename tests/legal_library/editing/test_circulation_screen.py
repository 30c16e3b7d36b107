"""Publishers send a document round, follow it, print the proof and write down receipts on paper (S1.22)."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from legal_library.circulating.sending import circulate
from legal_library.models import Circulation, DocumentPage, LibraryIndexPage, Receipt
from portal.accounts.functions import CMS_GROUPS, Function
from portal.accounts.roles import Role
from portal.actors import System
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import AppointmentFactory, OrganizationFactory, officer
from tests.legal_library.editing.test_editing import editor
from tests.legal_library.factories import LetterFactory

__all__ = ["editor"]


@pytest.fixture
def letter(library: LibraryIndexPage) -> DocumentPage:
    return LetterFactory(parent=library, slug="letter", title="แนวทาง OSCC")


@pytest.fixture
def center(db: None) -> Organization:
    return OrganizationFactory(type=OrganizationType.CENTER, name_th="ศูนย์กระบี่")


def send(client: Client, page: DocumentPage, **values: Any) -> Any:
    return client.post(f"/cms/library/{page.pk}/circulate/", {"audience": "local", **values})


def test_a_document_is_sent_to_all_and_followed(
    editor: Client, letter: DocumentPage, center: Organization
) -> None:
    staffed = officer(OrganizationFactory(name_th="อบต.หนึ่ง"))
    OrganizationFactory(name_th="อบต.ไม่มีคน")
    assert send(editor, letter, due_on="31/12/2600").status_code == 302
    row = Circulation.objects.get()
    assert (row.sender, row.receipts.count()) == (center, 2)
    html = editor.get(f"/cms/library/circulations/{row.pk}/").content.decode()
    assert staffed.organization.name_th in html and "ส่งเป็นหนังสือ" in html
    assert editor.get(f"/cms/library/circulations/{row.pk}/proof.pdf")["Content-Type"] == "application/pdf"
    assert "แนวทาง" in editor.get("/cms/library/circulations/").content.decode() or letter.reference


@pytest.mark.parametrize(
    ("audience", "field"), [("kinds", "kinds"), ("district", "district"), ("named", "named")]
)
def test_what_the_choice_needs_is_asked_at_its_field(
    editor: Client, letter: DocumentPage, center: Organization, audience: str, field: str
) -> None:
    response = send(editor, letter, audience=audience)
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not Circulation.objects.exists()


def test_a_receipt_on_paper_is_written_down(
    editor: Client, letter: DocumentPage, center: Organization
) -> None:
    OrganizationFactory(name_th="อบต.ไม่มีคน")
    send(editor, letter)
    receipt = Receipt.objects.get()
    url = f"/cms/library/circulations/{receipt.circulation_id}/"
    assert editor.get(f"/cms/library/circulations/letters/{receipt.pk}.pdf").content.startswith(b"%PDF")
    assert (
        editor.post(
            url, {"receipt": receipt.pk, "received_on": "1/1/2700", "receiver_words": "ก"}
        ).status_code
        == 200
    )
    assert (
        editor.post(
            url, {"receipt": receipt.pk, "received_on": "1/1/2569", "receiver_words": "นายก ก"}
        ).status_code
        == 302
    )
    receipt.refresh_from_db()
    assert receipt.receiver_words == "นายก ก"
    assert (
        editor.post(
            url, {"receipt": receipt.pk, "received_on": "1/1/2569", "receiver_words": "ข"}
        ).status_code
        == 404
    )
    assert (
        editor.post(url, {"receipt": "x", "received_on": "1/1/2569", "receiver_words": "ข"}).status_code
        == 404
    )


def test_a_receipt_on_paper_is_written_down_of_whoever_is_silent_and_of_whom_it_was_passed_on_to(
    editor: Client, letter: DocumentPage, center: Organization
) -> None:
    """An office with users may answer on paper; one below a recipient gets its letter from that recipient."""
    staffed = officer(OrganizationFactory(name_th="อบต.หนึ่ง")).organization
    send(editor, letter)
    row = Circulation.objects.get()
    below = circulate(
        document=letter,
        sender=staffed,
        organizations=[OrganizationFactory(name_th="อบต.ไม่มีคน")],
        addressed_to="อปท.",
        actor=System(),
        relays=row.receipts.get(organization=staffed),
    )
    url = f"/cms/library/circulations/{row.pk}/"
    assert "ตอบรับเป็นกระดาษ" in editor.get(url).content.decode()
    for receipt in (row.receipts.get(organization=staffed), below.receipts.get()):
        assert editor.get(f"/cms/library/circulations/letters/{receipt.pk}.pdf").content.startswith(b"%PDF")
        values = {"receipt": receipt.pk, "received_on": "1/1/2569", "receiver_words": "นายก ก"}
        assert editor.post(url, values).status_code == 302
        receipt.refresh_from_db()
        assert receipt.receiver_words == "นายก ก"
    assert "ตอบรับเป็นกระดาษ" not in editor.get(url).content.decode()


def test_a_receipt_of_another_circulation_is_not_written_down_here(
    editor: Client, letter: DocumentPage, center: Organization
) -> None:
    OrganizationFactory(name_th="อบต.ไม่มีคน")
    send(editor, letter)
    send(editor, letter)
    first, second = Circulation.objects.order_by("pk")
    values = {"receipt": second.receipts.get().pk, "received_on": "1/1/2569", "receiver_words": "ก"}
    assert editor.post(f"/cms/library/circulations/{first.pk}/", values).status_code == 404


def test_who_writes_drafts_only_may_not_send_round(letter: DocumentPage, center: Organization) -> None:
    user = AppointmentFactory(role=Role.CONTENT_EDITOR).user
    user.groups.add(Group.objects.get(name=CMS_GROUPS[Function.EDIT_CONTENT]))
    client = Client()
    client.force_login(user)
    assert send(client, letter).status_code in (302, 403)
    assert not Circulation.objects.exists()


def test_a_draft_cannot_be_chosen(editor: Client, letter: DocumentPage, center: Organization) -> None:
    DocumentPage.objects.filter(pk=letter.pk).update(live=False)
    assert send(editor, letter).status_code == 404


def test_a_form_sent_twice_goes_round_once_and_shows_what_was_sent(
    editor: Client, letter: DocumentPage, center: Organization
) -> None:
    officer(OrganizationFactory(name_th="อบต.หนึ่ง"))
    html = editor.get(f"/cms/library/{letter.pk}/circulate/").content.decode()
    token = re.search(r'name="token" value="([-0-9a-f]{36})"', html)[1]
    first, second = (send(editor, letter, token=token) for _press in range(2))
    assert first["Location"] == second["Location"]
    assert Circulation.objects.count() == Receipt.objects.count() == 1
    assert "แบบนี้ส่งไปแล้ว" in editor.get(second["Location"]).content.decode()


def test_what_was_refused_is_sent_with_the_same_form(
    editor: Client, letter: DocumentPage, center: Organization
) -> None:
    OrganizationFactory(name_th="อบต.หนึ่ง")
    token = str(uuid.uuid4())
    assert token in send(editor, letter, audience="kinds", token=token).content.decode()
    assert send(editor, letter, token=token).status_code == 302
    assert Circulation.objects.count() == 1
