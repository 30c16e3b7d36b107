"""The house is drawn as it stands, and every room is named (docs/architecture.md)."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model

ROOT = Path(settings.BASE_DIR)
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]
LAYERED = [contract for contract in CONTRACTS if contract["type"] == "layers"]
PROJECT = {"settings", "formats", "management"}
"""Folders of the project itself, which are no rooms."""
ROOMS = sorted({path.parent.name for path in (ROOT / "portal").glob("*/__init__.py")} - PROJECT)
HOUSE = ("portal", "cases", "legal_library", "announcements")


def containers() -> set[str]:
    return {name for contract in LAYERED for name in contract.get("containers", [])}


def test_the_picture_is_made_from_the_contracts_of_today():
    done = subprocess.run(
        [sys.executable, ROOT / "bin" / "draw-house", "--check"], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("room", HOUSE)
def test_every_room_has_a_contract_that_a_new_module_cannot_escape(room: str):
    contract = next(each for each in LAYERED if room in each.get("containers", []))
    assert contract["exhaustive"] is True


def test_every_room_of_the_ground_floor_with_an_inner_plan_has_a_contract():
    """A folder with three modules or more beside `models` has layers, or it is pure (`thai`)."""
    without_layers = {"thai", "settings", "formats", "cms"}
    for folder in sorted(path.parent for path in (ROOT / "portal").glob("*/__init__.py")):
        modules = {path.stem for path in folder.glob("*.py")} | {
            path.parent.name for path in folder.glob("*/__init__.py")
        }
        if folder.name in without_layers or len(modules - {"__init__", "migrations", "apps"}) < 5:
            continue
        assert f"portal.{folder.name}" in containers(), f"portal/{folder.name} has no layers contract"


def test_every_floor_of_cases_with_an_inner_plan_has_a_contract():
    """Each of its folders with three modules or more: the rooms inside it, and its own pages, domain, machine and tables."""
    # What Django makes; words, and checks, each of which knows none of the others.
    without_layers = {"migrations", "vocabulary", "upkeep"}
    for folder in sorted(path.parent for path in (ROOT / "cases").glob("*/__init__.py")):
        modules = {path.stem for path in folder.glob("*.py")} | {
            path.parent.name for path in folder.glob("*/__init__.py")
        }
        if folder.name not in without_layers and len(modules - {"__init__", "migrations", "apps"}) >= 3:
            assert f"cases.{folder.name}" in containers(), f"cases/{folder.name} has no layers contract"


def test_a_table_of_cases_stands_above_those_that_its_foreign_keys_lead_to():
    """Django names the table of a foreign key by a string, which no contract sees."""
    (layers,) = (each["layers"] for each in LAYERED if each.get("containers") == ["cases.models"])
    floors = {name: number for number, layer in enumerate(layers) for name in layer.split(" | ")}

    def floor(model: type[Model]) -> int:
        return floors[model.__module__.removeprefix("cases.models.")]

    keys = [
        (model, field)
        for model in apps.get_models()
        if model.__module__.startswith("cases.models.")
        for field in model._meta.concrete_fields
        if field.is_relation
        and field.related_model.__module__.startswith("cases.models.")
        and field.related_model.__module__ != model.__module__
    ]
    assert len(keys) > 30
    assert [
        f"{model.__name__}.{field.name}"
        for model, field in keys
        if floor(field.related_model) <= floor(model)
    ] == []


@pytest.mark.parametrize("folder", ROOMS)
def test_every_room_of_the_ground_floor_stands_in_the_architecture(folder: str):
    assert f"`portal/{folder}`" in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("room", sorted(path.parent.name for path in (ROOT / "cases").glob("*/apps.py")))
def test_every_room_of_cases_stands_in_the_architecture(room: str):
    assert f"`cases/{room}`" in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_no_contract_lets_an_import_through_that_is_not_there():
    """An exception that nobody needs any more hides the next breach."""
    assert all(
        contract.get("unmatched_ignore_imports_alerting", "error") == "error" for contract in CONTRACTS
    )


SAYS_NOTHING = {"common", "misc", "papers", "stuff", "things", "util", "utils"}
"""Names of modules that could stand for anything; "papers" once stood for signs, minutes, lists and letters."""


def test_a_module_is_named_by_what_it_holds():
    """One name says one thing (docs/words.md), so whoever reads an import knows what is behind it."""
    modules = (path for room in HOUSE for path in (ROOT / room).rglob("*.py"))
    named = {path.parent if path.name == "__init__.py" else path.with_suffix("") for path in modules}
    assert sorted(str(path.relative_to(ROOT)) for path in named if path.name in SAYS_NOTHING) == []


def late_imports() -> list[str]:
    """Return every import inside a function that no remark stands above, as file:line."""
    silent = []
    for path in sorted(ROOT.rglob("*.py")):
        if {"tests", "migrations", ".venv", "var"} & set(path.relative_to(ROOT).parts):
            continue
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines()
        for function in ast.walk(ast.parse(text)):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                if not isinstance(node, (ast.Import, ast.ImportFrom)):
                    continue
                above = node.lineno - 2
                while lines[above].strip().startswith(("from ", "import ", ")")) or not lines[above].strip():
                    above -= 1
                if not lines[above].strip().startswith("#"):
                    silent.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    return sorted(set(silent))


def test_an_import_inside_a_function_says_why_it_is_late():
    assert late_imports() == []
