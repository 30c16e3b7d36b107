"""The manual's own lines are what is followed, and each difference has a reason."""

from __future__ import annotations

from pathlib import Path

from drills import booted, debian


def test_every_step_of_the_pair_is_read_out_of_the_manual() -> None:
    found = debian.commands(debian.MANUAL.read_text("utf-8"))
    assert {one.step for one in found} == set(debian.STEPS)
    said = [one.said for one in found]
    assert any(one.startswith("apt-get update && apt-get install") for one in said)
    assert any(one.startswith("klang prepare") for one in said)
    assert not any(one.endswith(("&&", "\\")) for one in said), "a line was cut"


def test_what_is_done_otherwise_stands_in_the_manual_and_has_a_reason() -> None:
    found = debian.commands(debian.MANUAL.read_text("utf-8"))
    used = {begin for begin in debian.OTHERWISE if any(one.said.startswith(begin) for one in found)}
    assert used == set(debian.OTHERWISE)
    assert all(one.why for one in found if one.done != one.said.replace("YOUR.NAME", debian.NAME))


def test_the_portal_is_called_as_the_manual_says() -> None:
    helper = debian.helper(debian.MANUAL.read_text("utf-8"))
    assert helper.startswith("klang() {")
    assert "HOME=/var/lib/klang setpriv" in helper, "root's home is closed to the account of the service"
    assert helper.endswith('manage.py "$@"); }')


def test_under_systemd_only_the_source_and_the_editor_are_not_followed_as_they_stand() -> None:
    found = debian.commands(debian.MANUAL.read_text("utf-8"), booted=True)
    other = [one.said for one in found if one.why]
    assert len(other) == 2
    assert other[0].startswith("git clone ")
    assert other[1].startswith("editor ")
    assert any(one.done.startswith("systemctl enable --now klang.target") for one in found)
    assert any(one.done.startswith("certbot ") and debian.NAME in one.done for one in found)


def test_a_tree_is_put_below_where_the_drill_itself_is() -> None:
    told = "9:name=systemd:/a\n5:devices:/\n4:memory:/b/c\n2:cpuacct:/\n0::/d\n"
    root = Path("/cgroups")
    assert booted.own_groups(told, root) == [
        root / "systemd/a/klang-drill",
        root / "devices/klang-drill",
        root / "memory/b/c/klang-drill",
        root / "d/klang-drill",
    ]
