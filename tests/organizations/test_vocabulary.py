"""Vocabulary: everything that the MOU lists is there, and who leads what."""

from __future__ import annotations

from portal.organizations.vocabulary import (
    FRONTLINE1_TYPES,
    FRONTLINE2_TYPES,
    LEAD_AGENCY_TYPES,
    LOCAL_ADMINISTRATIONS,
    Level,
    OrganizationType,
    lead_type,
    level_of,
)
from portal.vocabulary import CRISIS_PROBLEMS, ProblemType


def test_every_crisis_problem_and_no_other_has_a_kind_of_lead_agency() -> None:
    assert set(LEAD_AGENCY_TYPES) == set(CRISIS_PROBLEMS)
    assert {problem for problem in ProblemType if problem.is_crisis} == set(CRISIS_PROBLEMS)


def test_the_lead_agencies_of_the_agreement() -> None:
    assert LEAD_AGENCY_TYPES[ProblemType.UNREADY_PREGNANCY] == OrganizationType.HOSPITAL
    assert LEAD_AGENCY_TYPES[ProblemType.HUMAN_TRAFFICKING] == OrganizationType.POLICE_STATION
    assert LEAD_AGENCY_TYPES[ProblemType.CHILD_LABOR] == OrganizationType.LABOR_PROTECTION_OFFICE
    assert LEAD_AGENCY_TYPES[ProblemType.VIOLENCE] == OrganizationType.PROVINCIAL_SOCIAL_OFFICE


def test_lead_agencies_are_both_front_lines() -> None:
    assert FRONTLINE2_TYPES < FRONTLINE1_TYPES


def test_front_line_one_has_the_bodies_of_the_agreement_and_no_provincial_administration() -> None:
    assert {
        OrganizationType.DAMRONGDHAMA_CENTER,
        OrganizationType.DISTRICT_OFFICE,
        OrganizationType.CITY_MUNICIPALITY,
        OrganizationType.TOWN_MUNICIPALITY,
        OrganizationType.SUBDISTRICT_MUNICIPALITY,
        OrganizationType.TAO,
        OrganizationType.EDUCATION_AREA_OFFICE,
        OrganizationType.JUSTICE_OFFICE,
        OrganizationType.BMA,
        OrganizationType.PATTAYA,
        OrganizationType.NGO,
        OrganizationType.BMA_DISTRICT_OFFICE,
        OrganizationType.BMA_HEALTH_CENTER,
        OrganizationType.BMA_HOSPITAL,
        OrganizationType.EDUCATION_HOSPITAL,
        OrganizationType.RIGHTS_DEPARTMENT,
    } <= FRONTLINE1_TYPES
    assert OrganizationType.PAO not in FRONTLINE1_TYPES
    assert OrganizationType.GOVERNOR not in FRONTLINE1_TYPES


def test_local_administrations() -> None:
    assert {kind for kind in OrganizationType if kind.is_local_administration} == set(LOCAL_ADMINISTRATIONS)
    assert OrganizationType.PAO in LOCAL_ADMINISTRATIONS
    assert OrganizationType.DISTRICT_OFFICE not in LOCAL_ADMINISTRATIONS


def test_labels_are_thai_and_values_are_slugs() -> None:
    for member in (*OrganizationType, *ProblemType):
        assert any("ก" <= letter <= "๙" for letter in str(member.label))
        assert member.value.replace("_", "").isascii()
        assert member.value == member.value.lower()


def test_bangkok_has_lead_agencies_of_other_kinds() -> None:
    """S2.33: no provincial offices, ten labor areas, metropolitan police, a center of the ministry."""
    assert lead_type(ProblemType.CHILD_LABOR, "10") == OrganizationType.LABOR_AREA_OFFICE
    assert lead_type(ProblemType.VIOLENCE, "10") == OrganizationType.SOCIAL_CENTER
    assert lead_type(ProblemType.VIOLENCE, "81") == OrganizationType.PROVINCIAL_SOCIAL_OFFICE
    assert lead_type(ProblemType.DISASTER, "10") is None
    for problem in CRISIS_PROBLEMS:
        assert lead_type(problem, "10") in FRONTLINE2_TYPES


def test_every_kind_has_a_level() -> None:
    """S2.27: subdistrict, district, province, nation."""
    assert level_of("tao", district_code="8101") == Level.SUBDISTRICT
    assert level_of("district_office") == Level.DISTRICT
    assert level_of("pao", province_code="81") == Level.PROVINCE
    assert level_of("embassy") == Level.NATIONAL
    assert level_of("hospital", province_code="81", district_code="8101") == Level.DISTRICT
    assert level_of("center", province_code="81") == Level.PROVINCE
    assert {level_of(kind) for kind in OrganizationType} == set(Level)
