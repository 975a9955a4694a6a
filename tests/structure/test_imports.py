"""Imports go one way, nobody imports another package's private module, and what decides is hashed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from imports import GROUND, LAYERS, Import, imports, modules, package

from harness.checker.revision import DECIDING

ROOT = Path(__file__).resolve().parents[2]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
#: A package that may use less than what lies below it.
ONLY = {"bench": {*GROUND, "lean", "bench"}}


def upward(root: Path) -> Iterator[Import]:
    """Imports of a higher layer, or of what the importer's package may not use."""
    for found in imports(root):
        ours, theirs = package(found.importer), package(found.name)
        beside = LEVEL[theirs] == LEVEL[ours] and ours != theirs and ours not in GROUND
        if LEVEL[theirs] > LEVEL[ours] or beside or theirs not in ONLY.get(ours, LEVEL):
            yield found


def private(root: Path) -> Iterator[Import]:
    """Imports of a module whose name begins with one underscore, from outside its package."""
    for found in imports(root):
        parts = found.name.split(".")
        for at, part in enumerate(parts):
            if part.startswith("_") and not part.startswith("__"):
                home = parts[:at]
                if found.importer.split(".")[: len(home)] != home:
                    yield found


def circles(root: Path) -> list[list[str]]:
    """Files that import each other in a circle, imports for types counted."""
    edges: dict[str, set[str]] = {}
    for found in imports(root):
        # What a package imports of its own modules is its face, not a need.
        if not found.by_name and not found.name.startswith(f"{found.importer}."):
            edges.setdefault(found.importer, set()).add(found.name)
    done: set[str] = set()
    rings: list[list[str]] = []

    def visit(name: str, way: list[str]) -> None:
        if name in way:
            rings.append([*way[way.index(name) :], name])
            return
        if name in done:
            return
        for other in sorted(edges.get(name, ())):
            visit(other, [*way, name])
        done.add(name)

    for name in sorted(edges):
        visit(name, [])
    return rings


def undecided(root: Path) -> set[str]:
    """Modules that a check imports, at once or later, and that lie outside of what is hashed."""
    edges: dict[str, set[str]] = {}
    for found in imports(root):
        edges.setdefault(found.importer, set()).add(found.name)
    # Every way to a verdict: all of the checker's own modules, whoever imports them.
    reached: set[str] = set()
    ahead = [name for name in modules(root) if package(name) == "checker"]
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead.extend(edges.get(name, ()))
    hashed = {name.removesuffix(".py") for name in DECIDING}
    return {name for name in reached if package(name) not in hashed and name != "harness"}


@pytest.mark.parametrize("look", [upward, private, circles, undecided])
def test_the_tree_keeps_its_order(look: object) -> None:
    assert callable(look)
    assert [str(found) for found in look(ROOT)] == []


def test_every_package_has_its_place() -> None:
    assert {package(name) for name in modules(ROOT)} <= set(LEVEL)


ERRORS = (ROOT / "harness/errors.py").read_text("utf-8")
PLANTED = {
    upward: ("harness/lean/up.py", "from harness.checker.verdict import Verdict"),
    private: (
        "harness/cli/private.py",
        "def f():\n    from harness.lean.source._tokens import tokenize",
    ),
    undecided: ("harness/checker/more.py", "import harness.waits"),
    circles: ("harness/errors.py", ERRORS + "from harness.registry import Registry"),
}


@pytest.mark.parametrize("look", list(PLANTED))
def test_a_planted_violation_is_found(look: object, tmp_path: Path) -> None:
    """A copy of the tree with one more file, which breaks the rule that `look` holds."""
    assert callable(look)
    for name, path in modules(ROOT).items():
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
        assert name
    before = len(list(look(tmp_path)))
    file, text = PLANTED[look]
    (tmp_path / file).write_text(f"{text}\n", "utf-8")
    assert len(list(look(tmp_path))) == before + 1


def test_only_the_command_line_knows_how_options_are_read() -> None:
    """The words alone would do for an import, inside a function or in a string."""
    found = {
        path.relative_to(ROOT).parts[1]
        for path in (ROOT / "harness").rglob("*.py")
        if re.search(r"\bclick\b", path.read_text("utf-8"))
    }
    assert found == {"cli"}


def repeated(root: Path) -> list[str]:
    """Public classes whose name another one has."""
    found: dict[str, list[str]] = {}
    for name, path in modules(root).items():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(name)
    return [f"{name}: {', '.join(places)}" for name, places in sorted(found.items()) if len(places) > 1]


def test_a_public_class_has_a_name_of_its_own(tmp_path: Path) -> None:
    assert repeated(ROOT) == []
    (tmp_path / "harness").mkdir()
    for name in "ab":
        (tmp_path / "harness" / f"{name}.py").write_text("class Same:\n    pass\n", "utf-8")
    assert repeated(tmp_path) == ["Same: harness.a, harness.b"]
