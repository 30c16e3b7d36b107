"""Photos are made smaller on the phone before they are sent, and whatever cannot be read leaves as it is (issue 12, 1)."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

SCRIPT = (Path(__file__).parents[2] / "static/js/photos.js").read_text(encoding="utf-8")
PAGE = f"""<!doctype html><html lang="th"><title>x</title><body>
<input type="file" multiple data-longest-side="800" data-readable-side="400"><script>{SCRIPT}</script></body></html>"""


def noise(width: int, height: int, kind: str = "JPEG") -> bytes:
    """Return a picture that compresses badly, so that it is worth making smaller."""
    small = Image.frombytes(
        "RGB", (width // 2, height // 2), random.Random(7).randbytes(width * height // 4 * 3)
    )
    stream = io.BytesIO()
    small.resize((width, height)).save(stream, kind, **({"quality": 98} if kind == "JPEG" else {}))
    return stream.getvalue()


def test_a_large_photo_leaves_smaller_and_everything_else_as_it_is(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(PAGE)
    photo, tall = noise(1600, 1200), noise(500, 2400, "PNG")
    broken, paper = b"\xff\xd8" + b"x" * 800_000, b"%PDF-" + b"x" * 800_000
    given = {
        "บ้าน.PNG": ("image/jpeg", photo),
        "แชท.png": ("image/png", tall),
        "เสีย.jpg": ("image/jpeg", broken),
        "ใบรับรอง.pdf": ("application/pdf", paper),
    }
    assert len(photo) > 700 * 1024 and len(tall) > 700 * 1024
    page.locator("input").set_input_files(
        [{"name": name, "mimeType": kind, "buffer": content} for name, (kind, content) in given.items()]
    )
    page.wait_for_selector("input[data-ready='1']")
    sent = page.evaluate(
        """async () => Promise.all([...document.querySelector("input").files].map(async (file) => {
             const size = file.type.startsWith("image/") ? await createImageBitmap(file).catch(() => null) : null;
             return [file.name, file.type, file.size, size && size.width, size && size.height];
           }))"""
    )
    page.close()
    assert [name for name, *_rest in sent] == ["บ้าน.jpg", "แชท.png", "เสีย.jpg", "ใบรับรอง.pdf"]
    assert sent[0][1:2] + sent[0][3:] == ["image/jpeg", 800, 600]
    assert sent[0][2] < len(photo) / 2
    assert [size for _name, _kind, size, *_rest in sent[1:]] == [len(tall), len(broken), len(paper)]


@pytest.mark.parametrize("missing", ["createImageBitmap", "DataTransfer"])
def test_an_old_browser_sends_what_was_chosen(browser: Browser, missing: str) -> None:
    page = browser.new_page()
    page.set_content(PAGE.replace("<script>", f"<script>delete window.{missing};</script><script>"))
    photo = noise(1600, 1200)
    page.locator("input").set_input_files([{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo}])
    page.wait_for_timeout(200)
    assert page.evaluate("document.querySelector('input').files[0].size") == len(photo)
    page.close()
