"""The starter pages and guides as readers and search see them; loading them again changes nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Collection, Page, Task, Workflow

from portal.pages.models import GuidePage
from portal.pages.public.search_source import content, guides
from portal.pages.starter import (
    MissingLegalBasisError,
    _document,
    load_guides,
    load_pages,
    name_approval,
    name_roots,
    read_toml,
    renew_guides,
)
from portal.search.sources import registry

RECORDS = read_toml("guides.toml")["guides"]


@pytest.mark.usefixtures("starter")
def test_a_new_installation_has_a_home_page_with_its_library(client: Client) -> None:
    html = client.get("/").content.decode()
    assert "คลังกฎหมายและหนังสือสั่งการ" in html
    assert "ดูทั้งหมด 56 รายการ" in html
    assert "/library/?kind=act" in html
    english = client.get("/en/").content.decode()
    assert "In trouble? Tell us" in english
    assert "/en/library/?kind=act" in english


@pytest.mark.usefixtures("starter")
def test_every_legal_basis_resolves_to_a_public_page(client: Client) -> None:
    assert GuidePage.objects.count() == len(RECORDS)
    for guide, record in ((GuidePage.objects.get(slug=record["slug"]), record) for record in RECORDS):
        html = client.get(f"/guide/{guide.slug}/").content.decode()
        for row in record["law"]:
            assert f'href="/library/{row["to"]}/"' in html, (guide.slug, row["to"])
            assert client.get(f"/library/{row['to']}/").status_code == 200


@pytest.mark.usefixtures("starter")
def test_loading_again_changes_nothing() -> None:
    guide = GuidePage.objects.get(slug="violence")
    guide.intro = "บรรณาธิการเขียนใหม่"
    guide.save()
    statements = guide.statements.count()
    assert load_pages() == []
    assert load_guides() == []
    guide.refresh_from_db()
    assert guide.intro == "บรรณาธิการเขียนใหม่"
    assert guide.statements.count() == statements


@pytest.mark.usefixtures("starter")
def test_a_new_version_renews_guides_that_nobody_wrote_in() -> None:
    """Installations that exist learn what is new for farmers; what editors saved, moved away or deleted is theirs (S1.26)."""
    assert renew_guides() == [], "a new installation says it already"
    farmers, violence, disease = (
        GuidePage.objects.get(slug=slug)
        for slug in ("low-income-farmers", "violence", "communicable-disease")
    )
    new, law = farmers.title, farmers.legal_bases.count()
    for guide in (farmers, violence, disease):
        guide.title, guide.statements, guide.legal_bases = "อย่างที่เคยเป็น", [], []
        guide.save()
    GuidePage.objects.filter(pk=farmers.pk).update(live=False)
    violence.save_revision()
    disease.delete()
    missing = _document("mof-criteria-emergency-advance-2569")
    missing.delete()
    assert renew_guides() == ["low-income-farmers"]
    farmers, violence = (GuidePage.objects.get(pk=guide.pk) for guide in (farmers, violence))
    assert (farmers.title, farmers.live) == (new, False)
    assert farmers.statements.count() == 13
    assert farmers.legal_bases.count() == law - 1, "what the library does not hold is left out"
    assert (violence.title, violence.statements.count()) == ("อย่างที่เคยเป็น", 0)
    assert not GuidePage.objects.filter(slug="communicable-disease").exists()
    assert renew_guides() == []


@pytest.mark.usefixtures("starter")
def test_plain_pages_render_in_both_languages(client: Client) -> None:
    for slug, thai, english in (
        ("about", "หน้าที่ 5 ข้อของสถานที่กลาง", "Five duties of the center"),
        ("privacy", "ใครเห็นได้", "Who can see it"),
        ("accessibility", "สิ่งที่ยังไม่ดีพอ", "What is not good enough yet"),
        ("cookies", "คุกกี้ที่ใช้", "Cookies in use"),
    ):
        assert thai in client.get(f"/{slug}/").content.decode()
        assert english in client.get(f"/en/{slug}/").content.decode()


@pytest.mark.usefixtures("starter")
def test_a_missing_legal_basis_is_told() -> None:
    with pytest.raises(MissingLegalBasisError):
        _document("no-such-law")


@pytest.mark.usefixtures("starter")
def test_guides_and_plain_pages_can_be_found() -> None:
    assert {"guide", "page"} <= {source.name for source in registry.registered()}
    documents = {document.path: document for document in [*guides.documents(), *content.documents()]}
    guide = documents["/guide/violence/"]
    assert {"ถูกทำร้าย", "Violence against children, women, older people and people with disabilities"} <= {
        *guide.aliases
    }
    assert [passage.anchor for passage in guide.passages] == ["who", "bring", "step", "place", "time", ""]
    assert "Call 1300, 24 hours a day" in guide.passages[-1].text, (
        "the English text stands behind the Thai one"
    )
    assert "1300" in guide.passages[2].text
    about = documents["/about/"]
    assert "หน้าที่ 5 ข้อของสถานที่กลาง" in about.passages[0].text
    assert "<p>" not in about.passages[0].text


@pytest.mark.django_db
def test_the_approval_that_wagtail_brings_has_a_thai_name_and_keeps_the_one_that_somebody_gave() -> None:
    name_approval()
    assert Workflow.objects.get().name == "การตรวจก่อนเผยแพร่"
    assert Task.objects.get().name == "ผู้เผยแพร่อนุมัติ"
    Workflow.objects.update(name="ตรวจโดยหัวหน้า")
    name_approval()
    assert Workflow.objects.get().name == "ตรวจโดยหัวหน้า"


@pytest.mark.django_db
def test_what_wagtail_calls_root_has_a_thai_name_and_keeps_the_one_that_somebody_gave() -> None:
    root, collection = Page.objects.filter(depth=1), Collection.objects.filter(depth=1)
    root.update(title="Root", draft_title="Root")
    collection.update(name="Root")
    name_roots()
    assert root.get().title == root.get().draft_title == "ทุกหน้า"
    assert collection.get().name == "หมวดหลัก"
    root.update(title="เว็บของศูนย์")
    collection.update(name="แฟ้มของศูนย์")
    name_roots()
    assert (root.get().title, collection.get().name) == ("เว็บของศูนย์", "แฟ้มของศูนย์")
