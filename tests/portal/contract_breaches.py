"""Break every import contract of pyproject.toml in a copy of the code, and print which breaches were seen.

A process of its own, started by `test_import_contracts`: the packages of the copy must be found in place of those that
the tests have imported. `python contract_breaches.py COPY` prints one JSON object, by name of contract:

    planned   imports that the contract forbids, planted into the graph of imports
    written   those that were also written into files of the copy, after which the copy was read anew
    unseen    planted imports that the contract does not name as breaking it by themselves
    foreign   contracts that broke for another reason than the planted imports

The breaches of one contract are planted together and the contract is checked once, because its report names each import
that is enough to break it: a contract more costs a check of each of the others, not one for each of its breaches.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import grimp
from importlinter.api import read_configuration
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import BrokenContractMetadata as ProtectedReport
from importlinter.contracts.protected import ProtectedContract
from importlinter.domain.contract import ContractCheck

TYPES = {
    "acyclic_siblings": AcyclicSiblingsContract,
    "forbidden": ForbiddenContract,
    "independence": IndependenceContract,
    "layers": LayersContract,
    "protected": ProtectedContract,
}
NEWCOMER = "newly_arrived"
ONE_BY_ONE = {"acyclic_siblings"}
"""Types whose report says how a circle can be opened and not what closed it: each of their breaches is checked by itself."""

Import = tuple[str, str]
"""(importer, imported)."""


def matching(expression: str) -> re.Pattern[str]:
    """Return the pattern of a module expression: "*" is one part of a name, "**" any number of them."""
    parts = {"**": r"[^.]+(?:\.[^.]+)*", "*": r"[^.]+"}
    return re.compile(r"\.".join(parts.get(part, re.escape(part)) for part in expression.split(".")))


class Code:
    """A copy of the code and its graph of imports.

    Args:
        root: folder of the copy.
        options: of the whole configuration.
    """

    def __init__(self, root: Path, options: dict[str, Any]) -> None:
        self.root = root
        self.packages = options["root_packages"]
        self._skips_types = bool(options.get("exclude_type_checking_imports"))
        self.graph = self.read()

    def read(self) -> grimp.ImportGraph:
        """Read all imports, of the files as they are now."""
        return grimp.build_graph(
            *self.packages,
            include_external_packages=True,
            exclude_type_checking_imports=self._skips_types,
            cache_dir=str(self.root / "cache"),
        )

    def expand(self, expression: str) -> list[str]:
        """Return the modules that an expression names; one outside of the house is itself."""
        if expression.partition(".")[0] not in self.packages:
            return [expression]
        pattern = matching(expression)
        return sorted(module for module in self.graph.modules if pattern.fullmatch(module))

    def within(self, module: str) -> list[str]:
        """Return a module and what stands below it, the nearest first."""
        if module.partition(".")[0] not in self.packages:
            return [module]
        return [
            module,
            *sorted(self.graph.find_descendants(module), key=lambda name: (name.count("."), name)),
        ]

    def file_of(self, module: str) -> Path:
        """Return the file of a module of ours."""
        path = self.root.joinpath(*module.split("."))
        return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def ignored(contract: dict[str, Any]) -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Return the exceptions of a contract."""
    pairs = (line.split("->") for line in contract.get("ignore_imports", []))
    return [(matching(left.strip()), matching(right.strip())) for left, right in pairs]


def concrete(code: Code, contract: dict[str, Any], importer: str, imported: str) -> Import | None:
    """Return modules at or below two places whose import the contract does not except, or None when all are."""
    exceptions = ignored(contract)
    for source in code.within(importer):
        for target in code.within(imported):
            if not any(left.fullmatch(source) and right.fullmatch(target) for left, right in exceptions):
                return source, target
    return None


