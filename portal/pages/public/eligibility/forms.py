"""One question as a form, so that it looks and sounds like every other question of the portal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext

from portal.eligibility.answers import LONGEST, AnswerError, Read, written
from portal.eligibility.tree import UNKNOWN, Kind, Question
from portal.pages.public.eligibility.numbers import said
from portal.web.dates import DateBox


class QuestionForm(forms.Form):
    """A form with one field. What is right is decided by `portal.eligibility.answers`, never here."""

    def __init__(
        self,
        question: Question,
        *,
        typed: str = "",
        error: AnswerError | None = None,
        value: Read | None = None,
    ) -> None:
        """Show a question.

        Args:
            question: to ask.
            typed: what came and could not be read.
            error: why.
            value: the answer that is there already.
        """
        super().__init__({question.field: typed[:LONGEST]} if error else None)
        shown = (
            "" if value is None or (value == UNKNOWN and question.kind is not Kind.CHOICE) else written(value)
        )
        self.fields[question.field] = forms.CharField(
            label=said(question.label),
            help_text=said(question.hint) if question.hint else "",
            required=False,
            initial=shown,
            widget=_widget(question),
        )
        if error:
            self.add_error(question.field, gettext(error.message))


def _widget(question: Question) -> forms.Widget:
    if question.kind is Kind.CHOICE:
        return forms.RadioSelect(choices=[(choice.value, said(choice.label)) for choice in question.choices])
    if question.kind is Kind.DATE:
        return DateBox()
    return forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
