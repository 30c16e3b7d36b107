"""The stylesheet keeps its promises: contrast in both schemes, focus, motion, weight, no third party."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from portal import offline

STATIC = Path(settings.BASE_DIR) / "static"
CSS = (STATIC / "css" / "klang.css").read_text(encoding="utf-8")
WITHOUT_A_SIGNAL = {*(STATIC / "js").glob("phone*.js")}
"""Scripts of the page that works without a signal."""
RULES = re.sub(r"/\*.*?\*/", "", CSS, flags=re.S)

TEXT_PAIRS = [
    *(
        (ink, ground)
        for ink in ("ink", "ink-2", "link", "link-hover")
        for ground in ("paper", "surface", "sunken")
    ),
    *((tone, f"{tone}-bg") for tone in ("success", "warning", "danger", "crisis", "info")),
    *(
        (tone, ground)
        for tone in ("success", "warning", "danger", "crisis")
        for ground in ("paper", "surface")
    ),
    *(
        (ink, f"{tone}-bg")
        for ink in ("ink", "ink-2")
        for tone in ("success", "warning", "danger", "crisis", "info")
    ),
    ("on-primary", "primary"),
    ("on-primary", "primary-hover"),
    ("on-fill", "danger-fill"),
    ("on-fill", "crisis-fill"),
    *(
        (ink, ground)
        for ink in ("on-frame", "on-frame-2", "gold-on-frame")
        for ground in ("frame", "frame-2")
    ),
    ("ink", "mark-bg"),
]
EDGE_PAIRS = [
    ("edge", "paper"), ("edge", "surface"), ("gold", "paper"), ("gold", "surface"), ("focus", "paper"),
    ("focus", "surface"), ("gold-on-frame", "frame"), ("primary", "paper"), ("crisis", "crisis-bg"),
]  # fmt: skip


def tokens(dark: bool) -> dict[str, str]:
    """Read the color tokens of one scheme; the dark ones override the light ones."""
    light = re.search(r":root {(.*?)}", RULES, re.S)[1]
    found = dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})", light))
    if dark:
        over = re.search(r"prefers-color-scheme: dark\)\s*{\s*:root {(.*?)}", RULES, re.S)[1]
        found |= dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})", over))
    return found


def luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2), 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself_is_right() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_is_readable(ink: str, ground: str, dark: bool) -> None:
    colors = tokens(dark)
    assert contrast(colors[ink], colors[ground]) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_edges_are_visible(edge: str, ground: str, dark: bool) -> None:
    colors = tokens(dark)
    assert contrast(colors[edge], colors[ground]) >= 3


def test_every_token_used_is_defined() -> None:
    used = set(re.findall(r"var\(--([\w-]+)", RULES))
    defined = set(re.findall(r"--([\w-]+)\s*:", RULES))
    assert used <= defined


def test_thai_marks_have_room() -> None:
    body = re.search(r"^body {(.*?)}", RULES, re.S | re.M)[1]
    assert float(re.search(r"line-height: ([\d.]+)", body)[1]) >= 1.6
    headings = re.search(r"^h1, h2, h3, h4 {(.*?)}", RULES, re.S | re.M)[1]
    assert float(re.search(r"line-height: ([\d.]+)", headings)[1]) >= 1.35


@pytest.mark.parametrize("banned", ["letter-spacing", "text-align: justify", "text-transform", "outline: 0"])
def test_what_hurts_thai_or_keyboards_is_not_there(banned: str) -> None:
    assert banned not in RULES


@pytest.mark.parametrize(
    "query", ["prefers-color-scheme: dark", "forced-colors: active", "prefers-reduced-motion", "@media print"]
)
def test_every_way_of_seeing_is_served(query: str) -> None:
    assert query in RULES


def test_motion_is_only_for_those_who_do_not_mind() -> None:
    block = re.search(r"@media \(prefers-reduced-motion: no-preference\) {(.*?)\n}", RULES, re.S)[1]
    assert RULES.count("transition") == block.count("transition")
    assert "animation" not in RULES


def test_nothing_comes_from_elsewhere() -> None:
    assert not re.search(r"@import|url\(\s*[\"']?(?:https?:)?//", RULES)
    for file in re.findall(r"url\(\"([^\"]+)\"\)", RULES):
        assert (STATIC / "css" / file).resolve().is_file()


def test_weight() -> None:
    """The frame with fonts stays light for a slow phone: sheet ≤ 45 kB unpacked and 10 kB on the wire, a font ≤ 30 kB, a script ≤ 6 kB."""
    assert len(CSS.encode()) <= 45_000
    assert len(gzip.compress(CSS.encode(), 9)) <= 10_000
    for font in (STATIC / "fonts").glob("*.woff2"):
        assert font.stat().st_size <= 30_000
    for script in {*(STATIC / "js").glob("*.js")} - WITHOUT_A_SIGNAL:
        assert script.stat().st_size <= 6_000, script.name


def test_what_works_without_a_signal_is_loaded_where_it_works_and_nowhere_else() -> None:
    """An officer's phone takes it along before the way begins, pictures and the counter too; no page of citizens carries it (issue 14, 7)."""
    assert sum(script.stat().st_size for script in WITHOUT_A_SIGNAL) <= 50_000
    templates = {
        path: path.read_text(encoding="utf-8") for path in (STATIC.parent / "templates").rglob("*.html")
    }
    loading = {path for path, text in templates.items() if re.search(r"<script[^>]*js/phone", text)}
    assert loading, "some page loads it, or this shows nothing"
    assert {path.parent.name for path in loading} == {"phones"}


def test_no_page_asks_to_be_turned() -> None:
    """WCAG 2.2, 1.3.4: no style looks at the orientation, no script locks it, and the app does not state one."""
    for path in (*(STATIC / "css").rglob("*.css"), *(STATIC / "js").glob("*.js"), Path(offline.__file__)):
        text = path.read_text(encoding="utf-8")
        assert "screen.orientation" not in text and '"orientation"' not in text, path.name
        assert not re.search(r"@media[^{]*orientation", text), path.name
        assert not re.search(r"(?:html|body)[^{,]*{[^}]*rotate", text), path.name
