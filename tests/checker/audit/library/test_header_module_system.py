"""Headers out of Lean's module system, whose proofs lie in .olean.private: compiled for real."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from _whole_library import HeaderTable, open_module
from auditing import audit_file
from colors import COLORS

from harness.checker.audit.library import ConstantFact, HeaderFacts, HeaderStore
from harness.checker.verdict import Reason
from harness.errors import OleanError
from harness.lean.olean import ConstantKind, Name, Safety, map_module, read_olean
from harness.lean.search import ModuleFinder

MODULES = {
    "Colors": COLORS,
    "More": """module
prelude
public import Colors
public section
theorem twice (c : Color) : Same c c := same c
theorem hidden_bad : Same Color.red Color.green := rests_on_bad
private def secret : Color := body
""",
}
IMPORTS = "prelude\nimport Embedded.Arith\nimport More\n"
HONEST = IMPORTS + "theorem goal : Same Color.red Color.red := twice Color.red\n"
CHEAT = IMPORTS + "theorem goal : Same Color.red Color.green := hidden_bad\n"
ROOTS: list[Name] = [("Embedded", "Arith"), ("More",)]
BAD: tuple[Name, ...] = (("bad",),)


@pytest.fixture
def finder(compile_modules: Callable[[dict[str, str]], ModuleFinder]) -> ModuleFinder:
    return compile_modules(MODULES)


def facts(header: HeaderFacts, *names: str) -> list[ConstantFact | None]:
    return [header.fact((name,)) for name in names]


def test_what_the_exported_part_hides(finder: ModuleFinder) -> None:
    """Why every part is read: in the first alone a theorem looks like an axiom, private ones are missing."""
    alone = read_olean(finder.find(("Colors",)).read_bytes()).constants
    whole = open_module(finder.find(("Colors",))).constants
    assert (alone[("same",)].kind, whole[("same",)].kind) == (ConstantKind.AXIOM, ConstantKind.THEOREM)
    assert (alone[("body",)].kind, whole[("body",)].kind) == (ConstantKind.AXIOM, ConstantKind.DEFINITION)
    assert [("_private", "Colors", 0, "hidden") in each for each in (alone, whole)] == [False, True]


def test_the_mapped_module_is_the_read_one(finder: ModuleFinder) -> None:
    for name in ("Colors", "More"):
        read, mapped = open_module(finder.find((name,))), map_module(finder.find((name,)))
        assert mapped.imports == read.imports
        assert [mapped.name(handle) for handle in mapped.name_handles] == list(read.constants)
        for place, constant in enumerate(read.constants.values()):
            assert mapped.constant(place) == constant
            outline = mapped.outline(place)
            assert (outline.kind, outline.safety) == (constant.kind, constant.safety)
            assert outline.siblings == constant.siblings
            found = {mapped.name(handle) for handle in mapped.mentioned(constant.terms)}
            assert found == read.terms.constants(constant.terms, set())


def test_facts(finder: ModuleFinder, tmp_path: Path) -> None:
    header = HeaderStore(tmp_path, finder.find).open(ROOTS)
    assert facts(header, "twice", "same") == [ConstantFact(ConstantKind.THEOREM)] * 2
    assert (
        facts(header, "hidden_bad", "rests_on_bad")
        == [ConstantFact(ConstantKind.THEOREM, Safety.SAFE, BAD)] * 2
    )
    assert header.fact(("bad",)) == ConstantFact(ConstantKind.AXIOM, Safety.SAFE, BAD)
    assert header.fact(("_private", "Colors", 0, "hidden")) == ConstantFact(ConstantKind.THEOREM)
    assert header.declares(("_private", "More", 0, "secret"))
    table = HeaderTable.from_imports(ROOTS, lambda name: open_module(finder.find(name)))
    assert {name: header.fact(name) for name in table.facts} == table.facts


def test_audit_under_such_a_header(
    finder: ModuleFinder, compile_modules: Callable[[dict[str, str]], ModuleFinder], tmp_path: Path
) -> None:
    compile_modules({"Honest": HONEST, "Cheat": CHEAT})
    header = HeaderStore(tmp_path, finder.find).open(ROOTS)
    honest, cheat = (
        audit_file(read_olean(finder.find((name,)).read_bytes()), header) for name in ("Honest", "Cheat")
    )
    assert honest.passed, honest.detail
    assert (cheat.reason, cheat.axioms) == (Reason.AXIOM, ("bad",))


@pytest.mark.parametrize("suffix", [".server", ".private"])
@pytest.mark.parametrize("damage", ["gone", "empty", "of another module", "cut"])
def test_a_part_that_is_not_there_is_an_error(
    finder: ModuleFinder, tmp_path: Path, suffix: str, damage: str
) -> None:
    path = finder.find(("Colors",))
    part = path.with_name(path.name + suffix)
    if damage == "gone":
        part.unlink()
    else:
        other = path.with_name("More.olean" + suffix).read_bytes()
        part.write_bytes({"empty": b"", "of another module": other, "cut": part.read_bytes()[:88]}[damage])
    with pytest.raises(OleanError):
        HeaderStore(tmp_path, finder.find).open(ROOTS)


def test_a_part_that_changed_makes_the_index_anew(finder: ModuleFinder, tmp_path: Path) -> None:
    HeaderStore(tmp_path, finder.find).open(ROOTS)
    path = finder.find(("Colors",))
    path.with_name(path.name + ".private").unlink()
    with pytest.raises(OleanError, match="private"):
        HeaderStore(tmp_path, finder.find).open(ROOTS)
