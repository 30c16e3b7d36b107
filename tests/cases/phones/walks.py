"""Fault schedules: two phones, three officers and a portal that is put back, against the real addresses and tables.

Whatever happens on the way, in the end everything that was said to be kept stands once in a case, waits for a person, or is
told as missing; nothing stands there twice, nothing was overwritten that the writer had not seen.
"""

from __future__ import annotations

import collections
import datetime as dt
from dataclasses import dataclass, field
from functools import partialmethod
from random import Random
from typing import Any
from unittest import mock

import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from cases.domain import facts
from cases.models import AssistanceRecord, Case, Visit
from cases.phones.desk.visits import PlaceKind
from cases.phones.domain import content, judging
from cases.phones.domain.kinds import ByPhone
from cases.phones.models import Entry, Missing, Stream
from cases.phones.vocabulary import Outcome
from portal.accounts.models import Appointment
from portal.actors import Officer
from portal.upkeep import backups
from tests.cases.phones.conftest import Unit
from tests.cases.phones.double import FullError, Kept, Phone

DAY = dt.timedelta(days=1)
BOUND = dt.timedelta(hours=72)
"""Longest that somebody reads after the end of access: the lease, and a clock set back twice by a day."""


class Killed(BaseException):
    """The portal's process ended here."""


@dataclass
class Written:
    """One thing that somebody wrote and the phone said to have kept.

    Attributes:
        seen: for a set, the place that its writer saw.
        is_gone: the phone was emptied by hand.
    """

    phone: Phone
    stream: object
    number: int
    seen: str | None = None
    is_gone: bool = False


