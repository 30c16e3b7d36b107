"""What `bin/bench pages` stands on: a library that grows stays a sound tree, and processor time is that of the server."""

from __future__ import annotations

import time

import pytest
from wagtail.models import Page

from benchmarks.growth import grow
from benchmarks.server import free_port, running
from legal_library.models import DocumentPage, LibraryIndexPage
from tests.legal_library.factories import DocumentFactory, LibraryIndexFactory
from tests.pages.factories import make_site

SERVER = """
import http.server, sys, time
class Busy(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/busy":
            end = time.process_time() + 0.2
            while time.process_time() < end: pass
        self.send_response(200); self.end_headers()
    def log_message(self, *rest): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Busy).serve_forever()
"""


@pytest.mark.django_db
def test_documents_that_were_grown_are_pages_like_others(client):
    library = LibraryIndexFactory(parent=make_site())
    DocumentFactory(parent=library)
    grow(25)
    grow(40)
    assert DocumentPage.objects.published().count() == 40
    assert Page.find_problems() == ([], [], [], [], [])
    assert LibraryIndexPage.objects.get().numchild == 40
    last = DocumentPage.objects.order_by("-path")[0]
    assert client.get(last.get_url()).status_code == 200


def test_processor_time_is_that_of_the_server_and_its_work():
    port = free_port()
    with running(["-c", SERVER, str(port)], port) as server:
        before = server.cpu()
        time.sleep(0.3)
        idle = server.cpu() - before
        connection = server.connect()
        connection.request("GET", "/busy")
        connection.getresponse().read()
        busy = server.cpu() - before - idle
        assert server.resident()
        connection.close()
    assert idle < 0.1
    assert 0.19 < busy < 1.0
    assert server.process.poll() is not None


def test_a_server_that_does_not_start_is_told():
    with (
        pytest.raises(RuntimeError, match="does not answer"),
        running(["-c", "raise SystemExit(3)"], free_port()),
    ):
        pytest.fail("it runs")
