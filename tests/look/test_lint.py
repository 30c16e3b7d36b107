"""Promises about every template that no one can keep by memory alone.

Addresses come from the URLconf, the page works under the strict content security policy, nothing is fetched from
another host, every include exists, and every page says its language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STATIC = Path(settings.BASE_DIR) / "static"
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}|<!--.*?-->", re.S)
ROOMS_WITH_OWN_STYLE = {"letters", "outbox"}
"""Papers and e-mails: not pages of the site, so they carry their own frame and style."""

#: Plain error pages must open when no address can be looked up: the root is the only literal they may have.
PLAIN = {"plain.html", "400.html", "403_csrf.html", "500.html", "503.html", "offline.html"}


def all_templates() -> Iterator[Path]:
    return iter(sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".xml", ".svg"}))


def pages() -> list[Path]:
    return [
        path
        for path in all_templates()
        if path.suffix == ".html"
        and path.relative_to(TEMPLATES).parts[0] not in ROOMS_WITH_OWN_STYLE
        and not path.name.endswith("_paper.html")
    ]


def name(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def source(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


every_page = pytest.mark.parametrize("path", pages(), ids=name)


@every_page
def test_addresses_are_looked_up_not_written(path: Path) -> None:
    literal = re.findall(r"""(?:href|action|src)=["'](/[^"'{]*)["'{]""", source(path))
    allowed = {"/"} if path.name in PLAIN else set()
    assert set(literal) <= allowed


@every_page
def test_no_inline_style_script_or_handler(path: Path) -> None:
    text = source(path)
    assert not re.search(r"""\sstyle\s*=\s*["']""", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"""\son[a-z]+\s*=\s*["']""", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)", text)
    assert "javascript:" not in text


@every_page
def test_nothing_is_fetched_from_another_host(path: Path) -> None:
    fetched = re.findall(
        r"""<(?:script|img|link|iframe|source|video|audio|object)\b[^>]*?(?:https?:)?//[^>]*>""", source(path)
    )
    assert not fetched


@every_page
def test_every_static_file_exists(path: Path) -> None:
    names = re.findall(r"""{% static ['"]([^'"]+)['"]""", source(path))
    missing = [file for file in names if not (STATIC / file).is_file()]
    assert not missing


@every_page
def test_the_template_compiles_and_its_includes_exist(path: Path) -> None:
    get_template(name(path))
    for included in re.findall(r"""{% (?:include|extends) ['"]([^'"]+)['"]""", source(path)):
        assert get_template(included)


@every_page
def test_a_whole_page_says_its_language_and_title(path: Path) -> None:
    text = source(path)
    if "<html" in text:
        assert re.search(r"<html[^>]*\blang=", text)
        assert "<title>" in text
        assert 'name="viewport"' in text


@every_page
def test_templates_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize("path", sorted((TEMPLATES / "components").rglob("*.html")), ids=name)
def test_a_component_documents_its_parameters(path: Path) -> None:
    head = path.read_text(encoding="utf-8")[:200]
    assert "{% comment %}" in head
    documented = path.read_text(encoding="utf-8").split("{% endcomment %}")[0]
    assert "Parameters:" in documented or "No parameters." in documented or "Context:" in documented


@pytest.mark.parametrize("path", sorted((TEMPLATES / "components").glob("*.html")), ids=name)
def test_docs_name_every_component(path: Path) -> None:
    docs = (Path(settings.BASE_DIR) / "docs" / "look.md").read_text(encoding="utf-8")
    assert f"`{path.stem}`" in docs


@every_page
def test_thai_words_are_marked_for_translation(path: Path) -> None:
    """Every Thai letter of a page stands inside a translation tag (the switch of language and the name excepted)."""
    text = source(path)
    text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", text, flags=re.S)
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.S)
    left = set(re.findall(r"[\u0E01-\u0E5B]+", text)) - {"กลาง", "ภาษาไทย"}
    assert not left
