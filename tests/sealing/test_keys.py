"""The key file: what is none is refused with its line and never repeated, and a new key goes on top (decision 0012)."""

from __future__ import annotations

import base64
import datetime as dt
import stat
from pathlib import Path

import pytest

from portal.sealing import keys
from portal.sealing.errors import KeysError, UnknownKeyError

DAY = dt.date(2026, 11, 27)
A, B, C = (base64.urlsafe_b64encode(sign * 32).decode() for sign in (b"a", b"b", b"c"))
GOOD = f"# remark\n\nseal new-1 {A}\n  seal old-1   {B}\nfind find-1 {C}\n"


def test_the_newest_seals_and_all_open() -> None:
    found = keys.parse(GOOD)
    assert (found.newest, list(found.sealing), found.finding) == (
        "new-1",
        ["new-1", "old-1"],
        ("find-1", b"c" * 32),
    )
    assert found.key("old-1") == b"b" * 32
    with pytest.raises(UnknownKeyError, match="lost-1"):
        found.key("lost-1")
    assert "aaaa" not in repr(found), "no key stands in a traceback"


def test_what_is_no_key_file_is_refused_by_its_line_and_never_repeated() -> None:
    secret = base64.urlsafe_b64encode(b"s" * 32).decode()
    wrong = {
        "empty": "",
        "only remarks": "# nothing\n",
        "no finding": f"seal new-1 {A}\n",
        "two for finding": f"{GOOD}find find-2 {base64.urlsafe_b64encode(b'd' * 32).decode()}\n",
        "no sealing": f"find find-1 {A}\n",
        "twice one name": f"seal new-1 {A}\nseal new-1 {B}\nfind find-1 {C}\n",
        "twice one key": f"seal new-1 {A}\nseal new-2 {A}\nfind find-1 {C}\n",
        "another purpose": f"open new-1 {secret}\n",
        "the key first": f"{secret} new-1 seal\n",
        "too short": f"seal new-1 {secret[:20]}\n",
        "no base64": "seal new-1 ๑๒๓!\n",
        "a blank in the key": f"seal new-1 {secret[:9]} {secret[9:]}\n",
        "a strange name": f"seal New_1 {secret}\n",
    }
    for what, text in wrong.items():
        with pytest.raises(KeysError) as refused:
            keys.parse(text)
        assert secret[:9] not in str(refused.value), what


def test_a_new_file_holds_two_keys_and_another_one_goes_on_top() -> None:
    first = keys.new_text(DAY)
    parsed = keys.parse(first)
    assert len(parsed.sealing) == 1 and parsed.newest.startswith("20261127-")
    second = keys.with_new_key(first, DAY)
    again = keys.parse(second)
    assert list(again.sealing)[1:] == [parsed.newest] and again.finding == parsed.finding
    assert second.startswith("# Keys of Klang")
    with pytest.raises(KeysError):
        keys.with_new_key("nothing", DAY)


def test_the_file_is_for_its_owner_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "apart" / "keys"
    keys.write(path, GOOD)
    keys.write(path, GOOD.replace("remark", "changed"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.name for one in path.parent.iterdir()] == ["keys"], "nothing unfinished is left"
    assert keys.read(path).newest == "new-1"


def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KeysError, match="KLANG_KEYS.*make_keys"):
        keys.read(tmp_path / "none")
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    (tmp_path / "large").write_bytes(b"#" * (keys.LARGEST_FILE + 1))
    for name in ("binary", "large", "."):
        with pytest.raises(KeysError):
            keys.read(tmp_path / name)


def test_keys_of_two_purposes_differ() -> None:
    made = {
        keys.derived(b"a" * 32, purpose, salt)
        for purpose in ("values", "probe")
        for salt in (None, b"x", b"y")
    }
    assert len(made) == 6 and all(len(one) == 32 for one in made)
