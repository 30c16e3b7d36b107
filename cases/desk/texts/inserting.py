"""Putting a ready sentence into a box: by a button that brings the page back, and without leaving it where JavaScript runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cases.domain.ready_texts import filled, texts_for
from cases.models import ReadyText
from cases.vocabulary import TextUse
from portal.actors import Officer
from portal.web.typed import FormClass, filled_from

INSERT = "insert"
"""Name of the button; its value is the name of the box. What was chosen comes under `ready_` and that name."""


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences of one use, as a box offers them.

    Attributes:
        label: what they are for.
        texts: those of the own office first.
    """

    label: str | Promise
    texts: Sequence[ReadyText]


def offers(field: Any, *uses: TextUse) -> Any:
    """Let a field of a form offer ready sentences; returns it."""
    field.texts = uses
    return field


def _uses(form: forms.BaseForm | FormClass) -> dict[str, tuple[TextUse, ...]]:
    fields = form.fields if isinstance(form, forms.BaseForm) else form.base_fields  # type: ignore[attr-defined]
    named = ((name, getattr(field, "texts", ())) for name, field in fields.items())
    return {name: uses for name, uses in named if uses}


def boxes_of(form: forms.BaseForm, actor: Officer) -> dict[str, list[Group]]:
    """Return what each box of a form offers, by the name of its field; boxes with nothing to offer are left out."""
    uses = _uses(form)
    if not uses:
        return {}
    texts = texts_for(actor, {use for several in uses.values() for use in several})
    found = {
        name: [Group(use.label, [one for one in texts if one.use == use]) for use in several]
        for name, several in uses.items()
    }
    return {name: some for name, groups in found.items() if (some := [one for one in groups if one.texts])}


def inserted(request: HttpRequest, form: FormClass, *, reference: str) -> dict[str, Any]:
    """Return with what a form is filled after the button was pressed: what was typed, and the sentence behind it.

    Args:
        request: of an officer who pressed `INSERT`.
        form: the class of the form.
        reference: of the case or question that is written to.
    """
    actor: Officer = request.actor  # type: ignore[attr-defined]
    values = filled_from(form, request.POST)
    name = request.POST[INSERT]
    uses = _uses(form).get(name, ())
    chosen = request.POST.get(f"ready_{name}", "")
    text = next((one for one in texts_for(actor, uses) if str(one.pk) == chosen), None) if uses else None
    if text is not None:
        words = filled(text.text, reference=reference, office=actor.organization)
        before = str(values.get(name) or "").rstrip()
        values[name] = f"{before}\n{words}" if before else words
    if request.FILES:
        messages.warning(request, _("เลือกไฟล์อีกครั้ง เบราว์เซอร์ไม่ส่งไฟล์ที่เลือกไว้กลับมา"))
    return values
