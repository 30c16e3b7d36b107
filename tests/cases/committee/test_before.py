"""Help that was given before the committee could resolve is reported, with what the committee said since (S1.01)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from django.urls import reverse
from django.utils import timezone

from cases.committee.domain import agenda, sitting
from cases.committee.domain.before import helped_before
from cases.committee.domain.resolutions import Decided, resolve
from cases.committee.models import AgendaItem, Meeting
from cases.committee.vocabulary import AttendanceState, ResolutionKind
from cases.domain import assistance
from cases.models import Case
from portal.thai.dates import bangkok_today, fiscal_year
from tests.cases import factories
from tests.cases.committee.factories import Scene, planned
from tests.cases.desk.conftest import Login
from tests.cases.factories import CANARIES
from tests.helpers import assert_same_queries
from tests.letters.pdf import squeezed, text_of

YEAR = fiscal_year(bangkok_today())


def helped(scene: Scene, *, before: bool = True) -> Case:
    case = factories.working_case(scene.world)
    given = factories.help_given(before_committee=before)
    assistance.record_help(case=case, actor=scene.world.local.officer, given=given)
    return case


def test_only_what_could_not_wait_is_reported_and_first_it_waits(committee_scene: Scene) -> None:
    scene = committee_scene
    case = helped(scene)
    helped(scene, before=False)
    report = helped_before(actor=scene.secretary, year=YEAR)
    assert [(line.reference, line.waits, line.resolution) for line in report.lines] == [
        (case.reference, True, None)
    ]
    assert report.baht == Decimal(2000)
    assert helped_before(actor=scene.secretary, year=YEAR - 1).lines == []


def test_what_the_committee_said_stands_beside_it(committee_scene: Scene) -> None:
    scene = committee_scene
    helped(scene)
    meeting = planned(scene)
    agenda.add_ready(actor=scene.secretary, meeting=meeting)
    Meeting.objects.update(starts_at=timezone.now())
    meeting.refresh_from_db()
    came = dict.fromkeys((one.pk for one in scene.members), AttendanceState.PRESENT)
    sitting.hold(actor=scene.secretary, meeting=meeting, attendance=came, chair=scene.chair)
    item = AgendaItem.objects.get()
    made = resolve(actor=scene.secretary, item=item, decided=Decided(kind=ResolutionKind.NOTED))
    line = helped_before(actor=scene.secretary, year=YEAR).lines[0]
    assert (line.resolution, line.waits) == (made, False)


def test_another_administration_reads_nothing_of_it(committee_scene: Scene) -> None:
    helped(committee_scene)
    assert helped_before(actor=committee_scene.world.other_local.officer, year=YEAR).lines == []


def test_page_and_paper_name_nobody(committee_scene: Scene, login: Login, tmp_path: Path) -> None:
    case = helped(committee_scene)
    client = login(committee_scene.secretary)
    page = client.get(reverse("committee:before")).content.decode()
    assert case.reference in page
    assert "รอเข้าที่ประชุม" in page
    paper = client.get(reverse("committee:before_file", args=[YEAR]))
    words = squeezed(text_of(paper.content, tmp_path))
    assert case.reference in words
    assert "๒,๐๐๐.๐๐" in words
    assert not [canary for canary in CANARIES if squeezed(canary) in words or canary in page]


def test_the_page_costs_the_same_however_much_help(committee_scene: Scene, login: Login) -> None:
    client = login(committee_scene.secretary)
    helped(committee_scene)
    assert_same_queries(
        lambda: client.get(reverse("committee:before")), lambda: [helped(committee_scene) for _ in range(2)]
    )