@dataclass
class Walk:
    """One schedule."""

    random: Random
    unit: Unit
    desk: Officer
    clock: time_machine.Coordinates
    phones: list[Phone] = field(default_factory=lambda: [Phone(), Phone()])
    kept: dict[str, Written] = field(default_factory=dict)
    backups: list[str] = field(default_factory=list)
    shelf: list[dt.datetime] = field(default_factory=list)
    replaced: dict[str, str] = field(default_factory=dict)
    happened: collections.Counter[str] = field(default_factory=collections.Counter)
    is_disaster: bool = False
    ended: dict[int, dt.datetime] = field(default_factory=dict)

    def officers(self, phone: Phone) -> list[Officer]:
        """The first phone is shared by two."""
        return [self.unit.driver, self.unit.nurse] if phone is self.phones[0] else [self.unit.nurse]

    def client(self, officer: Officer) -> Client:
        client = Client()
        client.force_login(officer.person)
        return client

    # What happens ------------------------------------------------------------------------------------------------------

    def write(self) -> None:
        phone = self.random.choice(self.phones)
        officer = self.random.choice(self.officers(phone))
        person = officer.person.pk
        if person not in phone.vaults:
            return
        visit = self.random.choice(self.unit.visits)
        subject, name = f"visit:{visit.case.reference}:{visit.number}", f"t{len(self.kept)}"
        what = self.random.choice(["add", "add", "set", "out"])
        # An app that was updated since, or one of next year, writes forms that the portal does not know (forms).
        version = self.random.choice([1] * 9 + [99])
        try:
            kept, seen = self.written_on(phone, person, what, subject, name, version)
        except FullError:
            # Never called kept: the form stays, nothing is in the ledger.
            self.happened["full"] += 1
            return
        if kept is None:
            return
        self.kept[name] = Written(phone, phone.stream, kept.number, seen)
        self.happened["written"] += 1
        self.happened["another edition of the form"] += version != 1

    def written_on(
        self, phone: Phone, person: int, what: str, subject: str, name: str, version: int
    ) -> tuple[Kept | None, str | None]:
        """Write one form; returns the entry, and of a set what its writer saw."""
        if what == "set":
            if not phone.readable(person):
                return None, None
            fields = {"moo": "", "village": "", "place_detail": name}
            kept = phone.write(person, "visit.place", subject, fields, version=version)
            return kept, phone.seen["place_detail"]
        if what == "add":
            fields = {"kind": "in_kind", "description": name, "persons": "1"}
            return phone.write(person, "visit.report", subject, fields, version=version), None
        return phone.write(person, "visit.out", subject, {}, version=version), None

    def sync(self) -> None:
        phone = self.random.choice(self.phones)
        officer = self.random.choice(self.officers(phone))
        fault = self.random.choice(["", "", "cut", "lost", "killed taking", "killed judging"])
        self.happened[fault or "sent"] += 1
        client = self.client(officer)
        if fault == "cut":
            phone.sync(client, officer, cut=self.random.randrange(len(phone.body())))
        elif fault.startswith("killed"):
            self.killed(phone, client, officer, fault)
        else:
            phone.sync(client, officer, lost=fault == "lost")
        assert officer.person.pk not in self.ended or not phone.readable(officer.person.pk) or fault, "wipe"

    def killed(self, phone: Phone, client: Client, officer: Officer, fault: str) -> None:
        """The process ends in the middle of taking, or between the act and its outcome."""
        target = "bulk_create" if fault == "killed taking" else "save"
        place = type(Entry.objects) if fault == "killed taking" else Entry
        with mock.patch.object(place, target, side_effect=Killed):
            try:
                phone.sync(client, officer, lost=True)
            except Killed:
                return

    def change_the_place(self) -> None:
        visit = self.random.choice(self.unit.visits)
        facts.correct_facts(
            case=visit.case, actor=self.desk, place={"place_detail": f"desk {self.happened['desk']}"}
        )
        self.happened["desk"] += 1

    def wait(self) -> None:
        self.clock.shift(dt.timedelta(minutes=self.random.choice([1, 30, 300, 1500])))

    def set_clock(self) -> None:
        self.random.choice(self.phones).skew = self.random.choice([-DAY, dt.timedelta(0), DAY])
        self.happened["clock"] += 1

    def fill(self) -> None:
        """The storage of one phone is full, or has room again."""
        phone = self.random.choice(self.phones)
        phone.is_full = not phone.is_full
        self.happened["storage filled"] += phone.is_full

    def empty(self) -> None:
        """Somebody empties the phone by hand: a stated loss of what was not sent."""
        phone = self.random.choice(self.phones)
        for one in self.kept.values():
            if one.phone is phone:
                one.is_gone = True
        phone.begin()
        self.happened["emptied"] += 1

    def back_up(self) -> None:
        self.backups.append(connection.savepoint())
        self.shelf.append(timezone.now())
        self.clock.shift(dt.timedelta(minutes=20))
        self.happened["backup"] += 1

    def put_back(self, *, oldest: bool = False) -> None:
        """Yesterday's portal; from an older backup than the two newest, the phones are told what is missing."""
        if len(self.backups) < 2:
            return
        index = 0 if oldest else len(self.backups) - self.random.choice([1, 2])
        self.is_disaster |= index < len(self.backups) - 2
        connection.savepoint_rollback(self.backups[index])
        # The newer ones stay on the shelf with their times, but are of another past: a new one is made at once (fork).
        del self.backups[index + 1 :]
        self.back_up()
        self.happened["put back"] += 1

    def end_access(self) -> None:
        """The driver's appointment ends; whoever put the portal back enters it again."""
        if self.ended:
            return
        driver = self.unit.driver
        self.enter_the_end()
        self.ended[driver.person.pk] = timezone.now()
        self.happened["ended"] += 1

    def enter_the_end(self) -> None:
        today = timezone.localdate()
        Appointment.objects.filter(pk=self.unit.driver.appointment.pk).update(
            valid_from=today - 30 * DAY, valid_until=today - DAY
        )

    def read(self) -> None:
        """Whoever lost the right reads for a bounded time only."""
        for phone in self.phones:
            for person, since in self.ended.items():
                if phone.readable(person):
                    assert timezone.now() - since <= BOUND, "read too long after access ended"

    # From the first step to the last -----------------------------------------------------------------------------------

    def second_newest(self, which: str) -> dt.datetime | None:
        assert which == backups.BEFORE
        return self.shelf[-2] if len(self.shelf) > 1 else None

    def run(self, steps: int) -> None:
        self.back_up()
        self.back_up()
        for phone in self.phones:
            for officer in self.officers(phone):
                assert phone.sync(self.client(officer), officer)
        often = [self.write] * 9 + [self.sync] * 7
        seldom = [
            self.change_the_place,
            self.wait,
            self.wait,
            self.set_clock,
            self.fill,
            self.back_up,
            self.put_back,
        ]
        for _each in range(steps):
            rare = self.random.randrange(40)
            if rare == 0:
                self.empty()
            elif rare == 1:
                self.end_access()
            elif rare == 2:
                self.put_back(oldest=True)
            else:
                self.random.choice(often + seldom)()
            if self.ended:
                # ends_log: what ended is entered again after a backup was put back.
                self.enter_the_end()
            self.read()
        self.finish()

    def finish(self) -> None:
        """A signal for all, and one authorized person for each phone, who need not be the writer (courier)."""
        nurse = self.unit.nurse
        for phone in self.phones:
            for _each in range(6):
                phone.sync(self.client(nurse), nurse)
            assert not [one for one in phone.out if one.number > phone.mark], "the queue does not drain"
        judging.judge_all()
        self.check()

    def check(self) -> None:
        assert not Entry.objects.filter(outcome="").exists(), "taken and never judged"
        arrived: collections.Counter[str] = collections.Counter(
            record.description for record in AssistanceRecord.objects.all()
        )
        applied = {(one.stream_id, one.number) for one in Entry.objects.filter(outcome=Outcome.APPLIED)}
        aside = {}
        for one in Entry.objects.filter(outcome=Outcome.ASIDE):
            aside[one.stream_id, one.number] = content.open_entry(one).fields
        missing = {
            (one.stream_id, number)
            for one in Missing.objects.all()
            for number in range(one.first, one.last + 1)
        }
        assert self.is_disaster or not missing, "missing although no older backup was put back"
        for name, one in self.kept.items():
            place = (one.stream, one.number)
            here = place in applied or place in aside
            assert here or one.is_gone or (self.is_disaster and place in missing), f"lost: {name}"
            assert not (here and place in missing), f"told as missing and here: {name}"
            assert arrived[name] <= 1, f"applied twice: {name}"
        self.check_order(applied)
        self.check_sets(applied)
        for stream in Stream.objects.all():
            numbers = set(stream.entries.values_list("number", flat=True))
            holes = {number for pk, number in missing if pk == stream.pk}
            assert numbers | holes == set(range(1, stream.mark + 1)), "the mark has a gap"

    def check_order(self, applied: set[tuple[object, int]]) -> None:
        """What one stream did stands in the order in which it was numbered."""
        numbered = {name: one for name, one in self.kept.items() if (one.stream, one.number) in applied}
        by_stream: dict[object, list[int]] = collections.defaultdict(list)
        for name in (record.description for record in AssistanceRecord.objects.order_by("pk")):
            if name in numbered:
                by_stream[numbered[name].stream].append(numbered[name].number)
        assert all(numbers == sorted(numbers) for numbers in by_stream.values()), "order turned round"

    def check_sets(self, applied: set[tuple[object, int]]) -> None:
        """What a phone replaced was what its writer had seen."""
        for name, one in self.kept.items():
            if one.seen is not None and (one.stream, one.number) in applied:
                assert self.replaced[name] == one.seen, f"overwritten unseen by {name}"
                self.happened["set"] += 1

    def replace(self, kind: PlaceKind, found: Visit, form: Any, by: ByPhone) -> None:
        """Look at a place before a phone replaces it."""
        self.replaced[form.cleaned_data["place_detail"]] = Case.objects.get(pk=found.case_id).place_detail
        CORRECT(kind, found, form, by)


CORRECT = PlaceKind.do


def walk(random: Random, unit: Unit, desk: Officer, steps: int) -> Walk:
    """Walk one schedule and take everything back; arguments as in `Walk`."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        one = Walk(random, Unit(unit.driver, unit.nurse, list(Visit.objects.all())), desk, clock)
        start = connection.savepoint()
        with (
            mock.patch.object(backups, "moment", one.second_newest),
            mock.patch.object(PlaceKind, "do", partialmethod(lambda *given: one.replace(*given))),
        ):
            one.run(steps)
        connection.savepoint_rollback(start)
    return one
