"""Relief: what is there is a sum, never below none; twice a day needs a word why; the table has no names (issue 14, point 8; S1.35)."""

from __future__ import annotations

import io
import uuid

import openpyxl
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.camps.domain import stock
from cases.camps.domain.stock import Place
from cases.camps.models import Goods, GoodsEntry
from cases.errors import GuardFailed, NotAllowed
from cases.events.models import Event, Shelter
from tests.cases.camps.conftest import SECRETS, Takes
from tests.cases.desk.conftest import Login
from tests.cases.domain.test_erasing import dump
from tests.cases.factories import World

pytestmark = pytest.mark.django_db
WHY = "ถุงแรกคะนารีเปียกน้ำ"


def at(name: str, event: Event, **names: object) -> str:
    return reverse(f"camps:{name}", kwargs={"event": event.slug, **names})


@pytest.fixture
def bags(event: Event, areas: World) -> Goods:
    return stock.add_goods(actor=areas.center.officer, event=event, name="ถุงยังชีพ", unit="ชุด")


@pytest.fixture
def places(event: Event, shelters: list[Shelter]) -> list[Place]:
    """The school, the temple, the store of the center, that of the local administration."""
    return stock.places_of(event)


def there(goods: Goods, place: Place) -> int:
    return stock.balances(goods.event).get((goods.pk, place.key), 0)