def overlap(one: str, other: str) -> bool:
    """Say whether two modules are the same or one contains the other."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def levels(code: Code, contract: dict[str, Any], container: str) -> list[tuple[list[str], bool]]:
    """Return (modules, whether they are independent) of each layer, from above, as far as they exist."""
    found = []
    for line in contract["layers"]:
        names = [part.strip().strip("()") for part in re.split(r"[|:]", line)]
        whole = [f"{container}.{name}" if container else name for name in names]
        found.append(([name for name in whole if name in code.graph.modules], ":" not in line))
    return found


def layer_breaches(code: Code, contract: dict[str, Any]) -> Iterator[tuple[Import, bool]]:
    """Yield (import, whether to write it into a file): every layer upwards, and between those side by side."""
    for container in contract.get("containers", [""]):
        found = levels(code, contract, container)
        for modules, independent in found:
            if independent:
                for place, pair in enumerate(permutations(modules, 2)):
                    yield pair, place == 0
        for (high, above), (low, below) in combinations(list(enumerate(found)), 2):
            near = low == high + 1
            for place, pair in enumerate((lower, upper) for lower in below[0] for upper in above[0]):
                yield pair, near and place == 0


def forbidden_breaches(code: Code, contract: dict[str, Any]) -> Iterator[tuple[Import, bool]]:
    """Yield every source with every forbidden module; each of both is written once."""
    sources = [module for expression in contract["source_modules"] for module in code.expand(expression)]
    targets = [module for expression in contract["forbidden_modules"] for module in code.expand(expression)]
    seen: set[str] = set()
    for source in sources:
        for target in targets:
            if not overlap(source, target):
                yield (source, target), source not in seen
                seen.add(source)


def independence_breaches(code: Code, contract: dict[str, Any]) -> Iterator[tuple[Import, bool]]:
    """Yield every pair of modules that must not know each other."""
    modules = [module for expression in contract["modules"] for module in code.expand(expression)]
    for place, pair in enumerate(permutations(modules, 2)):
        yield pair, place == 0


def protected_breaches(code: Code, contract: dict[str, Any]) -> Iterator[tuple[Import, bool]]:
    """Yield a stranger's import of each protected module."""
    guarded = [module for expression in contract["protected_modules"] for module in code.expand(expression)]
    friends = [module for expression in contract["allowed_importers"] for module in code.expand(expression)]
    for target in guarded:
        strangers = (
            module
            for module in sorted(code.graph.modules)
            if module.partition(".")[0] in code.packages
            and not any(overlap(module, other) for other in (*friends, *guarded))
        )
        for stranger in strangers:
            yield (stranger, target), True
            break


def circle_breaches(code: Code, contract: dict[str, Any]) -> Iterator[tuple[Import, bool]]:
    """Yield the way back of an import between two siblings, which makes a circle."""
    for ancestor in (module for expression in contract["ancestors"] for module in code.expand(expression)):
        for one, other in permutations(sorted(code.graph.find_children(ancestor)), 2):
            if code.graph.direct_import_exists(importer=one, imported=other, as_packages=True):
                yield (other, one), True
                break


PLANS = {
    "acyclic_siblings": circle_breaches,
    "forbidden": forbidden_breaches,
    "independence": independence_breaches,
    "layers": layer_breaches,
    "protected": protected_breaches,
}


def is_foreign(contract: dict[str, Any], check: ContractCheck, pairs: set[Import]) -> bool:
    """Say whether a contract is broken in a way on which none of the planted imports lies."""
    if contract["type"] in ONE_BY_ONE:
        return not check.kept and not any(importer in repr(check.metadata) for importer, _imported in pairs)
    return any(not way & pairs for _alone, way in ways_of(contract, check))


def is_kept_whole(contract: dict[str, Any]) -> bool:
    """Say whether checking a contract leaves the graph as it was: layers without exceptions only read it."""
    return contract["type"] == "layers" and not contract.get("ignore_imports")


def checked(contract: dict[str, Any], session: dict[str, Any], graph: grimp.ImportGraph) -> ContractCheck:
    """Check one contract."""
    rule = TYPES[contract["type"]](contract["name"], session, contract)
    return rule.check(graph if is_kept_whole(contract) else deepcopy(graph), verbose=False)


def links_of(found: Any) -> Iterator[Import]:
    """Yield every import that a part of a report names, however deep."""
    if isinstance(found, dict):
        if "line_numbers" in found:
            yield found["importer"], found["imported"]
            return
        found = list(found.values())
    if isinstance(found, ProtectedReport):
        found = found.illegal_links
    if isinstance(found, (list, tuple, set)):
        for part in found:
            yield from links_of(part)


def ways_of(contract: dict[str, Any], check: ContractCheck) -> Iterator[tuple[bool, set[Import]]]:
    """Yield (whether one import alone breaks the contract, the imports on the way) of each way that is reported.

    Where several imports begin or end the same way, the report names it once with all of them.
    """
    found = check.metadata
    if contract["type"] == "protected":
        for link in links_of(found["illegal_imports"]):
            yield True, {link}
    elif contract["type"] == "forbidden":
        for pair in found["invalid_chains"]:
            for chain in pair["chains"]:
                yield len(chain) == 1, set(links_of(chain))
    else:
        for pair in found["invalid_dependencies" if contract["type"] == "layers" else "invalid_chains"]:
            for way in pair["routes" if contract["type"] == "layers" else "chains"]:
                yield len(way["chain"]) == 1, set(links_of(way))


@contextmanager
def planted(graph: grimp.ImportGraph, pairs: Iterable[Import]) -> Iterator[None]:
    """Let a graph have some more imports for as long as this lasts."""
    new = [pair for pair in pairs if not graph.direct_import_exists(importer=pair[0], imported=pair[1])]
    strangers = {imported for _importer, imported in new} - graph.modules
    for stranger in strangers:
        graph.add_module(stranger, is_squashed=True)
    for importer, imported in new:
        graph.add_import(
            importer=importer, imported=imported, line_number=1, line_contents=f"import {imported}"
        )
    try:
        yield
    finally:
        for importer, imported in new:
            graph.remove_import(importer=importer, imported=imported)
        for stranger in strangers:
            graph.remove_module(stranger)


