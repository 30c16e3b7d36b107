"""Every address of the portal, read from the URLconf itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

from portal.web.access import Rule

# Wagtail's own views. They are guarded by Wagtail's permissions and by tests of their own (tests/pages/test_cms.py).
OF_WAGTAIL = ("wagtail.", "modelsearch.")


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf."""

    name: str
    route: str
    view: Callable[..., HttpResponseBase]
    arguments: tuple[str, ...]

    @property
    def rule(self) -> Rule | None:
        """Return the rule that the view carries."""
        return getattr(self.view, "access_rule", None)

    @property
    def of_wagtail(self) -> bool:
        """Say whether the view is a library's."""
        module = getattr(self.view, "view_class", self.view).__module__
        mounted_by_wagtail = self.route.startswith(("cms/", "documents/", "_util/"))
        return module.startswith(OF_WAGTAIL) or (mounted_by_wagtail and module.startswith("django."))


def addresses() -> list[Address]:
    """Return every address outside Wagtail's back-office, in the order of the URLconf."""
    return list(_walk(get_resolver(), "", ()))


def _walk(resolver: URLResolver, prefix: str, namespaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, prefix + str(pattern.pattern), inner)
        elif isinstance(pattern, URLPattern):
            yield Address(
                name=":".join((*namespaces, pattern.name or "")),
                route=prefix + str(pattern.pattern),
                view=pattern.callback,
                arguments=tuple(pattern.pattern.converters),
            )
