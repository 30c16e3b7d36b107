"""An earlier resolution does not stand beside help that came after it; years of addresses are years (S1.01)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.committee.domain import sitting
from cases.committee.domain.before import Line, helped_before
from cases.committee.domain.resolutions import Decided
from cases.committee.models import Meeting, Resolution
from cases.committee.vocabulary import ResolutionKind
from cases.domain import assistance, working
from cases.models import Case
from portal.thai.dates import fiscal_year
from tests.cases import factories
from tests.cases.committee.factories import Scene
from tests.cases.committee.test_sitting import came, due, resolve
from tests.cases.desk.conftest import Login, soup
from tests.letters.pdf import squeezed, text_of

START = dt.datetime(2026, 12, 1, 5, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
YEAR = fiscal_year(START.date())


def helped(scene: Scene, case: Case) -> None:
    given = factories.help_given(before_committee=True)
    assistance.record_help(case=case, actor=scene.world.local.officer, given=given)


def said(scene: Scene, kind: ResolutionKind = ResolutionKind.NOTED, **values: object) -> Resolution:
    """The committee meets today over what is ready."""
    meeting = due(scene, cases=0)
    sitting.hold(actor=scene.secretary, meeting=meeting, attendance=came(scene, 5), chair=scene.chair)
    made = resolve(scene, Meeting.objects.get(pk=meeting.pk), Decided(kind=kind, **values))
    sitting.close(actor=scene.secretary, meeting=meeting)
    return made


def lines(scene: Scene) -> list[Line]:
    return helped_before(actor=scene.secretary, year=YEAR).lines


@pytest.fixture
def twice(committee_scene: Scene):
    """Help that was noted, and help of the same case three days later."""
    with time_machine.travel(START, tick=False) as clock:
        case = factories.working_case(committee_scene.world)
        helped(committee_scene, case)
        clock.move_to(START + DAY)
        made = said(committee_scene)
        clock.move_to(START + 3 * DAY)
        helped(committee_scene, case)
        yield made


def test_newer_help_waits_although_the_committee_has_heard_of_older_help(
    committee_scene: Scene, twice: Resolution
) -> None:
    newer, older = lines(committee_scene)
    assert (newer.resolution, newer.waits) == (None, True)
    assert (older.resolution, older.waits) == (twice, False)


def test_page_and_paper_say_that_it_waits(
    committee_scene: Scene, twice: Resolution, login: Login, tmp_path: Path
) -> None:
    client = login(committee_scene.secretary)
    rows = soup(client.get(reverse("committee:before_year", args=[YEAR]))).select("tbody tr")
    assert "รอเข้าที่ประชุม" in rows[0].get_text()
    assert "รับทราบ" not in rows[0].get_text()
    assert "รับทราบ" in rows[1].get_text()
    paper = client.get(reverse("committee:before_file", args=[YEAR]))
    assert squeezed("รอเข้าที่ประชุม") in squeezed(text_of(paper.content, tmp_path))


def test_a_resolution_on_newer_help_stands_beside_both(committee_scene: Scene, twice: Resolution) -> None:
    with time_machine.travel(START + 4 * DAY, tick=False):
        made = said(committee_scene)
    assert [(line.resolution, line.waits) for line in lines(committee_scene)] == [(made, False)] * 2


def test_what_was_put_off_waits(committee_scene: Scene, login: Login) -> None:
    with time_machine.travel(START, tick=False) as clock:
        helped(committee_scene, factories.working_case(committee_scene.world))
        clock.move_to(START + DAY)
        until = START.date() + 30 * DAY
        said(committee_scene, ResolutionKind.DEFERRED, words="ขอเอกสาร", deferred_until=until)
        page = login(committee_scene.secretary).get(reverse("committee:before"))
    assert "รอเข้าที่ประชุม" in soup(page).select_one("tbody tr").get_text()


@pytest.mark.parametrize("year", [0, 1, 2499, 2700, 9999, 99999, 10**12])
@pytest.mark.parametrize("name", ["before_year", "before_file", "meetings_year"])
def test_a_year_that_is_none_is_not_found(committee_scene: Scene, login: Login, name: str, year: int) -> None:
    client: Client = login(committee_scene.secretary)
    assert client.get(reverse(f"committee:{name}", args=[year])).status_code == 404


def test_what_comes_before_the_committee_again_waits_again(committee_scene: Scene) -> None:
    with time_machine.travel(START, tick=False) as clock:
        case = factories.working_case(committee_scene.world)
        helped(committee_scene, case)
        clock.move_to(START + DAY)
        made = said(committee_scene)
        clock.move_to(START + 2 * DAY)
        working.submit_to_committee(case=case, actor=committee_scene.secretary, note="มีข้อคัดค้าน")
    assert [(line.resolution, line.waits) for line in lines(committee_scene)] == [(made, True)]
