"""HeaderTable: axioms as Lean itself reports them, and the bytes that it is cached as."""

from __future__ import annotations

import re

import pytest
from lean_compiler import LeanCompiler

from harness.checker.audit import HeaderTable
from harness.errors import DataError
from harness.lean.olean import name_str, parse_name, read_olean


def test_axioms_agree_with_lean(lean: LeanCompiler, header: HeaderTable) -> None:
    """`#print axioms` on constants with and without axioms says what the table says."""
    plain = [
        n
        for n in sorted(header.names, key=name_str)
        if all(isinstance(p, str) and p.isidentifier() for p in n)
    ]
    plain = [name for name in plain if not any(str(part).startswith("_") for part in name)]
    with_axioms = [name for name in plain if name in header.axioms]
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
        assert tuple(sorted(map(name_str, header.axioms.get(name, ())))) == tuple(sorted(axioms)), name_str(
            name
        )


def test_what_the_table_knows(header: HeaderTable) -> None:
    assert header.axioms[("propext",)] == (("propext",),)
    assert header.axioms[("sorryAx",)] == (("sorryAx",),)
    assert ("Nat", "add") in header.names
    assert ("Nat", "add") not in header.axioms
    assert ("Nat", "add", "no", "such") not in header.names
    assert header.unsafe
    assert header.opaque
    assert ("Nat", "add") not in header.unsafe | header.opaque


def test_bytes_and_back(header: HeaderTable) -> None:
    data = header.to_bytes()
    assert HeaderTable.from_bytes(data) == header
    assert HeaderTable.from_bytes(data).to_bytes() == data
    odd = HeaderTable(frozenset({("a", 1), ("a", "1"), ("a.1",), ()}), {("a", 1): (("a", "1"),)})
    assert HeaderTable.from_bytes(odd.to_bytes()) == odd


@pytest.mark.parametrize("place", ["head", "middle", "cut", "empty", "format"])
def test_damaged_bytes(header: HeaderTable, place: str) -> None:
    data = header.to_bytes()
    broken = {
        "head": b"x" + data,
        "middle": data[:1000] + bytes([data[1000] ^ 1]) + data[1001:],
        "cut": data[:-1],
        "empty": b"",
        "format": data.replace(b"table 1 ", b"table 2 ", 1),
    }[place]
    with pytest.raises(DataError, match="delete it"):
        HeaderTable.from_bytes(broken)


def test_a_module_that_is_missing(lean: LeanCompiler) -> None:
    module = read_olean(lean("def f (n : Nat) : Nat := n + n\n"))
    with pytest.raises(DataError, match="no imported module declares"):
        HeaderTable.from_modules([module])
