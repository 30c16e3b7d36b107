"""The house is drawn as it stands, and every room is named (docs/architecture.md)."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
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


LATE_IMPORTS = {
    "announcements/domain/notice_files.py": "which model holds documents is a setting of Wagtail",
    "legal_library/reading/page_pictures.py": "pdfium, in a process apart only",
    "legal_library/reading/pdf_text.py": "pdfium, in a process apart only",
    "portal/files/pdf_words.py": "WeasyPrint, half a second for one file in many",
    "portal/files/tones.py": "NumPy, for one picture in thousands",
    "portal/management/commands/serve.py": "the server, which who only watches does not need",
    "portal/metrics/views.py": "what writes the format, for the one process that is asked",
    "portal/planned.py": "psycopg, where PostgreSQL is used",
    "portal/queue/enqueueing.py": "the queue in the database, which tests do without",
    "portal/search/backends/whoosh.py": "our journal, which Wagtail's own suites do without",
    "portal/thai/romanization.py": "PyThaiNLP, for editors who make an address",
    "portal/thai/words.py": "PyThaiNLP and its dictionaries, for processes that cut words",
    "portal/web/locked.py": "what locks a file, for whoever takes one",
}
"""Modules in which a function imports, and what it does not want to load before. None of them breaks a circle."""


Function = ast.FunctionDef | ast.AsyncFunctionDef


def imports_inside_functions() -> Iterator[tuple[Path, ast.Import | ast.ImportFrom, Function]]:
    """Yield every import inside a function of ours with its file and its function."""
    for path in sorted(ROOT.rglob("*.py")):
        if {"tests", "migrations", ".venv", "var"} & set(path.relative_to(ROOT).parts):
            continue
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, Function):
                continue
            for node in ast.walk(function):
                if isinstance(node, (ast.Import, ast.ImportFrom)):
                    yield path, node, function


def late_imports() -> list[str]:
    """Return every import inside a function that no remark stands above, as file:line."""
    silent = []
    for path, node, _function in imports_inside_functions():
        lines = path.read_text(encoding="utf-8").splitlines()
        above = node.lineno - 2
        while lines[above].strip().startswith(("from ", "import ", ")")) or not lines[above].strip():
            above -= 1
        if not lines[above].strip().startswith("#"):
            silent.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    return sorted(set(silent))


def test_an_import_inside_a_function_says_why_it_is_late():
    assert late_imports() == []


def test_imports_inside_functions_are_few_and_named():
    """Apart from an app's `ready`, where Django wants them. One more is a line in `LATE_IMPORTS`, seen by who reviews it."""
    late = {
        str(path.relative_to(ROOT))
        for path, _node, function in imports_inside_functions()
        if path.relative_to(ROOT).parts[0] in HOUSE and (path.name, function.name) != ("apps.py", "ready")
    }
    assert late == set(LATE_IMPORTS)


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Every import of the house, those inside functions too; not those that only type checkers follow."""
    return grimp.build_graph(*HOUSE, exclude_type_checking_imports=True, cache_dir=None)


def circles(graph: grimp.ImportGraph) -> list[list[str]]:
    """Return the modules that need each other to be there, each circle once."""
    order = TopologicalSorter(
        {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    )
    try:
        order.prepare()
    except CycleError as error:
        return [error.args[1]]
    return []


def test_no_two_modules_need_each_other(graph: grimp.ImportGraph):
    """Not even late, where Python would bear it: who changes one module of a circle has to know them all.

    What stands below and must reach above keeps a place for it, and an `apps.py` puts it there (`portal.web.serving`,
    the `register` of many rooms).
    """
    assert circles(graph) == []


def test_a_circle_would_be_seen(graph: grimp.ImportGraph):
    for importer, imported in (
        # What page models did before they had `portal.web.serving`.
        ("announcements.models.announcement", "announcements.public.views"),
        ("legal_library.models.serving", "legal_library.public.views"),
        ("portal.pages.models.guides", "portal.pages.public.eligibility.views"),
    ):
        more = deepcopy(graph)
        more.add_import(importer=importer, imported=imported)
        ((first, *_others, last),) = circles(more)
        assert first == last
