"""Parts of pages that are held have a form of each reader's own in them: no token of anybody is held, or given to another."""

from __future__ import annotations

import re
import uuid

import pytest
from django import forms
from django.template import Context, Engine
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject

from portal.page_cache import memory
from portal.web import slots

FORM = '{% held "form" value %}<form>{% csrf_token %}<input value="{% new_token %}">{{ said }}</form>{% endheld %}'
TOKEN = re.compile(r'<input value="([^"]+)">')


class Anew(forms.Form):
    token = forms.UUIDField(initial=slots.new_token, widget=forms.HiddenInput)


@pytest.fixture(autouse=True)
def _within_a_request(monkeypatch):
    monkeypatch.setattr(memory, "_held", memory._Held(None, 0.0))
    memory._begin()
    yield
    memory._end()


def drawn(source, **values):
    values = {"request": RequestFactory().get("/"), "value": 1, "new": Anew, **values}
    source = source.replace("{% new_token %}", "{{ new.token.value }}")
    return Engine(builtins=["portal.pages.templatetags.held"]).from_string(source).render(Context(values))


@pytest.fixture(autouse=True)
def _without_a_database(monkeypatch):
    """Not of this portal's database: whether a request may hold anything is decided by it."""
    monkeypatch.setattr(memory, "seen_by_request", lambda: (1,))


def parts():
    return "\n".join(memory._held.parts.values())


def test_what_is_held_has_no_token_and_each_reader_gets_their_own():
    first = drawn(FORM, csrf_token="csrf-of-the-first", said="held")
    second = drawn(FORM, csrf_token="csrf-of-the-second", said="drawn anew")
    assert "held" in first and "held" in second, "the second was drawn anew"
    assert "csrf-of-the-first" in first and "csrf-of-the-first" not in second
    assert "csrf-of-the-second" in second
    mine, theirs = TOKEN.findall(first), TOKEN.findall(second)
    assert uuid.UUID(mine[0]) != uuid.UUID(theirs[0])
    assert not any(word in parts() for word in ("csrf-of", "csrfmiddlewaretoken", mine[0], theirs[0]))
    assert 'name="csrfmiddlewaretoken" value="csrf-of-the-second"' in second
    assert "slot" not in first + second


def test_each_form_of_a_part_has_a_token_of_its_own():
    found = TOKEN.findall(drawn(FORM.replace("{{ said }}", '<input value="{% new_token %}">')))
    assert len(set(found)) == 2


def test_a_part_within_a_part_is_filled_in_once_with_what_is_the_readers():
    source = (
        '{% held "around" value %}<p>{% held "form" value %}{% csrf_token %}{% endheld %}</p>{% endheld %}'
    )
    for reader in ("csrf-a", "csrf-b"):
        assert f'value="{reader}"' in drawn(source, csrf_token=reader)
    memory._held = memory._Held((1,), memory.time.time())
    inside = source[len('{% held "around" value %}<p>') : -len("</p>{% endheld %}")]
    for reader in ("csrf-c", "csrf-d"):
        assert f'value="{reader}"' in drawn(inside, csrf_token=reader)
        assert f'value="{reader}"' in drawn(source, csrf_token=reader)


def test_what_is_not_held_is_drawn_with_tokens_at_once():
    first, second = (drawn(FORM, value=None, csrf_token="csrf-mine") for _ in range(2))
    assert "csrf-mine" in first
    assert TOKEN.findall(first) != TOKEN.findall(second)
    assert not memory._held.parts


def test_a_part_without_a_form_asks_for_no_token():
    """Asked for, Django sets a cookie, and a page with a cookie is kept for nobody."""

    def asked():
        raise AssertionError("a token was made")

    source = '{% held "plain" value %}<p>{{ said }}</p>{% endheld %}'
    for _ in range(2):
        assert drawn(source, csrf_token=SimpleLazyObject(asked), said="คำ") == "<p>คำ</p>"


def test_a_part_that_could_not_be_drawn_leaves_nothing_open():
    def breaks():
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        drawn('{% held "broken" value %}{{ said }}{% endheld %}', said=breaks)
    assert not slots.are_left_open()
    assert isinstance(slots.new_token(), uuid.UUID)


def test_a_token_that_stands_alone_is_filled_in_alone():
    source = '{% held "alone" value %}<p data-token="{{ csrf_token }}"></p>{% endheld %}'
    for reader in ("csrf-a", "csrf-b"):
        assert drawn(source, csrf_token=reader) == f'<p data-token="{reader}"></p>'


def test_nobody_can_know_the_marks():
    marks = {slots.CSRF, slots._FIELD, slots._TOKEN}
    assert len(marks) == 3
    assert all(len(mark) >= 32 for mark in marks)
    assert slots.filled("<p>slot</p>", "csrf") == "<p>slot</p>"
