"""Values of a template that nobody finds while it asks for none of them."""

from __future__ import annotations

import pytest
from django.template import Context, Engine

from portal.web.late import late


@pytest.fixture
def found():
    """What was found, one entry for each time that somebody looked."""
    return []


@pytest.fixture
def values(found):
    """Two values that are found together."""

    def find():
        found.append("looked")
        return {"names": ["ก", "ข"], "total": 2}

    return late(["names", "total"], find)


def drawn(template, values):
    return Engine().from_string(template).render(Context(values))


def test_a_template_that_asks_for_nothing_finds_nothing(values, found):
    assert drawn("-", values) == "-"
    assert found == []


def test_a_template_asks_as_for_any_other_value_and_they_are_found_once(values, found):
    template = "{% for name in names %}{{ name }}{% endfor %} {{ total }} {% if names %}{{ names|length }}{% endif %}"
    assert drawn(template, values) == "กข 2 2"
    assert found == ["looked"]


def test_an_error_is_not_swallowed():
    def broken():
        raise LookupError

    with pytest.raises(LookupError):
        drawn("{{ names }}", late(["names"], broken))