def imports_of(graph: grimp.ImportGraph) -> set[Import]:
    """Return every import of a graph."""
    return {
        (module, imported)
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
    }


def main(root: Path) -> dict[str, dict[str, Any]]:
    """Break every contract of the copy in every way that it names; see the module."""
    options = read_configuration(str(root / "pyproject.toml"))
    session, contracts = options["session_options"], options["contracts_options"]
    known = [contract for contract in contracts if contract["type"] in PLANS]
    code = Code(root, session)
    report: dict[str, dict[str, Any]] = {
        contract["name"]: {"planned": 0, "written": 0, "unseen": [], "foreign": [], "before": ""}
        for contract in contracts
    }
    lines: dict[str, list[Import]] = {}
    for contract in known:
        seen = report[contract["name"]]
        before = checked(contract, session, code.graph)
        seen["before"] = "" if before.kept else repr(before.metadata)
        plan = [
            (pair, write)
            for (importer, imported), write in PLANS[contract["type"]](code, contract)
            if (pair := concrete(code, contract, importer, imported)) is not None
        ]
        lines[contract["name"]] = [pair for pair, write in plan if write]
        seen["planned"] = len(plan)
        seen["written"] = len(lines[contract["name"]])
        seen["unseen"] = _unseen(code, contract, session, [pair for pair, _write in plan])
    for name, pairs in lines.items():
        with planted(code.graph, pairs):
            report[name]["foreign"] = [
                other["name"]
                for other in known
                if is_foreign(other, checked(other, session, code.graph), set(pairs))
            ]
    _arrive(code, known, session, report)
    different = _written(code, {pair for pairs in lines.values() for pair in pairs})
    for name, pairs in lines.items():
        report[name]["unseen"] += [("written", *pair) for pair in pairs if pair in different]
    report[contracts[0]["name"]]["unseen"] += [("read", *pair) for pair in sorted(different)]
    return report


def _unseen(
    code: Code, contract: dict[str, Any], session: dict[str, Any], pairs: list[Import]
) -> list[Import]:
    """Plant all breaches of a contract; return those that it does not report, each as enough to break it.

    One check for all of them, not one for each: the contract names every import that breaks it without another.
    """
    if contract["type"] in ONE_BY_ONE:
        return [pair for pair in pairs if _is_kept_with(code, contract, session, pair)]
    with planted(code.graph, pairs):
        check = checked(contract, session, code.graph)
    alone = {pair for is_alone, way in ways_of(contract, check) if is_alone for pair in way}
    return [pair for pair in pairs if pair not in alone]


def _is_kept_with(code: Code, contract: dict[str, Any], session: dict[str, Any], pair: Import) -> bool:
    with planted(code.graph, [pair]):
        return checked(contract, session, code.graph).kept


def _written(code: Code, pairs: set[Import]) -> set[Import]:
    """Write imports into files of the copy, read the copy, take them out again; return what was not read as planted.

    The graph of the files must be the one into which the imports were planted, with these imports and no others: then what
    breaks with one of them planted breaks with it written.
    """
    texts = {path: path.read_text(encoding="utf-8") for path in {code.file_of(pair[0]) for pair in pairs}}
    try:
        for importer, imported in sorted(pairs):
            with code.file_of(importer).open("a", encoding="utf-8") as file:
                file.write(f"\nimport {imported}\n")
        read = imports_of(code.read())
    finally:
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
    return read ^ (imports_of(code.graph) | pairs)


def _arrive(
    code: Code,
    contracts: list[dict[str, Any]],
    session: dict[str, Any],
    report: dict[str, dict[str, Any]],
) -> None:
    """Put a module into each container whose layers are all named: its contract must ask where that one belongs."""
    expected = {
        contract["name"]: {f"{container}.{NEWCOMER}" for container in contract["containers"]}
        for contract in contracts
        if str(contract.get("exhaustive", "")).lower() == "true"
    }
    paths = [code.file_of(module) for modules in expected.values() for module in modules]
    for path in paths:
        path.write_text('"""A module that no layer names."""\n', encoding="utf-8")
    try:
        graph = code.read()
    finally:
        for path in paths:
            path.unlink()
    for contract in contracts:
        if contract["name"] not in expected:
            continue
        modules, seen = expected[contract["name"]], report[contract["name"]]
        seen["written"] += len(modules)
        asked = checked(contract, session, graph).metadata["undeclared_modules"]
        seen["unseen"] += [("arrived", module) for module in sorted(modules ^ asked)]


if __name__ == "__main__":
    copy = Path(sys.argv[1]).resolve()
    os.chdir(copy)
    sys.path.insert(0, str(copy))
    json.dump(main(copy), sys.stdout)
