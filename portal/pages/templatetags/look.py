"""Template tags of the frame and the components: language switch, current entry, bars, and small helpers.

Filters that format Thai dates and digits live in `klang`; these ones only serve the look (docs/look.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.forms.boundfield import BoundWidget
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.pages.domain import languages
from portal.pages.domain.languages import WrittenLanguage
from portal.pages.editing.addresses import PAGES
from portal.web.access import Rule
from portal.web.links import absolute

register = template.Library()

_MESSAGE_TONES = {messages.SUCCESS: "ok", messages.WARNING: "warn", messages.ERROR: "danger"}
_THAI = re.compile("[\u0e01-\u0e5b]")
_NOT_IN_A_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def _path_of(context: Mapping[str, Any]) -> str:
    request: HttpRequest | None = context.get("request")
    return request.get_full_path() if request is not None else "/"


@register.simple_tag(takes_context=True)
def language_url(context: Mapping[str, Any], language: str) -> str:
    """Return the address of the present page in another language ("th" or "en").

    A page without a twin in that language keeps its address, and the reader keeps the page.
    """
    return translate_url(_path_of(context), language)


@register.simple_tag(takes_context=True)
def current(context: Mapping[str, Any], url: str) -> SafeString:
    """Return ` aria-current="page"` on the very page `url`, ` aria-current="true"` on a page below it, else nothing.

    Args:
        context: the template context; without a request nothing is current.
        url: address of a section, from `{% url %}` or `site.urls`.
    """
    request: HttpRequest | None = context.get("request")
    if request is None or not url:
        return mark_safe("")
    path = url.split("?")[0]
    if request.path == path:
        return mark_safe(' aria-current="page"')
    below = path != "/" and request.path.startswith(path)
    return mark_safe(' aria-current="true"') if below else mark_safe("")


@register.filter
def message_tone(message: Message) -> str:
    """Return the tone of an answer to an act, as in components/notice.html; "" for plain information."""
    return _MESSAGE_TONES.get(message.level, "")


@register.filter
def lookup(mapping: Mapping[Any, Any] | None, key: Any) -> Any:
    """Return `mapping[key]`, or "" when there is no mapping or no such key (templates have no subscription)."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def choice_input(option: BoundWidget) -> SafeString:
    """Draw the control of one choice as `option.tag` does, without three templates for each: a page may have fifty of them."""
    data = option.data
    value = {} if data["value"] is None else {"value": str(data["value"])}
    attributes = {"type": data["type"], "name": data["name"], **value, **data["attrs"]}
    return format_html("<input{}>", flatatt(attributes))


@register.filter
def phrases(text: Any) -> SafeString:
    """Keep the phrases of a Thai heading together: blanks divide phrases in Thai, so lines break there first.

    Browsers break Thai between any two words, which tears "ขอความช่วยเหลือ" in two at the end of a line. A phrase that
    is longer than the line still breaks inside. Text without Thai letters comes back as it is.
    """
    words = str(text).split()
    if len(words) < 2 or not _THAI.search(str(text)):
        return conditional_escape(text)
    return format_html_join(" ", '<span class="phrase">{}</span>', ((word,) for word in words))


@register.filter
def percent_of(value: float | None, whole: float | None) -> int:
    """Return `value` as whole per cent of `whole`, kept between 0 and 100; 0 when either is missing."""
    if not value or not whole:
        return 0
    return max(0, min(100, round(100 * float(value) / float(whole))))


@register.filter
def tel(number: str) -> str:
    """Return the address of a tap-to-call link: digits and a leading plus only, an extension after a pause.

    "0 7561 1899 ต่อ 12" gives "tel:075611899,12" (RFC 3966 allows "," pauses in practice on every phone).
    """
    digits = str(number).translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))
    main, _, extension = digits.partition("ต่อ")
    plus = "+" if main.strip().startswith("+") else ""
    only = "".join(sign for sign in main if sign.isdigit())
    extra = "".join(sign for sign in extension if sign.isdigit())
    return f"tel:{plus}{only}" + (f",{extra}" if extra else "")


@register.filter
def as_linked_data(value: Any) -> SafeString:
    """Return JSON for `<script type="application/ld+json">`: no text of anybody can end the element (WHATWG HTML 4.12.1.3)."""
    return mark_safe(json.dumps(value, ensure_ascii=False).translate(_NOT_IN_A_SCRIPT))  # noqa: S308 - as above


@register.simple_tag(takes_context=True)
def own_address(context: Mapping[str, Any]) -> str:
    """Return the one address of a public page at the configured host, without what only sorts or filters; "" elsewhere.

    Pages of one visitor (forms, tracking, the desk) have none: they are not to be sent on.
    """
    request: HttpRequest | None = context.get("request")
    match = getattr(request, "resolver_match", None)
    if request is None or match is None:
        return ""
    rule = getattr(match.func, "access_rule", None)
    is_page = match.url_name == PAGES and not getattr(request, "is_preview", False)
    return absolute(request.path) if is_page or rule is Rule.PUBLIC else ""


@register.simple_tag
def written_languages() -> tuple[WrittenLanguage, ...]:
    """Languages that have a page of their own and are no interface: `{% written_languages as languages %}`."""
    return languages.written_languages()


@register.simple_tag
def static_address(name: str) -> str:
    """Return the full address of a static file, for those who fetch it from outside."""
    return absolute(static(name))


class _KeptAs(template.Node):
    """Renders what stands in it, and gives it to the rest of the template under a name."""

    child_nodelists = ("nodelist",)

    def __init__(self, name: str, nodelist: template.NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        """Return what stands in it."""
        rendered = self.nodelist.render(context)
        context[self.name] = SafeString(rendered.strip())
        return rendered


@register.tag
def kept_as(parser: template.base.Parser, token: template.base.Token) -> _KeptAs:
    """`{% kept_as "name" %}…{% endkept_as %}`: a block may stand in a template once; this says it again.

    Raises:
        django.template.TemplateSyntaxError: there is not exactly one name.
    """
    words = token.split_contents()
    if len(words) != 2:
        raise template.TemplateSyntaxError("kept_as takes one name")
    nodelist = parser.parse(("endkept_as",))
    parser.delete_first_token()
    return _KeptAs(words[1].strip("\"'"), nodelist)
