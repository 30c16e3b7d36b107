"""The protocol by itself: what is whole, what is taken, what may go, when it was written (S1.06; many.md A5)."""

from __future__ import annotations

import datetime as dt
import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.phones import protocol
from cases.phones.protocol import BrokenRequestError, Record, Taking, Written

NOON = dt.datetime(2027, 1, 5, 5, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
HEAD = {"stream": str(uuid.UUID(int=7)), "now": 1, "floor": 0, "key": "00", "leases": []}


def record(number: int, sealed: bytes = b"sealed") -> Record:
    return Record(number, uuid.UUID(int=number), sealed)


def body(*records: Record, **head: object) -> bytes:
    return b"\n".join([json.dumps(HEAD | head).encode(), *map(protocol.line_of, records)])


@given(cut=st.integers(0, 2000), many=st.integers(1, 4))
def test_frame_a_request_that_is_cut_at_any_byte_gives_whole_entries_only(cut, many):
    sent = [record(number, bytes([number]) * 50) for number in range(1, many + 1)]
    whole = body(*sent)
    try:
        _head, found = protocol.read(whole[:cut])
    except BrokenRequestError:
        assert cut < whole.index(b"\n")
    else:
        assert found == sent[: len(found)]
        if cut >= len(whole):
            assert found == sent


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"null",
        json.dumps(HEAD | {"floor": -1}).encode(),
        json.dumps(HEAD | {"floor": True}).encode(),
        json.dumps(HEAD | {"floor": 10**12}).encode(),
        json.dumps(HEAD | {"leases": ["x"] * 1000}).encode(),
        json.dumps(HEAD | {"stream": "x"}).encode(),
        b"[" * 100_000,
    ],
)
def test_a_head_that_cannot_be_read_takes_nothing(head):
    with pytest.raises(BrokenRequestError):
        protocol.read(head + b"\n" + protocol.line_of(record(1)))


def test_an_entry_that_is_changed_too_large_or_without_a_number_ends_the_reading():
    good, large = record(1), record(2, b"x" * (protocol.LARGEST_RECORD + 1))
    changed = protocol.line_of(record(2)).replace(b'"digest": "', b'"digest": "0')
    for bad in (
        protocol.line_of(large),
        changed,
        b"{}",
        b"null",
        b'{"sealed": 3}',
        protocol.line_of(record(0)),
    ):
        head = json.dumps(HEAD).encode()
        _head, found = protocol.read(b"\n".join([head, protocol.line_of(good), bad, protocol.line_of(good)]))
        assert found == [good]
    many = body(*map(record, range(1, 80)))
    assert len(protocol.read(many)[1]) == protocol.MOST_RECORDS
    assert len(protocol.read(many, most=None)[1]) == 79, "of a file all is read: no second part comes"


@given(
    mark=st.integers(0, 20),
    floor=st.integers(0, 20),
    numbers=st.lists(st.integers(1, 30), unique=True, max_size=12),
)
def test_gapless_and_gap_row_the_mark_says_what_is_here_or_told_as_missing(mark, floor, numbers):
    """Every number up to the new mark was here, is taken, or is told; nothing behind a hole is taken; in any order."""
    taking = protocol.take(mark, floor, map(record, numbers))
    taken = [one.number for one in taking.records]
    told = set(range(taking.missing[0], taking.missing[1] + 1)) if taking.missing else set()
    assert taken == sorted(taken)
    assert set(range(1, taking.mark + 1)) == set(range(1, mark + 1)) | told | set(taken)
    assert not told & set(taken) and min([*told, *taken], default=mark + 1) > mark
    assert taking.mark + 1 not in numbers


def test_what_was_taken_before_is_answered_and_not_taken_again():
    assert protocol.take(3, 0, map(record, (1, 2, 3))) == Taking((), None, 3)
    assert protocol.take(3, 0, map(record, (5, 6))) == Taking((), None, 3)


def test_safe2_only_what_was_received_before_the_second_newest_backup_may_go():
    assert protocol.safe_before(None) is None
    assert protocol.safe_before(NOON) == NOON - protocol.BACKUP_TAKES


def millis(at: dt.datetime) -> int:
    return int(at.timestamp() * 1000)


@pytest.mark.parametrize(
    ("made", "now", "expected"),
    [
        (NOON - HOUR, NOON, Written(NOON - HOUR, is_certain=True)),
        # A clock that is a day ahead, or years behind, still counts the hours right.
        (NOON + 23 * HOUR, NOON + 24 * HOUR, Written(NOON - HOUR, is_certain=True)),
        (NOON - 90_001 * HOUR, NOON - 90_000 * HOUR, Written(NOON - HOUR, is_certain=True)),
        # It was set back or ahead meanwhile: doubtful, never refused.
        (NOON + HOUR, NOON, Written(NOON, is_certain=False)),
        (NOON - 900 * HOUR, NOON, Written(NOON - 20 * HOUR, is_certain=False)),
    ],
)
def test_lease_auth_the_time_is_counted_back_and_never_read_off_the_phone(made, now, expected):
    issued = NOON - 20 * HOUR
    assert protocol.written_at(made=millis(made), now=millis(now), received=NOON, issued=issued) == expected


def test_what_is_written_after_the_lease_counts_with_a_doubt():
    """The page shows nothing then but a blank form; what was done is still reported."""
    issued = NOON - 60 * HOUR
    found = protocol.written_at(made=millis(NOON - HOUR), now=millis(NOON), received=NOON, issued=issued)
    assert found == Written(NOON - HOUR, is_certain=False)


def test_a_time_that_no_calendar_has_is_doubtful():
    found = protocol.written_at(made=-(10**18), now=10**18, received=NOON, issued=NOON - HOUR)
    assert found == Written(NOON, is_certain=False)
