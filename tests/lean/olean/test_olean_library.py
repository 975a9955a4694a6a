"""The reader on everything that real Lean compiled: our library, and samples of each kind of declaration."""

from __future__ import annotations

import mmap
import re
import struct
import time

import pytest
from _whole_library import open_module
from lean_compiler import LeanCompiler

from harness.lean.olean import Constant, ConstantKind, Module, Safety, name_str, parse_name, read_olean, terms

SAMPLES = """
universe u v
def dbl (n : Nat) : Nat := n + n
theorem dbl_eq (n : Nat) : dbl n = n + n := rfl
opaque hidden (n : Nat) : Nat
axiom ax.{w} (α : Sort w) : α → α
structure Pair (α : Type u) (β : Type v) where
  fst : α
  snd : β
inductive Vec (α : Type u) : Nat → Type u where
  | nil : Vec α 0
  | cons {n : Nat} (a : α) (rest : Vec α n) : Vec α (n + 1)
mutual
inductive Even : Nat → Prop where
  | zero : Even 0
  | succ : Odd n → Even (n + 1)
inductive Odd : Nat → Prop where
  | succ : Even n → Odd (n + 1)
end
class Point (α : Type u) where
  point : α
instance : Point Nat := ⟨7⟩
unsafe def loop (n : Nat) : Nat := loop n
partial def search (n : Nat) : Nat := search (n + 1)
abbrev Short := Nat
def big : Nat := 123456789012345678901234567890123456789012345678901234567890
def edge : Nat := 9223372036854775807
def overEdge : Nat := 9223372036854775808
def text : String := "zwölf «dozen»"
private theorem inner : 1 = 1 := rfl
theorem «odd name».«a.b» : 1 = 1 := inner
"""


def everything(module: Module) -> int:
    """Decode every term, level and number of the module; the number of nodes."""
    handles = module.terms.below([term for c in module.constants.values() for term in c.terms], set())
    roots: set[int] = set()
    for handle in handles:
        node = module.node(handle)
        if node[0] == terms.SORT:
            roots.add(node[1])
        elif node[0] == terms.CONST:
            roots.update(node[2])
        elif node[0] == terms.NAT:
            module.natural(node[1])
    for level in module.terms.levels_below(roots):
        module.terms.level(level)
    return len(handles)


def library_modules(lean: LeanCompiler) -> dict[str, Module]:
    folder = lean.toolchain.search_path[0]
    return {
        ".".join(path.relative_to(folder).with_suffix("").parts): read_olean(
            path.read_bytes(), file=path.name
        )
        for path in sorted(folder.rglob("*.olean"))
    }


def test_every_library_module_reads_whole(lean: LeanCompiler) -> None:
    modules = library_modules(lean)
    assert {"Embedded.Base", "Embedded.Arith", "Embedded.Core"} <= set(modules)
    for name, module in modules.items():
        assert (module.version, module.lean_version, module.is_module) == (2, "4.35.0", False)
        assert re.fullmatch("[0-9a-f]{40}", module.githash)
        assert {name_str(item.module) for item in module.imports} <= set(modules)
        for entries in module.entries.values():
            module.names_in(entries.handles)
        nodes = everything(module)
        assert nodes >= len(module.constants), name
    assert sum(len(module.constants) for module in modules.values()) > 2000


