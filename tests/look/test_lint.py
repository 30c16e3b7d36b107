"""Promises about every template that no one can keep by memory alone.

Addresses come from the URLconf, the page works under the strict content security policy, nothing is fetched from
another host, every include exists, every page says its language, a line fits a screen, and no template decides what
a code means.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STATIC = Path(settings.BASE_DIR) / "static"
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}|<!--.*?-->", re.S)
ROOMS_WITH_OWN_STYLE = {"letters", "outbox"}
"""Papers and e-mails: not pages of the site, so they carry their own frame and style."""

WIDEST_LINE = 160
"""Columns of a line that can be read beside another one on a screen (docs/design/house.md)."""
MARKS = {"Mn", "Me"}
"""Thai vowels and tone marks stand above and below a letter: they take no column of their own."""

CODE = r"""(?:"[^"]*"|'[^']*')"""
CONDITION = re.compile(r"{%\s*(?:if|elif)\s(.*?)%}")
COMPARED = re.compile(rf"(?:==|!=|\bin)\s*{CODE}|{CODE}\s*(?:==|!=|\b(?:not\s+)?in\b)")
DRAWS_BY_NAME = {
    "components/icon.html": "the name is that of a drawing",
    "components/drawing.html": "the name is that of a drawing",
    "components/field.html": "the name is that of a widget, and each widget has its own place for the label",
    "django/forms/widgets/select.html": "an option that has a template of its own is drawn by it",
    "components/language.html": "there are two languages, and the link leads to the other",
}
"""The only templates that compare something with a written word, and why that is their work."""

#: Plain error pages must open when no address can be looked up: the root is the only literal they may have.
PLAIN = {"plain.html", "400.html", "403_csrf.html", "500.html", "503.html", "offline.html"}


def all_templates() -> Iterator[Path]:
    return iter(sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".xml", ".svg"}))


def files() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*.*") if path.is_file())


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


def of_every(paths: list[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """Let what is promised of one file be asked of all of them in one test that names each that breaks it.

    Five thousand tests of a moment each cost more to collect, in every process of a run, than to run.
    """

    def asked_of_all(promise: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            assert paths, "there is nothing to look at"
            broken = {}
            for path in paths:
                try:
                    promise(path)
                except (AssertionError, TemplateDoesNotExist, TemplateSyntaxError) as error:
                    broken[name(path)] = str(error)
            assert not broken, "\n".join(f"{path}: {told}" for path, told in broken.items())

        test.__name__, test.__doc__ = promise.__name__, promise.__doc__
        return test

    return asked_of_all


every_file = of_every(files())
every_page = of_every(pages())


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


def too_wide(text: str) -> list[int]:
    """Return the numbers of the lines that take more columns than a screen has; marks above and below take none."""
    return [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if sum(unicodedata.category(sign) not in MARKS for sign in line) > WIDEST_LINE
    ]


def codes_compared(text: str) -> list[str]:
    """Return the conditions that compare something with a written word: a state, a tone, the name of a place."""
    return [condition.strip() for condition in CONDITION.findall(text) if COMPARED.search(condition)]


@every_file
def test_a_line_fits_a_screen(path: Path) -> None:
    assert too_wide(path.read_text(encoding="utf-8")) == []


@every_file
def test_a_template_compares_nothing_with_a_code(path: Path) -> None:
    """What a state or a tone means is said once, by the presenter or the model (docs/design/house.md)."""
    compared = codes_compared(source(path))
    assert bool(compared) is (name(path) in DRAWS_BY_NAME), compared


def test_the_width_counts_letters_and_not_their_marks() -> None:
    fits = "ที่" * WIDEST_LINE
    assert len(fits) > WIDEST_LINE
    assert too_wide(fits) == []
    assert too_wide(f"short\n{fits}.") == [2]


@pytest.mark.parametrize(
    "condition",
    [
        'case.state == "closed"',
        "case.state != 'closed'",
        '"closed" == case.state',
        'case.state in "closed archived"',
        '"clo" not in case.state',
        'shown and due.tone == "late" or other',
    ],
)
@pytest.mark.parametrize("word", ["if", "elif"])
def test_a_comparison_with_a_code_is_found(word: str, condition: str) -> None:
    assert codes_compared("{% " + word + " " + condition + " %}") == [condition]


@pytest.mark.parametrize("condition", ["case.is_closed", "a == b", "total > 1", 'page|local:"summary"'])
def test_a_question_to_the_presenter_is_not_a_comparison(condition: str) -> None:
    assert codes_compared("{% if " + condition + " %}") == []


@of_every(sorted((TEMPLATES / "components").rglob("*.html")))
def test_a_component_documents_its_parameters(path: Path) -> None:
    head = path.read_text(encoding="utf-8")[:200]
    assert "{% comment %}" in head
    documented = path.read_text(encoding="utf-8").split("{% endcomment %}")[0]
    assert "Parameters:" in documented or "No parameters." in documented or "Context:" in documented


@of_every(sorted((TEMPLATES / "components").glob("*.html")))
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
