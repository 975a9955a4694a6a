"""The audit on forged files: real ones with pointers swapped, and files that no Lean would write."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from _whole_library import HeaderTable
from auditing import audit
from lean_compiler import LeanCompiler
from olean_builder import Builder, box, patched

from harness.checker.audit import RESERVED
from harness.checker.audit.decide import AuditOutcome
from harness.checker.audit.library import ConstantFact
from harness.checker.audit.steps import MAX_DETAIL
from harness.checker.verdict import Reason
from harness.errors import OleanError
from harness.lean.olean import ConstantKind, Name, Safety, name_str, read_olean

TEXT = """
theorem easy (a b : Nat) : a = a := rfl
theorem goal (a b : Nat) : a + b = b + a := {proof}
theorem bad (a b : Nat) : a + b = b + a := sorry
"""


def places(data: bytes, name: Name) -> dict[str, int]:
    """Offsets in the file of the words that point to a theorem's parts, and what they hold now."""
    module = read_olean(data)
    region = module._region
    for handle in region.array(module._fields[2]):
        value = region.words[(handle >> 3) + 1] - region.base
        head = region.words[(value >> 3) + 1] - region.base
        if region.name(region.words[(head >> 3) + 1] - region.base) == name:
            return {
                "info": handle,
                "name": head + 8,
                "params": head + 16,
                "type": head + 24,
                "value": value + 16,
            }
    raise AssertionError(name)


def word(data: bytes, offset: int) -> int:
    return int(struct.unpack_from("<Q", data, offset)[0])


def rebuilt(data: bytes, name: Name, **parts: int) -> bytes:
    """The file with the theorem `name` given other parts: everything on the way to it is written anew at the
    end, so that pointers still lead downwards."""
    module = read_olean(data)
    region, old = module._region, places(data, name)
    base = region.base
    out = bytearray(data) + bytes(-len(data) % 8)

    def copy(offset: int, length: int, changes: dict[int, int]) -> int:
        at = len(out)
        out.extend(data[offset : offset + length])
        for place, new in changes.items():
            out[at + place : at + place + 8] = struct.pack("<Q", new)
        return base + at

    slots = {"params": 16, "type": 24}
    head = copy(old["name"] - 8, 32, {slots[key]: new for key, new in parts.items() if key in slots})
    value = {16: parts["value"]} if "value" in parts else {}
    theorem = copy(old["value"] - 16, 32, {8: head, **value})
    info = copy(old["info"], 16, {8: theorem})
    constants = module._fields[2]
    handles = list(region.array(constants))
    place = 24 + 8 * handles.index(old["info"])
    listed = copy(constants, 24 + 8 * len(handles), {place: info})
    root = copy(module._root, region.header(module._root)[2], {8 + 16: listed})
    return patched(bytes(out), 0x58, root)


def check(data: bytes, reference: bytes, header: HeaderTable) -> AuditOutcome:
    return audit(
        read_olean(data, file="candidate"), read_olean(reference, file="reference"), ("goal",), header
    )


@pytest.fixture(scope="module")
def reference(lean: LeanCompiler) -> bytes:
    return lean("theorem goal (a b : Nat) : a + b = b + a := sorry\n")


@pytest.fixture(scope="module")
def good(lean: LeanCompiler) -> bytes:
    return lean(TEXT.format(proof="Nat.add_comm a b"))


def test_the_file_before_it_is_forged(good: bytes, reference: bytes, header: HeaderTable) -> None:
    assert check(good, reference, header).passed


def test_rebuilt_files_are_as_good_as_the_original(
    good: bytes, reference: bytes, header: HeaderTable
) -> None:
    same = rebuilt(good, ("goal",), type=word(good, places(good, ("goal",))["type"]))
    assert same != good
    assert check(same, reference, header).passed


def test_type_swapped_with_another(good: bytes, reference: bytes, header: HeaderTable) -> None:
    easy = places(good, ("easy",))
    forged = rebuilt(good, ("goal",), type=word(good, easy["type"]))
    assert check(forged, reference, header).reason is Reason.STATEMENT
    # The proof of `easy` under the statement of `goal` is for the kernel to refuse, not for the audit.
    assert check(rebuilt(good, ("goal",), value=word(good, easy["value"])), reference, header).passed


def test_value_swapped_for_one_with_sorry(good: bytes, reference: bytes, header: HeaderTable) -> None:
    outcome = check(
        rebuilt(good, ("goal",), value=word(good, places(good, ("bad",))["value"])), reference, header
    )
    assert outcome.reason is Reason.INCOMPLETE
    assert outcome.axioms == ("sorryAx",)


