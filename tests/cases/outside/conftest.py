"""A hospital in which nobody signs in, and links to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cases.domain import outside, referral
from cases.domain.outside import IssuedLink
from cases.models import Case, Referral
from cases.vocabulary import Consent, HandoverReason
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import OrganizationFactory
from tests.cases.factories import World, screened_case


@pytest.fixture
def clinic(world: World) -> Organization:
    """A hospital of the district without any account."""
    return OrganizationFactory(
        type=OrganizationType.HOSPITAL,
        name_th="โรงพยาบาลไร้บัญชี",
        email="clinic@example.org",
        phone="075-611-202",
    )


@pytest.fixture
def joint(world: World, clinic: Organization) -> Referral:
    """A part that the center asks of it."""
    return referral.refer_jointly(
        case=screened_case(world),
        target=clinic,
        actor=world.center.officer,
        consent=Consent.GIVEN,
        request="รับตัวไปตรวจรักษา",
    )


@pytest.fixture
def handover(world: World, clinic: Organization) -> Referral:
    """A whole case that the center asks it to take."""
    return referral.refer_case(
        case=screened_case(world),
        target=clinic,
        actor=world.center.officer,
        reason=HandoverReason.PROPER_DUTY,
        consent=Consent.GIVEN,
        request="รับตัวไปตรวจรักษา",
    )


@pytest.fixture
def link(world: World, joint: Referral) -> IssuedLink:
    """A link that was just printed."""
    return outside.issue_link(row=joint, actor=world.center.officer)


@pytest.fixture
def opened(client: Client) -> Callable[[IssuedLink], Client]:
    """Open a link with its code; returns the browser."""

    def open_(issued: IssuedLink) -> Client:
        answer = client.post(path_of(issued), {"code": issued.code})
        assert answer.status_code == 302
        assert answer["Location"] == reverse("outside:sheet")
        return client

    return open_


def path_of(issued: IssuedLink) -> str:
    """Return the path of a link's address."""
    return "/" + issued.address.split("://", 1)[1].split("/", 1)[1]


def case_of(row: Referral) -> Case:
    """Return the case as it is now."""
    return Case.objects.get(pk=row.case_id)
