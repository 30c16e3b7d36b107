"""There are four kinds of actor; each is written down as what it is, and nobody acts as nobody."""

from __future__ import annotations

import typing

import pytest
from django.db import IntegrityError, transaction

import cases.domain.act as act_module
from cases.domain import asking, assistance, closure, intake, limits, referral, screening, working
from cases.domain.queries import outgoing
from portal.accounts.actors import actor_for, officer_by
from portal.accounts.roles import Role
from portal.actors import Actor, Citizen, OutsideOrganization, System
from portal.audit import services as audit
from portal.audit.models import AuditEntry
from portal.vocabulary import ActorKind
from tests.accounts.factories import AppointmentFactory, OrganizationFactory, officer

DOMAIN = (
    act_module, asking, assistance, closure, intake, limits, outgoing, referral, screening, working, audit,
)  # fmt: skip


def one_of_each() -> dict[ActorKind, Actor]:
    return {
        ActorKind.OFFICER: officer(),
        ActorKind.CITIZEN: Citizen("K7M3-9QXF"),
        ActorKind.OUTSIDE: OutsideOrganization(OrganizationFactory(), "7"),
        ActorKind.SYSTEM: System(),
    }


def test_there_are_four_kinds_and_each_knows_its_own(db: None):
    assert {type(actor) for actor in one_of_each().values()} == set(typing.get_args(Actor))
    assert [actor.kind for actor in one_of_each().values()] == list(ActorKind)


@pytest.mark.parametrize("module", DOMAIN, ids=lambda module: module.__name__)
def test_no_function_of_the_domain_takes_nobody_for_an_actor(module):
    """The second edition, 3: never None, in no signature."""
    found = 0
    for function in vars(module).values():
        annotation = getattr(function, "__annotations__", {}).get("actor")
        if annotation is not None and getattr(function, "__module__", "") == module.__name__:
            found += 1
            assert "None" not in str(annotation), function.__qualname__
            assert (getattr(function, "__kwdefaults__", None) or {}).get("actor", "asked") == "asked"
    assert found


@pytest.mark.parametrize("kind", list(ActorKind))
def test_the_record_says_which_kind_acted_for_whom_and_by_which_order(db: None, kind):
    actor = one_of_each()[kind]
    entry = audit.record(actor=actor, action="case.read", subject="K7M3-9QXF")
    entry.refresh_from_db()
    assert (entry.actor_kind, entry.user, entry.appointment, entry.organization, entry.role) == (
        kind,
        actor.person,
        actor.appointment,
        actor.organization,
        actor.role,
    )


def test_only_officers_have_a_person_an_order_and_a_role(db: None):
    for kind, actor in one_of_each().items():
        has = (actor.person is not None, actor.appointment is not None, actor.role != "")
        assert has == (kind == ActorKind.OFFICER,) * 3
        assert not actor.supervises
        assert actor.works_on_cases == (kind == ActorKind.OFFICER)


@pytest.mark.parametrize(
    "values",
    [
        {"actor_kind": ""},
        {"actor_kind": "nobody"},
        {"actor_kind": ActorKind.OFFICER},
        {"actor_kind": ActorKind.OUTSIDE},
        {"actor_kind": ActorKind.CITIZEN, "role": Role.LAO_OFFICER},
        {"actor_kind": ActorKind.SYSTEM, "role": Role.SYSTEM_ADMIN},
    ],
)
def test_the_database_refuses_a_row_that_does_not_say_who_acted(db: None, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.create(action="case.read", **values)


def test_a_person_acts_by_the_newest_order_in_force(db: None):
    old = AppointmentFactory(role=Role.LAO_OFFICER)
    new = AppointmentFactory(user=old.user, role=Role.CENTER_HEAD)
    assert actor_for(old.user) == officer_by(new)
    assert officer_by(new).supervises
    new.organization.is_active = False
    new.organization.save()
    assert actor_for(old.user) == officer_by(old)
