"""What the forms of all verbs share: the version that was seen, a note, and the call into the domain."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Referral
from portal.actors import Officer

NOTE_LENGTH = 4000
NOTE_LABEL = _("บันทึกสำหรับเพื่อนร่วมงาน")


class VerbForm(forms.Form):
    """One verb done to one case.

    Subclasses add fields and write `perform`, which calls one function of `cases.domain`. The hidden `version` is that
    of the page on which the officer decided: when the case has moved on, nothing is written (R08).

    Attributes:
        hints: name of a field -> value of a choice -> a line below that choice.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    hints: dict[str, dict[Any, Any]]

    def __init__(
        self, *args: Any, case: Case, actor: Officer, referral: Referral | None = None, **kwargs: Any
    ) -> None:
        self.case = case
        self.actor = actor
        self.referral = referral
        self.hints = {}
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"version": case.version} | kwargs["initial"]
        super().__init__(*args, **kwargs)

    @property
    def common(self) -> dict[str, Any]:
        """The arguments that every function about a case takes."""
        return {"case": self.case, "actor": self.actor, "version": self.cleaned_data["version"]}

    @property
    def common_to_referral(self) -> dict[str, Any]:
        """The arguments that every function about a referral takes."""
        return {"referral": self.referral, "actor": self.actor, "version": self.cleaned_data["version"]}

    def perform(self) -> None:
        """Do it.

        Raises:
            CaseError: nothing was written; the view says why.
        """
        raise NotImplementedError


def note_field(
    label: str | Promise = NOTE_LABEL, *, required: bool = False, hint: str | Promise = ""
) -> forms.CharField:
    """Return the text box in which an officer writes what goes with the act."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("เขียนเหตุผลหรือรายละเอียดสั้น ๆ")},
    )


def choice_field(
    label: str | Promise,
    choices: Any,
    *,
    hint: str | Promise = "",
    missing: str | Promise,
    radio: bool = True,
) -> forms.ChoiceField:
    """Return a field of one choice, as a list of radio buttons or as a menu that starts empty."""
    menu = choices if radio else [("", _("เลือก")), *choices]
    return forms.ChoiceField(
        label=label,
        choices=menu,
        help_text=hint,
        widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"required": missing, "invalid_choice": missing},
    )
