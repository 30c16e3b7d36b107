"""Bodies, the areas they serve and routing rules for tests."""

from __future__ import annotations

import factory

from portal.organizations.models import Organization, RoutingRule, ServiceArea
from portal.organizations.vocabulary import OrganizationType, capabilities_of
from portal.vocabulary import ProblemType


class OrganizationFactory(factory.django.DjangoModelFactory):
    """A subdistrict administrative organization of Mueang Krabi."""

    class Meta:
        model = Organization

    type = OrganizationType.TAO
    name_th = factory.Sequence(lambda n: f"องค์การบริหารส่วนตำบลทดสอบ {n}")
    province_code = "81"
    district_code = "8101"
    is_frontline1 = factory.LazyAttribute(lambda one: capabilities_of(one.type)["is_frontline1"])
    is_frontline2 = factory.LazyAttribute(lambda one: capabilities_of(one.type)["is_frontline2"])


class ServiceAreaFactory(factory.django.DjangoModelFactory):
    """The whole of Ao Nang."""

    class Meta:
        model = ServiceArea

    organization = factory.SubFactory(OrganizationFactory)
    subdistrict_code = "810116"


class RoutingRuleFactory(factory.django.DjangoModelFactory):
    """Who leads violence in Krabi."""

    class Meta:
        model = RoutingRule

    problem = ProblemType.VIOLENCE
    province_code = "81"
    organization = factory.SubFactory(
        OrganizationFactory,
        type=OrganizationType.PROVINCIAL_SOCIAL_OFFICE,
        name_th="สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัดกระบี่",
        district_code="",
    )
