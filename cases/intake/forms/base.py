"""What the forms of all pages share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Answers = Mapping[str, Mapping[str, Any]]
"""Cleaned answers by slug of the step: ``{"problem": {"problem": "disaster"}, …}``."""

Text = str | Promise
Raw = dict[str, list[str]]
"""What a browser sent for one page, as kept in the draft: field name to values."""

NOT_GIVEN = _("ไม่ได้ระบุ")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page where answers are checked.

    Attributes:
        label: what was asked, short.
        value: the answer in words; lines are kept.
    """

    label: Text
    value: Text


@dataclass(frozen=True, slots=True)
class Fold:
    """Fields of a page that few people need: drawn behind a line that opens them.

    Attributes:
        title: the line.
        fields: their names.
        is_open: drawn open from the start.
    """

    title: Text
    fields: tuple[str, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class DrawnFold:
    """A fold with the fields that the page has, open where one of them holds something or is complained about."""

    title: Text
    fields: list[forms.BoundField]
    is_open: bool


class StepForm(forms.Form):
    """A page's form.

    The answers of the pages before decide choices, wording and what is required, so a form is built with them. It is
    built again from the kept input whenever the whole draft is judged, hence an answer that no longer fits (a district
    of another province, a missing phone after the problem became a crisis) is found and asked anew.
    """

    use_required_attribute = False
    is_drawn_once = True
    """Its empty fields look the same for everybody (`blank_field` in portal.pages.templatetags.held)."""
    hints: Mapping[str, Text] = {}
    """One line below a choice, by its value."""
    folds: tuple[Fold, ...] = ()
    """What stands behind a line that opens it; every other field stands open, in its order."""

    def __init__(self, *args: Any, answers: Answers | None = None, **kwargs: Any) -> None:
        self.answers: Answers = answers or {}
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Adapt fields to the answers before; for subclasses."""

    def raw(self) -> Raw:
        """Return what was typed, in the shape that the draft keeps."""
        return {
            name: self.data.getlist(name) if hasattr(self.data, "getlist") else _as_list(self.data[name])
            for name in self.input_names()
            if name in self.data
        }

    def input_names(self) -> Iterator[str]:
        """Yield the names that a browser sends for this form; anything else in a POST is ignored (ASVS 15.3.3)."""
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.MultiWidget):
                yield from (name + suffix for suffix in field.widget.widgets_names)
            else:
                yield name

    @property
    def open_fields(self) -> list[forms.BoundField]:
        """The fields that stand on the page itself."""
        folded = {name for fold in self.folds for name in fold.fields}
        return [field for field in self.visible_fields() if field.name not in folded]

    @property
    def drawn_folds(self) -> list[DrawnFold]:
        """The folds that have a field on this page."""
        drawn = []
        for fold in self.folds:
            found = [self[name] for name in fold.fields if name in self.fields]
            told = any(field.errors or _holds_something(field.value()) for field in found)
            if found:
                drawn.append(DrawnFold(fold.title, found, fold.is_open or told))
        return drawn

    def drawn_hints(self) -> Mapping[str, Text]:
        """Return the lines below choices for the page that is drawn now; for subclasses that must look them up."""
        return self.hints

    def rows(self) -> list[Row]:
        """Return the lines for the check page. Needs a valid form."""
        return []

    def in_short(self) -> Text:
        """Return the answer in a few words, for the way beside the next questions; "" for none. Needs a valid form."""
        return ""

    def choice_label(self, name: str) -> Text:
        """Return the words of the chosen option of a choice field, or "not given"."""
        value = self.cleaned_data.get(name)
        return dict(self.fields[name].choices).get(value, NOT_GIVEN) if value else NOT_GIVEN  # type: ignore[attr-defined]


def _holds_something(value: Any) -> bool:
    return any(value) if isinstance(value, (list, tuple)) else bool(value)


def _as_list(value: Any) -> list[str]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


class _Choice(forms.ChoiceField):
    """A choice whose forms share the words until one of them sets its own: `choices` is set whole and never changed in place.

    Django copies every word of every choice for each form, and a request for help judges forty forms.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> forms.ChoiceField:
        """Return a copy for one form."""
        result: forms.ChoiceField = forms.Field.__deepcopy__(self, memo)
        return result


def radio(
    label: Text, choices: Any, *, required: Text | None = None, help_text: Text = ""
) -> forms.ChoiceField:
    """Return a choice drawn as radio buttons.

    Args:
        label: the question.
        choices: pairs of value and words.
        required: what to say when nothing is chosen; None makes the choice optional.
        help_text: a hint below the question.
    """
    return _Choice(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        required=required is not None,
        help_text=help_text,
        error_messages={"required": required or "", "invalid_choice": _("เลือกคำตอบจากรายการ")},
    )


def chosen(answers: Answers, step: str, name: str | None = None) -> Any:
    """Return one cleaned answer, None when the step is not answered.

    Args:
        answers: cleaned answers.
        step: slug of the step.
        name: name of the field; the same as the step by default.
    """
    return answers.get(step, {}).get(name or step)
