"""The center can be reached, and whoever runs it is told what is still missing (S1.34, S2.23)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import checks
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from cases.desk.rail import rail_of
from portal.pages.checks import contact_is_filled_in
from portal.pages.domain import contact
from portal.pages.models import Contact, SiteSettings
from portal.pages.templatetags.look import as_linked_data
from portal.pages.wagtail_hooks import ContactPanel, add_contact_panel
from tests.accounts.factories import UserFactory
from tests.cases.factories import world
from tests.helpers import assert_same_queries

FILLED = {
    "center_name": "ศูนย์ ก",
    "center_name_en": "Center A",
    "address": "1 ถนน ข\nกระบี่ 81000",
    "map_url": "https://maps.example.org/",
    "phone": "0 7561 1899 ต่อ 12",
    "email": "center@example.org",
    "hours": "วันราชการ 08.30–16.30 น.",
    "directions": "ทางลาดอยู่ด้านขวา",
}


def fill(**changes: str) -> SiteSettings:
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    for name, value in (FILLED | changes).items():
        setattr(settings, name, value)
    settings.save()
    return settings


@pytest.fixture
def settings_of_center(home: Any) -> SiteSettings:
    return fill()


def add_row(settings: SiteSettings, matter: str = "น้ำท่วม") -> None:
    Contact.objects.create(
        settings=settings, matter=matter, matter_en="Flood", office="ฝ่ายป้องกัน", phone="075-611-899"
    )


def page(client: Client, address: str = "") -> BeautifulSoup:
    return BeautifulSoup(client.get(address or reverse("contact")).content, "html.parser")


def test_everything_by_which_the_center_is_reached_stands_on_one_page(
    client: Client, settings_of_center: SiteSettings
) -> None:
    add_row(settings_of_center)
    main = page(client).main
    text = main.get_text(" ", strip=True)
    for word in ("ศูนย์ ก", "1 ถนน ข", "วันราชการ", "ทางลาด", "น้ำท่วม", "ฝ่ายป้องกัน"):
        assert word in text
    links = {a["href"] for a in main.find_all("a")}
    assert {
        *("https://maps.example.org/", "tel:+6675611899;ext=12", "mailto:center@example.org", "tel:1300"),
        *(reverse("cases_intake:start"), reverse("protection:notice")),
    } <= links
    assert main.find(id="missing") is None


def test_in_english_what_is_there_in_english(client: Client, settings_of_center: SiteSettings) -> None:
    add_row(settings_of_center)
    text = page(client, "/en/contact/").main.get_text(" ", strip=True)
    assert "Center A" in text
    assert "Flood" in text
    assert "ฝ่ายป้องกัน" in text, "better the Thai office than none"


def test_what_is_missing_is_said_and_not_shown_empty(client: Client, home: Any) -> None:
    fill(phone="", map_url="", email=" ")
    main = page(client).main
    assert "แผนที่ · โทรศัพท์ · อีเมล · ใครทำอะไร" in main.find(id="missing").get_text(" ", strip=True)
    assert not main.find_all("a", href="")


def test_the_page_is_public_without_cookies_and_costs_the_same_however_many_rows(
    client: Client, settings_of_center: SiteSettings
) -> None:
    add_row(settings_of_center)

    def more() -> None:
        add_row(settings_of_center)
        add_row(settings_of_center)

    response = client.get(reverse("contact"))
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert_same_queries(lambda: client.get(reverse("contact")), more)


def test_machines_read_the_same_as_people(client: Client, settings_of_center: SiteSettings) -> None:
    script = page(client).find("script", type="application/ld+json")
    data = json.loads(script.string)
    assert data["@type"] == "GovernmentOffice"
    assert (data["telephone"], data["email"]) == ("075611899", "center@example.org")
    fill(email="")
    assert "email" not in json.loads(page(client).find("script", type="application/ld+json").string)


def test_no_text_can_leave_the_element_of_the_data() -> None:
    said = as_linked_data({"name": "</script><script>alert(1)</script>&"})
    assert "<" not in said
    assert json.loads(said) == {"name": "</script><script>alert(1)</script>&"}


def test_the_check_names_what_is_missing_and_is_silent_when_all_is_there(
    settings_of_center: SiteSettings,
) -> None:
    def warnings() -> list[str]:
        found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
        return [message.msg for message in found if message.id == "pages.W001"]

    assert len(warnings()) == 1
    assert "ใครทำอะไร" in warnings()[0]
    add_row(settings_of_center)
    assert warnings() == []


def test_an_installation_without_a_site_lacks_nothing(db: None) -> None:
    Site.objects.all().delete()
    assert list(contact.missing_here()) == []


def test_editors_read_it_on_their_first_screen_until_it_is_done(
    settings_of_center: SiteSettings, rf: Any
) -> None:
    request = rf.get("/cms/")
    request.user = UserFactory(is_superuser=True)
    panels: list[Any] = []
    add_contact_panel(request, panels)
    assert "ใครทำอะไร" in ContactPanel().render_html({})
    assert len(panels) == 1
    request.user = UserFactory()
    add_contact_panel(request, panels)
    assert len(panels) == 1, "who may not fill it in is not told"
    request.user = UserFactory(is_superuser=True)
    add_row(settings_of_center)
    add_contact_panel(request, panels)
    assert len(panels) == 1


def test_the_head_of_the_center_has_it_as_a_task_on_the_desk(settings_of_center: SiteSettings) -> None:
    made = world()

    def entry(officer: Any) -> list[tuple[str, int | None]]:
        rail = rail_of(officer, "", timezone.now())
        return [(row.url, row.count) for row in rail.lists if str(row.label) == "ข้อมูลติดต่อศูนย์ยังไม่ครบ"]

    assert entry(made.center.supervisor) == [("/contact/#missing", 1)]
    assert entry(made.center.officer) == []
    assert entry(made.local.supervisor) == []
    add_row(settings_of_center)
    assert entry(made.center.supervisor) == []


def test_the_check_asks_nothing_of_tables_of_an_older_version(db: None) -> None:
    # `migrate` asks the checks first: one that read a column to come kept every installation from its upgrade.
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE pages_sitesettings DROP COLUMN is_demonstration")
    assert contact_is_filled_in(None, databases=["default"]) == []
