"""Events with place, time and an entry for calendars; pictures with words; previews before publishing (issue 11, 9)."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.test import Client, RequestFactory
from PIL import Image as PillowImage
from wagtail.images import get_image_model

from announcements.models import AnnouncementPage, AnnouncementPicture
from announcements.vocabulary import AnnouncementKind
from tests.announcements.factories import announcement

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a rendition to the collector of garbage.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
NOON = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)
START = dt.datetime(2026, 12, 5, 2, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def event(**changes: object) -> AnnouncementPage:
    values = {
        "title": "อบรมอาสา; รุ่น 1, อ่าวนาง",
        "slug": "training",
        "kind": AnnouncementKind.EVENT,
        "place": "ศาลากลางจังหวัด ห้องประชุม 1",
        "starts_at": START,
        "ends_at": START + dt.timedelta(hours=3),
    }
    return announcement(**{**values, **changes})


def picture(width: int = 1200, height: int = 600):
    out = io.BytesIO()
    PillowImage.new("RGB", (width, height), "white").save(out, "PNG")
    return get_image_model().objects.create(title="ภาพ", file=ImageFile(out, name="p.png"))


def test_an_event_shows_when_and_where_in_thai_time_and_goes_into_a_calendar(client: Client) -> None:
    page = event()
    html = client.get(page.url).content.decode()
    assert "5 ธ.ค. 2569 เวลา 09.00 น." in html and "ศาลากลางจังหวัด ห้องประชุม 1" in html
    response = client.get(f"{page.url}event.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    lines = response.content.decode().split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines), "RFC 5545, 3.1"
    text = response.content.decode().replace("\r\n ", "")
    assert "DTSTART:20261205T020000Z" in text and "DTEND:20261205T050000Z" in text
    assert "SUMMARY:อบรมอาสา\\; รุ่น 1\\, อ่าวนาง" in text and "LOCATION:ศาลากลางจังหวัด ห้องประชุม 1" in text
    assert f"URL:http://127.0.0.1:8000{page.url}" in text or f"{page.url}\r\n" in text


def test_what_happens_at_no_time_and_what_is_not_public_has_no_entry(client: Client) -> None:
    assert client.get(f"{announcement().url}event.ics").status_code == 404
    assert client.get(f"{event(shown_from=dt.date(2026, 11, 23)).url}event.ics").status_code == 404
    assert client.get(f"{event(slug='draft', live=False).url}event.ics").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_at": None, "ends_at": None}, "starts_at"),
        ({"ends_at": START - dt.timedelta(hours=1)}, "ends_at"),
        ({"kind": AnnouncementKind.NEWS, "starts_at": None}, "ends_at"),
    ],
)
def test_an_event_needs_a_time_that_ends_after_it_begins(changes: dict, field: str) -> None:
    page = event()
    for name, value in changes.items():
        setattr(page, name, value)
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert field in refused.value.message_dict


def test_pictures_have_words_and_are_given_out_while_a_public_page_shows_them(
    client: Client, admin_client: Client
) -> None:
    page, image = announcement(), picture()
    assert client.get(f"/pictures/{image.pk}/480.webp").status_code == 404, "nobody shows it"
    AnnouncementPicture.objects.create(page=page, image=image, alt="ป้ายหน้าศูนย์พักพิง", caption="จุดลงทะเบียน")
    html = client.get(page.url).content.decode()
    assert 'alt="ป้ายหน้าศูนย์พักพิง"' in html and "จุดลงทะเบียน" in html
    assert f'src="/pictures/{image.pk}/480.webp" width="480" height="240"' in html
    assert f"/pictures/{image.pk}/960.webp 960w" in html
    answer = client.get(f"/pictures/{image.pk}/480.webp")
    assert answer.status_code == 200 and answer["Content-Type"] == "image/webp"
    assert b"".join(answer.streaming_content)[:4] == b"RIFF"
    for width in (1, 481, 99999):
        assert client.get(f"/pictures/{image.pk}/{width}.webp").status_code == 404
    AnnouncementPage.objects.filter(pk=page.pk).update(live=False)
    assert client.get(f"/pictures/{image.pk}/480.webp").status_code == 404
    answer = admin_client.get(f"/pictures/{image.pk}/480.webp")
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content)


def test_wagtails_own_screens_show_pictures_to_editors_only(client: Client, admin_client: Client) -> None:
    image = picture()
    address = image.get_rendition("max-165x165").url
    assert address.startswith("/cms/media/images/")
    assert client.get(address).status_code in (302, 404)
    answer = admin_client.get(address)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)
    for wrong in (
        "/cms/media/documents/x.pdf",
        "/cms/media/images/../private/x",
        "/cms/media/images/none.png",
    ):
        assert admin_client.get(wrong).status_code == 404, wrong


def test_an_editor_looks_at_the_poster_before_publishing() -> None:
    page = event(live=False, shown_from=dt.date(2026, 12, 1))
    assert [mode for mode, _name in page.preview_modes] == ["", "notice"]
    request = RequestFactory().get("/")
    request.is_preview = True
    answer = page.serve_preview(request, "notice")
    assert answer["Content-Type"] == "application/pdf"
