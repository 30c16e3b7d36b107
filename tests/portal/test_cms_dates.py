"""Every date under /cms/ is read and shown as everywhere else, in every form that is there and every one to come."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template import Context, Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import formats, translation
from django_filters import DateFilter, DateFromToRangeFilter, DateTimeFilter, DateTimeFromToRangeFilter
from wagtail import blocks
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.panels import get_edit_handler
from wagtail.admin.telepath import JSContext
from wagtail.admin.views.mixins import ExcelDateFormatter
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from legal_library.models import DocumentPage
from portal.accounts.models import User
from portal.cms.dates import ThaiDateComparison
from portal.formats.th import formats as thai_formats
from portal.thai.dates import BANGKOK
from portal.web.dates import DateBox, MomentBox, ThaiDateField, ThaiDateTimeField, ThaiDateWidget
from tests.legal_library.factories import DocumentFactory, LetterFactory, LibraryIndexFactory

FOREIGN = (forms.DateInput, forms.DateTimeInput, forms.SplitDateTimeWidget, forms.SelectDateWidget)
KINDS: dict[type, tuple[type, ...]] = {
    ThaiDateField: (DateBox, ThaiDateWidget),
    ThaiDateTimeField: (MomentBox,),
}


def wrong_dates(form_class: Any) -> Iterator[str]:
    """Name the dates of a form, and of the rows within it, that are not ours."""
    for name, field in form_class.base_fields.items():
        if isinstance(field, forms.DateField | forms.DateTimeField):
            right = KINDS.get(type(field), ())
            if type(field.widget) not in right:
                yield f"{form_class.__name__}.{name}: {type(field).__name__} in {type(field.widget).__name__}"
        elif isinstance(field.widget, FOREIGN):
            yield f"{form_class.__name__}.{name}: {type(field.widget).__name__}"
    for formset in getattr(form_class, "formsets", {}).values():
        yield from wrong_dates(formset.form)


def forms_of_the_back_office() -> Iterator[Any]:
    for model in get_page_models():
        yield model.get_edit_handler().get_form_class()
    for model in [*get_snippet_models(), *settings_registry]:
        yield get_edit_handler(model).get_form_class()
    for viewset in viewsets.viewsets:
        if isinstance(viewset, ModelViewSet):
            yield viewset.get_form_class()
            yield viewset.get_form_class(for_update=True)


def test_every_date_of_every_form_is_ours() -> None:
    forms_found = list(forms_of_the_back_office())
    assert [line for form in forms_found for line in wrong_dates(form)] == []
    dates = [
        name
        for form in forms_found
        for name, field in form.base_fields.items()
        if isinstance(field, ThaiDateField | ThaiDateTimeField)
    ]
    assert {"signed_on", "issued_on", "go_live_at", "expire_at", "checked_on", "closed_on"} <= set(dates)


def test_a_model_that_nobody_has_written_yet_gets_it() -> None:
    assert wrong_dates(type("F", (), {"base_fields": {"d": forms.DateField()}, "__name__": "F"}))
    day, moment = formfield_for_dbfield(models.DateField()), formfield_for_dbfield(models.DateTimeField())
    assert (type(day), type(day.widget)) == (ThaiDateField, DateBox)
    assert (type(moment), type(moment.widget)) == (ThaiDateTimeField, MomentBox)


class Agenda(blocks.StructBlock):
    """A block that somebody may write tomorrow."""

    day = blocks.DateBlock(help_text="วันประชุม", format="%d.%m.%Y", input_formats=["%m-%d-%Y"])
    at = blocks.DateTimeBlock(required=False)


def test_dates_of_blocks_in_a_stream_are_ours() -> None:
    stream = blocks.StreamBlock([("day", blocks.DateBlock()), ("agenda", Agenda())])
    agenda = stream.child_blocks["agenda"].child_blocks
    assert [type(block.field) for block in (stream.child_blocks["day"], *agenda.values())] == [
        ThaiDateField, ThaiDateField, ThaiDateTimeField,
    ]  # fmt: skip
    assert [type(block.field.widget) for block in agenda.values()] == [DateBox, MomentBox]
    assert (agenda["day"].required, agenda["at"].required) == (True, False)
    assert agenda["day"].field.help_text == "วันประชุม"


@pytest.mark.parametrize("typed", ["16/9/2556", "๑๖ ก.ย. ๒๕๕๖", "2556-09-16", "2013-09-16"])
def test_a_block_reads_and_shows_thai_dates(typed: str) -> None:
    block = Agenda()
    block.set_name("agenda")
    sent = {"agenda-day": typed, "agenda-at": f"{typed} 08:30"}
    value = block.clean(block.value_from_datadict(sent, {}, "agenda"))
    assert value["day"] == dt.date(2013, 9, 16)
    assert value["at"].astimezone(BANGKOK) == dt.datetime(2013, 9, 16, 8, 30, tzinfo=BANGKOK)
    assert block.get_form_state(value) == {"day": "16/09/2556", "at": "16/09/2556 08:30"}
    stored = block.to_python(json.loads(json.dumps(block.get_prep_value(value), cls=DjangoJSONEncoder)))
    assert (stored["day"], stored["at"]) == (value["day"], value["at"])


@pytest.mark.parametrize("typed", ["31/2/2556", "9/9/3099", "16/9/56", "พรุ่งนี้"])
def test_a_block_refuses_what_is_no_date(typed: str) -> None:
    block = Agenda()
    with pytest.raises(blocks.StructBlockValidationError):
        block.clean(block.value_from_datadict({"agenda-day": typed}, {}, "agenda"))


def test_a_block_brings_the_calendar_along() -> None:
    packed = JSContext()
    packed.pack(blocks.StreamBlock([("agenda", Agenda())]))
    assert {"thai-calendar.js", "thai-date.js"} <= {path.rpartition("/")[2] for path in packed.media._js}


def patterns(resolver: Any) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)
        else:
            yield pattern


def filters_of_the_back_office() -> Iterator[tuple[str, Any]]:
    for pattern in patterns(get_resolver()):
        view = getattr(pattern.callback, "view_class", None)
        # A class, or a property that makes one for the model of a view: those are found through the viewsets' forms.
        filterset = getattr(view, "filterset_class", None)
        if isinstance(filterset, type):
            # Copies: a filter keeps the field that it is first asked for, here one without the words of its model.
            for name, found in copy.deepcopy(filterset.base_filters).items():
                yield f"{filterset.__name__}.{name}", found


def test_every_date_of_every_filter_is_ours() -> None:
    ranges, days = 0, 0
    for name, found in filters_of_the_back_office():
        if isinstance(found, DateFromToRangeFilter | DateTimeFromToRangeFilter):
            ranges += 1
            assert {type(box) for box in found.field.widget.widgets} <= {DateBox, MomentBox}, name
            assert {type(end) for end in found.field.fields} <= {ThaiDateField, ThaiDateTimeField}, name
        elif isinstance(found, DateFilter | DateTimeFilter):
            days += 1
            assert type(found.field.widget) in (DateBox, MomentBox), name
    assert ranges and days


def test_a_filter_reads_a_thai_date() -> None:
    field = DateFromToRangeFilter(widget=DateRangePickerWidget).field
    found = field.clean(["๑๖/๙/๒๕๕๖", "17 ก.ย. 2556"])
    assert found.start.astimezone(BANGKOK) == dt.datetime(2013, 9, 16, tzinfo=BANGKOK)
    assert found.stop.astimezone(BANGKOK).date() == dt.date(2013, 9, 17)
    with pytest.raises(forms.ValidationError):
        field.clean(["9/9/3099", ""])


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_superuser("editor", password="a-long-password-for-tests")


@pytest.fixture
def law(db: None) -> DocumentPage:
    return DocumentFactory(parent=LibraryIndexFactory(), slug="law", signed_on=dt.date(2013, 9, 16))


def form_data(client: Client, page: DocumentPage) -> dict[str, str]:
    """Everything that the edit form holds, as a browser would send it."""
    soup = BeautifulSoup(
        client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content, "html.parser"
    )
    form = soup.select_one("#page-edit-form") or soup.select_one("form[action*='edit']")
    assert form is not None
    data = {}
    for box in form.select("input[name], textarea[name], select[name]"):
        if box.name == "select":
            chosen = box.select_one("option[selected]") or box.select_one("option")
            data[box["name"]] = chosen.get("value", "") if chosen else ""
        elif box.get("type") not in ("checkbox", "radio", "submit") or box.has_attr("checked"):
            data[box["name"]] = box.get("value", "") if box.name == "input" else box.text.removeprefix("\n")
    return data


@pytest.mark.parametrize(
    "text", ["9/9/2556", "๙ ก.ย. ๒๕๕๖", "2556-09-09", "2013-09-09", "9 กันยายน พ.ศ. 2556"]
)
def test_what_an_editor_types_is_the_day_that_is_stored(
    client: Client, editor: User, law: DocumentPage, text: str
) -> None:
    client.force_login(editor)
    data = form_data(client, law) | {"signed_on": text}
    response = client.post(reverse("wagtailadmin_pages:edit", args=[law.pk]), data)
    assert response.status_code == 302, response.context["form"].errors
    law.refresh_from_db()
    assert law.get_latest_revision_as_object().signed_on == dt.date(2013, 9, 9)
    assert form_data(client, law)["signed_on"] == "09/09/2556"


@pytest.mark.parametrize("text", ["9/9/3099", "9/9/56", "30/2/2556", "0026-11-26", "เมื่อวาน"])
def test_what_is_no_day_is_told_and_stays_as_it_was_typed(
    client: Client, editor: User, law: DocumentPage, text: str
) -> None:
    client.force_login(editor)
    url = reverse("wagtailadmin_pages:edit", args=[law.pk])
    response = client.post(url, form_data(client, law) | {"signed_on": text})
    assert response.status_code == 200
    assert response.context["form"].errors["signed_on"]
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.select_one("input[name=signed_on]")["value"] == text
    law.refresh_from_db()
    assert law.signed_on == dt.date(2013, 9, 16)
    assert law.latest_revision is None


def test_a_form_that_nobody_touched_changes_no_date(client: Client, editor: User) -> None:
    received = dt.datetime(2013, 9, 16, 3, 4, 5, tzinfo=dt.UTC)
    law = LetterFactory(parent=LibraryIndexFactory(), received_at=received)
    client.force_login(editor)
    client.post(reverse("wagtailadmin_pages:edit", args=[law.pk]), form_data(client, law))
    law.refresh_from_db()
    kept = law.get_latest_revision_as_object()
    assert (kept.signed_on, kept.received_at) == (law.signed_on, law.received_at)


@pytest.mark.parametrize("go_live", [dt.datetime(2026, 12, 31, 18, 0, tzinfo=dt.UTC)])
def test_the_schedule_is_told_in_the_buddhist_era(
    client: Client, editor: User, law: DocumentPage, go_live: dt.datetime
) -> None:
    """Seven hours after UTC the new year has begun in Thailand."""
    law.live = False
    law.go_live_at = go_live
    law.expire_at = go_live + dt.timedelta(days=366)
    law.save()
    law.save_revision(user=editor)
    client.force_login(editor)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[law.pk]))
    panel = BeautifulSoup(page.content, "html.parser").select_one("[data-side-panel=status]")
    text = " ".join(panel.get_text(" ").split())
    assert "1 มกราคม พ.ศ. 2570, 1:00" in text
    assert "2 มกราคม พ.ศ. 2571, 1:00" in text
    assert not re.search(r"ค\.ศ\.|20\d\d", text)


def test_what_wagtail_tells_of_a_version_has_the_buddhist_era(
    client: Client, editor: User, law: DocumentPage
) -> None:
    with time_machine.travel("2026-11-26 10:00+07:00", tick=False):
        first = law.save_revision(user=editor)
    law.save_revision(user=editor)
    client.force_login(editor)
    body = client.get(
        reverse("wagtailadmin_pages:revisions_revert", args=[law.pk, first.pk])
    ).content.decode()
    assert "26 พฤศจิกายน พ.ศ. 2569, 10:00" in body
    assert "ค.ศ." not in body


def test_every_format_of_a_date_shows_the_buddhist_era_in_thai_and_the_common_one_in_english() -> None:
    moment = dt.datetime(2026, 11, 26, 10, 0, tzinfo=BANGKOK)
    names = [name for name in dir(thai_formats) if name.endswith("_FORMAT")]
    assert {"DATE_FORMAT", "DATETIME_FORMAT", "SHORT_DATE_FORMAT", "SHORT_DATETIME_FORMAT"} <= set(names)
    for name in names:
        with translation.override("th"):
            assert "พ.ศ. 2569" in formats.date_format(moment, name), name
            assert (
                Template("{{ at|date:name }}").render(Context({"at": moment, "name": name})).count("2569")
                == 1
            )
            assert "2026" not in formats.localize(moment)
        with translation.override("en"):
            assert "2026" in formats.date_format(moment, name)


def test_a_year_that_names_no_era_stays_as_it_is() -> None:
    """Machines read those: addresses, attributes, feeds."""
    with translation.override("th"):
        assert formats.date_format(dt.date(2026, 11, 26), "Y-m-d") == "2026-11-26"
        assert (
            formats.date_format(dt.datetime(2026, 11, 26, tzinfo=BANGKOK), "c") == "2026-11-26T00:00:00+07:00"
        )


def test_spreadsheets_of_wagtail_go_on_naming_the_year_that_they_show() -> None:
    """The cell holds a date, and Excel fills the format in: it must not say พ.ศ. before a year of the common era."""
    with translation.override("th"):
        assert "พ.ศ." not in ExcelDateFormatter().get()


def test_two_versions_are_compared_in_the_words_of_the_form(db: None) -> None:
    # A page asks for its content type when it is made, unless an earlier test did.
    field = DocumentPage._meta.get_field("signed_on")
    first, second = DocumentPage(signed_on=dt.date(2013, 9, 9)), DocumentPage(signed_on=dt.date(2013, 9, 16))
    diff = ThaiDateComparison(field, first, second)
    assert diff.has_changed()
    assert "09/09/2556" in diff.htmldiff() and "16/09/2556" in diff.htmldiff()
    assert ThaiDateComparison(field, first, first).htmldiff() == "09/09/2556"
    assert ThaiDateComparison(field, DocumentPage(), DocumentPage()).htmldiff() == ""
    moment = DocumentPage._meta.get_field("received_at")
    at = DocumentPage(received_at=dt.datetime(2013, 9, 9, 1, 30, tzinfo=dt.UTC))
    assert ThaiDateComparison(moment, at, at).htmldiff() == "09/09/2556 08:30"


def test_the_compare_screen_shows_the_buddhist_era(client: Client, editor: User, law: DocumentPage) -> None:
    client.force_login(editor)
    first = law.save_revision()
    law.signed_on = dt.date(2013, 9, 9)
    second = law.save_revision()
    url = reverse("wagtailadmin_pages:revisions_compare", args=[law.pk, first.pk, second.pk])
    body = client.get(url).content.decode()
    assert "16/09/2556" in body and "09/09/2556" in body
    assert "2013-09-09" not in body
