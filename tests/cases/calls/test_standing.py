"""Calls that still wait are told before the event is closed: those that its end withdraws, and those that go on (many.md)."""

from __future__ import annotations

import pytest

from cases.calls.domain import following
from cases.calls.domain.standing import standing
from cases.calls.models import CallRow
from cases.calls.vocabulary import RowState, Source
from cases.events.domain.standing import in_words, standing_in
from cases.events.models import Event
from tests.cases.calls.conftest import Flooded, Listed
from tests.cases.events.conftest import OURS

pytestmark = pytest.mark.django_db


def test_calls_that_the_end_withdraws_and_those_that_go_on_are_counted_apart(
    event: Event, flooded: Flooded, listed: Listed
) -> None:
    assert standing(event) == {"calls": 0, "calls_on": 0}
    cases = [flooded(subdistrict_code=OURS) for _each in range(3)]
    danger = flooded(subdistrict_code=OURS, danger_now=True)
    listed(*cases, danger, source=Source.EVENT, event=event)
    CallRow.objects.filter(case=cases[0]).update(state=RowState.LOOK)
    assert standing(event) == {"calls": 2, "calls_on": 2}
    labels = [kind.label for kind, _number in in_words(standing_in(event))]
    assert "รายที่ยังรอโทรกลับ" in labels
    Event.objects.update(ended_at=event.starts_at, ended_by=event.declared_by, ending="x")
    following.follow()
    assert standing(event) == {"calls": 0, "calls_on": 2}, "as the page had said"
