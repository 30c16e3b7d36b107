"""A corrected year is a new edition, and neither two editions nor two years together tell a small number (S1.30)."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
import time_machine
from django.db import IntegrityError, transaction

from announcements.models import AnnualResults
from announcements.results import publishing as services
from announcements.results.display import year_view
from announcements.results.figures import cells_of, public_view
from announcements.results.models import FrozenError
from announcements.results.publishing import ResultsError, compute_draft, fingerprint_of, publish
from announcements.results.told import Told, told_by, with_noughts
from cases.domain.reporting import MonthFigures, WaitingTimes
from portal.suppression import CannotProtectError, Cell, K, protect
from tests.accounts.factories import UserFactory
from tests.announcements.attackers import largest
from tests.announcements.factories import BIG, figures, results_page, row

NOON = dt.datetime(2026, 10, 20, 5, tzinfo=dt.UTC)
SEEDS = range(20)


# --- readers ----------------------------------------------------------------------------------------------------------


class Reader:
    """Knows published figures and equations between figures, and asks how large one may be (linear programming)."""

    def __init__(self) -> None:
        self.known: dict[object, int] = {}
        self._lines: list[dict[object, int]] = []
        self._names: dict[object, object] = {}

    def table(self, label: object, cells: Iterable[Cell], told: Told, measure: str) -> None:
        """Learn the figures that an edition shows of a measure, and that its sums agree."""
        nodes: dict[str, dict[object, int]] = {}
        hidden = told.hidden[measure]
        for cell in cells:
            name = (label, measure, cell.key)
            if cell.key not in hidden:
                self.known[name] = told.shown[measure].get(cell.key, 0)
                assert self.known[name] == cell.value, "what is shown is true"
            for node, sign in ((cell.head, 1), (cell.tail, -1)):
                line = nodes.setdefault(node, {})
                line[name] = line.get(name, 0) + sign
        self._lines += nodes.values()

    def same(self, one: object, other: object) -> None:
        """Learn that two figures are one."""
        self._names[other] = one
        if other in self.known:
            self.known[one] = self.known[other]

    def equal(self, terms: Mapping[object, int]) -> None:
        """Learn that a sum of figures is nought."""
        self._lines.append(dict(terms))

    def most(self, name: object) -> Fraction | None:
        """Return the largest value that everything known leaves for a figure; None for no end."""
        name = self._names.get(name, name)
        if name in self.known:
            return Fraction(self.known[name])
        lines: list[dict[object, int]] = []
        for given in self._lines:
            line: dict[object, int] = {}
            for n, factor in given.items():
                known_as = self._names.get(n, n)
                line[known_as] = line.get(known_as, 0) + factor
            lines.append(line)
        unknown = sorted({n for line in lines for n in line if n not in self.known}, key=str)
        place = {n: i for i, n in enumerate(unknown)}
        matrix, right = [], []
        for line in lines:
            values, value = [Fraction(0)] * len(unknown), Fraction(0)
            for n, factor in line.items():
                if n in place:
                    values[place[n]] += factor
                else:
                    value -= factor * self.known[n]
            if any(values):
                matrix.append(values)
                right.append(value)
            else:
                assert value == 0, "published figures contradict each other"
        return largest(matrix, right, place[name])


def assert_learns_nothing(reader: Reader, label: object, measure: str, cells: Iterable[Cell]) -> None:
    for cell in cells:
        if 0 < cell.value < K:
            found = reader.most((label, measure, cell.key))
            assert found is None or found >= K, (
                f"{label} {measure} {cell.key} is {cell.value}, at most {found}"
            )


def a_year(seed: int, *, bodies: int = 2) -> list[MonthFigures]:
    """A small year of several bodies with small and large figures."""
    chance = random.Random(seed)
    made = []
    for body in range(1, bodies + 1):
        for problem in ("disaster", "disease"):
            for month in (dt.date(2025, 11, 1), dt.date(2025, 12, 1)):
                received = chance.choice((0, 1, 2, 3, 6, 9, 14, 30))
                if received:
                    made.append(
                        row(
                            organization_id=body,
                            organization=f"อบต.ทดสอบ {body}",
                            problem=problem,
                            month=month,
                            received=received,
                            closed=received,
                            helped=received,
                        )
                    )
    return made or [row()]


def corrected(rows: list[MonthFigures], seed: int) -> list[MonthFigures]:
    """The same year with one or two rows that were wrong."""
    chance = random.Random(seed + 1000)
    made = list(rows)
    for _ in range(chance.choice((1, 2))):
        place = chance.randrange(len(made))
        received = max(0, made[place].received + chance.choice((-9, -2, -1, 1, 2, 7)))
        made[place] = replace(made[place], received=received, closed=received, helped=received)
    if chance.random() < 0.4:
        made.append(row(organization_id=9, organization="อบต.ส่งช้า", received=2, closed=2, helped=2))
    return made


@pytest.mark.slow
def test_who_holds_both_editions_and_knows_what_was_corrected_learns_nothing() -> None:
    """The strongest reader: told which figures are unchanged, they put both tables into one set of equations."""
    made = 0
    for seed in SEEDS:
        old = figures(a_year(seed))
        first = public_view(old)
        before = told_by(first, {})
        new = with_noughts(figures(corrected(list(old.rows), seed)), before)
        try:
            second = public_view(new, before=before)
        except CannotProtectError:
            continue
        made += 1
        after = told_by(second, {})
        assert first["period"] == second["period"]
        for measure in ("received", "closed", "helped"):
            assert before.hidden[measure] <= after.hidden[measure], "what was left out stays so"
        if first["period"] == "quarter":
            continue
        reader = Reader()
        one, two = cells_of(old, "received"), cells_of(new, "received")
        reader.table(1, one, before, "received")
        reader.table(2, two, after, "received")
        values = {cell.key: cell.value for cell in one}
        for cell in two:
            if values.get(cell.key, 0) == cell.value and cell.key in values:
                reader.same((1, "received", cell.key), (2, "received", cell.key))
        assert_learns_nothing(reader, 1, "received", one)
        assert_learns_nothing(reader, 2, "received", two)
    assert made >= len(SEEDS) // 2, "most corrections can be published"


def next_year(rows: list[MonthFigures], seed: int) -> tuple[list[MonthFigures], list[MonthFigures]]:
    """Two years after each other: what waited and came is closed, refused, or waits on."""
    chance = random.Random(seed)
    waits: dict[tuple[int, str], int] = {}
    years = []
    for number in (0, 1):
        counted = []
        for one in rows if number == 0 else [replace(r, month=r.month.replace(year=2026)) for r in rows]:
            key = (one.organization_id, one.problem)
            received = max(0, one.received + (chance.choice((-3, 0, 2)) if number else 0))
            there = waits.get(key, 0) + received
            closed = max(0, there - chance.choice((0, 0, 1, 2, 4, 8)))
            waits[key] = there - closed
            refused = min(closed, chance.choice((0, 0, 1, 3, 6)))
            counted.append((key, replace(one, received=received, closed=closed, helped=0, refused=refused)))
        last = {key: place for place, (key, _row) in enumerate(counted)}
        years.append(
            [
                replace(one, waiting=waits[key] if last[key] == place else 0)
                for place, (key, one) in enumerate(counted)
            ]
        )
    return years[0], years[1]


@pytest.mark.slow
def test_who_holds_two_years_and_knows_that_what_waits_is_what_is_left_learns_nothing() -> None:
    """Waiting now is waiting then plus received less closed; refused cases are among the closed ones."""
    attacked = 0
    for seed in SEEDS:
        one, two = (
            figures(rows, year)
            for rows, year in zip(next_year(a_year(seed), seed), (2569, 2570), strict=True)
        )
        first = told_by(public_view(one), {})
        second = told_by(public_view(two, waited=first.hidden.get("waiting", frozenset())), {})
        measures = [m for m in ("received", "closed", "waiting", "refused") if m in second.measures]
        reader = Reader()
        for measure in measures:
            if first.period == second.period == "month" or measure != "received":
                reader.table(2570, cells_of(two, measure), second, measure)
        if (
            "waiting" not in first.measures
            or "waiting" not in measures
            or "quarter" in (first.period, second.period)
        ):
            continue
        attacked += 1
        reader.table(2569, cells_of(one, "waiting"), first, "waiting")
        keys = [cell.key for cell in cells_of(two, "waiting")]
        then = {cell.key for cell in cells_of(one, "waiting")}
        for key in keys:
            terms = {(2570, "waiting", key): 1, (2570, "received", key): -1, (2570, "closed", key): 1}
            reader.equal(terms | ({(2569, "waiting", key): -1} if key in then else {}))
            if "refused" in measures:
                reader.equal({(2570, "refused", key): 1, (2570, "closed", key): -1, ("not refused", key): 1})
        for measure in measures:
            assert_learns_nothing(reader, 2570, measure, cells_of(two, measure))
        assert_learns_nothing(reader, 2569, "waiting", cells_of(one, "waiting"))
    assert attacked >= 2


def test_the_readers_are_real() -> None:
    """A second edition made without a thought of the first one gives a small figure away, and is caught."""
    hidden = 3
    old = figures(
        [
            row(organization_id=n, organization=f"อบต.ทดสอบ {n}", received=value, closed=0, helped=0)
            for n, value in enumerate((hidden, 20, 8, 40), start=1)
        ]
    )
    before = told_by(public_view(old), {})
    cells = cells_of(old, "received")
    naive = Told("month", before.measures, {"received": frozenset({"organization:1"})}, {})
    reader = Reader()
    reader.table(1, cells, before, "received")
    for cell in cells:
        if cell.key not in naive.hidden["received"]:
            reader.known[1, "received", cell.key] = cell.value
    assert reader.most((1, "received", "organization:1")) == hidden


def test_a_figure_that_the_reader_knows_protects_nothing() -> None:
    cells = [
        Cell("small", "a", "b", 3),
        Cell("sum", "b", "a", 23),
        Cell("told", "a", "b", 20, known=True),
    ]
    assert protect(cells) == {"small", "sum"}
    with pytest.raises(CannotProtectError):
        protect([replace(cell, known=cell.key != "small") for cell in cells])
    bound = [replace(cells[0], most=4), *cells[1:]]
    with pytest.raises(CannotProtectError):
        protect(bound)


# --- waiting times ----------------------------------------------------------------------------------------------------


def test_a_waiting_time_stands_only_where_the_helped_cases_stand() -> None:
    few = row(organization_id=5, organization="อบต.น้อย", received=9, closed=9, helped=3)
    times = WaitingTimes(
        by_body={1: Counter({2: 4, 9: 4}), 5: Counter({1: 3}), 2: Counter({30: 20})},
        by_problem={"disaster": Counter({2: 4, 9: 4, 1: 3, 30: 20})},
    )
    view = public_view(figures([*BIG, few]), times=times)
    days = {one["organization"]: one["days"] for one in view["waiting_days"]["organizations"]}
    helped = {one["organization"]: one["helped"] for one in view["organizations"]}
    assert days["อบต.น้อย"] is None
    assert all(
        helped[name] is not None and helped[name] >= K for name, value in days.items() if value is not None
    )


# --- publishing -------------------------------------------------------------------------------------------------------


@pytest.fixture
def register(db, monkeypatch):
    """A register whose figures a test sets, on a day after the year."""
    with time_machine.travel(NOON, tick=False):
        results_page()

        def hold(rows) -> None:
            monkeypatch.setattr(services, "yearly_figures", lambda be_year: figures(rows, be_year))

        hold(BIG)
        yield hold


def published(why: str = "") -> AnnualResults:
    compute_draft(be_year=2569, user=UserFactory(), why=why)
    return publish(be_year=2569, user=UserFactory())


def test_a_corrected_year_is_a_new_edition_and_the_old_one_stays(register, client) -> None:
    first = published()
    assert (first.edition, first.query["source"], len(first.query["sha256"])) == (1, "register", 64)
    with pytest.raises(ResultsError, match="เหตุผล"):
        compute_draft(be_year=2569, user=UserFactory())
    register((*BIG[:2], replace(BIG[2], received=52), BIG[3]))
    user = UserFactory()
    draft = compute_draft(be_year=2569, user=user, why="เดือนธันวาคมขาดไป 12 เรื่อง")
    assert client.get("/results/2569/edition/2/").status_code == 404, "a draft is not public"
    with pytest.raises(ResultsError, match="อีกคน"):
        publish(be_year=2569, user=user)
    assert AnnualResults.objects.published().get() == first
    second = publish(be_year=2569, user=UserFactory())
    assert second.pk == draft.pk
    assert second.fingerprint == fingerprint_of(second.snapshot) != first.fingerprint
    assert AnnualResults.objects.published().get() == second
    now = client.get("/results/2569/").content.decode()
    assert "เดือนธันวาคมขาดไป 12 เรื่อง" in now
    assert "/results/2569/edition/1/" in now
    old = client.get("/results/2569/edition/1/").content.decode()
    assert "ฉบับนี้ถูกแทนแล้ว" in old
    assert "report.pdf" not in old, "its files are not taken for the ones that hold"
    data = client.get("/results/2569/edition/1/data.json").json()
    assert (data["edition"], data["total"]["received"], data["fingerprint"]) == (1, 96, first.fingerprint)
    assert data["replaced_at"] is not None
    assert first.query["sha256"] not in client.get("/results/2569/data.json").content.decode()
    first.refresh_from_db()
    first.why = "อื่น"
    with pytest.raises(FrozenError):
        first.save()
    with pytest.raises(FrozenError):
        first.delete()
    for number in (0, 3, 9999):
        assert client.get(f"/results/2569/edition/{number}/").status_code == 404
    view = year_view(second, None)
    assert any("แทนฉบับก่อน" in note for note in view.notes)


def test_one_edition_holds_and_one_draft_waits(register) -> None:
    first = published()
    for values in ({"edition": 1, "published_at": None}, {"edition": 2, "published_at": first.published_at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AnnualResults.objects.create(
                be_year=2569, snapshot=first.snapshot, computed_at=first.computed_at, **values
            )


def test_an_edition_that_would_give_a_small_figure_away_is_refused_in_words(register, monkeypatch) -> None:
    published()

    def refuse(*_args: object, **_more: object) -> dict:
        raise CannotProtectError("organization:1")

    monkeypatch.setattr(services, "public_view", refuse)
    with pytest.raises(ResultsError, match="ฉบับเดิม"):
        compute_draft(be_year=2569, user=UserFactory(), why="แก้")
    assert AnnualResults.objects.count() == 1