def test_a_mapped_file_reads_the_same(lean: LeanCompiler) -> None:
    path = lean.toolchain.search_path[0] / "Embedded" / "Arith.olean"
    with path.open("rb") as file:
        mapped = read_olean(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        assert mapped.constants == open_module(path).constants
        assert everything(mapped) == everything(open_module(path))


def test_a_megabyte_takes_seconds_at_most(lean: LeanCompiler) -> None:
    folder = lean.toolchain.search_path[0]
    data = max((path.read_bytes() for path in folder.rglob("*.olean")), key=len)
    assert len(data) > 500_000
    start = time.process_time()
    everything(read_olean(data))
    # Some 0.1 s on one core; the limit leaves room for a busy machine.
    assert time.process_time() - start < 5.0 * max(1.0, len(data) / 2**20)


@pytest.fixture(scope="module")
def samples(lean: LeanCompiler) -> Module:
    return lean.module(SAMPLES)


def get(module: Module, text: str) -> Constant:
    return module.constants[parse_name(text)]


@pytest.mark.parametrize(
    ("name", "kind", "params", "safety"),
    [
        ("dbl", ConstantKind.DEFINITION, (), Safety.SAFE),
        ("dbl_eq", ConstantKind.THEOREM, (), Safety.SAFE),
        ("hidden", ConstantKind.OPAQUE, (), Safety.SAFE),
        ("ax", ConstantKind.AXIOM, (("w",),), Safety.SAFE),
        ("Pair", ConstantKind.INDUCTIVE, (("u",), ("v",)), Safety.SAFE),
        ("Pair.mk", ConstantKind.CONSTRUCTOR, (("u",), ("v",)), Safety.SAFE),
        ("Pair.rec", ConstantKind.RECURSOR, (("u_1",), ("u",), ("v",)), Safety.SAFE),
        ("Pair.fst", ConstantKind.DEFINITION, (("u",), ("v",)), Safety.SAFE),
        ("loop", ConstantKind.DEFINITION, (), Safety.UNSAFE),
        ("search", ConstantKind.OPAQUE, (), Safety.SAFE),
        ("search._unsafe_rec", ConstantKind.DEFINITION, (), Safety.PARTIAL),
        ("_private.Candidate.0.inner", ConstantKind.THEOREM, (), Safety.SAFE),
        ("«odd name».«a.b»", ConstantKind.THEOREM, (), Safety.SAFE),
    ],
)
def test_kinds_and_flags(
    samples: Module, name: str, kind: ConstantKind, params: tuple[tuple[str, ...], ...], safety: Safety
) -> None:
    constant = get(samples, name)
    assert (constant.kind, constant.level_params, constant.safety) == (kind, params, safety)


def test_inductive_data(samples: Module) -> None:
    vec = get(samples, "Vec")
    assert dict(vec.shape.numbers) == {"params": 1, "indices": 1, "nested": 0}
    assert dict(vec.shape.flags) == {"rec": True, "reflexive": False}
    assert vec.shape.constructors == (("Vec", "nil"), ("Vec", "cons"))
    cons = get(samples, "Vec.cons")
    assert dict(cons.shape.numbers) == {"index": 1, "params": 1, "fields": 3}
    assert cons.shape.owner == ("Vec",)
    recursor = get(samples, "Vec.rec")
    assert dict(recursor.shape.numbers) == {"params": 1, "indices": 1, "motives": 1, "minors": 2}
    assert dict(recursor.shape.flags) == {"k": False}
    assert [(rule.constructor, rule.fields) for rule in recursor.shape.rules] == [
        (("Vec", "nil"), 0),
        (("Vec", "cons"), 3),
    ]
    assert get(samples, "Even").all == (("Even",), ("Odd",))
    assert ("Odd",) in get(samples, "Even").siblings
    assert dict(get(samples, "Even.rec").shape.numbers)["motives"] == 2


def test_hints(samples: Module) -> None:
    assert get(samples, "Short").hints == "abbrev"
    assert isinstance(get(samples, "dbl").hints, int)
    assert get(samples, "dbl_eq").hints is None


def literals(module: Module, name: str) -> set[int | str]:
    found: set[int | str] = set()
    for handle in module.terms.below(get(module, name).terms, set()):
        node = module.node(handle)
        if node[0] == terms.NAT:
            found.add(module.natural(node[1]))
        if node[0] == terms.STR:
            found.add(node[1])
    return found


def test_literals(samples: Module) -> None:
    assert literals(samples, "big") == {123456789012345678901234567890123456789012345678901234567890}
    assert literals(samples, "edge") == {2**63 - 1}
    assert literals(samples, "overEdge") == {2**63}
    assert literals(samples, "text") == {"zwölf «dozen»"}


def test_terms_are_those_of_the_source(samples: Module) -> None:
    theorem = get(samples, "dbl_eq")
    kind, nat, body = samples.node(theorem.type)
    assert kind == terms.PI
    assert samples.node(nat) == (terms.CONST, ("Nat",), ())
    used = samples.terms.constants([body], set())
    assert {("Eq",), ("dbl",), ("HAdd", "hAdd"), ("Nat",)} <= used
    assert samples.node(get(samples, "dbl_eq").value)[0] == terms.LAM  # type: ignore[arg-type]


def test_kinds_agree_with_print(lean: LeanCompiler) -> None:
    """Lean's own words on a spread of library constants are what the reader says."""
    words = {
        "axiom": ConstantKind.AXIOM,
        "def": ConstantKind.DEFINITION,
        "abbrev": ConstantKind.DEFINITION,
        "instance": ConstantKind.DEFINITION,
        "theorem": ConstantKind.THEOREM,
        "opaque": ConstantKind.OPAQUE,
        "inductive": ConstantKind.INDUCTIVE,
        "structure": ConstantKind.INDUCTIVE,
        "class": ConstantKind.INDUCTIVE,
        "constructor": ConstantKind.CONSTRUCTOR,
        "recursor": ConstantKind.RECURSOR,
        "Quotient primitive": ConstantKind.QUOT,
    }
    constants = {name: c for module in library_modules(lean).values() for name, c in module.constants.items()}
    plain = [name for name in constants if all(isinstance(p, str) and p.isidentifier() for p in name)]
    chosen = [name for name in plain if not any(str(p).startswith("_") for p in name)][::17]
    chosen += [("Quot", "mk"), ("Nat", "rec"), ("propext",), ("Nat", "succ"), ("And",), ("Nat",)]
    source = "prelude\nimport Embedded.Number\n" + "".join(f"#print {name_str(name)}\n" for name in chosen)
    output = lean.run(source)
    found = re.findall(
        r"^(?:@\[[^\]]*\]\s*)*(?:(?:private|protected|noncomputable|unsafe|partial|meta) )*"
        r"(" + "|".join(words) + r") (\S+?)(?:\.\{([^}]*)\})?(?=[\s:]|$)",
        output,
        re.MULTILINE,
    )
    assert len(found) > 0.9 * len(chosen)
    for word, text, levels in found:
        constant = constants[parse_name(text.removeprefix("@"))]
        assert constant.kind is words[word], text
        params = [".".join(map(str, param)) for param in constant.level_params]
        assert [item.strip() for item in levels.split(",") if item] in (params, sorted(params)), text


def test_a_name_that_isnt_there(samples: Module) -> None:
    assert parse_name("«odd name».a.b") not in samples.constants
    assert parse_name("inner") not in samples.constants


def test_children_lie_below_parents_in_real_files(lean: LeanCompiler) -> None:
    """The rule that keeps cycles out holds for every object that Lean writes, entries included."""
    data = lean("theorem t (a b : Nat) : a + b = b + a := by omega\ninductive I | a | b (n : Nat) (i : I)\n")
    everything(read_olean(data))
    words = struct.unpack(f"<{len(data) // 8}Q", data[: len(data) // 8 * 8])
    base, at, pointers = words[10], 0x60, 0
    while at < len(data):
        size, other, tag = words[at // 8] >> 32 & 0xFFFF, words[at // 8] >> 48 & 0xFF, words[at // 8] >> 56
        fields = words[at // 8 + 1 : at // 8 + 1 + other]
        if tag == 246:
            fields = words[at // 8 + 3 : at // 8 + 3 + words[at // 8 + 1]]
            size = 24 + 8 * len(fields)
        elif tag == 249:
            size = 32 + words[at // 8 + 1]
        elif tag == 248:
            size = 24 + words[at // 8 + 1] * other
            fields = ()
        for word in fields:
            if not word & 1:
                assert 0x60 <= word - base < at
                pointers += 1
        assert size >= 8
        at += (size + 7) // 8 * 8
    assert pointers > 1000
