"""An event opens a row for everybody, marks change it, and nobody is counted twice or lost (issue 14, point 6; S1.02, S1.34)."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from io import BytesIO

import pytest
from django.core.checks import run_checks
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from msoffcrypto import OfficeFile
from openpyxl import load_workbook

from cases.errors import GuardFailed, NotAllowed
from cases.events.domain import telling
from cases.events.models import Event, EventCase, Shelter
from cases.models import Case
from cases.vulnerable.desk.printing import draw_list
from cases.vulnerable.desk.tasks import draw_first_list
from cases.vulnerable.domain import accounting, board, keeping
from cases.vulnerable.domain.copying import sections_of
from cases.vulnerable.domain.figures import Seen, known
from cases.vulnerable.domain.listing import pieces_of, rows_of, table_of, where_of
from cases.vulnerable.domain.requesting import make_case
from cases.vulnerable.models import Account, Home, Mark, MarkWords, TakenBack
from cases.vulnerable.vocabulary import SEEN, ListKind, RemovalReason, Source, Status
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.letters.models import PrintOrder, PrintPart
from portal.letters.printing import NotAllowedAnyMoreError
from portal.organizations.models import ServiceArea
from tests.accounts.factories import officer
from tests.cases.desk.conftest import Login, body_of, soup
from tests.cases.domain.test_erasing import dump
from tests.cases.events.conftest import NOW, OURS, THEIRS, Declare
from tests.cases.factories import World
from tests.cases.vulnerable.conftest import NAME, NOTE, PHONE, SECRETS, Enter
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db


def row_of(home: Home) -> Account:
    return Account.objects.select_related("event").get(home=home)


def seen(actor, account: Account, status: Status = Status.SAFE, **values: object) -> Mark:
    given = {"source": Source.CALL, "token": uuid.uuid4()} | values
    return accounting.mark(actor=actor, account=account, status=status, **given)


def sums(event: Event) -> list[int]:
    return board.sum_of(board.by_organization(event)).in_order


def text_of(response) -> str:
    return soup(response).get_text(" ", strip=True)


# Rows ---------------------------------------------------------------------------------------------------------------


def test_an_event_opens_one_row_for_every_household_of_its_area(
    enters: Enter, declared: Declare, areas: World
) -> None:
    later = enters(name="ตาดำ", place_detail="9", moo="2")
    first = enters(name="ยายแดง", place_detail="1", moo="1")
    enters(actor=areas.other_local.officer, subdistrict=THEIRS)
    event = declared()
    rows = Account.objects.filter(event=event)
    assert [(one.home, one.number, one.status) for one in rows] == [
        (first, 1, Status.NOT_REACHED),
        (later, 2, Status.NOT_REACHED),
    ], "in the order of the way"
    assert accounting.open_rows(event) == 0
    last = enters(name="เพิ่งมา")
    assert accounting.open_missing() == 1
    assert row_of(last).number == 3
    Event.objects.update(ended_at=timezone.now(), ended_by=event.declared_by, ending="น้ำลด")
    enters(name="มาหลังจบ")
    assert accounting.open_missing() == accounting.open_rows(event) == 0


def test_a_mark_says_who_when_and_how_and_counts_once(home: Home, event: Event, areas: World) -> None:
    actor, account = areas.local.officer, row_of(home)
    token = uuid.uuid4()
    mark = seen(actor, account, Status.NEEDS, token=token, said_by="ลูกสาว", text="ยาหมด", danger=True)
    assert seen(actor, account, Status.NEEDS, token=token) == mark
    account.refresh_from_db()
    assert (account.status, account.is_danger, account.seen_at) == (Status.NEEDS, True, NOW)
    assert (mark.person, mark.source, mark.words.said_by) == (actor.person, Source.CALL, "ลูกสาว")
    entry = AuditEntry.objects.get(action="first.mark")
    assert entry.subject == f"{event.slug}/1"
    assert not [one for one in (*SECRETS, "ลูกสาว", "ยาหมด") if one in f"{entry.data}{entry.purpose}"]
    assert sums(event) == [0, 1, 0, 0]
    for wrong in (
        {"status": Status.NOT_REACHED},
        {"observed_at": NOW + dt.timedelta(hours=1)},
        {"observed_at": event.starts_at - dt.timedelta(days=2)},
        {"text": "ก" * 501},
    ):
        with pytest.raises(GuardFailed):
            seen(actor, account, **wrong)
    for stranger in (areas.other_local.officer, areas.lead.officer, officer(role=Role.CONTENT_EDITOR)):
        with pytest.raises(NotAllowed):
            seen(stranger, account)
    other_row = Account.objects.create(
        event=event, number=9, organization=areas.local.organization, subdistrict_code=OURS
    )
    with pytest.raises(NotAllowed):
        seen(actor, other_row, token=token)
    assert Mark.objects.count() == 1


def test_what_was_wrong_is_taken_back_and_stays_readable(home: Home, event: Event, areas: World) -> None:
    actor, account = areas.local.officer, row_of(home)
    wrong = seen(actor, account, Status.MOVED)
    with pytest.raises(NotAllowed):
        accounting.take_back(actor=areas.lead.officer, mark=wrong)
    assert accounting.take_back(actor=actor, mark=wrong)
    assert not accounting.take_back(actor=actor, mark=wrong)
    account.refresh_from_db()
    assert account.status == Status.NOT_REACHED
    assert TakenBack.objects.get().person == actor.person
    for act in (
        lambda: Mark.objects.update(status=Status.SAFE),
        Mark.objects.all().delete,
        TakenBack.objects.all().delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_shelter_of_the_event_says_where_they_are(
    home: Home, event: Event, areas: World, declared: Declare
) -> None:
    actor = areas.center.officer
    ours = Shelter(name="โรงเรียนบนเขา", subdistrict_code=OURS)
    telling.keep_shelter(actor=actor, event=event, shelter=ours)
    foreign = Shelter(name="วัดไกล", subdistrict_code=OURS)
    telling.keep_shelter(actor=actor, event=declared(), shelter=foreign)
    account = Account.objects.select_related("event").get(home=home, event=event)
    with pytest.raises(GuardFailed, match="สถานการณ์อื่น"):
        seen(actor, account, Status.MOVED, shelter=foreign)
    assert seen(actor, account, Status.MOVED, source=Source.SHELTER, shelter=ours).shelter == ours


def test_sums_are_exact_after_every_one_of_many_marks_from_two_phones(
    enters: Enter, declared: Declare, areas: World
) -> None:
    """Old ones arrive late, some twice, some are taken back: each row is the function of its marks, each sum of its rows."""
    homes = [enters(name=f"บ้าน {one}", place_detail=str(one)) for one in range(6)]
    event = declared()
    chance = random.Random(14)
    sent: list[tuple[Account, dict[str, object]]] = []
    for _turn in range(120):
        actor = areas.local.officer
        if sent and chance.random() < 0.2:
            account, given = chance.choice(sent)
        else:
            account = row_of(chance.choice(homes))
            given = {
                "status": chance.choice(SEEN),
                "source": chance.choice(list(Source)),
                "token": uuid.uuid4(),
                "observed_at": NOW - dt.timedelta(minutes=chance.randrange(300)),
                "danger": chance.random() < 0.3,
            }
            sent.append((account, given))
        mark = accounting.mark(actor=actor, account=account, **given)
        if chance.random() < 0.1:
            accounting.take_back(actor=actor, mark=mark)
        assert sum(sums(event)) == len(homes)
    for account in Account.objects.all():
        marks = account.marks.filter(taken_back__isnull=True)
        found = known(
            [
                Seen(Status(one.status), one.observed_at, one.source != Source.DIGIT, one.is_danger)
                for one in marks
            ]
        )
        assert (account.status, account.is_danger) == (found.status, found.danger)
    villages = board.by_village(accounting.accounts_of(areas.local.officer, event))
    assert board.sum_of(villages).in_order == sums(event)
    assert len(sent) == Mark.objects.count()


# Leaving and forgetting ---------------------------------------------------------------------------------------------


def test_who_withdraws_in_a_flood_leaves_number_and_figure(
    home: Home, event: Event, areas: World, now
) -> None:
    actor, account = areas.local.officer, row_of(home)
    seen(actor, account, Status.NEEDS, said_by="ลูกสาวคะนารี", text="ยาคะนารีหมด")
    made = PrintOrder.objects.create(
        asked_by=actor.person,
        organization=actor.organization,
        kind="first",
        subject=f"{event.pk}:call:0",
        asked_at=NOW,
        expires_at=NOW + dt.timedelta(days=7),
    )
    keeping.remove(actor=actor, home=home.pk, reason=RemovalReason.WITHDRAWN)
    left = dump()
    assert not [one for one in (*SECRETS, "ลูกสาวคะนารี", "ยาคะนารีหมด") if one in left]
    account.refresh_from_db()
    assert (account.home, account.number, account.status) == (None, 1, Status.NEEDS)
    assert sums(event) == [0, 1, 0, 0]
    assert not PrintOrder.objects.filter(pk=made.pk).exists(), (
        "what was drawn of it is not handed out any more"
    )
    now.shift(60)
    seen(actor, account, Status.SAFE, said_by="ลูกสาวคะนารี")
    assert not MarkWords.objects.exists(), "nobody is named anew"
    assert sums(event) == [0, 0, 0, 1]


def test_ninety_days_after_the_end_rows_lead_to_nobody(home: Home, event: Event, areas: World, now) -> None:
    actor = areas.local.officer
    seen(actor, row_of(home), Status.NEEDS, text="ยาหมด")
    make_case(actor=actor, account=row_of(home))
    Event.objects.update(ended_at=NOW, ended_by=event.declared_by, ending="น้ำลด")
    now.move_to(NOW + dt.timedelta(days=89))
    assert accounting.forget_old() == 0
    now.move_to(NOW + dt.timedelta(days=90))
    assert accounting.forget_old() == 1
    assert accounting.forget_old() == 0
    account = Account.objects.get()
    assert (account.home, account.case, account.status) == (None, None, Status.NEEDS)
    assert not MarkWords.objects.exists()
    assert Home.objects.filter(pk=home.pk).exists()


def test_the_operator_says_for_how_long_an_event_names_people(
    home: Home, event: Event, areas: World, now, settings
) -> None:
    """One number for the register, shelters and helpers (`KLANG_NAMED_AFTER_EVENT_DAYS`)."""
    settings.KLANG = {**settings.KLANG, "NAMED_AFTER_EVENT_DAYS": 30}
    row_of(home)
    Event.objects.update(ended_at=NOW, ended_by=event.declared_by, ending="น้ำลด")
    now.move_to(NOW + dt.timedelta(days=29))
    assert accounting.forget_old() == 0
    now.move_to(NOW + dt.timedelta(days=30))
    assert accounting.forget_old() == 1


@pytest.mark.parametrize(("days", "refused"), [(0, True), (1, False), (365, False), (366, True)])
def test_names_stay_for_a_year_at_most(settings, days: int, refused: bool) -> None:
    settings.KLANG = {**settings.KLANG, "NAMED_AFTER_EVENT_DAYS": days}
    assert ("portal.E003" in [one.id for one in run_checks(tags=["security"])]) is refused


def test_their_own_copy_says_what_was_known_of_them_in_an_event(
    home: Home, event: Event, areas: World
) -> None:
    seen(areas.local.officer, row_of(home), Status.MOVED, said_by="ลูกสาว", text="บ้านน้า")
    told = str(sections_of(home))
    for words in (event.name, "ย้ายไปที่ปลอดภัยแล้ว", "ลูกสาว", "บ้านน้า"):
        assert words in told


# A need becomes a request -------------------------------------------------------------------------------------------


def test_a_need_is_a_request_by_one_press_and_only_one(home: Home, event: Event, areas: World) -> None:
    actor = areas.local.officer
    with pytest.raises(GuardFailed):
        make_case(actor=actor, account=row_of(home))
    seen(actor, row_of(home), Status.NEEDS, text="ถังออกซิเจนเหลือชั่วโมงเดียว", danger=True)
    with pytest.raises(NotAllowed):
        make_case(actor=areas.lead.officer, account=row_of(home))
    case = make_case(actor=actor, account=row_of(home))
    assert make_case(actor=actor, account=row_of(home)) == case == Case.objects.get()
    assert (case.danger_now, case.subdistrict_code, case.moo) == (True, OURS, "4")
    for words in ("ถังออกซิเจนเหลือชั่วโมงเดียว", "ใช้ออกซิเจน", NOTE):
        assert words in case.narrative
    assert case.reporter.phone == PHONE
    assert EventCase.objects.get(case=case).event == event


def test_a_household_of_two_registers_counts_twice_and_the_board_says_so(
    enters: Enter, declared: Declare, areas: World, login: Login
) -> None:
    """Until somebody removes one of them (many.md B4); which one it is, learns only who sees both."""
    enters()
    enters(name="ยายแดง", place_detail="1", moo="1")
    row = Home.objects.filter(organization=areas.local.organization).order_by("pk").first()
    ServiceArea.objects.create(organization=areas.other_local.organization, subdistrict_code=OURS)
    enters(actor=areas.other_local.officer)
    event = declared(organizations=[areas.local.organization])
    address = reverse("first:event", args=[event.slug])
    numbers = board.counted_again(event)
    assert [len(one) for one in numbers] == [2]
    assert row_of(row).number in numbers[0]
    assert sum(sums(event)) == 3
    words = "มี 1 บ้านที่นับซ้ำ"
    center, local = (text_of(login(one).get(address)) for one in (areas.center.officer, areas.local.officer))
    assert words in center
    assert f"{numbers[0][0]} = {numbers[0][1]}" in center
    assert words in local
    assert " = " not in local
    other = Home.objects.get(organization=areas.other_local.organization)
    keeping.remove(actor=areas.other_local.officer, home=other.pk, reason=RemovalReason.MISTAKE)
    assert words not in text_of(login(areas.center.officer).get(address))


# Lists --------------------------------------------------------------------------------------------------------------


def test_lists_call_the_most_urgent_first_and_walk_the_others(
    enters: Enter, declared: Declare, areas: World
) -> None:
    enters(name="ใกล้", place_detail="1", moo="1", needs=("alone",))
    enters(name="ไกล", place_detail="2", moo="9", needs=("oxygen",))
    safe = enters(name="ปลอดภัยแล้ว", place_detail="3", moo="3", needs=("oxygen",))
    danger = enters(name="อันตราย", place_detail="4", moo="5", needs=("infant",))
    event = declared()
    actor = areas.local.officer
    seen(actor, row_of(safe))
    seen(actor, row_of(danger), Status.NEEDS, danger=True)

    def names(kind: ListKind, **values: object) -> list[str]:
        return [one.name for one in rows_of(actor, event, kind, **({"everybody": False} | values))]

    assert names(ListKind.CALL) == ["อันตราย", "ไกล", "ใกล้"]
    assert names(ListKind.BOAT) == ["ใกล้", "อันตราย", "ไกล"]
    assert names(ListKind.PAPER, everybody=True) == ["ใกล้", "ปลอดภัยแล้ว", "อันตราย", "ไกล"]
    assert names(ListKind.PAPER, numbers=(2, 3)) == ["อันตราย"]
    assert not rows_of(areas.other_local.officer, event, ListKind.CALL, everybody=True)
    for kind in ListKind:
        head, rows = table_of(kind, rows_of(actor, event, kind, everybody=True))
        assert {len(row) for row in rows} == {len(head)}
    assert "☐" in str(rows)
    assert pieces_of(actor, event, everybody=False) == [(1, 4)]
    homes = {one.name: one for one in Home.objects.all()}
    assert where_of(homes["ใกล้"]) == "1 หมู่ 1 ปากน้ำ"
    homes["ใกล้"].place_detail = "1 ม.๑ หลังวัด"
    assert where_of(homes["ใกล้"]) == "1 ม.๑ หลังวัด ปากน้ำ", "the village stands once"


def test_a_list_is_taken_as_a_workbook_or_ordered_on_paper_with_the_reason(
    home: Home, event: Event, areas: World, login: Login, django_capture_on_commit_callbacks
) -> None:
    at = login(areas.local.officer)
    address = reverse("first:lists", args=[event.slug])
    assert at.post(address, {"kind": "call", "form": "xlsx"}).status_code == 200, "why is asked"
    assert at.post(address, {"kind": "call", "form": "xlsx", "reason": "โทรรอบเช้า"}).status_code == 200, (
        "unlocked"
    )
    assert not AuditEntry.objects.filter(action="first.export").exists()
    password = at.get(address).context["form"]["password"].value()
    answer = at.post(address, {"kind": "call", "form": "xlsx", "reason": "โทรรอบเช้า", "password": password})
    book = BytesIO()
    locked = OfficeFile(BytesIO(answer.content))
    locked.load_key(password=password)
    locked.decrypt(book)
    cells = [cell.value for row in load_workbook(book).active for cell in row]
    assert {NAME, PHONE} <= set(cells)
    entry = AuditEntry.objects.get(action="first.export")
    assert (entry.subject, entry.purpose) == (event.slug, "โทรรอบเช้า")
    with django_capture_on_commit_callbacks(execute=True):
        answer = at.post(address, {"kind": "boat", "form": "pdf", "reason": "เรือ 2"})
    page = answer["Location"]
    made = PrintOrder.objects.get()
    assert page == reverse("first:printed", args=[event.slug, made.pk])
    assert text_of(at.get(page))
    assert made.kind == "first"
    assert "เรือ" in text_of(at.get(address)), "it is found again"
    for stranger in (areas.local.supervisor, areas.other_local.officer, areas.center.officer):
        assert login(stranger).get(page).status_code == 404
    assert login(areas.other_local.officer).get(address).status_code == 404


def test_a_list_on_paper_is_drawn_for_who_may_still_see_it(home: Home, event: Event, areas: World) -> None:
    actor = areas.local.officer
    made = PrintOrder.objects.create(
        asked_by=actor.person,
        organization=actor.organization,
        kind="first",
        subject=f"{event.pk}:paper:0",
        asked_at=NOW,
        expires_at=NOW + dt.timedelta(days=7),
    )
    part = PrintPart.objects.create(order=made, number=1, subject="1-300")
    assert draw_list(part).startswith(b"%PDF")
    made.organization = areas.other_local.organization
    with pytest.raises(NotAllowedAnyMoreError):
        draw_list(part)


# Pages --------------------------------------------------------------------------------------------------------------


def test_the_board_shows_figures_to_all_of_the_event_and_people_to_few(
    home: Home, declared: Declare, areas: World, login: Login
) -> None:
    event = declared(organizations=[areas.other_local.organization])
    address = reverse("first:event", args=[event.slug])
    for actor in (areas.local.officer, areas.center.officer):
        text = text_of(login(actor).get(address))
        assert NAME in text
        assert text.index("ยังไม่ได้ติดต่อ") < text.index("ปลอดภัย"), "not reached stands first"
    other = login(areas.other_local.officer)
    page = other.get(address).content.decode()
    assert "ตามหน่วยงานที่ดูแลทะเบียน" in page
    assert not [one for one in (*SECRETS, "หลังวัด", "ตามหมู่บ้าน") if one in page]
    row = reverse("first:account", args=[event.slug, 1])
    assert other.get(row).status_code == other.post(row).status_code == 404
    assert other.get(reverse("first:paper", args=[event.slug])).status_code == 404
    for name in ("press", "ask"):
        assert other.post(reverse(f"first:{name}", args=[event.slug, 1])).status_code == 404
    assert login(areas.lead.officer).get(address).status_code == 404
    Event.objects.update(ended_at=NOW, ended_by=event.declared_by, ending="น้ำลด")
    assert NAME not in login(areas.center.officer).get(address).content.decode(), "the center until the end"
    assert not AuditEntry.objects.filter(action="first.read").exists()


def test_one_press_marks_a_household_and_leads_back_to_the_list(
    home: Home, event: Event, areas: World, login: Login
) -> None:
    at = login(areas.local.officer)
    page = at.get(reverse("first:event", args=[event.slug]) + "?by=visit&need=oxygen")
    form = soup(page).select_one("li.case-block form")
    sent = {box["name"]: box["value"] for box in form.select("input[name]")} | {"status": "safe"}
    for _twice in range(2):
        answer = at.post(form["action"], sent)
        assert answer["Location"].endswith("?by=visit&need=oxygen")
    mark = Mark.objects.get()
    assert (mark.status, mark.source, mark.person) == (Status.SAFE, Source.VISIT, areas.local.officer.person)
    assert NAME not in text_of(at.get(reverse("first:event", args=[event.slug])))
    assert NAME in text_of(at.get(reverse("first:event", args=[event.slug]) + "?status=safe"))
    assert (
        at.post(form["action"], {"status": "not_reached", "source": "call", "token": "x"}).status_code == 404
    )


def test_a_household_is_marked_with_words_made_a_request_and_corrected(
    home: Home, event: Event, areas: World, login: Login
) -> None:
    at = login(areas.local.officer)
    address = reverse("first:account", args=[event.slug, 1])
    given = {
        "status": "needs",
        "danger": "on",
        "source": "call",
        "text": "ออกซิเจนหมด",
        "token": str(uuid.uuid4()),
    }
    assert "เลือกว่าเป็นอย่างไร" in text_of(at.post(address, given | {"status": ""}))
    assert "อยู่ในช่วงสถานการณ์" in text_of(at.post(address, given | {"observed_at": "1/1/2569 08:00"}))
    assert at.post(address, given).status_code == 302
    text = text_of(at.get(address))
    for words in ("ออกซิเจนหมด", "มีอันตราย", areas.local.officer.person.display_name):
        assert words in text
    assert "ทำเป็นเรื่อง" not in text, "danger is a request at once"
    at.post(reverse("first:ask", args=[event.slug, 1]))
    text = text_of(at.get(address))
    assert Case.objects.get().reference in text
    assert "ทำเป็นเรื่อง" not in text
    back = reverse("first:take_back", args=[event.slug, 1, Mark.objects.get().pk])
    assert at.post(back).status_code == 302
    assert "ยกเลิกโดย" in text_of(at.get(address))
    assert at.post(reverse("first:take_back", args=[event.slug, 1, 99_999])).status_code == 404


def test_paper_is_typed_line_by_line_and_what_cannot_be_read_stays(
    enters: Enter, declared: Declare, areas: World, login: Login
) -> None:
    for one in range(3):
        enters(name=f"บ้าน {one}", place_detail=str(one + 1))
    event = declared()
    at = login(areas.local.officer)
    address = reverse("first:paper", args=[event.slug])
    given = {"source": "visit", "token": str(uuid.uuid4()), "lines": "1 ป\n๒ ช ยาหมด\n3 ?\n77 ป"}
    answer = at.post(address, given)
    assert "บันทึกแล้ว 2 บรรทัด" in text_of(answer)
    assert soup(answer).select_one("textarea").get_text().split("\n")[-2:] == ["3 ?", "77 ป"]
    at.post(address, given)
    assert Mark.objects.count() == 2, "the same paper sent twice"
    assert sums(event) == [1, 1, 0, 1]
    assert MarkWords.objects.get().text == "ยาหมด"
    early = given | {"token": str(uuid.uuid4()), "observed_at": "1/1/2569 08:00"}
    answer = at.post(address, early | {"lines": "1 ป\n2 ย\n3 ป"})
    assert text_of(answer).count("อยู่ในช่วงสถานการณ์") == 1, "one reason for three lines is told once"
    assert soup(answer).select_one("textarea").get_text().split("\n")[-3:] == ["1 ป", "2 ย", "3 ป"]


def test_pages_and_lists_cost_the_same_however_many_stand_in_them(
    enters: Enter, declared: Declare, areas: World, login: Login
) -> None:
    enters()
    event = declared()
    at, actor = login(areas.local.officer), areas.local.officer

    def grow() -> None:
        for one in range(3):
            enters(name=f"บ้าน {one}", moo=str(one + 1), needs=("infant", "dialysis"))
        accounting.open_missing()

    assert_same_queries(lambda: at.get(reverse("first:event", args=[event.slug])), grow)
    assert_same_queries(
        lambda: rows_of(actor, event, ListKind.CALL, everybody=True),
        lambda: [enters(name=f"เพิ่ม {one}", needs=("alone", "oxygen")) for one in range(3)],
    )


def test_files_come_when_they_are_drawn(home: Home, event: Event, areas: World, login: Login) -> None:
    at = login(areas.local.officer)
    at.post(reverse("first:lists", args=[event.slug]), {"kind": "paper", "form": "pdf", "reason": "ทีม 1"})
    part = PrintPart.objects.get()
    address = reverse("first:printed_file", args=[event.slug, part.order_id, 1])
    assert at.get(address).status_code == 404, "not yet"
    assert draw_first_list.func(part.pk)
    assert not draw_first_list.func(part.pk)
    assert body_of(at.get(address)).startswith(b"%PDF")
    assert AuditEntry.objects.filter(action="first.print.read").count() == 1