def test_names_swapped(good: bytes, reference: bytes, header: HeaderTable) -> None:
    """The name in the list of names and the constant's own must agree."""
    goal, easy = places(good, ("goal",)), places(good, ("easy",))
    forged = patched(good, easy["name"], word(good, goal["name"]))
    with pytest.raises(OleanError, match=r"candidate: .*declared twice"):
        check(forged, reference, header)
    forged = patched(forged, goal["name"], word(good, easy["name"]))
    with pytest.raises(OleanError, match=r"candidate: .*differs from the constants"):
        check(forged, reference, header)


def test_level_parameters_added(good: bytes, reference: bytes, header: HeaderTable) -> None:
    """The theorem's `all` is a list of one name, so it can stand for a list of level parameters."""
    forged = rebuilt(good, ("goal",), params=word(good, places(good, ("goal",))["value"] + 8))
    outcome = check(forged, reference, header)
    assert outcome.reason is Reason.STATEMENT
    assert "universe" in outcome.detail


def test_a_damaged_reference_is_told_apart(good: bytes, reference: bytes, header: HeaderTable) -> None:
    broken = patched(reference, places(reference, ("goal",))["type"], 0)
    with pytest.raises(OleanError, match="reference: ") as caught:
        check(good, broken, header)
    assert caught.value.file == "reference"
    broken = patched(good, places(good, ("goal",))["type"], 0)
    with pytest.raises(OleanError, match="candidate: ") as caught:
        check(broken, reference, header)
    assert caught.value.file == "candidate"


@pytest.mark.parametrize(
    ("offset", "new", "part"),
    [(7, b"4.34.0", "Lean version"), (40, b"0000", "Lean revision")],
)
def test_another_lean(
    good: bytes, reference: bytes, header: HeaderTable, offset: int, new: bytes, part: str
) -> None:
    forged = good[:offset] + new + good[offset + len(new) :]
    outcome = check(forged, reference, header)
    assert outcome.reason is Reason.POLICY
    assert part in outcome.detail


# Files built by hand: theorem goal : P := h, over a header that has P and h.
HEADER = HeaderTable(
    {
        ("P",): ConstantFact(ConstantKind.DEFINITION),
        ("h",): ConstantFact(ConstantKind.THEOREM),
        ("k",): ConstantFact(ConstantKind.THEOREM, axioms=(("ax",),)),
        ("ax",): ConstantFact(ConstantKind.AXIOM, axioms=(("ax",),)),
        ("u",): ConstantFact(ConstantKind.DEFINITION, Safety.UNSAFE),
    }
)
Maker = Callable[[Builder], list[tuple[str, int]]]


def built(make: Maker) -> bytes:
    build = Builder()
    return build.file(make(build), ["H"])


def goal(build: Builder, value: str = "h", kind: str = "P") -> tuple[str, int]:
    return "goal", build.theorem("goal", build.const(*kind.split(".")), build.const(*value.split(".")))


def small(make: Maker, reference: Maker = lambda b: [goal(b)]) -> AuditOutcome:
    return audit(read_olean(built(make)), read_olean(built(reference)), ("goal",), HEADER)


def test_built_files_pass() -> None:
    assert small(lambda b: [goal(b)]).passed
    outcome = small(lambda b: [("x", b.theorem("x", b.const("P"), b.const("h"))), goal(b, "x")])
    assert outcome.passed
    assert (outcome.constants, outcome.axioms) == (2, ())


@pytest.mark.parametrize("name", RESERVED, ids=name_str)
def test_reserved_names(name: Name) -> None:
    text = ".".join(map(str, name))
    outcome = small(lambda b: [goal(b), (text, b.definition(text, b.const("P"), b.const("h")))])
    assert outcome.reason is Reason.POLICY
    assert name_str(name) in outcome.detail
    assert small(
        lambda b: [goal(b), (text + "x", b.definition(text + "x", b.const("P"), b.const("h")))]
    ).passed


def quot(build: Builder, name: str) -> int:
    head = build.head(build.name(name), box(0), build.const("P"))
    return build.ctor(4, [build.ctor(0, [head], b"\0")])


def inductive(build: Builder, name: str, constructors: list[str], *, unsafe: int = 0) -> int:
    own = build.name(name)
    names = build.list([build.name(*item.split(".")) for item in constructors])
    head = build.head(own, box(0), build.const("P"))
    fields = [head, box(0), box(0), build.list([own]), names, box(0)]
    return build.ctor(5, [build.ctor(0, fields, bytes([0, unsafe, 0]))])


