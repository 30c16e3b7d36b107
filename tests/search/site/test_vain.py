"""A query searched in vain becomes a synonym with one click, and is taken back with one (issue 11 point 9)."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from portal.pages.starter import grant_rights
from portal.search.models import SearchedQuery, Synonym
from portal.search.site.vain import proposal, searched_in_vain
from portal.search.sources import site_index
from portal.search.sources.journal import this_week
from portal.search.starter import load_synonyms
from tests.accounts.factories import UserFactory
from tests.pages.test_moderation import member
from tests.search.factories import Shelf, document

MISSPELT, MEANT = "ผู้สูงอายู", "ผู้สูงอายุ"
KEEP = "search_vain_keep"


@pytest.fixture
def held(shelf: Shelf) -> Shelf:
    shelf.put(*(document(f"เรื่องที่ {place}", f"{MEANT} ได้รับเบี้ยยังชีพ") for place in range(3)))
    site_index.refresh()
    for query, times in ((MISSPELT, 7), ("แมวบินได้", 2)):
        SearchedQuery.objects.create(week=this_week(), query=query, times=times, results=0)
    return shelf


def test_the_search_proposes_what_it_would_rather_have_searched_and_only_what_finds(held: Shelf) -> None:
    first, second = searched_in_vain()
    assert (first.query, first.searched, first.proposal, first.held) == (MISSPELT, 7, MEANT, None)
    assert (second.query, second.proposal) == ("แมวบินได้", "")
    assert proposal(MEANT) == "", "what finds something needs no other word"


def test_one_click_makes_the_synonym_and_one_click_takes_it_back(held: Shelf, admin_client: Client) -> None:
    home = reverse("wagtailadmin_home")
    html = admin_client.get(home).content.decode()
    assert f"ให้ค้น “{MEANT}” ด้วย" in html
    sent = dict(re.findall(r'name="(term|meaning)" value="([^"]+)"', html))
    assert sent == {"term": MISSPELT, "meaning": MEANT}
    after = admin_client.post(reverse(KEEP), sent, follow=True).content.decode()
    synonym = Synonym.objects.get()
    assert (synonym.term, synonym.meaning, synonym.both_ways, synonym.in_use) == (
        MISSPELT,
        MEANT,
        False,
        True,
    )
    undo = reverse("search_vain_undo", args=[synonym.pk])
    assert f'action="{undo}"' in after and "ให้ค้น “" not in after
    after = admin_client.post(undo, follow=True).content.decode()
    assert not Synonym.objects.get().in_use and f"ให้ค้น “{MEANT}” ด้วย" in after
    admin_client.post(reverse(KEEP), sent)
    assert Synonym.objects.get().in_use, "the same row is used again"


def test_editors_may_and_others_may_not(held: Shelf) -> None:
    grant_rights()
    load_synonyms()
    sent = {"term": "คำทดลองที่ไม่มี", "meaning": MEANT}
    kept = Synonym.objects.create(term="ก", meaning="ข")
    editor, stranger = Client(), Client()
    editor.force_login(member("Editors"))
    assert stranger.post(reverse(KEEP), sent).status_code == 302
    assert stranger.post(reverse("search_vain_undo", args=[kept.pk])).status_code == 302
    assert not Synonym.objects.filter(term=sent["term"]).exists()
    kept.refresh_from_db()
    assert kept.in_use
    guest = UserFactory()
    guest.user_permissions.add(Permission.objects.get(codename="access_admin"))
    stranger.force_login(guest)
    refused = stranger.post(reverse(KEEP), sent)
    assert refused.status_code in (302, 403) and not Synonym.objects.filter(term=sent["term"]).exists()
    assert "ให้ค้น “" not in stranger.get(reverse("wagtailadmin_home")).content.decode()
    editor.post(reverse(KEEP), sent)
    assert Synonym.objects.filter(**sent, in_use=True).exists()
    assert editor.post(reverse("search_vain_undo", args=[kept.pk + 10_000])).status_code == 404


@pytest.mark.parametrize("sent", [{}, {"term": "", "meaning": "ก"}, {"term": "ก" * 121, "meaning": "ก"}])
def test_what_is_empty_or_too_long_is_said_and_nothing_is_kept(
    sent: dict[str, str], admin_client: Client
) -> None:
    assert "จึงเพิ่มเป็นคำพ้องไม่ได้" in admin_client.post(reverse(KEEP), sent, follow=True).content.decode()
    assert not Synonym.objects.exists()
    assert admin_client.get(reverse(KEEP)).status_code == 302
