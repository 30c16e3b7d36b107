"""Staff for tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import factory
from django.contrib.auth.hashers import make_password

from portal.accounts.actors import officer_by
from portal.accounts.functions import Function
from portal.accounts.models import Appointment, AppointmentFunction, User
from portal.accounts.roles import PROPOSED, Role
from portal.actors import Officer
from portal.organizations.models import Organization
from portal.organizations.vocabulary import FRONTLINE1_TYPES, LOCAL_ADMINISTRATIONS, OrganizationType

PASSWORD = "น้ำใสไหลเย็นเห็นตัวปลา-1"


class OrganizationFactory(factory.django.DjangoModelFactory):
    """A local administration of Mueang Krabi; other kinds get the flags of the front lines where a test is about them."""

    class Meta:
        model = Organization

    type = OrganizationType.TAO
    name_th = factory.Sequence(lambda n: f"องค์การบริหารส่วนตำบลทดสอบ {n}")
    short_name = factory.Sequence(lambda n: f"อบต.ทดสอบ {n}")
    province_code = "81"
    district_code = "8101"
    email = factory.Sequence(lambda n: f"body{n}@example.org")
    is_frontline1 = factory.LazyAttribute(lambda one: one.type in FRONTLINE1_TYPES & LOCAL_ADMINISTRATIONS)


class UserFactory(factory.django.DjangoModelFactory):
    """A member of staff whose password is `PASSWORD`."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"staff{n}")
    display_name = factory.Sequence(lambda n: f"เจ้าหน้าที่ ทดสอบ {n}")

    password = factory.Transformer(PASSWORD, transform=make_password)


class AppointmentFactory(factory.django.DjangoModelFactory):
    """An order in force since the start of 2020, with the functions that its position proposes; `functions` replaces them."""

    class Meta:
        model = Appointment
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    organization = factory.SubFactory(OrganizationFactory)
    role = Role.LAO_OFFICER
    valid_from = dt.date(2020, 1, 1)

    @factory.post_generation
    def functions(self, create: bool, extracted: Iterable[Function] | None, **kwargs: object) -> None:
        given = PROPOSED[Role(self.role)] if extracted is None else extracted
        if create:
            AppointmentFunction.objects.bulk_create(
                AppointmentFunction(appointment=self, function=function) for function in given
            )


def officer(
    organization: Organization | None = None,
    role: Role = Role.LAO_OFFICER,
    *,
    person: User | None = None,
    functions: Iterable[Function] | None = None,
) -> Officer:
    """Return an officer with an account (a new one by default), an appointment and an organization."""
    given = {"organization": organization, "user": person, "functions": functions}
    return officer_by(
        AppointmentFactory(role=role, **{name: one for name, one in given.items() if one is not None})
    )
