"""What a person typed, known by its field: it comes back whenever a page could not take it (reliability.md R06, R15, R16).

A view that takes words says with `takes_words` which form they belong to. From that alone every page of failure knows
what is words, a choice, a secret or a file, and what each is called. Nothing is guessed from the length of a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django import forms
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import ResolverMatch, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

View = Callable[..., Any]
FormClass = type[forms.BaseForm]
FormFinder = Callable[..., FormClass | None]
Lookup = Callable[[HttpRequest], HttpResponse | None]

CSRF_FIELD = "csrfmiddlewaretoken"
_UNREADABLE = (UnreadablePostError, BadRequest, SuspiciousOperation, MultiPartParserError, OSError)
_SECRET_NAMES = ("password", "passwd", "secret", "otp", "token")
"""For pages of others, whose forms are not declared here: parts of names whose values are never shown."""


class Kind(Enum):
    """What a field holds, by its widget."""

    WORDS = "words"
    CHOICE = "choice"
    SECRET = "secret"  # noqa: S105 - a name, no secret
    """Never given back; it is asked anew."""
    FILE = "file"
    MADE_ANEW = "made_anew"
    """Made by the page and not by a person, as the password of a file is: never given back nor kept, it is made again."""
    HIDDEN = "hidden"
    """Goes along when the form is sent again, and is not shown."""


@dataclass(frozen=True, slots=True)
class TypedField:
    """One field of a form that was sent.

    Attributes:
        name: of the first input, for the box in which a secret is typed again.
        label: as the form names it.
        kind: what it holds.
        text: what is shown to the person: the words as typed, the words of a choice; "" for nothing.
    """

    name: str
    label: str
    kind: Kind
    text: str

    @property
    def rows(self) -> int:
        """Return the height of the box in which it is shown."""
        return 6 if len(self.text) > 160 or "\n" in self.text else 1 if len(self.text) < 60 else 3


@dataclass(frozen=True, slots=True)
class Typed:
    """What came with a request.

    Attributes:
        action: the address that it was sent to.
        fields: those that were filled in, in the order of the form.
        values: pairs of input name and value that are sent again: everything but secrets, what the page makes anew, files
            and the form's token.
    """

    action: str
    fields: tuple[TypedField, ...] = ()
    values: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to give back."""
        return bool(self.fields)

    @property
    def shown(self) -> list[TypedField]:
        """Fields whose content is shown and can be copied."""
        return [field for field in self.fields if field.kind in (Kind.WORDS, Kind.CHOICE)]

    @property
    def secrets(self) -> list[TypedField]:
        """Fields that have to be typed again."""
        return [field for field in self.fields if field.kind is Kind.SECRET]

    @property
    def files(self) -> list[TypedField]:
        """File fields: what was chosen there is not kept."""
        return [field for field in self.fields if field.kind is Kind.FILE]


def takes_words(
    form: FormClass | FormFinder,
    *,
    stored: Lookup | None = None,
    fills: bool = False,
    way_out: str = "",
) -> Callable[[View], View]:
    """Say which form a view takes by POST. A test asks it of every view that accepts one.

    Args:
        form: its class (`forms.Form` for a page with a button only), or a function that finds the class from the
            arguments of the address.
        stored: asked after a failure whether the request was stored all the same; returns the page that says so.
        way_out: name of the address by which the page is left quickly, for pages that somebody else must not read.
        fills: the view shows its form filled with what is kept for its reader (`portal.accounts.kept`).
    """

    def decorate(view: View) -> View:
        view.typed_form = form  # type: ignore[attr-defined]
        view.typed_stored = stored  # type: ignore[attr-defined]
        view.typed_fills = fills  # type: ignore[attr-defined]
        view.typed_way_out = way_out  # type: ignore[attr-defined]
        return view

    return decorate


def form_of(request: HttpRequest) -> FormClass | None:
    """Return the class of the form that the request's page takes; None where none is declared."""
    return form_of_match(request.resolver_match) if request.resolver_match else None


def form_of_match(match: ResolverMatch) -> FormClass | None:
    """The same for an address that was resolved."""
    found = getattr(match.func, "typed_form", None)
    if found is None or isinstance(found, type):
        return found
    return found(**match.kwargs)


def exit_of(request: HttpRequest) -> str:
    """Return the address by which the request's page is left quickly; "" where none is declared."""
    match = request.resolver_match
    name = getattr(match.func, "typed_way_out", "") if match else ""
    return reverse(name) if name else ""


def read(request: HttpRequest) -> Typed:
    """Return what a POST brought; nothing when it is no POST or cannot be read."""
    if request.method != "POST":
        return Typed(request.get_full_path())
    try:
        post, files = request.POST, request.FILES
    except _UNREADABLE:
        request._mark_post_parse_error()  # type: ignore[attr-defined] # reading a broken stream twice fails twice
        return Typed(request.get_full_path())
    return describe(post, files=list(files), form=form_of(request), action=request.get_full_path())


