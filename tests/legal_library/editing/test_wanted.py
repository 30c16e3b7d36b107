"""The wanted list: what others cite and the library does not hold."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from legal_library.editing.wanted import wanted
from legal_library.models import DocumentPage, DocumentRelation, Enclosure, LibraryIndexPage
from legal_library.vocabulary import Holding, RelationKind
from portal.accounts.functions import CMS_GROUPS, Function
from portal.accounts.roles import Role
from tests.accounts.factories import AppointmentFactory
from tests.helpers import count_queries
from tests.legal_library.factories import LetterFactory


def cite(page: DocumentPage, **values: object) -> None:
    order = page.relations.count()
    DocumentRelation.objects.create(page=page, sort_order=order, kind=RelationKind.CITES, **values)


@pytest.fixture
def shelf(library: LibraryIndexPage) -> list[DocumentPage]:
    """Two letters that cite a ghost, a third document by its number in two spellings, and one that is held."""
    ghost = LetterFactory(
        parent=library, holding=Holding.MISSING, reference_as_written="กบ ๐๐๒๓.๓/ว ๒๔๗๗", summary=""
    )
    held = LetterFactory(parent=library)
    first, second = LetterFactory(parent=library), LetterFactory(parent=library, live=False)
    for page, spelling in ((first, "ที่ มท ๐๘๙๑.๓/ว ๑๕๕๐"), (second, "มท0891.3/ว1550 ลงวันที่ ๒ กรกฎาคม ๒๕๕๖")):
        cite(page, target=ghost)
        cite(page, target=held)
        cite(page, reference_text=spelling)
    Enclosure.objects.create(page=held, sort_order=0, title="สำเนา", document=ghost)
    cite(first, reference_text="ระเบียบงานสารบรรณ พ.ศ. 2506")
    return [ghost, held, first, second]


def test_the_most_cited_come_first_and_spellings_are_one(shelf: list[DocumentPage]) -> None:
    ghost, held, first, second = shelf
    rows = wanted()
    assert [(row.name, row.count, row.page) for row in rows] == [
        ("กบ 0023.3/ว 2477", 3, ghost),
        ("มท 0891.3/ว 1550", 2, None),
        ("ระเบียบงานสารบรรณ พ.ศ. 2506", 1, None),
    ]
    assert set(rows[0].citing) == {held.pk, first.pk, second.pk}


def test_queries_do_not_grow(library: LibraryIndexPage, shelf: list[DocumentPage]) -> None:
    before = count_queries(wanted)
    for _ in range(2):
        cite(
            LetterFactory(parent=library),
            target=LetterFactory(parent=library, holding=Holding.MISSING, summary=""),
        )
    assert count_queries(wanted) == before


def test_editors_see_it_and_others_do_not(shelf: list[DocumentPage], client: Client) -> None:
    url = reverse("legal_library_wanted")
    assert client.get(url).status_code == 302
    appointment = AppointmentFactory(role=Role.CONTENT_EDITOR)
    appointment.user.groups.add(Group.objects.get(name=CMS_GROUPS[Function.EDIT_CONTENT]))
    client.force_login(appointment.user)
    response = client.get(f"{url}?p=jam")
    assert "กบ 0023.3/ว 2477" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    client.force_login(AppointmentFactory(role=Role.LAO_OFFICER).user)
    assert "กบ 0023.3/ว 2477" not in client.get(url).content.decode()


def test_an_empty_list_is_good_news(library: LibraryIndexPage) -> None:
    assert wanted() == []
