"""What was typed is known by its field (reliability.md R16): words come back however short they are, secrets never."""

from __future__ import annotations

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import ResolverMatch
from hypothesis import given
from hypothesis import strategies as st

from portal.organizations.models import Organization
from portal.web.dates import ThaiDateField
from portal.web.typed import Kind, Typed, describe, form_of, read, takes_words


class Everything(forms.Form):
    """One field of each kind that the portal has."""

    name = forms.CharField(label="ชื่อ")
    story = forms.CharField(label="เรื่อง", widget=forms.Textarea)
    born = ThaiDateField(label="วันเกิด", required=False)
    problem = forms.ChoiceField(label="ปัญหา", choices=[("a", "น้ำท่วม"), ("พายุ", [("b", "พายุเข้า")])])
    needs = forms.MultipleChoiceField(
        label="ต้องการ", choices=[("x", "อาหาร"), ("y", "ที่พัก")], widget=forms.CheckboxSelectMultiple
    )
    agree = forms.BooleanField(label="ยินยอม", required=False)
    target = forms.ModelChoiceField(Organization.objects.none(), label="หน่วยงาน")
    password = forms.CharField(label="รหัสผ่าน", widget=forms.PasswordInput)
    photo = forms.FileField(label="รูป", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


def typed(data: str | dict, *, files: tuple[str, ...] = (), form: type | None = Everything) -> Typed:
    post = QueryDict(mutable=True)
    for name, value in (data if isinstance(data, dict) else {}).items():
        post.setlist(name, value if isinstance(value, list) else [value])
    return describe(post, files=files, form=form, action="/here/")


def shown(one: Typed) -> dict[str, str]:
    return {field.label: field.text for field in one.shown}


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(
    lambda text: bool(text.strip())
)


@given(words=st.one_of(st.sampled_from(["ได้", "ช่วยด้วย", "ก", "๑", "ไม่", "0", "no"]), WORDS))
def test_words_come_back_however_short_they_are(words: str) -> None:
    one = typed({"name": words, "story": words})
    assert shown(one) == {"ชื่อ": words.strip(), "เรื่อง": words.strip()}
    assert ("story", words) in one.values, "and exactly as typed when they are sent again"


@given(st.dictionaries(st.sampled_from(["name", "story", "problem", "needs", "version", "extra"]), WORDS))
def test_everything_but_secrets_goes_along_when_it_is_sent_again(data: dict[str, str]) -> None:
    one = typed({**data, "password": "ลับมาก", "csrfmiddlewaretoken": "t"})
    assert dict(one.values) == data
    assert "ลับมาก" not in repr(one)


@given(st.text())
def test_a_secret_never_comes_back_and_is_asked_anew(secret: str) -> None:
    one = typed({"password": "canary" + secret})
    assert one.shown == []
    assert [field.label for field in one.secrets] == ["รหัสผ่าน"]
    assert "canary" not in repr(one)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"problem": "a"}, {"ปัญหา": "น้ำท่วม"}),
        ({"problem": "b"}, {"ปัญหา": "พายุเข้า"}),
        ({"needs": ["x", "y"]}, {"ต้องการ": "อาหาร, ที่พัก"}),
        ({"agree": "on"}, {"ยินยอม": "เลือกไว้แล้ว"}),
        ({"problem": "gone"}, {"ปัญหา": "เลือกไว้แล้ว"}),
        ({"born_day": "๑๖", "born_month": "กันยายน", "born_year": "2556"}, {"วันเกิด": "๑๖ กันยายน 2556"}),
        ({"born_day": "", "born_month": "", "born_year": "2556"}, {"วันเกิด": "2556"}),
        ({"problem": "", "name": "  ", "needs": []}, {}),
    ],
)
def test_each_kind_is_shown_in_words(data: dict, expected: dict[str, str]) -> None:
    assert shown(typed(data)) == expected


def test_a_choice_that_only_the_database_knows_is_kept_without_asking_it() -> None:
    """No `db` fixture here: a query would fail this test."""
    one = typed({"target": "12"})
    assert shown(one) == {"หน่วยงาน": "เลือกไว้แล้ว"}
    assert ("target", "12") in one.values


def test_hidden_fields_go_along_and_are_not_shown() -> None:
    one = typed({"version": "3", "action": "continue", "token": "abc"})
    assert not one.shown
    assert dict(one.values) == {"version": "3", "action": "continue", "token": "abc"}


@pytest.mark.parametrize(("name", "label"), [("photo", "รูป"), ("files", "ไฟล์ที่แนบ")])
def test_files_are_named_as_not_kept(name: str, label: str) -> None:
    one = typed({}, files=(name,))
    assert [field.label for field in one.files] == [label]


def test_an_undeclared_form_comes_back_by_the_names_of_its_inputs() -> None:
    """Wagtail's own editor: better a technical name than lost words."""
    one = typed({"title": "ประกาศ", "body-0-value": "ก", "new_password1": "ลับ", "api_token": "ลับ"}, form=None)
    assert shown(one) == {"title": "ประกาศ", "body-0-value": "ก"}
    assert "ลับ" not in repr(one)


# --- from a request ---------------------------------------------------------------------------------------------------


def request_with(view: object, data: dict | None = None, **kwargs: object):
    request = RequestFactory().post("/somewhere/?a=1", data or {"story": "ได้"})
    request.resolver_match = ResolverMatch(view, (), kwargs)
    return request


def test_a_view_names_its_form_or_how_to_find_it() -> None:
    @takes_words(Everything)
    def one() -> None: ...

    @takes_words(lambda verb: {"screen": Everything}.get(verb))
    def many() -> None: ...

    assert form_of(request_with(one)) is Everything
    assert form_of(request_with(many, verb="screen")) is Everything
    assert form_of(request_with(many, verb="other")) is None
    assert form_of(request_with(lambda: None)) is None
    assert form_of(RequestFactory().get("/")) is None


def test_a_request_is_read_with_its_files_and_its_address() -> None:
    @takes_words(Everything)
    def view() -> None: ...

    one = read(request_with(view, {"story": "ได้", "photo": SimpleUploadedFile("ก.jpg", b"x")}))
    assert one.action == "/somewhere/?a=1"
    assert [(field.kind, field.label) for field in one.fields] == [(Kind.WORDS, "เรื่อง"), (Kind.FILE, "รูป")]


def test_what_was_only_read_brings_nothing() -> None:
    assert not read(RequestFactory().get("/?story=x"))


@pytest.mark.parametrize("body", [b"--x\r\nbroken", b"", b"--x\r\nContent-Disposition: form-data"])
def test_a_broken_body_brings_nothing_and_breaks_nothing(body: bytes) -> None:
    request = RequestFactory().generic(
        "POST", "/", body, content_type="multipart/form-data; boundary=" + "x" * 3
    )
    assert not read(request)
    assert not read(request), "and not at the second look either"
