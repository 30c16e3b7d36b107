"""What the tables say about themselves: target groups, words of the vocabulary, names without people."""

from __future__ import annotations

import pytest
from django.db import models
from django.db.models import TextChoices

from cases import vocabulary
from cases.machine.vocabulary import Stage
from cases.models import AffectedPerson, Case, Reporter
from cases.vocabulary import AgeBand, Consent, Sex, TargetGroup, Track
from portal.thai.text import repair
from tests.cases import factories


@pytest.mark.parametrize(
    ("values", "groups"),
    [
        ({"age_band": AgeBand.AGE_15_17}, {TargetGroup.CHILD}),
        ({"age_band": AgeBand.AGE_15_17, "sex": Sex.FEMALE}, {TargetGroup.CHILD}),
        ({"age_band": AgeBand.AGE_15_17, "sex": Sex.FEMALE, "is_married": True}, {TargetGroup.WOMAN}),
        ({"age_band": AgeBand.UNDER_10, "has_disability": True}, {"child", "person_with_disability"}),
        ({"age_band": AgeBand.AGE_60_UP, "sex": Sex.FEMALE}, {TargetGroup.ELDERLY, TargetGroup.WOMAN}),
        ({"age_band": AgeBand.AGE_20_59, "sex": Sex.MALE}, set()),
        ({"age_band": AgeBand.UNKNOWN, "is_destitute": True}, {TargetGroup.DESTITUTE}),
    ],
)
def test_target_groups_follow_from_the_answers(values, groups):
    """S2.31: several may apply; married minors are no children in the sense of the law."""
    assert set(AffectedPerson(**values).target_groups) == groups


CHOICES = [
    c
    for c in vars(vocabulary).values()
    if isinstance(c, type) and issubclass(c, TextChoices) and c is not TextChoices
]


@pytest.mark.parametrize("choices", CHOICES)
def test_every_word_is_thai_whole_and_said_once(choices):
    labels = [str(label) for label in choices.labels]
    assert len(set(labels)) == len(labels)
    for label in labels:
        assert label.strip() == label != ""
        assert repair(label) == label
    assert all(len(value) <= 25 for value in choices.values)


def test_five_bodies_of_law_have_their_bounds():
    """18 (child protection), 20 (teenage pregnancy), 60 (elderly), 15 and 10 (labor, pregnancy)."""
    assert [AgeBand.of(years) for years in (0, 10, 15, 18, 20, 60, None)] == list(AgeBand)


def test_nothing_is_passed_on_where_nobody_was_asked():
    assert not Consent.NOT_ASKED.allows_disclosure
    assert not Consent.REFUSED.allows_disclosure
    assert set(vocabulary.DISCLOSURE_GROUNDS) == set(Consent) - {Consent.NOT_ASKED, Consent.REFUSED}


def test_open_cases_are_those_that_are_not_closed(db):
    world = factories.world()
    factories.closed_case(world)
    waiting = factories.received_case(world)
    assert list(Case.objects.open()) == [waiting]
    assert not waiting.is_closed
    assert waiting.track == Track.GENERAL
    assert Stage.CLOSED not in waiting.stage


def tables() -> list[type[models.Model]]:
    rooms = (Case._meta.apps.get_app_config(label) for label in ("cases", "committee"))
    return [model for room in rooms for model in room.get_models()]


def test_tables_have_thai_names():
    for model in tables():
        assert any("\u0e00" <= letter <= "\u0e7f" for letter in str(model._meta.verbose_name)), model


def test_nobody_gets_lost_when_a_body_or_an_officer_is_deleted():
    """Bodies and accounts are closed, not deleted: the history must keep its names."""
    for model in tables():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.remote_field.model._meta.app_label != "cases":
                assert field.remote_field.on_delete is models.PROTECT, field


def test_a_reporter_for_themselves():
    assert Reporter(relation=vocabulary.Relation.SELF).is_affected
    assert not Reporter(relation=vocabulary.Relation.TEACHER).is_affected
