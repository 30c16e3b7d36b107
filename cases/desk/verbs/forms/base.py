"""What the forms of all verbs share: what was seen, a note, and the call into the domain."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.desk.texts.inserting import offers
from cases.domain import once
from cases.machine.act import Situation
from cases.machine.vocabulary import Scope, Verb
from cases.models import Case
from cases.vocabulary import TextUse, Visibility
from portal.actors import Officer
from portal.files import CheckedFile, RefusedFile, check_upload
from portal.web.typed import CSRF_FIELD

NOTE_LENGTH = 4000
NOTE_LABEL = _("บันทึกในหน่วยงานของเรา")


@dataclass(frozen=True, slots=True)
class Other:
    """A link to the same form about something else of the case.

    Attributes:
        label: about what.
        url: of the form.
        is_here: it is what this page is about.
    """

    label: str | Promise
    url: str
    is_here: bool


class VerbForm(forms.Form):
    """One verb done to one case.

    Subclasses add fields and write `perform`, which calls one function of `cases.domain`. The hidden `base` names the
    last event that changed the case when the officer decided: when stage, holder, problem, severity or confidentiality
    have changed since, nothing is written (R08).

    Attributes:
        reads: how much its officer must be allowed to read at least, because the form shows that much.
        hints: name of a field -> value of a choice -> a line below that choice.
        warnings: what to know before acting, above the form.
        told: what to know after it was done: nothing was stopped by it.
        suggests: it has a box for which proposals are shown while somebody types.
        others: the same form about other people of the case.
        did: the verbs that were done, where the words of the form decide; empty for the verb of its page.
    """

    reads: ClassVar[Scope] = Scope.PART
    suggests: ClassVar[bool] = False
    others: tuple[Other, ...] = ()
    base = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)

    hints: dict[str, dict[Any, Any]]
    warnings: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    did: tuple[Verb, ...] = ()

    def __init__(
        self, *args: Any, case: Case, actor: Officer, row: Any = None, situation: Situation, **kwargs: Any
    ) -> None:
        self.case = case
        self.actor = actor
        self.row = row
        self.situation = situation
        self.hints = {}
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"base": case.base} | kwargs["initial"]
        super().__init__(*args, **kwargs)

    @property
    def seen(self) -> dict[str, Any]:
        """What the officer saw, for functions that compare it."""
        return {"base": self.cleaned_data["base"]}

    @property
    def common(self) -> dict[str, Any]:
        """The arguments that every function about a case takes."""
        return {"case": self.case, "actor": self.actor}

    @property
    def changing(self) -> dict[str, Any]:
        """The arguments of a function that changes how the case stands."""
        return self.common | self.seen

    def perform(self) -> None:
        """Do it.

        Raises:
            CaseError: nothing was written; the view says why.
        """
        raise NotImplementedError

    @classmethod
    def was_done(cls, case: Case, data: QueryDict, files: MultiValueDict[str, Any]) -> bool:
        """Whether the same page, with the same words, has done it before: never, of a verb that cannot be done twice."""
        return False


class OnceForm(VerbForm):
    """A verb that can be done again and again: a page that is sent twice, as by a double click, does it once (R03).

    With other words it is another act, also from the same page: whoever goes back in the browser and writes down the next
    help is not answered with what was kept before. Subclasses write `do` instead of `perform`.
    """

    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    def clean_token(self) -> uuid.UUID:
        """Return the token; a page without one gets one of its own."""
        return self.cleaned_data["token"] or uuid.uuid4()

    def perform(self) -> None:
        """Do it, unless it was done before."""
        what = _words_of(self.data, self.files)
        once.once(case=self.case, token=self.cleaned_data["token"], what=what, act=self.do)

    def do(self, identity: str) -> None:
        """Do it.

        Args:
            identity: of the event.

        Raises:
            CaseError: nothing was written; the view says why.
        """
        raise NotImplementedError

    @classmethod
    def was_done(cls, case: Case, data: QueryDict, files: MultiValueDict[str, Any]) -> bool:
        """Whether the same page, with the same words, has done it before."""
        try:
            token = uuid.UUID(data.get("token", ""))
        except ValueError:
            return False
        return once.was_done(case=case, token=token, what=_words_of(data, files))


def _words_of(data: QueryDict, files: MultiValueDict[str, Any]) -> str:
    """Return what tells the words of one page from others: a digest of all that was sent.

    What was seen is no part of it: a page that is given back after a failure is drawn anew with the same token and words.
    """
    typed = [(name, data.getlist(name)) for name in sorted(data) if name not in (CSRF_FIELD, "base")]
    sent = [(name, one.name, one.size) for name in sorted(files) for one in files.getlist(name)]
    return "verb:" + hashlib.sha256(repr((typed, sent)).encode()).hexdigest()


READERS = [
    (Visibility.INTERNAL.value, _("หน่วยงานของเราเท่านั้น")),
    (Visibility.SHARED.value, _("ทุกหน่วยงานที่ทำเรื่องนี้")),
    (Visibility.PUBLIC.value, _("ผู้แจ้งด้วย")),
]
"""Who reads a note, as the writer chooses; the own office first, because it is the safe one."""


def readers_field(
    initial: Visibility = Visibility.INTERNAL, *, with_reporter: bool = True
) -> forms.ChoiceField:
    """Return the question who reads what is written."""
    choices = READERS if with_reporter else READERS[:2]
    field = choice_field(_("ใครอ่านได้"), choices, missing=_("เลือกว่าใครอ่านได้"))
    field.initial = initial.value
    return field


def note_field(
    label: str | Promise = NOTE_LABEL,
    *,
    required: bool = False,
    hint: str | Promise = "",
    texts: Sequence[TextUse] = (TextUse.NOTE,),
) -> forms.CharField:
    """Return the text box in which an officer writes what goes with the act.

    Args:
        label: of the box.
        required: it has to be filled in.
        hint: below the label.
        texts: which ready sentences it offers; none where only the officer's own words will do.
    """
    field = forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("เขียนเหตุผลหรือรายละเอียดสั้น ๆ")},
    )
    return offers(field, *texts)


def checked_file(upload: Any) -> CheckedFile | None:
    """Judge a file by its content; what is kept is a clean copy (privacy 13). None where none was sent.

    Raises:
        ValidationError: it is refused.
    """
    if not upload:
        return None
    try:
        return check_upload(upload)
    except RefusedFile as refused:
        raise forms.ValidationError(refused.reason, code="refused") from refused


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
