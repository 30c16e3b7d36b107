"""Form fields are what Django makes them; only fewer templates are asked for."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.template import Template

CHOICES = [
    ("", "ไม่ระบุ"),
    ("a&b", 'ก "ข" <ค>'),
    ("กลุ่ม & พวก", [("1", "หนึ่ง"), (2, "สอง")]),
    (None, "ไม่มี"),
]
ATTRIBUTES = {
    "id": "id_x",
    "class": "wide",
    "required": True,
    "disabled": False,
    "data-words": '<"&>',
    "maxlength": 9,
}


class OwnOption(forms.Select):
    """A select whose options have a template of their own."""

    option_template_name = "django/forms/widgets/checkbox_option.html"


WIDGETS: list[tuple[forms.Widget, object]] = [
    *((forms.TextInput(), value) for value in ("", None, 'ก "ข" <ค>&', 0, 12)),
    *(
        (widget, "1")
        for widget in (forms.EmailInput(), forms.NumberInput(), forms.URLInput(), forms.HiddenInput())
    ),
    (forms.PasswordInput(render_value=True), "ลับ"),
    *((forms.CheckboxInput(), value) for value in (True, False)),
    *((forms.Select(choices=CHOICES), value) for value in ("a&b", 2, None, "", "ไม่มีในนี้")),
    (forms.SelectMultiple(choices=CHOICES), ["1", "2"]),
    (forms.NullBooleanSelect(), True),
    (forms.SelectDateWidget(years=[2026]), "2026-11-27"),
    (forms.RadioSelect(choices=CHOICES), "1"),
    (forms.CheckboxSelectMultiple(choices=CHOICES), ["1", "a&b"]),
    (forms.SplitDateTimeWidget(), None),
    (OwnOption(choices=CHOICES), "1"),
]


def tree(html: str) -> list[object]:
    """Return tags with their attributes, and words without the blanks around them."""
    soup = BeautifulSoup(html, "html.parser")
    return [
        (node.name, sorted(node.attrs.items())) if node.name else node.strip()
        for node in soup.descendants
        if node.name or node.strip()
    ]


@pytest.mark.parametrize("attributes", [{}, ATTRIBUTES], ids=["bare", "with attributes"])
def test_every_widget_is_what_django_makes_of_it(attributes: dict[str, object]) -> None:
    for widget, value in WIDGETS:
        ours, djangos = (
            widget.render("ชื่อ", value, attributes, renderer=renderer())
            for renderer in (TemplatesSetting, DjangoTemplates)
        )
        assert tree(ours) == tree(djangos), type(widget)


def test_a_select_is_one_template_however_many_options_it_has() -> None:
    rendered: list[str] = []
    render = Template._render  # type: ignore[attr-defined]

    def see(self: Template, context: object) -> str:
        rendered.append(str(self.name))
        return render(self, context)

    with patch.object(Template, "_render", see):
        forms.Select(choices=[(n, n) for n in range(50)]).render("x", 3, renderer=TemplatesSetting())
        forms.TextInput().render("y", "ก", {"id": "y"}, renderer=TemplatesSetting())
    assert len(rendered) == 3, "a select, a text, which is an input"


def test_a_field_stands_in_one_line() -> None:
    """Programs and tests that read a form find `name="…" value="…"` as Django writes it."""
    written = forms.HiddenInput().render("token", "7f", {"id": "id_token"}, renderer=TemplatesSetting())
    assert written.strip() == '<input type="hidden" name="token" value="7f" id="id_token">'
