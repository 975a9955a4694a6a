"""Pickled environments: made by hand in every layout, made by Lean, and damaged."""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections.abc import Callable, Sequence

import pytest
from fuzz_olean import mutate
from olean_builder import Builder, box
from real_repl import install

from harness.errors import OleanError
from harness.lean.olean import ConstantKind, Module, OleanLimits, module_of_pickle, name_str, read_olean
from harness.lean.toolchain import Toolchain

NULL = box(2)


class Pickle(Builder):
    """A builder of pickles: (imports, map, state, context)."""

    def constant(self, text: str) -> tuple[int, int]:
        """(name, ConstantInfo) of an axiom."""
        return self.name(*text.split(".")), self.axiom(text, self.sort(box(0)))

    def entry(self, text: str) -> int:
        return self.ctor(0, self.constant(text))

    def node(self, entries: Sequence[int]) -> int:
        return self.ctor(0, [self.array([*entries, NULL])])

    def ref(self, node: int) -> int:
        return self.ctor(1, [node])

    def collision(self, texts: Sequence[str], *, missing: int = 0) -> int:
        pairs = [self.constant(text) for text in texts]
        values = self.array([value for _, value in pairs][missing:])
        return self.ctor(1, [self.array([name for name, _ in pairs]), values])

    def pickled(self, constants: int, imports: Sequence[str] = ("Embedded.Arith",)) -> bytes:
        wanted = [self.ctor(0, [self.name(*each.split("."))], b"\0\1\0") for each in imports]
        state = self.ctor(0, [box(0), box(1)])
        rest = self.ctor(0, [constants, self.ctor(0, [state, box(0)])])
        return self.finish(self.ctor(0, [self.array(wanted), rest]))


def read(data: bytes, limits: OleanLimits | None = None) -> Module:
    return read_olean(module_of_pickle(data, file="candidate", limits=limits), file="candidate")


def test_a_map_in_both_layouts() -> None:
    for with_size in (False, True):
        build = Pickle()
        inner = build.node([build.entry("b.c"), build.ref(build.collision(["d", "e"]))])
        root = build.node([build.entry("a"), NULL, build.ref(inner)])
        if with_size:
            root = build.ctor(0, [root, box(4)])
        module = read(build.pickled(root))
        assert {name_str(name) for name in module.constants} == {"a", "b.c", "d", "e"}
        assert [name_str(each.module) for each in module.imports] == ["Embedded.Arith"]
        assert (module.entries, module.extra_names, module.is_module) == ({}, (), False)


def test_a_map_that_is_one_collision() -> None:
    build = Pickle()
    assert set(read(build.pickled(build.collision(["a", "b"]))).constants) == {("a",), ("b",)}


def test_an_empty_map() -> None:
    build = Pickle()
    assert read(build.pickled(build.node([]))).constants == {}


def _other_name(build: Pickle) -> int:
    return build.node([build.ctor(0, [build.name("other"), build.constant("a")[1]])])


def _twice(build: Pickle) -> int:
    return build.node([build.entry("a"), build.entry("a")])


def _shared(build: Pickle) -> int:
    node = build.node([])
    for _ in range(40):
        node = build.node([build.ref(node)] * 4)
    return node


FORGED: dict[str, Callable[[Pickle], int]] = {
    "no map": lambda build: box(0),
    "a string": lambda build: build.string("map"),
    "another name than the constant's": _other_name,
    "a constant twice": _twice,
    "keys without values": lambda build: build.collision(["a", "b"], missing=1),
    "no constant": lambda build: build.node([build.ctor(0, [build.name("a"), build.string("a")])]),
    "a number for an entry": lambda build: build.node([box(5)]),
    "nodes shared many times": _shared,
    "an entry of three": lambda build: build.node([build.ctor(0, [box(0), box(0), box(0)])]),
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_maps(name: str) -> None:
    build = Pickle()
    with pytest.raises(OleanError, match="candidate"):
        read(build.pickled(FORGED[name](build)))


def test_other_roots() -> None:
    build = Pickle()
    with pytest.raises(OleanError):
        read(build.finish(build.array([])))
    build = Pickle()
    with pytest.raises(OleanError):
        read(build.file([("a", build.axiom("a", build.sort(box(0))))]))
    with pytest.raises(OleanError):
        read(b"olean")
    build = Pickle()
    with pytest.raises(OleanError, match="larger than the limit"):
        read(build.pickled(build.node([])), OleanLimits(max_bytes=10))


TEXT = """
theorem helper (n : Nat) : n + 0 = n := rfl
inductive I | a (n : Nat) | b (i : I)
theorem goal (a b : Nat) : a + b = b + a := by omega
"""


@pytest.fixture(scope="module")
def pickled(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What Lean writes of an environment with TEXT."""
    folder = tmp_path_factory.mktemp("pickle")
    requests = [
        {"cmd": "prelude\nimport Embedded.Arith\n"},
        {"cmd": TEXT, "env": 0},
        {"pickleTo": str(folder / "p"), "env": 1},
    ]
    assert toolchain.library is not None
    done = subprocess.run(
        [install(folder / "repl")],
        input="".join(f"{json.dumps(each)}\n\n" for each in requests),
        env={
            "LEAN_PATH": os.pathsep.join(map(str, toolchain.search_path)),
            "LEAN_SYSROOT": str(toolchain.library.parent),
        },
        text=True,
        capture_output=True,
        check=True,
    )
    assert "message" not in done.stdout
    return (folder / "p").read_bytes()


def test_what_lean_writes(pickled: bytes) -> None:
    module = read(pickled)
    assert module.lean_version == "4.35.0"
    assert [name_str(each.module) for each in module.imports] == ["Embedded.Arith"]
    kinds = {name_str(name): constant.kind for name, constant in module.constants.items()}
    assert kinds["goal"] is kinds["helper"] is ConstantKind.THEOREM
    assert (kinds["I"], kinds["I.a"], kinds["I.rec"]) == (
        ConstantKind.INDUCTIVE,
        ConstantKind.CONSTRUCTOR,
        ConstantKind.RECURSOR,
    )


def test_damaged_ones_are_read_or_refused(pickled: bytes) -> None:
    rng, refused = random.Random(6), 0
    for _ in range(300):
        try:
            module = read(mutate(pickled, rng))
        except OleanError:
            refused += 1
        else:
            assert all(constant.terms for constant in module.constants.values())
    assert 50 < refused < 300
