"""An objection to a case that is closed or lies elsewhere is not upheld silently: words say what has to happen first (S1.01)."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from cases.committee.domain import objections
from cases.committee.models import Objection
from cases.committee.vocabulary import ObjectionAnswer
from cases.errors import GuardFailed
from cases.machine.vocabulary import Stage, WaitingState
from cases.models import Case, CommitteeItem
from tests.cases.committee.factories import Scene
from tests.cases.committee.test_posting import DAY, NOON, WORDS, posted_list
from tests.cases.desk.conftest import Login, soup
from tests.cases.domain.test_erasing import closed

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def objection(committee_scene: Scene) -> Objection:
    line = posted_list(committee_scene).lines.get()
    return objections.take_down(actor=committee_scene.secretary, line=line, words=WORDS, received_on=DAY)


def elsewhere(case: Case, scene: Scene) -> None:
    Case.objects.filter(pk=case.pk).update(holder=scene.world.other_local.organization)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda case, scene: closed(case), "เปิดเรื่องอีกครั้งก่อน"),
        (elsewhere, "อยู่กับหน่วยงานอื่น"),
        (lambda case, scene: Case.objects.filter(pk=case.pk).update(stage=Stage.SCREENED), "ให้รับเรื่อง"),
    ],
    ids=["closed", "elsewhere", "before work"],
)
def test_what_keeps_an_objection_from_being_upheld_is_said_on_its_page(
    committee_scene: Scene, login: Login, objection: Objection, change, words: str
) -> None:
    scene, case = committee_scene, objection.case
    change(case, scene)
    client = login(scene.secretary)
    address = reverse("committee:objection_answer", args=[objection.pk])
    sent = {"result": "upheld", "words": "ตรวจสอบใหม่-7712"}
    refused = client.post(address, sent)
    assert refused.status_code == 200
    assert words in soup(refused).select_one(".error-summary").get_text()
    assert "ตรวจสอบใหม่-7712" in refused.content.decode()
    objection.refresh_from_db()
    assert not objection.is_answered
    assert not CommitteeItem.objects.filter(case=case, state=WaitingState.SUBMITTED).exists()
    Case.objects.filter(pk=case.pk).update(
        stage=Stage.WORKING, closed_at=None, retention_until=None, holder=scene.world.local.organization
    )
    assert client.post(address, sent).status_code == 302
    assert CommitteeItem.objects.filter(case=case, state=WaitingState.SUBMITTED).count() == 1


def test_an_objection_to_a_closed_case_can_be_rejected(committee_scene: Scene, objection: Objection) -> None:
    closed(objection.case)
    given = {"actor": committee_scene.secretary, "objection": objection, "words": "ตรวจแล้ว"}
    with pytest.raises(GuardFailed) as refused:
        objections.answer(**given, result=ObjectionAnswer.UPHELD)
    assert refused.value.field == "result"
    assert objections.answer(**given, result=ObjectionAnswer.REJECTED).is_answered
