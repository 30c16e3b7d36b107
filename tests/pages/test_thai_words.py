"""Every word of the installed Wagtail has our Thai: its own catalog was made by a machine and is full of holes (issue 11, 9)."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
import wagtail
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext, ngettext, override

from tests.catalogs import Entry, entries
from tests.pages.test_moderation import member

both = pytest.mark.parametrize("domain", ["django", "djangojs"])

NO_WORDS = frozenset(
    {
        "%(range_start)s - %(range_end)s",
        "%(field_label)s:",
        "%(time_zone_option)s: %(localized_time_zone_label)s",
        "%(status_display)s %(task_name)s %(started_at)s",
    }
)
"""Nothing but what is put in."""

NAMELESS = "%(items_count)s %(model_name)s"
"""Lists count "รายการ": the search of pages has no name to give and says None."""

MACHINE_MADE = (
    *("หลายๆ", "แผงควบคุม", "อินเตอร์เน็ตเอ็กซ์โปรเล่อร์", "ก๊อปปี้", "เซฟ", "เว็บไซด์", "ตีพิมพ์", "ล็อค"),
    *("เวอร์ชัน", "ทำไมคุณไม่", " ,"),
)
"""Words of Wagtail's own catalog."""

ANOTHER_WORD = {"เอกสาร": "ไฟล์", "เห็นชอบ": "อนุมัติ", "หลังบ้าน": "ระบบจัดการเนื้อหา", "ใช่ไหม": "หรือไม่"}
"""One thing, one word: what must not come back, and the word that editors know. A document of Wagtail is a file here,
because documents are those of the library."""

PARTS = re.compile(r"%\(\w+\)[sdr]|%[sdr]|\{\w*\}|<[^>]+>")
"""What a translation must take over as it is: values and tags."""


def of_wagtail(domain: str) -> dict[tuple[str, str], Entry]:
    """Return every string of the apps of Wagtail that are installed here."""
    root, found = Path(wagtail.__file__).parent, {}
    for config in apps.get_app_configs():
        path = Path(config.path) / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
        if path.is_relative_to(root) and path.exists():
            found |= entries(path)
    return found


def ours(domain: str) -> dict[tuple[str, str], Entry]:
    return entries(Path(settings.LOCALE_PATHS[0]) / "th" / "LC_MESSAGES" / f"{domain}.po")


@both
def test_every_word_of_wagtail_has_thai_of_ours(domain: str) -> None:
    """An upgrade of Wagtail names here what is new: add it to locale/th."""
    thai, strings = ours(domain), of_wagtail(domain)
    assert len(strings) > (1_000 if domain == "django" else 80)
    missing = [key for key in strings if key not in thai or not thai[key].translation]
    assert not missing, "\n".join(map(str, missing))
    other = [key for key, entry in strings.items() if thai[key].plural != entry.plural]
    assert not other, "\n".join(map(str, other))


@both
def test_a_translation_is_thai_and_keeps_values_tags_and_blanks(domain: str) -> None:
    wrong = []
    for entry in ours(domain).values():
        source, said = (entry.plural or entry.text).replace(NAMELESS, "%(items_count)s"), entry.translation
        parts = [" ".join(part.split()) for part in PARTS.findall(source)]
        if sorted(parts) != sorted(PARTS.findall(said)):
            wrong.append(f"values or tags: {source} → {said}")
        if [said[0].isspace(), said[-1].isspace()] != [entry.text[0].isspace(), entry.text[-1].isspace()]:
            wrong.append(f"blanks at an end: {source!r} → {said!r}")
        if entry.text not in NO_WORDS and not re.search("[ก-๎]", PARTS.sub("", said)):
            wrong.append(f"no Thai: {source} → {said}")
    assert not wrong, "\n".join(wrong)


@both
def test_no_word_of_the_machine_is_left_and_one_thing_has_one_word(domain: str) -> None:
    bad = [
        f"{word}: {entry.translation}"
        for entry in ours(domain).values()
        for word in (*MACHINE_MADE, *ANOTHER_WORD)
        if word in entry.translation
    ]
    assert not bad, "\n".join(bad)


def test_server_and_browser_call_one_thing_by_one_name() -> None:
    server, browser = ours("django"), ours("djangojs")
    pairs = {
        key: (server[key].translation, browser[key].translation) for key in server.keys() & browser.keys()
    }
    assert not {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def test_our_words_win_over_those_of_wagtail_and_django() -> None:
    with override("th"):
        assert gettext("Live") == "เผยแพร่แล้ว"
        assert gettext("Title") == "หัวเรื่อง"
        assert gettext("This field is required.") == "กรุณากรอกช่องนี้"
        assert ngettext("Delete 1 user", "Delete %(counter)s users", 8) % {"counter": 8} == "ลบผู้ใช้ 8 คน"


def test_how_long_ago_is_said_in_thai() -> None:
    """Django's own catalog leaves the units English."""
    now = timezone.now()
    ago = {"minutes": 23, "hours": 5, "days": 3}
    said = {unit: timesince(now - timedelta(**{unit: number}), now) for unit, number in ago.items()}
    assert {unit: text.replace("\xa0", " ") for unit, text in said.items()} == {
        "minutes": "23 นาที",
        "hours": "5 ชั่วโมง",
        "days": "3 วัน",
    }


@pytest.mark.django_db
def test_the_scripts_of_the_back_office_get_our_words(client: Client) -> None:
    """Django lays the catalogs of LOCALE_PATHS over those of the apps, at Wagtail's own address."""
    client.force_login(member("Editors"))
    script = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    catalog = json.loads(re.search(r"const newcatalog = (\{.*?\});\n", script, re.S)[1])
    for entry in ours("djangojs").values():
        said = catalog[entry.text]
        assert entry.translation in (said, said[0]), entry.text
