"""Facts about a header's constants: as Lean itself reports them, and the same on demand as held whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from _whole_library import HeaderTable
from lean_compiler import LeanCompiler

from harness.checker.audit.library import ConstantFact, HeaderStore
from harness.errors import DataError
from harness.lean.olean import ConstantKind, Safety, name_str, parse_name, read_olean
from harness.lean.search import ModuleFinder
from harness.lean.toolchain import Toolchain

ARITH = [("Embedded", "Arith")]


def test_axioms_agree_with_lean(lean: LeanCompiler, table: HeaderTable) -> None:
    """`#print axioms` on constants with and without axioms says what the table says."""
    plain = [
        n
        for n in sorted(table.facts, key=name_str)
        if all(isinstance(p, str) and p.isidentifier() for p in n)
    ]
    plain = [name for name in plain if not any(str(part).startswith("_") for part in name)]
    with_axioms = [name for name in plain if table.facts[name].axioms]
    chosen = [*with_axioms[::4], *plain[::40], ("Classical", "em"), ("Nat", "add_comm"), ("propext",)]
    output = lean.run(
        "prelude\nimport Embedded.Arith\n" + "".join(f"#print axioms {name_str(n)}\n" for n in chosen)
    )
    said = {
        parse_name(name): tuple(item.strip() for item in axioms.split(",")) if axioms else ()
        for name, axioms in re.findall(
            r"'([^']+)' (?:depends on axioms: \[([^\]]*)\]|does not depend on any axioms)", output
        )
    }
    assert len(said) > 0.9 * len(set(chosen))
    assert sum(bool(axioms) for axioms in said.values()) >= 10
    for name, axioms in said.items():
        assert tuple(sorted(map(name_str, table.facts[name].axioms))) == tuple(sorted(axioms)), name_str(name)


def test_what_the_table_knows(table: HeaderTable) -> None:
    assert table.fact(("propext",)) == ConstantFact(ConstantKind.AXIOM, Safety.SAFE, (("propext",),))
    assert table.fact(("sorryAx",)) == ConstantFact(ConstantKind.AXIOM, Safety.SAFE, (("sorryAx",),))
    assert table.fact(("Nat", "add")) == ConstantFact(ConstantKind.DEFINITION)
    assert table.declares(("Nat", "add"))
    assert table.fact(("Nat", "add", "no", "such")) is None
    assert not table.declares(("Nat", "add", "no", "such"))
    kinds = {fact.kind for fact in table.facts.values()}
    assert kinds == set(ConstantKind)
    assert {fact.safety for fact in table.facts.values()} >= {Safety.SAFE, Safety.UNSAFE}


def test_a_module_that_is_missing(lean: LeanCompiler) -> None:
    module = read_olean(lean("def f (n : Nat) : Nat := n + n\n"))
    with pytest.raises(DataError, match="no imported module declares"):
        HeaderTable.from_modules([module])


def test_every_constant_on_demand(toolchain: Toolchain, table: HeaderTable, tmp_path: Path) -> None:
    """The first time, out of what was kept, and in another order."""
    find = ModuleFinder(toolchain.search_path, "test").find
    names = sorted(table.facts, key=name_str)
    for order in (names, names, names[::-1]):
        store = HeaderStore(tmp_path, find)
        header = store.open(ARITH)
        for name in order:
            assert header.fact(name) == table.facts[name], name_str(name)
            assert header.declares(name)
        store.close()
    header = HeaderStore(tmp_path / "empty", find).open(ARITH)
    assert {name: header.fact(name) for name in names[::-1]} == table.facts


def test_facts_that_matter(build_modules: Callable[..., ModuleFinder], tmp_path: Path) -> None:
    """A forbidden axiom behind many steps and modules, unsafe and partial constants; and their twins."""
    finder = build_modules(
        {
            "A": (
                {"ax": ("axiom", []), "good": ("theorem", []), "u": ("unsafe", []), "p": ("partial", [])},
                [],
            ),
            "B": ({"b": ("def", ["ax", "good"]), "c": ("theorem", ["good"])}, ["A"]),
            "C": ({"d": ("theorem", ["b"]), "e": ("theorem", ["c", "e2"]), "e2": ("def", ["e"])}, ["B"]),
        }
    )
    header = HeaderStore(tmp_path, finder.find).open([("C",)])
    assert header.fact(("d",)) == ConstantFact(ConstantKind.THEOREM, Safety.SAFE, (("ax",),))
    assert header.fact(("e",)) == ConstantFact(ConstantKind.THEOREM)
    assert header.fact(("e2",)) == ConstantFact(ConstantKind.DEFINITION)
    assert header.fact(("u",)) == ConstantFact(ConstantKind.DEFINITION, Safety.UNSAFE)
    assert header.fact(("p",)) == ConstantFact(ConstantKind.DEFINITION, Safety.PARTIAL)
    assert header.fact(("f",)) is None


def test_a_reference_to_nothing_is_an_error(
    build_modules: Callable[..., ModuleFinder], tmp_path: Path
) -> None:
    finder = build_modules({"A": ({"a": ("def", ["nowhere"]), "b": ("def", ["a"]), "c": ("def", [])}, [])})
    header = HeaderStore(tmp_path, finder.find).open([("A",)])
    for name in ("a", "b", "a"):
        with pytest.raises(DataError, match="a refers to nowhere, which no imported module declares"):
            header.fact((name,))
    assert header.fact(("c",)) == ConstantFact(ConstantKind.DEFINITION)


def test_a_theorem_that_two_modules_prove(build_modules: Callable[..., ModuleFinder], tmp_path: Path) -> None:
    """Lean takes either proof, so both count."""
    modules = {
        "A": ({"ax": ("axiom", []), "t": ("theorem", ["ax"])}, []),
        "B": ({"t": ("theorem", []), "other": ("theorem", ["t"])}, []),
        "C": ({"user": ("theorem", ["t"])}, ["A", "B"]),
    }
    finder = build_modules(modules)
    store = HeaderStore(tmp_path, finder.find)
    header = store.open([("C",)])
    for name in ("t", "user"):
        assert header.fact((name,)) == ConstantFact(ConstantKind.THEOREM, Safety.SAFE, (("ax",),))
    assert HeaderTable.from_imports([("C",)], lambda n: read_olean(finder.find(n).read_bytes())).facts == {
        (name,): header.fact((name,)) for constants, _ in modules.values() for name in constants
    }


def test_a_header_sees_its_own_imports_alone(
    build_modules: Callable[..., ModuleFinder], tmp_path: Path
) -> None:
    """A library that was opened for more serves a header that imports less, and shows it no more."""
    finder = build_modules(
        {
            "A": ({"a": ("def", [])}, []),
            "B": ({"b": ("def", ["a"])}, ["A"]),
            "C": ({"c": ("axiom", [])}, []),
        }
    )
    store = HeaderStore(tmp_path, finder.find)
    whole, part = store.open([("B",), ("C",)]), store.open([("B",)])
    assert len(list(tmp_path.glob("*.names"))) == 1
    assert [bool(whole.fact((name,))) for name in "abc"] == [True, True, True]
    assert [bool(part.fact((name,))) for name in "abc"] == [True, True, False]
    assert [part.declares((name,)) for name in "abc"] == [True, True, False]
