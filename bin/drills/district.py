"""The invented district of a drill: staff, boats, households that need help first, and the event. All through the domain."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

from benchmarks.case_words import FIRST, LAST
from cases.domain import field_unit
from cases.events.domain.declaring import Declaration, declare
from cases.events.models import Event
from cases.events.vocabulary import EventKind
from cases.models import FieldMember, FieldVehicle
from cases.vulnerable.domain.accounting import open_rows
from cases.vulnerable.domain.keeping import Agreed, Details, enter
from cases.vulnerable.starter import load_needs
from cases.vulnerable.vocabulary import AgreedBy, AgreedHow
from drills.people import SHARES
from portal.accounts.actors import actor_for
from portal.accounts.domain.appointments import appoint
from portal.accounts.functions import Function
from portal.accounts.models import User
from portal.accounts.roles import PROPOSED, Role
from portal.actors import Officer, System
from portal.organizations.models import Organization, ServiceArea
from portal.organizations.starter import SOURCE
from portal.thai.dates import bangkok_today

OFFICES = (
    *("ao_nang", "krabi_town", "sai_thai", "nong_thale", "krabi_noi"),
    *("thap_prik", "khao_khram", "khao_thong", "khlong_prasong"),
)
"""Of the starter set, the one with most requests first."""
OFFICERS = (10, 10, 8, 7, 6, 5, 4, 3, 3)
AT_CENTER = 9
STAFF = sum(OFFICERS) + AT_CENTER
BOATS = 5
"""A local administration has so many (design many.md, B5)."""
NEEDS = ("oxygen", "bedridden", "dialysis", "alone")


@dataclass
class Boat:
    """A boat with its crew.

    Attributes:
        vehicle: as it stands in the list of the unit.
        pilot: who has the telephone.
        member: the pilot in the list of the unit.
        is_out: it is on its way.
    """

    vehicle: FieldVehicle
    pilot: Officer
    member: FieldMember
    is_out: bool = False


@dataclass
class Body:
    """An organization of the drill with its people.

    Attributes:
        organization: itself.
        places: codes of its subdistricts.
        officers: who works at the desk; the first of a local administration is its chief administrator, who decides.
        boats: only of local administrations.
    """

    organization: Organization
    places: list[str]
    officers: list[Officer]
    boats: list[Boat] = field(default_factory=list)

    @property
    def head(self) -> Officer:
        """Who decides there."""
        return self.officers[0]


@dataclass
class District:
    """Everything that is there when the water comes."""

    center: Body
    head: Officer
    locals: list[Body]
    event: Event


def make(
    *, seed: int, officers: int = STAFF, homes: int = 120, boats: int = BOATS, direct: bool = True
) -> District:
    """Appoint staff, give boats, take down households by consent, declare the event.

    Args:
        seed: of chance.
        officers: at all desks together; divided as in the design, one at each at least.
        homes: households in the register.
        boats: of each local administration.
        direct: requests by the short form go straight to the local administration of the place.

    Raises:
        LookupError: the starter set is not there.
    """
    chance = random.Random(seed)  # noqa: S311 - invented people, no secret
    center = _body("center", _part(AT_CENTER, officers), Role.CENTER_OFFICER, Role.CENTER_OFFICER)
    head = _person(center.organization, "center-head", Role.CENTER_HEAD)
    locals_ = [
        _body(key, _part(number, officers), Role.LAO_CHIEF_ADMINISTRATOR, Role.LAO_OFFICER)
        for key, number in zip(OFFICES, OFFICERS, strict=True)
    ]
    for body in locals_:
        body.boats = [_boat(body, number) for number in range(1, boats + 1)]
    _take_homes_down(chance, locals_, homes)
    event = declare(
        actor=head,
        declaration=Declaration(
            kind=EventKind.FLOOD,
            name="น้ำท่วม (ฝึกซ้อม ข้อมูลสมมติทั้งหมด)",
            reason="ฝึกซ้อมสัปดาห์ที่หนักที่สุดด้วยข้อมูลสมมติ",
            starts_at=timezone.now(),
            expected_end=bangkok_today() + dt.timedelta(days=30),
            organizations=[body.organization for body in locals_],
            duty_officer=head.person,
            direct=direct,
        ),
        token=uuid.UUID(int=chance.getrandbits(128)),
    )
    open_rows(event)
    return District(center, head, locals_, event)


def _part(number: int, officers: int) -> int:
    return max(1, round(number * officers / STAFF))


def _body(key: str, officers: int, first: Role, role: Role) -> Body:
    organization = Organization.objects.filter(source=SOURCE, source_key=key).first()
    if organization is None:
        raise LookupError(f"the starter set has no {key!r}")
    # The post of an invented office goes nowhere; without an address nothing would be written to it.
    organization.email = f"{key.replace('_', '-')}@drill.invalid"
    organization.save()
    served = ServiceArea.objects.filter(organization=organization).order_by("subdistrict_code")
    roles = [first, *[role] * (officers - 1)]
    people = [_person(organization, f"{key}-{number}", one) for number, one in enumerate(roles, 1)]
    return Body(organization, list(served.values_list("subdistrict_code", flat=True)), people)


def _person(organization: Organization, name: str, role: Role, *functions: Function) -> Officer:
    user = User(
        username=f"drill-{name}",
        display_name=f"{name} (สมมติ)",
        email=f"{name.replace('_', '-')}@drill.invalid",
    )
    user.set_unusable_password()
    user.save()
    appoint(
        actor=System(),
        person=user,
        organization=organization,
        role=role,
        functions=functions or PROPOSED[role],
        first=bangkok_today() - dt.timedelta(days=30),
    )
    actor = actor_for(user)
    assert isinstance(actor, Officer)
    return actor


def _boat(body: Body, number: int) -> Boat:
    keeper = body.officers[0]
    name = f"{body.organization.source_key}-boat-{number}"
    pilot = _person(body.organization, name, Role.RAPID_UNIT_MEMBER, Function.FIELD)
    return Boat(
        vehicle=field_unit.add_vehicle(actor=keeper, name=f"เรือ {number} (สมมติ)", plate=str(number)),
        pilot=pilot,
        member=field_unit.add_member(actor=keeper, name=f"คนขับเรือ {number} (สมมติ)", person=pilot.person),
    )


def _take_homes_down(chance: random.Random, bodies: list[Body], homes: int) -> None:
    load_needs()
    for number in range(homes):
        (body,) = chance.choices(bodies, SHARES)
        enter(
            actor=body.officers[0],
            details=Details(
                name=f"{chance.choice(FIRST)} {chance.choice(LAST)}",
                subdistrict=chance.choice(body.places),
                needs=[chance.choice(NEEDS)],
                phone=f"08{chance.randrange(10**8):08}",
                people=chance.randint(1, 6),
                moo=str(chance.randint(1, 8)),
                place_detail=f"{number + 1}/{chance.randint(1, 9)} (สมมติ)",
            ),
            agreed=Agreed(by=AgreedBy.SELF, how=AgreedHow.IN_PERSON, on=bangkok_today()),
            token=uuid.UUID(int=chance.getrandbits(128)),
        )
