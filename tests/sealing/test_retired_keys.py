"""A key that was taken out of use stays so, and one under which something may lie is never forgotten (R14)."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from portal.sealing import current, proving, starting
from portal.sealing.models import Probe
from tests.sealing.helpers import add_key, own_keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(settings: Any, tmp_path: Path) -> Iterator[Path]:
    yield own_keys(settings, tmp_path / "keys")
    current.forget()


def proved() -> set[str]:
    return {
        key.removeprefix("seal:") for key in Probe.objects.values_list("key", flat=True) if "seal:" in key
    }


def without(path: Path, identifier: str) -> None:
    lines = path.read_text("ascii").splitlines()
    path.write_text("\n".join(line for line in lines if identifier not in line), "ascii")
    current.forget()


def test_a_restart_between_the_rotation_and_taking_the_line_away_brings_no_proof_back(file: Path) -> None:
    proving.prove_keys()
    first, second = current.keys().newest, add_key(file)
    proving.prove_keys()
    call_command("rotate_keys", stdout=StringIO())
    assert proved() == {second}
    proving.prove_keys()
    assert proved() == {second}, "the worker was started again"
    without(file, first)
    assert starting.problem() == ""


def test_keys_that_came_while_nobody_kept_proofs_are_all_proved(file: Path) -> None:
    """Web servers alone were started again: they sealed with the second key before the third one came."""
    proving.prove_keys()
    first, second = current.keys().newest, add_key(file)
    third = add_key(file)
    proving.prove_keys()
    assert proved() == {first, second, third}
    without(file, second)
    assert second in starting.problem()


def test_without_any_proof_all_keys_are_proved(file: Path) -> None:
    first, second = current.keys().newest, add_key(file)
    proving.prove_keys()
    assert proved() == {first, second}