def test_goods_come_move_are_given_and_what_is_there_is_the_sum(
    bags: Goods, places: list[Place], takes: Takes, areas: World
) -> None:
    school, temple, store, _local = places
    actor, family, token = areas.center.officer, takes(), uuid.uuid4()
    for _ in range(2):
        stock.receive(actor=actor, goods=bags, place=store, quantity=40, token=token)
    stock.move(actor=actor, goods=bags, origin=store, target=school, quantity=30, token=uuid.uuid4())
    stock.give(actor=actor, goods=bags, place=school, quantity=2, token=uuid.uuid4(), family=family)
    stock.give(actor=actor, goods=bags, place=school, quantity=8, token=uuid.uuid4(), people=20)
    assert [there(bags, one) for one in places] == [20, 0, 10, 0]
    with pytest.raises(GuardFailed) as refused:
        stock.move(actor=actor, goods=bags, origin=school, target=temple, quantity=21, token=uuid.uuid4())
    assert "เหลือ 20 ชุด" in str(refused.value.message) and refused.value.field == "quantity"
    for quantity in (0, -1, stock.MOST + 1):
        with pytest.raises(GuardFailed):
            stock.receive(actor=actor, goods=bags, place=store, quantity=quantity, token=uuid.uuid4())
    for change in (
        lambda: GoodsEntry.objects.update(quantity=1),
        lambda: GoodsEntry.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_tried_no_place_holds_less_than_none(
    data: st.DataObject, bags: Goods, places: list[Place], areas: World
) -> None:
    actor, mine = areas.center.officer, places[:3]
    with transaction.atomic():
        for act in data.draw(st.lists(st.sampled_from(["in", "out", "over", "right"]), max_size=12)):
            number = data.draw(st.integers(0, 9))
            one, other = data.draw(st.permutations(mine))[:2]
            token = uuid.uuid4()
            entry = bags.entries.filter(corrects=None).exclude(kind="brought").order_by("?").first()
            try:
                if act == "in":
                    stock.receive(actor=actor, goods=bags, place=one, quantity=number, token=token)
                elif act == "out":
                    stock.give(actor=actor, goods=bags, place=one, quantity=number, token=token, people=3)
                elif act == "over":
                    stock.move(
                        actor=actor, goods=bags, origin=one, target=other, quantity=number, token=token
                    )
                elif entry is not None:
                    stock.correct(actor=actor, entry=entry, right=number, why=WHY, token=token)
                    assert stock.amount_of(entry) == number
            except GuardFailed:
                pass
            assert min(stock.balances(bags.event).values(), default=0) >= 0
        transaction.set_rollback(True)


def test_the_same_kind_twice_on_one_day_needs_a_word_and_the_next_day_none(
    bags: Goods, places: list[Place], takes: Takes, areas: World, now
) -> None:
    school, actor, family = places[0], areas.center.officer, takes()
    stock.receive(actor=actor, goods=bags, place=school, quantity=40, token=uuid.uuid4())

    def gives(**more: object) -> GoodsEntry:
        return stock.give(
            actor=actor, goods=bags, place=school, quantity=1, token=uuid.uuid4(), family=family, **more
        )

    first = gives()
    with pytest.raises(GuardFailed) as refused:
        gives()
    assert refused.value.field == "why" and "1 ชุด" in str(refused.value.message)
    assert gives(why=WHY).words.why == WHY
    assert WHY not in dump()
    now.shift(24 * 3600)
    gives()
    # What turned out never to have been given does not count.
    now.shift(24 * 3600)
    wrong = gives()
    stock.correct(actor=actor, entry=wrong, right=0, why="ยังไม่ได้ให้", token=uuid.uuid4())
    gives()
    assert first.people == family.people and there(bags, school) == 36


def test_a_move_is_corrected_at_both_ends_and_a_correction_says_why(
    bags: Goods, places: list[Place], areas: World
) -> None:
    school, temple, store, _local = places
    actor = areas.center.officer
    stock.receive(actor=actor, goods=bags, place=store, quantity=10, token=uuid.uuid4())
    sent = stock.move(actor=actor, goods=bags, origin=store, target=school, quantity=6, token=uuid.uuid4())
    with pytest.raises(GuardFailed):
        stock.correct(actor=actor, entry=sent, right=4, why=" ", token=uuid.uuid4())
    token = uuid.uuid4()
    for _ in range(2):
        stock.correct(actor=actor, entry=sent, right=4, why="นับผิด", token=token)
    assert (there(bags, store), there(bags, school)) == (6, 4)
    stock.move(actor=actor, goods=bags, origin=school, target=temple, quantity=3, token=uuid.uuid4())
    with pytest.raises(GuardFailed):
        stock.correct(actor=actor, entry=sent, right=2, why="นับผิด", token=uuid.uuid4())
    assert (there(bags, store), there(bags, school)) == (6, 1)
    with pytest.raises(NotAllowed):
        stock.correct(actor=actor, entry=sent.brought, right=1, why="x", token=uuid.uuid4())


def test_the_store_of_an_office_is_written_by_its_own_people(
    bags: Goods, places: list[Place], takes: Takes, areas: World
) -> None:
    school, _temple, store, local = places
    for actor, place in ((areas.local.officer, store), (areas.hospital.officer, school)):
        with pytest.raises(NotAllowed):
            stock.receive(actor=actor, goods=bags, place=place, quantity=1, token=uuid.uuid4())
    stock.receive(actor=areas.local.officer, goods=bags, place=local, quantity=5, token=uuid.uuid4())
    stock.receive(actor=areas.local.officer, goods=bags, place=school, quantity=5, token=uuid.uuid4())
    stock.move(
        actor=areas.local.officer, goods=bags, origin=local, target=store, quantity=5, token=uuid.uuid4()
    )
    assert there(bags, store) == 5
    again = stock.add_goods(actor=areas.local.officer, event=bags.event, name=" ถุงยังชีพ ", unit="ชุด")
    assert again.pk == bags.pk
    with pytest.raises(GuardFailed):
        stock.add_goods(actor=areas.local.officer, event=bags.event, name="ถุงยังชีพ", unit="ถุง")


def test_it_is_done_by_the_pages_and_the_tables_have_no_name(
    login: Login, event: Event, shelters: list[Shelter], takes: Takes, areas: World
) -> None:
    takes()
    desk = login(areas.center.officer)
    desk.post(at("goods", event), {"name": "=น้ำดื่ม", "unit": "ขวด"})
    water = Goods.objects.get()
    school = f"s{shelters[0].pk}"
    desk.post(at("receive", event), {"goods": water.pk, "quantity": "๔๐", "place": school})
    give = at("give", event, number=1)
    given = {"goods": water.pk, "quantity": "2", "place": school}
    assert desk.post(give, given).url == at("family", event, number=1)
    assert "บอกเหตุผล" in desk.post(give, given).content.decode()
    assert desk.post(give, given | {"why": WHY}).status_code == 302
    desk.post(at("give_people", event), given | {"people": "9"})
    desk.post(at("send", event), given | {"target": f"s{shelters[1].pk}"})
    shown = desk.get(at("relief", event)).content.decode()
    assert "+40" in shown and WHY in shown and "ครอบครัวเลข 1" in shown
    assert WHY in desk.get(at("family", event, number=1)).content.decode()
    entry = GoodsEntry.objects.filter(kind="received").get()
    refused = desk.post(at("correct", event, pk=entry.pk), {"quantity": "1", "why": "นับผิด"})
    assert "บันทึกมากกว่านี้ไม่ได้" in refused.content.decode()
    assert desk.post(at("correct", event, pk=entry.pk), {"quantity": "30", "why": "นับผิด"}).status_code == 302

    table = desk.get(at("relief_csv", event)).content.decode("utf-8-sig")
    assert "'=น้ำดื่ม" in table and table.count("\n") == 8
    book = openpyxl.load_workbook(io.BytesIO(desk.get(at("relief_xlsx", event)).content))
    cells = [str(cell) for row in book.active.iter_rows(values_only=True) for cell in row]
    assert "'=น้ำดื่ม" in cells
    for words in (table, " ".join(cells)):
        assert not any(word in words for word in (*SECRETS, WHY))

    stranger = login(areas.other_local.officer)
    for address in (
        *(at(name, event) for name in ("relief", "goods", "receive", "send", "give_people")),
        *(at("relief_csv", event), at("relief_xlsx", event), give, at("correct", event, pk=entry.pk)),
    ):
        assert stranger.get(address).status_code == 404


def test_a_table_is_bounded_and_says_what_is_not_in_it(
    bags: Goods, places: list[Place], areas: World, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _each in range(3):
        stock.receive(actor=areas.center.officer, goods=bags, place=places[0], quantity=5, token=uuid.uuid4())
    assert len(stock.ledger(event)) == 3
    monkeypatch.setattr(stock, "MOST_LINES", 2)
    lines = stock.ledger(event)
    assert len(lines) == 3 and lines[-1] == ["ไม่รวมรายการที่เก่ากว่านี้ 1 รายการ"]
