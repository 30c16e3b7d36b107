"""Which pages a replica may answer: those that are the same for everybody and write nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from wagtail.views import serve

from portal import health
from portal.metrics import views as metrics
from portal.pages.public import contact
from portal.replica.middleware import ReplicaMiddleware, _only_reads


def test_pages_of_rooms_do_and_watching_programs_and_own_pages_do_not() -> None:
    from cases.intake.views import sending, tracking

    assert _only_reads(contact.contact)
    assert _only_reads(serve)
    for view in (health.healthz, health.readyz, metrics.metrics, sending.check, tracking.track):
        assert not _only_reads(view)


def test_without_a_replica_every_page_is_as_it_was() -> None:
    request = HttpRequest()
    request.method = "GET"
    middleware = ReplicaMiddleware(lambda request: HttpResponse("x"))
    assert middleware.process_view(request, serve, (), {}) is None


def test_what_is_sent_is_never_answered_by_it() -> None:
    request = HttpRequest()
    request.method = "POST"
    assert ReplicaMiddleware(lambda request: HttpResponse("x")).process_view(request, serve, (), {}) is None
