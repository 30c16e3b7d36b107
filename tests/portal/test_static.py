"""Static files: collected by themselves when they changed, compressed, and kept by browsers for good."""

from __future__ import annotations

import io
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.handlers.wsgi import WSGIHandler
from django.templatetags.static import static
from django.test import override_settings

from portal.management.commands import prepare, serve
from portal.management.commands.serve import workers_for_this_machine
from tests.page_cache.through import ask

STYLE = "body { color: #163A6B; }\n" * 50


@pytest.fixture
def folder(tmp_path):
    """An installation with one style sheet."""
    source = tmp_path / "source"
    (source / "css").mkdir(parents=True)
    (source / "css" / "a.css").write_text(STYLE)
    with override_settings(
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "portal.web.static.HashedStaticFiles"},
        },
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
        STATICFILES_DIRS=[source],
        STATIC_ROOT=tmp_path / "static",
        WHITENOISE_USE_FINDERS=False,
        WHITENOISE_AUTOREFRESH=False,
    ):
        yield source


def collect():
    """Do what `prepare` does; return what it said."""
    said = io.StringIO()
    prepare.Command(stdout=said)._collect()
    return said.getvalue()


def test_what_has_two_names_is_compressed_once(folder, monkeypatch):
    """Brotli at its best is half of what collecting costs."""
    made: list[bytes] = []
    compress = brotli.compress
    monkeypatch.setattr(brotli, "compress", lambda data: made.append(data) or compress(data))
    collect()
    assert made == [STYLE.encode()]
    packed = list(Path(settings.STATIC_ROOT, "css").glob("*.br"))
    assert len(packed) == 2
    assert {brotli.decompress(path.read_bytes()) for path in packed} == {STYLE.encode()}


def test_before_they_were_collected_files_have_their_plain_names(folder):
    assert static("css/a.css") == "/static/css/a.css"


def test_they_are_collected_once_and_again_after_a_change(folder):
    assert "style" in collect()
    assert collect() == ""
    before = storages.create_storage({"BACKEND": "portal.web.static.HashedStaticFiles"}).url("css/a.css")
    (folder / "css" / "a.css").write_text(STYLE + "p { margin: 0; }")
    assert "style" in collect()
    after = storages.create_storage({"BACKEND": "portal.web.static.HashedStaticFiles"}).url("css/a.css")
    assert re.fullmatch(r"/static/css/a\.[0-9a-f]{12}\.css", before)
    assert after != before


def test_a_collection_that_was_broken_off_is_done_again(folder, settings):
    collect()
    (settings.STATIC_ROOT / "collected").unlink()
    assert "style" in collect()


@pytest.mark.django_db
def test_browsers_keep_them_for_good_and_get_them_compressed(folder):
    collect()
    address = storages.create_storage({"BACKEND": "portal.web.static.HashedStaticFiles"}).url("css/a.css")
    answer = ask(WSGIHandler(), address, HTTP_ACCEPT_ENCODING="br")
    assert answer.status == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "br"
    assert brotli.decompress(answer.raw).decode() == STYLE


@pytest.mark.parametrize(("processors", "workers"), [(1, 1), (2, 2), (4, 4), (64, 4)])
def test_there_is_a_web_process_for_each_processor_four_at_most(monkeypatch, processors, workers):
    monkeypatch.setattr(serve.os, "sched_getaffinity", lambda pid: set(range(processors)))
    assert workers_for_this_machine() == workers