def constructor(build: Builder, name: str, owner: str, *, unsafe: int = 0) -> int:
    head = build.head(build.name(*name.split(".")), box(0), build.const(owner))
    fields = [head, build.name(owner), box(0), box(0), box(0)]
    return build.ctor(6, [build.ctor(0, fields, bytes([unsafe]))])


FORGED: dict[str, tuple[Maker, Reason, str]] = {
    "uses an axiom of the header": (lambda b: [goal(b, "k")], Reason.AXIOM, "rests on ax"),
    "uses the axiom itself": (lambda b: [goal(b, "ax")], Reason.AXIOM, "rests on ax"),
    "uses an unsafe constant of the header": (lambda b: [goal(b, "u")], Reason.POLICY, "u, which is unsafe"),
    "uses what nobody declares": (lambda b: [goal(b, "nowhere")], Reason.POLICY, "nowhere"),
    "redeclares a header's name": (
        lambda b: [goal(b), ("h", b.theorem("h", b.const("P"), b.const("h")))],
        Reason.POLICY,
        "h is declared anew",
    ),
    "a quotient primitive": (lambda b: [goal(b), ("q", quot(b, "q"))], Reason.POLICY, "quotient"),
    "an unsafe definition in the proof": (
        lambda b: [("d", b.definition("d", b.const("P"), b.const("h"), safety=0)), goal(b, "d")],
        Reason.POLICY,
        "d, which is unsafe",
    ),
    "a partial definition in the proof": (
        lambda b: [("d", b.definition("d", b.const("P"), b.const("h"), safety=2)), goal(b, "d")],
        Reason.POLICY,
        "d, which is partial",
    ),
    "an unsafe inductive behind its constructor": (
        lambda b: [
            ("I", inductive(b, "I", ["I.c"], unsafe=1)),
            ("I.c", constructor(b, "I.c", "I")),
            goal(b, "I.c"),
        ],
        Reason.POLICY,
        "I, which is unsafe",
    ),
    "an axiom for a constructor": (
        lambda b: [("I", inductive(b, "I", ["I.c"])), ("I.c", b.axiom("I.c", b.const("P"))), goal(b, "I")],
        Reason.AXIOM,
        "I.c",
    ),
    "a constructor that isn't there": (
        lambda b: [("I", inductive(b, "I", ["I.c"])), goal(b, "I")],
        Reason.POLICY,
        "I.c",
    ),
    "a definition in terms of itself": (
        lambda b: [("d", b.definition("d", b.const("P"), b.const("d"))), goal(b, "h", "d")],
        Reason.STATEMENT,
        "stated `d`, asked `P`",
    ),
    "an axiom in the type of a helper": (
        lambda b: [("d", b.theorem("d", b.const("k"), b.const("h"))), goal(b, "d")],
        Reason.AXIOM,
        "ax",
    ),
    "an axiom in a literal's neighbourhood": (
        lambda b: [
            ("goal", b.theorem("goal", b.const("P"), b.let(b.const("P"), b.const("ax"), b.const("h"))))
        ],
        Reason.AXIOM,
        "ax",
    ),
    "an axiom as a projected structure": (
        lambda b: [("goal", b.theorem("goal", b.const("P"), b.proj("ax", 0, b.const("h"))))],
        Reason.AXIOM,
        "ax",
    ),
    "an axiom under mdata": (
        lambda b: [("goal", b.theorem("goal", b.const("P"), b.mdata(b.mdata(b.const("ax")))))],
        Reason.AXIOM,
        "ax",
    ),
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_files(name: str) -> None:
    make, reason, part = FORGED[name]
    outcome = small(make)
    assert outcome.reason is reason, outcome.detail
    assert part in outcome.detail


def test_a_long_name_is_cut_in_the_detail() -> None:
    long = "x" * 5000
    outcome = small(lambda b: [goal(b), (long, b.axiom(long, b.const("P")))])
    assert outcome.reason is Reason.AXIOM
    assert len(outcome.detail) == MAX_DETAIL


def test_many_definitions_that_share_one_large_term_are_refused_in_time() -> None:
    def make(build: Builder) -> list[tuple[str, int]]:
        term = build.const("P")
        for _ in range(30_000):
            term = build.app(term, term)
        items = [(f"d{n}", build.definition(f"d{n}", build.const("P"), term)) for n in range(500)]
        kind = build.const("P")
        for text, _ in items:
            kind = build.app(kind, build.const(text))
        return [*items, ("goal", build.theorem("goal", kind, build.const("h")))]

    with pytest.raises(OleanError, match="reaches over"):
        small(make)
