"""What a citizen's pages read does not grow with what others have asked for (issues 9 and 15)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.domain.queries.tracking import find, progress_of
from cases.intake.status_parts import parts_of
from cases.intake.views.status_page import Proof
from cases.models import Case
from portal.audit import sealing
from portal.web.sessions import SessionStore
from tests.cases import factories
from tests.cases.factories import World
from tests.plans import of_sqlite, read_through

pytestmark = [pytest.mark.django_db, of_sqlite]


def looked_at(case: Case) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        progress = progress_of(case)
        Proof.of(progress)
        parts_of(progress)
    assert len(queries) > 8
    return read_through(queries)


def test_no_look_at_how_a_request_stands_reads_a_growing_table_through(world: World) -> None:
    """Also of one that waits, is helped, and is closed: each asks for more."""
    made = (
        factories.received_case(world),
        factories.pending_referral(world).case,
        factories.followed_case(world),
        factories.closed_case(world),
    )
    sealing.seal()
    for case in made:
        assert looked_at(Case.objects.select_related("holder").get(pk=case.pk)) == []


def test_a_pair_of_codes_is_looked_for_by_its_reference(world: World) -> None:
    case = factories.received_case(world)
    with CaptureQueriesContext(connection) as queries:
        assert find(reference=case.reference, secret="0000-0000-0000-0000-0000") is None
    assert len(queries) == 1
    assert read_through(queries) == []


def test_no_session_is_looked_for_among_all(client: Client, world: World) -> None:
    session = SessionStore()
    session["x"] = 1
    session.save()
    with CaptureQueriesContext(connection) as queries:
        assert SessionStore(session.session_key)["x"] == 1
        assert client.get(reverse("cases_intake:track")).status_code == 200
    assert read_through(queries) == []
