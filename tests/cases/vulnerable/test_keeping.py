"""Households stand in the register by consent only, are asked again, and leave without a trace (S1.02, S1.27, S1.34)."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from openpyxl import Workbook

from cases.errors import GuardFailed, NotAllowed
from cases.events.models import Event
from cases.vulnerable.domain import accounting, copying, following, importing, keeping
from cases.vulnerable.domain.rights import found_by_phone, homes_of
from cases.vulnerable.domain.terms import is_erased, reminder_due
from cases.vulnerable.models import Account, Agreement, Home, Need, Removal
from cases.vulnerable.starter import load_needs
from cases.vulnerable.vocabulary import AgreedBy, AgreedHow, EntryWay, Occasion, RemovalReason, Source, Status
from portal.accounts.models import KeptForm
from portal.accounts.roles import Role
from portal.actors import System
from portal.audit.models import AuditEntry
from portal.organizations.models import ServiceArea
from portal.outbox.models import OutboxMessage
from portal.thai.dates import bangkok_today
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases.domain.test_erasing import dump, read
from tests.cases.events.conftest import DRY, OURS, THEIRS, Declare
from tests.cases.factories import World
from tests.cases.vulnerable.conftest import NAME, NOTE, SECRETS, Enter, agreed, days_ago, details
from tests.outbox.addresses import mails_to

pytestmark = pytest.mark.django_db


# Taking down --------------------------------------------------------------------------------------------------------


def test_a_household_is_there_with_who_agreed_when_and_how(enters: Enter, areas: World) -> None:
    token = uuid.uuid4()
    first = enters(token=token)
    assert enters(token=token) == first, "sent twice it is one"
    assert (first.organization, first.moo, first.way) == (areas.local.organization, "4", EntryWay.OFFICER)
    assert [need.slug for need in first.needs.all()] == ["oxygen", "alone"]
    row = first.agreements.get()
    assert (row.occasion, row.by, row.how, row.officer) == (
        Occasion.ENTERED,
        AgreedBy.SELF,
        AgreedHow.IN_PERSON,
        areas.local.officer.person,
    )
    entry = AuditEntry.objects.get(action="first.entered")
    assert entry.subject == f"first:{first.pk}"
    assert not [one for one in SECRETS if one in f"{entry.data} {entry.purpose}"]
    with pytest.raises(keeping.AlreadyThereError) as refused:
        enters(place_detail="บ้านเลขที่ ๑๒/๓ หมู่ ๔", moo="")
    assert refused.value.home == first.pk
    with pytest.raises(NotAllowed):
        enters(token=token, actor=areas.local.supervisor)


def test_what_cannot_be_is_refused_at_its_field(enters: Enter, areas: World) -> None:
    wrong = (
        ({"name": " "}, "name"),
        ({"subdistrict": "8101"}, "place"),
        ({"subdistrict": DRY}, "place"),
        ({"place_detail": "", "moo": ""}, "place_detail"),
        ({"needs": ()}, "needs"),
        ({"needs": ("rich",)}, "needs"),
        ({"people": 100}, "people"),
        ({"note": "ก" * 501}, "note"),
        ({"on": days_ago(-1)}, "agreed_on"),
        ({"on": days_ago(366)}, "agreed_on"),
    )
    for values, field in wrong:
        with pytest.raises(GuardFailed) as refused:
            enters(**values)
        assert refused.value.field == field, values
    with pytest.raises(GuardFailed) as refused:
        keeping.check_agreed(agreed(by=AgreedBy.FAMILY))
    assert refused.value.field == "agreed_name"
    for stranger in (areas.lead.officer, officer(areas.local.organization, Role.CONTENT_EDITOR)):
        with pytest.raises(NotAllowed):
            enters(actor=stranger)
    assert not Home.objects.exists()


def test_what_a_center_hears_is_kept_by_the_local_administration_of_the_place(
    enters: Enter, areas: World
) -> None:
    center = areas.center.officer
    assert enters(actor=center).organization == areas.local.organization
    assert enters(actor=center, subdistrict=DRY).organization == areas.center.organization
    shared = ServiceArea.objects.create(organization=areas.other_local.organization, subdistrict_code=OURS)
    assert enters(actor=center, name="ตาดำ").organization == areas.center.organization, "nobody guesses whose"
    shared.delete()
    with pytest.raises(GuardFailed):
        enters(actor=center, subdistrict="500101")


def test_it_is_corrected_without_a_new_term_and_confirmed_with_one(enters: Enter, areas: World) -> None:
    old = enters(on=days_ago(300))
    actor = areas.local.officer
    keeping.change(actor=actor, home=old, details=details(needs=("infant",), place_detail="99 ม.5", moo=""))
    old.refresh_from_db()
    assert (old.agreed_on, old.moo, [one.slug for one in old.needs.all()]) == (days_ago(300), "5", ["infant"])
    other = enters(name="ตาดำ")
    with pytest.raises(keeping.AlreadyThereError):
        keeping.change(actor=actor, home=other, details=details(place_detail="99 ม.5", moo=""))
    Home.objects.filter(pk=old.pk).update(reminded=1, reminded_on=days_ago(3))
    token = uuid.uuid4()
    made = keeping.refresh(actor=actor, home=old, agreed=agreed(), token=token)
    assert keeping.refresh(actor=actor, home=old, agreed=agreed(), token=token) == made
    old.refresh_from_db()
    assert (old.agreed_on, old.reminded, old.reminded_on) == (days_ago(0), 0, None)
    assert old.agreements.count() == 2
    with pytest.raises(GuardFailed, match="ใหม่กว่า"):
        keeping.refresh(actor=actor, home=old, agreed=agreed(on=days_ago(5)), token=uuid.uuid4())
    for act in (
        lambda who: keeping.refresh(actor=who, home=old, agreed=agreed(), token=uuid.uuid4()),
        lambda who: keeping.change(actor=who, home=old, details=details()),
    ):
        with pytest.raises(NotAllowed):
            act(areas.lead.officer)


def test_a_center_corrects_where_somebody_lives_and_who_keeps_them_follows(home: Home, areas: World) -> None:
    center = areas.center.officer
    moved = keeping.change(actor=center, home=home, details=details(subdistrict=THEIRS, place_detail="7"))
    assert moved.organization == areas.other_local.organization
    assert not homes_of(areas.local.officer)
    with pytest.raises(NotAllowed):
        keeping.change(actor=areas.local.officer, home=moved, details=details())


# Leaving ------------------------------------------------------------------------------------------------------------


def test_who_moves_goes_to_the_board_of_who_keeps_them_now(
    home: Home, areas: World, declared: Declare
) -> None:
    """Known gap of the register: the row of a running event stayed with those who do not go there any more."""
    over, running = declared(), declared(name="น้ำท่วมอีกรอบ", subdistricts=[OURS, THEIRS])
    for event in (over, running):
        accounting.open_rows(event)
    Event.objects.filter(pk=over.pk).update(ended_at=timezone.now(), ended_by=over.declared_by, ending="น้ำลด")
    assert accounting.accounts_of(areas.local.officer, running).exists()
    keeping.change(
        actor=areas.center.officer, home=home, details=details(subdistrict=THEIRS, place_detail="7", moo="9")
    )
    assert not accounting.accounts_of(areas.local.officer, running).exists()
    row = accounting.accounts_of(areas.other_local.officer, running).get()
    assert (row.home, row.subdistrict_code, row.moo) == (home, THEIRS, "9")
    assert not accounting.accounts_of(areas.other_local.officer, over).exists(), (
        "what is over stays as it was"
    )


def test_who_withdraws_is_erased_at_once_everywhere(home: Home, areas: World) -> None:
    actor = areas.local.officer
    KeptForm.objects.create(
        owner=actor.person,
        path=f"/desk/first/{home.pk}/change/",
        content=NOTE,
        expires_at=timezone.now() + dt.timedelta(hours=1),
    )
    number = home.pk
    assert all(one in read() for one in SECRETS), "they could leak"
    for stranger in (areas.lead.officer, areas.other_local.officer):
        with pytest.raises(NotAllowed):
            keeping.remove(actor=stranger, home=number, reason=RemovalReason.DIED)
    assert keeping.remove(actor=actor, home=number, reason=RemovalReason.WITHDRAWN)
    assert not keeping.remove(actor=actor, home=number, reason=RemovalReason.WITHDRAWN)
    left = dump() + read()
    assert not [one for one in (*SECRETS, "0817704471", "หลังวัด") if one in left]
    assert not Agreement.objects.exists()
    row = Removal.objects.get()
    assert (row.number, row.reason, row.organization, row.person) == (
        number,
        RemovalReason.WITHDRAWN,
        areas.local.organization,
        actor.person,
    )


def test_that_somebody_left_is_never_rewritten(home: Home) -> None:
    keeping.remove(actor=System(), home=home.pk, reason=RemovalReason.LAPSED)
    for act in (lambda: Removal.objects.update(reason=RemovalReason.DIED), Removal.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_an_organization_is_told_twice_then_it_is_erased(enters: Enter, areas: World, now) -> None:
    areas.local.organization.email = "one@example.org"
    areas.local.organization.save()
    first, second = enters(on=days_ago(10)), enters(name="ตาดำ")
    start = timezone.now()

    def mails() -> list[OutboxMessage]:
        return mails_to("one@example.org", template="first_old")

    for days, told in ((300, 0), (356, 1), (357, 1), (420, 2), (440, 2)):
        now.move_to(start + dt.timedelta(days=days))
        following.remind()
        following.remind()
        following.lapse()
        assert len(mails()) == told + (days >= 366) * 0, days
    assert mails()[0].context["count"] == "1"
    assert not [one for mail in mails() for one in SECRETS if one in str(mail.context)]
    keeping.refresh(actor=areas.local.officer, home=second, agreed=agreed(), token=uuid.uuid4())
    now.move_to(start + dt.timedelta(days=450))
    assert following.lapse() == 1
    assert list(Home.objects.all()) == [second]
    assert (Removal.objects.get().number, Removal.objects.get().reason) == (first.pk, RemovalReason.LAPSED)


def test_who_waits_for_their_time_holds_up_nobody(
    enters: Enter, areas: World, declared: Declare, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run looks at so many households: those of a flood and those told last week are none of them."""
    declared()
    wet, told = enters(), enters(name="ตาดำ")
    dry = [
        enters(name=name, subdistrict=THEIRS, actor=areas.other_local.officer)
        for name in ("ยายแดง", "ตาเขียว", "ป้าขาว")
    ]
    Home.objects.update(agreed_on=days_ago(500), reminded=2, reminded_on=days_ago(40))
    Home.objects.filter(pk__in=[told.pk, dry[0].pk]).update(reminded_on=days_ago(7))
    Home.objects.filter(pk=dry[2].pk).update(reminded=1)
    monkeypatch.setattr(following, "MOST_AT_ONCE", 1)
    assert following.lapse() == 1
    assert not Home.objects.filter(pk=dry[1].pk).exists()
    assert following.lapse() == 0
    assert set(Home.objects.values_list("pk", flat=True)) == {wet.pk, told.pk, dry[0].pk, dry[2].pk}
    assert following.remind() == 1, "one organization"
    assert dict(Home.objects.values_list("pk", "reminded")) == {
        wet.pk: 2,
        told.pk: 2,
        dry[0].pk: 2,
        dry[2].pk: 2,
    }


