"""The sweep of `test_scopes` in every other stage: what a scope may read does not widen with how far the work is.

Every address of the case × every scope that the stage knows × a canary in every field (issue 10, "Attack it").
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from cases.domain import referral
from cases.machine.vocabulary import GrantReason, Scope, Stage, WaitingKind
from cases.models import Case, Grant
from portal.actors import Officer
from tests.cases import factories, scopes
from tests.cases.desk.conftest import Login, body_of
from tests.cases.desk.test_scopes import addresses, allowed
from tests.cases.factories import World
from tests.cases.scopes import FULL, METADATA, REFERRAL, SUMMARY, Scene
from tests.holding import holding
from tests.lasting import Lasting, lasting

__all__ = ["holding"]

KNOWN = {
    Stage.RECEIVED: (FULL, METADATA, SUMMARY),
    Stage.SCREENED: (FULL, REFERRAL, METADATA, SUMMARY),
    Stage.FOLLOWING_UP: (FULL, METADATA, SUMMARY),
    Stage.CLOSED: (FULL, METADATA, SUMMARY),
}
"""Scopes that somebody has in a stage; `WORKING` is the stage of `test_scopes`."""


def early(world: World, stage: Stage) -> Scene:
    """A case that the center holds, before anybody works on it."""
    if stage == Stage.SCREENED:
        case = factories.pending_referral(world, files=(scopes.file("request_file"),)).case
    else:
        case = factories.received_case(world, files=(scopes.file("request_file"),))
    readers = {FULL: world.center.officer, REFERRAL: world.local.officer}
    for scope, body, reason in (
        (METADATA, world.other_local, GrantReason.LADDER),
        (SUMMARY, world.hospital, GrantReason.TOLD),
    ):
        _grant(case, body.organization, scope, reason)
        readers[scope] = body.officer
    scopes.write_before_work(case, world.center.officer)
    return _scene(world, case, stage, readers)


def late(world: World, stage: Stage) -> Scene:
    """The case of the other sweep, helped; and with `CLOSED`, at its end."""
    scene = scopes.scene(world)
    joint = scene.case.referrals.filter(mode=WaitingKind.JOINT)
    referral.recall_referral(referral=joint.get(target=world.lead.organization), actor=world.local.officer)
    referral.complete_part(
        referral=joint.get(target=world.hospital.organization),
        actor=world.hospital.officer,
        note="ทำส่วนของเราแล้ว",
    )
    case = factories.followed_case(world, case=Case.objects.get(pk=scene.case.pk))
    if stage == Stage.CLOSED:
        factories.closed_case(world, case=factories.closing_case(world, case=case))
    return _scene(world, case, stage, scene.readers)


def _grant(case: Case, organization: object, scope: Scope, reason: GrantReason) -> None:
    number = 1001 + max(case.grants.values_list("number", flat=True))
    Grant.objects.create(
        case=case,
        number=number,
        organization=organization,
        scope=scope,
        reason=reason,
        since=case.received_at,
    )


def _scene(world: World, case: Case, stage: Stage, readers: dict[Scope, Officer]) -> Scene:
    case = Case.objects.get(pk=case.pk)
    assert case.stage == stage
    names = {scopes.canary(name): name for name in scopes.WHO_READS}
    files = {
        names[row.name.removesuffix(".jpg")]: row
        for row in case.files.all()
        if row.name.removesuffix(".jpg") in names
    }
    return Scene(world, case, {scope: readers[scope] for scope in KNOWN[stage]}, files)


@pytest.fixture(scope="module", params=list(KNOWN), ids=lambda stage: stage.value)
def once(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Lasting[Scene]]:
    make = early if request.param in (Stage.RECEIVED, Stage.SCREENED) else late
    with lasting(django_db_blocker, lambda: make(factories.world(), request.param)) as kept:
        yield kept


@pytest.mark.slow
@pytest.mark.sweep
def test_no_stage_shows_a_canary_of_another_scope(
    db: None, once: Lasting[Scene], login: Login, holding: object
) -> None:
    scene = once.fresh()
    there = list(addresses(scene))
    for scope, reader in scene.readers.items():
        client, seen = login(reader), set[str]()
        for address in there:
            response = client.get(address)
            assert response.status_code in {200, 302, 404, 405, 409}, address
            found = scopes.found_in(body_of(response).decode("utf-8", "replace") + str(response.headers))
            assert found <= allowed(scope), (scope, address)
            seen |= found
        assert bool(seen) is (scope > SUMMARY), (scope, "the sweep looks at something")
