"""Whoever reads a restricted case on the pages of households is on record, as on its own page (privacy 6)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from portal.accounts.models import OpenSession
from portal.audit.models import AuditEntry
from tests.cases.factories import World
from tests.cases.households.test_joining import join, pair  # noqa: F401 - fixture

pytestmark = pytest.mark.django_db


def reads() -> list[str]:
    return list(AuditEntry.objects.filter(action="case.read").values_list("subject", flat=True))


def opened(client: Client, case: Case) -> None:
    assert client.get(reverse("households:case", args=[case.reference])).status_code == 200


def test_reading_the_household_of_a_restricted_case_is_on_record(world: World, pair, at_center) -> None:  # noqa: F811
    secret = pair[0]
    Case.objects.filter(pk=secret.pk).update(confidentiality="restricted")
    opened(at_center, secret)
    assert reads() == [secret.reference]
    entry = AuditEntry.objects.get(action="case.read")
    assert entry.user == world.center.officer.person


def test_a_restricted_case_that_stands_beside_another_is_on_record_once(
    world: World,
    pair,  # noqa: F811
    at_center: Client,
) -> None:
    join(world, *pair)
    Case.objects.filter(pk=pair[1].pk).update(confidentiality="restricted")
    opened(at_center, pair[0])
    assert reads() == [pair[1].reference]


def test_reading_ordinary_cases_leaves_no_trace(world: World, pair, at_center) -> None:  # noqa: F811
    opened(at_center, pair[0])
    at_center.get(reverse("households:waiting"))
    assert reads() == []


def test_a_session_that_shows_a_crisis_ends_sooner(world: World, pair, at_center) -> None:  # noqa: F811
    opened(at_center, pair[0])
    assert not OpenSession.objects.filter(is_sensitive=True).exists()
    Case.objects.filter(pk=pair[1].pk).update(
        track="crisis", problem="violence", confidentiality="restricted"
    )
    opened(at_center, pair[1])
    assert OpenSession.objects.filter(is_sensitive=True).exists()
