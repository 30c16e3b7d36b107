"""Lists and choosers of /cms/ find documents by number, popular name and subject, as the public search does (issue 11, 9)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.accounts.factories import UserFactory
from tests.pages.loaded import starter, starter_content

__all__ = ["starter", "starter_content"]

LETTER = "แนวทางการดำเนินงานตามกระบวนการ OSCC ศูนย์ช่วยเหลือสังคม"


@pytest.fixture
def editor(starter: None, index_dir: Path, settings: Any) -> Iterator[Client]:
    """Somebody in the back office of a new installation, whose pages are indexed."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "portal.search.backends.whoosh"}}
    call_command("update_index", backend_name="default", verbosity=0)
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    yield client


def found(client: Client, address: str, query: str, **more: str) -> str:
    """Return what a list says."""
    response = client.get(address, {"q": query, **more})
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(tag.get_text(" ", strip=True) for tag in soup.select("td.title"))


def test_numbers_names_and_subjects_are_found(editor: Client) -> None:
    pages, chooser = reverse("wagtailadmin_pages:search"), reverse("wagtailadmin_choose_page_search")
    for query, title in (
        ("ว 1918", LETTER),
        ("มท ๐๘๙๑.๓/ว ๑๙๑๘", LETTER),
        ("มท 0891.3/ว1918", LETTER),
        ("หลักเกณฑ์เยียวยาเกษตรกร", "ด้านการเกษตรผู้ประสบภัยพิบัติกรณีฉุกเฉิน พ.ศ. 2564"),
        ("ห้ามจ้างเด็กอายุต่ำกว่า 15 ปี", "พระราชบัญญัติคุ้มครองแรงงาน"),
        ("labor protection", "พระราชบัญญัติคุ้มครองแรงงาน"),
    ):
        assert title in found(editor, pages, query), query
        assert title in found(editor, chooser, query, page_type="legal_library.documentpage"), query
    assert "บ้านเสียหายหรือเดือดร้อนจากสาธารณภัย" in found(editor, pages, "น้ำท่วมบ้าน")


def test_a_number_brings_its_own_letter_before_those_that_speak_of_it(editor: Client) -> None:
    for query in ("ว 1918", "มท 0891.3/ว 1918"):
        said = found(editor, reverse("wagtailadmin_pages:search"), query)
        assert said.startswith(LETTER), query
