"""A request that is begun at a provision of the library remembers it, and the officer is shown it (issue 11, 3 and 10)."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from cases.desk.content.facts import matter
from cases.domain.view import Part, case_view
from cases.models import Case
from legal_library.models import DocumentPage
from legal_library.models.storing import rows_of
from legal_library.reading.marked import MarkedPassage
from portal.accounts.roles import Role
from tests.accounts.factories import officer
from tests.cases.intake.conftest import Walker
from tests.legal_library.factories import DocumentFactory, LibraryIndexFactory
from tests.pages.factories import make_site

pytestmark = pytest.mark.django_db

KEY = "act/m2"
WORDS = "มาตรา ๒ แห่งพระราชบัญญัติทดสอบ พ.ศ. ๒๕๔๖"


@pytest.fixture
def act() -> DocumentPage:
    library = LibraryIndexFactory(parent=make_site())
    page = DocumentFactory(parent=library, slug="act", title="พระราชบัญญัติทดสอบ พ.ศ. 2546", year_be=2546)
    page.passages = rows_of(page, [MarkedPassage("m2", "มาตรา ๒", 1, "", "มาตรา ๒ ให้ช่วยเหลือ")])
    page.save()
    return page


class Comer(Walker):
    """A visitor who comes from a provision."""

    query = ""

    def url(self, slug: str) -> str:
        return super().url(slug) + (self.query if slug == "problem" else "")

    def begin(self, key: str) -> None:
        """Follow the start page to the first question."""
        start = self.client.get(reverse("cases_intake:start"), {"provision": key}).content.decode()
        self.query = f"?provision={key.replace('/', '%2F')}"
        assert f'href="{self.url("problem")}"' in start


@pytest.fixture
def comer(walker: Walker) -> Comer:
    return Comer(walker.client)


def shown_of(case: Case) -> dict[Any, Any]:
    """Return what an officer of the holder reads of the matter."""
    view = case_view(case, officer(case.holder, Role.CENTER_OFFICER))
    assert isinstance(view, Part)
    return dict(matter(view))


def test_the_start_page_says_where_one_comes_from(comer: Comer, act: DocumentPage) -> None:
    assert WORDS in comer.client.get(reverse("cases_intake:start"), {"provision": KEY}).content.decode()


def test_the_case_keeps_the_provision_and_the_officer_sees_it(comer: Comer, act: DocumentPage) -> None:
    comer.begin(KEY)
    comer.walk()
    comer.send()
    case = Case.objects.get()
    assert case.provision == KEY
    facts = shown_of(case)
    shown = next(value for value in facts.values() if getattr(value, "key", "") == KEY)
    assert (shown.words, shown.url) == (WORDS, f"{act.get_url()}p/m2/")


def test_what_is_no_public_provision_is_not_kept(comer: Comer, act: DocumentPage) -> None:
    DocumentPage.objects.update(live=False)
    comer.query = f"?provision={KEY}"
    comer.walk()
    comer.send()
    assert Case.objects.get().provision == ""


def test_a_provision_that_readers_no_longer_find_is_shown_by_its_key(comer: Comer, act: DocumentPage) -> None:
    comer.begin(KEY)
    comer.walk()
    comer.send()
    DocumentPage.objects.update(live=False)
    assert KEY in shown_of(Case.objects.get()).values()