def test_who_is_asked_and_who_is_erased_is_what_the_rule_says(enters: Enter, areas: World) -> None:
    homes = {
        (days, told, since): enters(name=f"{days} {told} {since}")
        for days in (364, 365, 366, 430, 460)
        for told in (0, 1, 2)
        for since in (None, 27, 28)
    }
    for (days, told, since), home in homes.items():
        Home.objects.filter(pk=home.pk).update(
            agreed_on=days_ago(days), reminded=told, reminded_on=None if since is None else days_ago(since)
        )
    today, rows = bangkok_today(), list(Home.objects.all())
    asked = {
        one.pk
        for one in rows
        if reminder_due(one.agreed_on, today, reminded=one.reminded, reminded_on=one.reminded_on)
    }
    erased = {
        one.pk
        for one in rows
        if is_erased(one.agreed_on, today, reminded=one.reminded, reminded_on=one.reminded_on, in_event=False)
    }
    assert asked and erased
    assert following.lapse() == len(erased)
    following.remind()
    assert set(Home.objects.filter(reminded_on=today).values_list("pk", flat=True)) == asked
    assert not Home.objects.filter(pk__in=erased).exists()


def test_who_agrees_while_others_are_erased_stays(
    enters: Enter, areas: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the list of a run and the turn of a household somebody may knock at its door."""
    first, second = enters(), enters(name="ตาดำ")
    Home.objects.update(agreed_on=days_ago(500), reminded=2, reminded_on=days_ago(40))

    def erasing(*, home: int, **given: object) -> bool:
        keeping.refresh(actor=areas.local.officer, home=second, agreed=agreed(), token=uuid.uuid4())
        return keeping.remove(home=home, **given)

    monkeypatch.setattr(following, "remove", erasing)
    assert following.lapse() == 1
    assert list(Home.objects.all()) == [second]
    assert Removal.objects.get().number == first.pk


def test_nobody_is_erased_while_an_event_runs_in_their_place(enters: Enter, declared: Declare) -> None:
    kept = enters()
    Home.objects.update(agreed_on=days_ago(500), reminded=2, reminded_on=days_ago(40))
    event = declared()
    assert following.lapse() == 0
    Event.objects.filter(pk=event.pk).update(
        ended_at=timezone.now(), ended_by=event.declared_by, ending="น้ำลด"
    )
    assert following.lapse() == 1
    assert not Home.objects.filter(pk=kept.pk).exists()


# Who sees -----------------------------------------------------------------------------------------------------------


def test_the_area_always_the_center_while_an_event_is_open_nobody_else(
    home: Home, areas: World, declared: Declare
) -> None:
    center = areas.center.officer
    strangers = [
        areas.other_local.officer,
        areas.lead.officer,
        officer(areas.local.organization, Role.CONTENT_EDITOR),
        officer(OrganizationFactory(), Role.PROVINCE_ADMIN),
    ]
    assert list(homes_of(areas.local.officer)) == [home]
    assert not homes_of(center)
    event = declared()
    assert list(homes_of(center)) == [home]
    for one in strangers:
        assert not homes_of(one), one.role
        assert not homes_of(one, heard=[home.pk]), one.role
    Event.objects.filter(pk=event.pk).update(
        ended_at=timezone.now(), ended_by=event.declared_by, ending="น้ำลด"
    )
    assert not homes_of(center)


def test_who_calls_the_center_is_found_by_their_number_and_by_nothing_less(home: Home, areas: World) -> None:
    center = areas.center.officer
    assert list(found_by_phone(center, ["0817704471"])) == [home]
    assert list(homes_of(center, heard=[home.pk])) == [home]
    for number in ("81770447", "0817704472"):
        assert not found_by_phone(center, [number])
    assert not found_by_phone(center, [])
    assert not found_by_phone(areas.lead.officer, ["0817704471"])
    assert not found_by_phone(areas.other_local.officer, ["0817704471"])


def test_people_get_a_copy_with_who_opened_it(home: Home, areas: World) -> None:
    actor = areas.local.officer
    with pytest.raises(GuardFailed):
        copying.copy_for(actor=actor, home=home, identified=" ")
    with pytest.raises(NotAllowed):
        copying.copy_for(actor=areas.lead.officer, home=home, identified="เห็นบัตร")
    copying.copy_for(actor=actor, home=home, identified="เห็นบัตร")
    known, agreements, _events, opened = (one["values"] for one in copying.sections_of(home))
    assert set(SECRETS) <= set(known.values())
    assert len(agreements) == 1
    assert opened == {areas.local.organization.name_th: "1"}
    assert AuditEntry.objects.get(action="first.copy").purpose == "เห็นบัตร"


def test_two_agreements_and_two_marks_of_one_moment_both_stand_in_the_copy(
    home: Home, areas: World, declared: Declare, now
) -> None:
    actor = areas.local.officer
    for how in (AgreedHow.IN_PERSON, AgreedHow.PHONE):
        keeping.refresh(actor=actor, home=home, agreed=agreed(how=how), token=uuid.uuid4())
    event = declared()
    accounting.open_rows(event)
    for status in (Status.NEEDS, Status.SAFE):
        accounting.mark(
            actor=actor,
            account=Account.objects.select_related("event").get(),
            status=status,
            source=Source.CALL,
            token=uuid.uuid4(),
        )
    _known, agreements, events, _opened = (one["values"] for one in copying.sections_of(home))
    assert len(agreements) == 3
    assert len(events) == 2


# Lists --------------------------------------------------------------------------------------------------------------

HEAD = (
    "ชื่อ",
    "บ้านเลขที่",
    "หมู่ที่",
    "ตำบล",
    "จำนวนคนในบ้าน",
    "ความจำเป็น",
    "วันที่ยินยอม",
    "ผู้ให้ความยินยอม",
    "ชื่อผู้ให้ความยินยอมแทน",
)


def listed(folder: Path, *rows: tuple[object, ...], head: tuple[str, ...] = HEAD) -> Path:
    book = Workbook()
    for row in (head, *rows):
        book.active.append(row)
    path = folder / "list.xlsx"
    book.save(path)
    return path


def test_a_list_is_tried_then_taken_and_never_twice(areas: World, tmp_path: Path) -> None:
    load_needs()
    actor = areas.local.officer
    good = (NAME, "๑๒/๓", "4", "", "2", "ติดเตียง, oxygen", "1 พ.ย. 2569", "", "")
    rows = (
        good,
        ("ตาดำ", "7", "1", "", "", "ติดเตียง", "1/11/2569", "คนในครอบครัวที่ดูแล", "ลูกสาว"),
        ("ไม่มีวัน", "8", "1", "", "", "ติดเตียง", "", "", ""),
        ("ไม่มีชื่อผู้แทน", "9", "1", "", "", "ติดเตียง", "1/11/2569", "family", ""),
        ("ต้องการเงิน", "10", "1", "", "", "เงิน", "1/11/2569", "", ""),
        (NAME, "12/3", "4", "", "9", "ติดเตียง", "1/11/2569", "", ""),
    )
    path = listed(tmp_path, *rows)
    tried = importing.take(actor=actor, path=path, tries=True)
    assert not Home.objects.exists()
    assert not AuditEntry.objects.filter(action="first.entered").exists()
    taken = importing.take(actor=actor, path=path, tries=False)
    assert (tried.made, tried.existing, tried.refused) == (taken.made, taken.existing, taken.refused)
    assert (taken.made, taken.existing) == (2, 1)
    assert [line for line, _why in taken.refused] == [4, 5, 6]
    assert "เงิน" in taken.refused[2][1]
    row = next(home for home in Home.objects.all() if home.name == NAME)
    assert ({one.slug for one in row.needs.all()}, row.people, row.way) == (
        {"bedridden", "oxygen"},
        2,
        EntryWay.IMPORT,
    )
    again = importing.take(actor=actor, path=path, tries=False)
    assert (again.made, again.existing, Home.objects.count()) == (0, 3, 2)


def test_a_list_that_cannot_be_read_says_why(areas: World, tmp_path: Path) -> None:
    load_needs()
    actor = areas.local.officer
    for head, why in ((("บ้าน",), "ไม่พบคอลัมน์ชื่อ"), (("ชื่อ", "ความจำเป็น"), "วันที่ยินยอม")):
        with pytest.raises(GuardFailed, match=why):
            importing.take(actor=actor, path=listed(tmp_path, ("ก", "ข"), head=head), tries=True)
    many = [("ก", "1", "", "", "", "ติดเตียง", "1/11/2569", "", "")] * (importing.MOST_ROWS + 1)
    with pytest.raises(GuardFailed, match="1,000"):
        importing.take(actor=actor, path=listed(tmp_path, *many), tries=True)
    with pytest.raises(NotAllowed):
        importing.take(actor=areas.lead.officer, path=tmp_path / "none.csv", tries=True)


def test_a_list_names_its_subdistrict_where_there_are_several(areas: World, tmp_path: Path) -> None:
    load_needs()
    ServiceArea.objects.create(organization=areas.local.organization, subdistrict_code=THEIRS)
    rows = [
        (f"คน {place}", "7", "1", place, "", "ติดเตียง", "1/11/2569", "", "")
        for place in ("", "ต.อ่าวนาง", OURS, "เชียงใหม่")
    ]
    taken = importing.take(actor=areas.local.officer, path=listed(tmp_path, *rows), tries=False)
    assert [line for line, _why in taken.refused] == [2, 5]
    assert set(Home.objects.values_list("subdistrict_code", flat=True)) == {OURS, THEIRS}


def test_an_installation_begins_with_kinds_of_need_and_keeps_what_a_center_made_of_them() -> None:
    assert load_needs()
    Need.objects.filter(slug="oxygen").update(name="ถังออกซิเจน")
    assert not load_needs()
    assert Need.objects.first().name == "ถังออกซิเจน", "whom a power cut kills first stands first"