def describe(post: QueryDict, *, files: Iterable[str], form: FormClass | None, action: str) -> Typed:
    """Sort the values of a POST by the fields of its form.

    Args:
        post: what the browser sent.
        files: names of inputs with a file.
        form: the page's form; None for a page whose form is not known, whose inputs then go by their own names.
        action: the address that it was sent to.
    """
    chosen = set(files)
    fields = list(_fields(form, post, chosen)) if form else list(_unknown(post, chosen))
    secret = {field.name for field in fields if field.kind in (Kind.SECRET, Kind.MADE_ANEW)} | {CSRF_FIELD}
    values = tuple((name, value) for name, all_ in post.lists() if name not in secret for value in all_)
    return Typed(action, tuple(field for field in fields if field.text or field.kind is Kind.SECRET), values)


def _fields(form: FormClass, post: QueryDict, files: set[str]) -> Iterator[TypedField]:
    for name, field in form.base_fields.items():  # type: ignore[attr-defined]
        widget, label = field.widget, str(field.label or name)
        if isinstance(widget, forms.FileInput):
            if name in files:
                yield TypedField(name, label, Kind.FILE, label)
        elif getattr(field, "is_made_anew", False):
            yield TypedField(name, label, Kind.MADE_ANEW, "")
        elif isinstance(widget, forms.PasswordInput):
            if name in post:
                yield TypedField(name, label, Kind.SECRET, "")
        elif widget.is_hidden:
            continue
        elif isinstance(widget, (forms.CheckboxInput, forms.widgets.ChoiceWidget)):
            yield TypedField(name, label, Kind.CHOICE, _choice(field, post.getlist(name)))
        else:
            parts = [post.get(part, "").strip() for part in input_names(name, field)]
            yield TypedField(name, label, Kind.WORDS, " ".join(part for part in parts if part))
    for name in sorted(files - set(form.base_fields)):  # type: ignore[attr-defined]
        yield TypedField(name, _("ไฟล์ที่แนบ"), Kind.FILE, name)


def _unknown(post: QueryDict, files: set[str]) -> Iterator[TypedField]:
    for name, values in post.lists():
        if any(part in name.lower() for part in _SECRET_NAMES):
            if name != CSRF_FIELD:
                yield TypedField(name, name, Kind.SECRET, "")
        else:
            yield TypedField(name, name, Kind.WORDS, "\n".join(value for value in values if value.strip()))
    for name in sorted(files):
        yield TypedField(name, name, Kind.FILE, name)


def filled_from(form: FormClass, data: QueryDict) -> dict[str, Any]:
    """Return what a form is filled with to stand as it was sent; what was not ticked stays so. Files do not come back.

    Args:
        form: its class.
        data: of the request.
    """
    return {
        name: field.widget.value_from_datadict(data, MultiValueDict(), name)
        for name, field in form.base_fields.items()  # type: ignore[attr-defined]
        if not isinstance(field.widget, forms.FileInput)
    }


def input_names(name: str, field: forms.Field) -> list[str]:
    """Return the names under which a browser sends a field: one, or one for each box of a date."""
    if isinstance(field.widget, forms.MultiWidget):
        return [name + suffix for suffix in field.widget.widgets_names]
    return [name]


def _choice(field: forms.Field, values: list[str]) -> str:
    """Return the words of what was chosen. Choices that only the database knows are not asked for: it may be down."""
    picked = [value for value in values if value]
    if not picked:
        return ""
    if isinstance(field, forms.ModelChoiceField) or not isinstance(field, forms.ChoiceField):
        return _("เลือกไว้แล้ว")
    words = {str(value): str(label) for value, label in _flat(field.choices)}
    return ", ".join(words.get(value, _("เลือกไว้แล้ว")) for value in picked)


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield value, label


def stored(request: HttpRequest, answer: Callable[[], HttpResponse]) -> None:
    """Note that what came with this request is stored from here on.

    Whatever fails afterwards, a session that cannot be written or a page that cannot be drawn, is then answered with
    this and never with "not saved".

    Args:
        request: of which something was stored.
        answer: makes the answer; it may not need what has just failed.
    """
    request.typed_answer = answer  # type: ignore[attr-defined]


def answer_of_stored(request: HttpRequest) -> HttpResponse | None:
    """Return the answer to a request that was stored before something failed; None when it was not.

    Raises:
        Exception: whatever the look-up raises when the database cannot be asked either.
    """
    answer = getattr(request, "typed_answer", None)
    if answer is not None:
        return answer()
    match = request.resolver_match
    lookup = getattr(match.func, "typed_stored", None) if match else None
    return lookup(request) if lookup else None
