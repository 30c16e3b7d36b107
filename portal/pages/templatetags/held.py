"""Parts that are the same on many pages, rendered once for every state of the database."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portal.page_cache.memory import rendered
from portal.thai.dates import bangkok_today

register = template.Library()


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
        """Return what stands in it; without a request nothing is held."""
        request: HttpRequest | None = context.get("request")
        if request is None:
            return self.nodelist.render(context)
        values = tuple(str(value.resolve(context)) for value in self.values)
        name = (self.name, request.get_host(), get_language(), bangkok_today(), values)
        return SafeString(rendered(name, lambda: self.nodelist.render(context)))


@register.tag
def held(parser: template.base.Parser, token: template.base.Token) -> _Held:
    """`{% held "name" value … %}…{% endheld %}`: say what stands in it once, for all readers.

    It depends on nothing but `site`, public content, the language, the day and the values. A value names the variant:
    the mark of the current entry, the key of a document.

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
