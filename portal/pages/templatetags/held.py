"""Parts that are the same on many pages or for many readers, rendered once for every state of the database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page

from portal.page_cache.memory import is_remembering, rendered
from portal.pages.models.frame import is_restricted
from portal.thai.dates import bangkok_today
from portal.web import slots

register = template.Library()

_INDENT = re.compile(r">[ \t]*[\r\n][ \t\r\n\f]*<")
"""What HTML takes for blank; a no-break space is none."""
_KEEPS_BLANKS = re.compile(r"<(?:pre|textarea)\b", re.IGNORECASE)
LONGEST_ADDRESS = 200
"""Letters of the values in an address; what is longer is rendered each time."""


class _Held(template.Node):
    """Renders what stands in it, or says again what that was for the same host, language, day and values."""

    child_nodelists = ("nodelist",)

    def __init__(
        self, name: str, values: list[template.base.FilterExpression], nodelist: template.NodeList
    ) -> None:
        self.name = name
        self.values = values
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        """Return what stands in it; nothing is held of a page that not everybody may see, or for a value that is None."""
        request: HttpRequest | None = context.get("request")
        # Where nothing can be held, nothing is asked about it either: not whether the page is restricted, once for each part.
        if request is None or not is_remembering():
            return self._made(context)
        values = tuple(value.resolve(context) for value in self.values)
        if None in values or not _is_for_everybody(context, request):
            return self._made(context)
        said = tuple(str(value) for value in values)
        name = (self.name, request.get_host(), get_language(), bangkok_today(), said)
        part = rendered(name, lambda: self._left_open(context))
        # Within another part that is made now, that one fills in.
        return SafeString(
            part if slots.are_left_open() else slots.filled(part, context.get("csrf_token", ""))
        )

    def _left_open(self, context: template.Context) -> str:
        with slots.left_open(), context.push(csrf_token=slots.CSRF):
            return slots.opened(self._made(context))

    def _made(self, context: template.Context) -> SafeString:
        return SafeString(without_indents(self.nodelist.render(context)))


def without_indents(html: str) -> str:
    """Return HTML with one line feed where there were only line feeds and blanks between two tags: indents are a tenth of a page.

    What a browser shows stays the same, for it takes a run of blanks for one; where it does not, nothing is changed.

    Args:
        html: a part of a page.
    """
    return html if _KEEPS_BLANKS.search(html) else _INDENT.sub(">\n<", html)


def _is_for_everybody(context: template.Context, request: HttpRequest) -> bool:
    """Say whether the page is neither a draft that its editor looks at nor one that only some may open."""
    if getattr(request, "is_preview", False):
        return False
    page = context.get("page")
    return not (isinstance(page, Page) and is_restricted(page))


@register.tag
def held(parser: template.base.Parser, token: template.base.Token) -> _Held:
    """`{% held "name" value … %}…{% endheld %}`: say what stands in it once, for all readers.

    It depends on nothing but `site`, public content, the language, the day and the values. A value names the variant:
    the mark of the current entry, the key of a document, what is read of the address (`read_address`). What it needs of
    the database is asked in it and not before it (`portal.web.late`), or holding spares little. The tokens of a form are
    each reader's own (`portal.web.slots`).

    Raises:
        django.template.TemplateSyntaxError: there is no name.
    """
    words = token.split_contents()
    if len(words) < 2:
        raise template.TemplateSyntaxError("held takes a name")
    values = [parser.compile_filter(word) for word in words[2:]]
    nodelist = parser.parse(("endheld",))
    parser.delete_first_token()
    return _Held(words[1].strip("\"'"), values, nodelist)


@register.simple_tag(takes_context=True)
def blank_field(context: template.Context) -> str | None:
    """Return what tells how `field` is drawn, for `held`; None for a field of which nothing is held.

    Only an empty field of a form that nobody filled in yet, and only where the form says that it draws the same for everybody
    (`is_drawn_once`): what somebody typed, chose or did wrong is drawn each time, and stays nowhere. Reads `field` and `hints`
    of components/field.html.
    """
    return _drawn_like(context["field"], context.get("hints") or {})


@register.simple_tag
def blank_form(form: BaseForm) -> str | None:
    """Return what tells how the fields of a form are drawn, for `held`; None for one of which nothing is held.

    Only a form all of whose fields `blank_field` would hold, and whose hidden ones are tokens that are filled in afterwards.

    Args:
        form: whose fields are drawn with nothing but what they say themselves.
    """
    if not all(_is_token(field) for field in form.hidden_fields()):
        return None
    fields = [_drawn_like(field, {}) for field in form.visible_fields()]
    # A form without a field to fill in says nothing of itself: whether somebody sent it is seen on its fields.
    return None if None in fields or not fields else "\n".join(map(str, fields))


def _is_token(field: BoundField) -> bool:
    """Whether a hidden field gets a token of the reader's; one that was given to the form is somebody's already."""
    return field.field.initial is slots.new_token and field.name not in field.form.initial


def _drawn_like(field: BoundField, hints: Mapping[str, Any]) -> str | None:
    form = getattr(field, "form", None)
    if not getattr(form, "is_drawn_once", False) or form.is_bound or not _is_empty(field.value()):
        return None
    control = field.field
    said = (
        *(
            type(form).__module__,
            type(form).__qualname__,
            field.html_name,
            field.auto_id,
            control.required,
            control.disabled,
        ),
        *(type(control.widget).__qualname__, control.widget.is_hidden, sorted(control.widget.attrs.items())),
        _words(field, hints),
    )
    return str(said)


def _words(field: BoundField, hints: Mapping[str, Any]) -> tuple[object, ...]:
    """Return every word that a field shows; none for one that shows what its class declares, which is cheap to see."""
    control, form = field.field, field.form
    declared = type(form).base_fields.get(field.name)
    choices = getattr(control, "choices", ())
    if (
        declared is not None
        and (not hints or hints is getattr(form, "hints", None))
        and control.label is declared.label
        and control.help_text is declared.help_text
        and choices is getattr(declared, "choices", ())
    ):
        return (bool(hints),)
    lines = [(str(value), str(words), str(hints.get(value, ""))) for value, words in choices]
    return str(field.label), str(field.help_text), lines


def _is_empty(value: object) -> bool:
    return not any(value) if isinstance(value, (list, tuple)) else value in (None, "", False)


@register.simple_tag(takes_context=True)
def plain_address(context: template.Context) -> str | None:
    """Return the address of the page, for `held`; None for one of so many that a part for each would push out all others.

    `{% plain_address as at %}`. Few are the addresses without a query of which a view takes no value, and those of a page that
    says of itself that it is one of few: `is_one_of_few` in its context.
    """
    request: HttpRequest | None = context.get("request")
    match = getattr(request, "resolver_match", None)
    if request is None or match is None or request.GET:
        return None
    takes_nothing = not (match.args or match.kwargs)
    return request.path if takes_nothing or context.get("is_one_of_few") else None


@register.simple_tag(takes_context=True)
def read_address(context: template.Context) -> str | None:
    """Return the query of an address of which the page reads every part, for `held`; None when there is anything else in it.

    `{% read_address as view %}`. The page says what it reads: `address_parameters` of its type.
    """
    given = context["request"].GET
    if not given:
        return ""
    said = given.urlencode()
    reads_all = context["page"].address_parameters.issuperset(given)
    return said if reads_all and len(said) <= LONGEST_ADDRESS else None
