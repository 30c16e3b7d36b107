"""Each import contract of pyproject.toml is broken in a copy, and is seen to be broken: none of them holds by chance.

The breaches are made from the contracts themselves, so a new contract is tried without a line here.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
CONTRACTS = {contract["name"]: contract for contract in CONFIGURATION["contracts"]}


@pytest.fixture(scope="module")
def breaches(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Copy the packages, break every contract in the copy; return what was seen of each."""
    copy = tmp_path_factory.mktemp("copy")
    for package in CONFIGURATION["root_packages"]:
        for path in (ROOT / package).rglob("*.py"):
            target = copy / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    shutil.copyfile(ROOT / "pyproject.toml", copy / "pyproject.toml")
    finished = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("contract_breaches.py")), str(copy)],
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert finished.returncode == 0, finished.stderr
    found: dict[str, Any] = json.loads(finished.stdout)
    return found


def test_every_contract_is_tried(breaches: dict[str, Any]) -> None:
    assert set(breaches) == set(CONTRACTS)
    assert len(CONTRACTS) == len(CONFIGURATION["contracts"]), "two contracts bear one name"
    assert len(CONTRACTS) >= 12


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract_that_is_broken_in_a_copy_is_seen_to_be_broken(
    breaches: dict[str, Any], name: str
) -> None:
    seen = breaches[name]
    assert not seen["before"], "the copy breaks it before anything is planted"
    assert seen["planned"], "no breach of this contract could be planted: teach contract_breaches.py its type"
    assert seen["written"], "no breach of this contract was written into a file"
    assert seen["unseen"] == []


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_breach_is_reported_as_what_was_planted(breaches: dict[str, Any], name: str) -> None:
    assert breaches[name]["foreign"] == []


@pytest.mark.parametrize(
    "name", [name for name, contract in CONTRACTS.items() if contract["type"] == "layers"]
)
def test_layers_over_a_whole_package_ask_where_a_new_module_belongs(name: str) -> None:
    contract = CONTRACTS[name]
    if "containers" in contract:
        assert contract.get("exhaustive") is True, "a module that no layer names would be held by nothing"
    else:
        assert set(CONFIGURATION["root_packages"]) <= {
            part for line in contract["layers"] for part in line.split(" | ")
        }
