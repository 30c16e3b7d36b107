"""The tag of parts that are held, and what it takes for an empty field of the request for help."""

from __future__ import annotations

import pytest
from django import forms
from django.template import Context, Engine, TemplateSyntaxError
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from cases.intake.forms.base import StepForm, radio
from cases.intake.forms.tracking import MessageForm, TrackForm
from portal.page_cache import memory

TAGS = "portal.pages.templatetags.held"


def tag(source, request, **values):
    return Engine(builtins=[TAGS]).from_string(source).render(Context({"request": request, **values}))


@pytest.fixture
def request_of(monkeypatch):
    """Return a request at a host, within a request of the server."""
    monkeypatch.setattr(memory, "_held", memory._Held(None, 0.0))
    # Not the signals of a request: Django looks at the database for them, which these tests do not have.
    memory._begin()
    yield lambda host="testserver": RequestFactory().get("/", headers={"host": host})
    memory._end()


def test_host_language_and_values_have_parts_of_their_own(request_of, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.test"]
    source = '{% held "x" value %}{{ said }}{% endheld %}'
    assert tag(source, request_of(), value=1, said="first") == "first"
    assert tag(source, request_of(), value=1, said="second") == "first"
    assert tag(source, request_of(), value=2, said="second") == "second"
    assert tag(source, request_of("other.test"), value=1, said="third") == "third"
    with translation.override("en"):
        assert tag(source, request_of(), value=1, said="fourth") == "fourth"


def test_a_value_that_is_none_and_no_request_hold_nothing(request_of):
    source = '{% held "y" value %}{{ said }}{% endheld %}'
    for request, value in ((request_of(), None), (None, 1)):
        assert tag(source, request, value=value, said="first") == "first"
        assert tag(source, request, value=value, said="second") == "second"


def test_a_tag_without_a_name_is_refused():
    with pytest.raises(TemplateSyntaxError):
        Engine(builtins=[TAGS]).from_string("{% held %}{% endheld %}")


# Fields of the request for help


class Words(StepForm):
    words = forms.CharField(label="คำ", help_text="คำแนะนำ")
    whom = radio("ใคร", [("me", "ฉัน"), ("other", "คนอื่น")])


FIELD = "{% blank_field as like %}{{ like|default_if_none:'nothing' }}"


def like(form, name, **values):
    return tag(FIELD, None, field=form[name], **values)


def test_an_empty_field_is_told_by_all_that_it_shows():
    assert like(Words(), "words") == like(Words(), "words") != "nothing"
    other = Words()
    for change in (
        lambda field: setattr(field, "label", "อื่น"),
        lambda field: setattr(field, "help_text", "อื่น"),
        lambda field: setattr(field, "required", False),
        lambda field: field.widget.attrs.update(autocomplete="off"),
    ):
        other = Words()
        change(other.fields["words"])
        assert like(other, "words") != like(Words(), "words")
    other = Words()
    other.fields["whom"].choices = [("me", "ฉัน")]
    assert like(other, "whom") != like(Words(), "whom")
    assert like(Words(), "whom", hints={"me": "บอกเพิ่ม"}) != like(Words(), "whom")


def test_forms_of_one_name_have_fields_of_their_own():
    elsewhere = type("Words", (Words,), {"__module__": "another.room", "__qualname__": Words.__qualname__})
    assert like(elsewhere(), "words") != like(Words(), "words")


def test_the_fields_of_a_request_in_progress_are_drawn_once_and_what_was_typed_or_is_random_is_not():
    """Thirty people a second look how their request stands; the page has the empty fields of five forms."""
    assert like(TrackForm(), "secret") == like(TrackForm(), "secret") != "nothing"
    assert like(TrackForm(has_letters=True), "secret") != like(TrackForm(), "secret")
    assert like(TrackForm({"secret": "1234"}), "secret") == "nothing"
    assert like(MessageForm(), "words") == like(MessageForm(), "words") != "nothing"
    assert like(MessageForm(initial={"words": "เขากลับมาแล้ว"}), "words") == "nothing"
    assert like(MessageForm(), "token") == "nothing"


@pytest.mark.parametrize(
    "form",
    [
        Words(data={"words": "ความลับของฉัน"}),
        Words(data={}),
        Words(initial={"words": "ความลับของฉัน"}),
        type("Desk", (forms.Form,), {"words": forms.CharField()})(),
    ],
    ids=["typed", "refused", "kept", "another form"],
)
def test_nothing_is_held_of_a_field_that_somebody_filled_in_or_of_other_forms(form):
    assert like(form, "words") == "nothing"


# Whole forms

BLANK = "{% blank_form form as like %}{{ like|default_if_none:'nothing' }}"


def form_like(form):
    return tag(BLANK, None, form=form)


def test_a_blank_form_is_told_by_all_its_fields_and_one_with_anything_in_it_is_not():
    assert form_like(MessageForm()) == form_like(MessageForm()) != "nothing"
    assert form_like(TrackForm()) != form_like(TrackForm(has_letters=True)) != "nothing"
    assert form_like(MessageForm(initial={"words": "เขากลับมาแล้ว"})) == "nothing"
    assert form_like(MessageForm({"words": ""})) == "nothing"
    assert form_like(MessageForm({"words": "", "token": "x"})) == "nothing"


def test_a_form_with_a_hidden_value_of_its_own_is_not_blank():
    class Numbered(MessageForm):
        number = forms.IntegerField(widget=forms.HiddenInput, initial=7)

    assert form_like(Numbered()) == "nothing"
    # A token that the form was given is the token of whoever it was given for.
    assert form_like(MessageForm(initial={"token": "x"})) == "nothing"


def test_a_form_without_a_field_to_fill_in_is_not_held():
    class Nothing(MessageForm):
        words = None

    assert form_like(Nothing()) == "nothing"


# Addresses


@pytest.mark.parametrize(
    ("address", "extra", "expected"),
    [
        ("/track/", {}, "/track/"),
        ("/track/?letters=1", {}, "nothing"),
        ("/request/whom/", {}, "nothing"),
        ("/library/one-of-ten-thousand/", {}, "nothing"),
        ("/request/whom/", {"is_one_of_few": True}, "/request/whom/"),
    ],
)
def test_only_addresses_of_which_there_are_few_have_parts_of_their_own(address, extra, expected):
    request = RequestFactory().get(address)
    request.resolver_match = resolve(request.path)
    source = "{% plain_address as at %}{{ at|default_if_none:'nothing' }}"
    assert tag(source, request, **extra) == expected
    del request.resolver_match
    assert tag(source, request, **extra) == "nothing"
