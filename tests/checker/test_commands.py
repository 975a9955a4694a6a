"""What Lean's parser found is told before anything is elaborated, and compared with our tokens."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from harness.checker.audit import Begins, facts_of_file
from harness.checker.commands import Commands, difference, hidden_declaration, read_commands
from harness.checker.engines import Elaboration
from harness.checker.engines.fork.engine import ForkEngine
from harness.lean.source import Assembled
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits

HEADER = "prelude\nimport Embedded.Number\n"
LIMITS = Limits(cpu_s=20, memory=2 << 30)


@pytest.fixture(scope="module")
def elaborated(toolchain: Toolchain) -> Iterator[_Elaborator]:
    elaborator = _Elaborator(toolchain)
    yield elaborator
    elaborator.close()


class _Elaborator:
    def __init__(self, toolchain: Toolchain) -> None:
        self._loop = asyncio.new_event_loop()
        self._engine = ForkEngine(toolchain)

    def __call__(self, text: str, limits: Limits = LIMITS) -> Elaboration:
        return self._loop.run_until_complete(self._engine.elaborate(HEADER + text, limits))

    def commands(self, text: str) -> Commands:
        found = self(text).commands
        assert found is not None
        return found

    def close(self) -> None:
        self._loop.run_until_complete(self._engine.close())
        self._loop.close()


def _assembled(text: str) -> Assembled:
    return Assembled(HEADER + text, "file", text, HEADER.count("\n") + 1)


RIGHT = "\ntheorem t : 1 = 1 := rfl\n"
HONEST = [
    "theorem t : 1 = 1 := rfl\n",
    "/-! # Title -/\n\n/-- Docs. -/\n@[reducible] def t (n : Nat) : Nat :=\n  -- a comment\n  n\n",
    "namespace A.B\nopen Nat\nsection\nvariable (n : Nat)\ntheorem t : n = n := rfl\nend\nend A.B\n",
    "mutual\ntheorem a : 1 = 1 := rfl\ntheorem b : 2 = 2 := rfl\nend\n",
    "inductive Color where\n  | red | green\n\nstructure P where\n  /-- left -/\n  x : Nat\n  y : Nat := 2\n",
    'set_option maxRecDepth 1000 in\nopen Nat in\ntheorem t : "é\\n⟨" = "é\\n⟨" := by\n  exact (rfl)\n',
    "theorem «t u» (α : Type) (x₁ x' : α) (h : x₁ = x') : x' = x₁ := by\n  exact h.symm\n",
    "theorem t : 1_000 + 0xf = 1015 := by decide\nuniverse u v\n",
    "def f (n : Nat) : Nat := g n where\n  g (m : Nat) := m + 1\n\ntheorem t : f 1 = 2 := rfl\n",
    "theorem t (p q : Prop) : p ∧ q → q ∧ p :=\n  fun ⟨a, b⟩ => ⟨b, a⟩\n\nexample : (1, 2).1 = 1 := rfl\n",
]


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_text_is_read_alike(elaborated: _Elaborator, text: str) -> None:
    done = elaborated(text)
    assert done.commands is not None, done
    assert done.code == 0, done.messages
    assert difference(_assembled(text), done.commands) is None


@pytest.mark.parametrize(
    ("lean", "ours", "told"),
    [
        # What Lean reads, and what a wrong reader would have seen in its place, at the same offsets.
        ("   variable (n : Nat)   " + RIGHT, "/- variable (n : Nat) -/" + RIGHT, "variable"),
        ("/- variable (n : Nat) -/" + RIGHT, "   variable (n : Nat)   " + RIGHT, "isn't part"),
        ("theorem t : 1 = 1 := by    skip;   rfl", "theorem t : 1 = 1 := by /- skip;-/ rfl", "declaration"),
        ("theorem t : 1 = 1 := by /- skip;-/ rfl", "theorem t : 1 = 1 := by    skip;   rfl", "declaration"),
        (RIGHT + "#exit" + RIGHT, RIGHT + "     " + RIGHT, "exit"),
        (RIGHT + "#exit" + RIGHT, RIGHT + "#exit" + RIGHT, "isn't part"),
        ('example : "a b" = "" := x', 'example : "a" b = "" := x', "declaration"),
    ],
)
def test_another_reading_is_told(elaborated: _Elaborator, lean: str, ours: str, told: str) -> None:
    found = difference(_assembled(ours), elaborated.commands(lean))
    assert found is not None
    assert told in found


def test_an_error_of_the_parser_alone_is_told() -> None:
    nothing = Assembled("-- nothing\n", "file", "-- nothing\n", 1)
    assert difference(nothing, Commands((), errors=False)) is None
    assert difference(nothing, Commands((), errors=True)) is not None


def test_commands_are_told_before_any_is_elaborated(elaborated: _Elaborator) -> None:
    text = "theorem a : 1 = 1 := by\n  repeat (have _h := 1)\n\naxiom b : 1 = 2\n\nrun_cmd x\n"
    done = elaborated(text, Limits(cpu_s=2, memory=2 << 30, heartbeats=0))
    assert done.code != 0 or done.stopped is not None
    assert done.commands is not None
    assert [command.kind.rpartition(".")[2] for command in done.commands.found][:2] == ["declaration"] * 2


@pytest.mark.parametrize("data", [b"", b"x 1 2\nend\n", b"x 1 2 ab\n", b"x 1 2 ab\nen"])
def test_what_is_not_whole_says_nothing(data: bytes) -> None:
    assert read_commands(data) is None


def test_what_is_whole_is_read() -> None:
    found = read_commands(b"x 1 2 ab\nend errors\n")
    assert found is not None
    assert (found.errors, [(c.kind, c.start, c.end) for c in found.found]) == (True, [("x", 1, 2)])


def _begins(elaborated: _Elaborator, text: str) -> tuple[tuple[int, int], ...]:
    module = elaborated(text).module
    assert module is not None
    facts, _ = facts_of_file(module, None, None, "strict")
    (found,) = [step.places for step in facts.steps if isinstance(step, Begins)]
    return found


DECLARING = [text for text in HONEST if "def " in text or "theorem" in text or "inductive" in text]


@pytest.mark.parametrize("text", DECLARING)
def test_a_module_says_that_declarations_begin_at_tokens(elaborated: _Elaborator, text: str) -> None:
    found = _begins(elaborated, text)
    assert found
    assert hidden_declaration(HEADER + text, found) is None


@pytest.mark.parametrize(
    ("lean", "ours"),
    [
        ("   unsafe def u : Nat := u   " + RIGHT, "/- unsafe def u : Nat := u -/" + RIGHT),
        ("   def é : Nat := 1   " + RIGHT, "-- def é : Nat := 1   " + RIGHT),
        ("theorem a : 1 = 1 := rfl  def b := 1", 'theorem a : 1 = "= rfl  def b :" = 1'),
    ],
)
def test_a_declaration_where_no_code_is_seen_is_told(elaborated: _Elaborator, lean: str, ours: str) -> None:
    found = _begins(elaborated, lean)
    assert hidden_declaration(HEADER + lean, found) is None
    told = hidden_declaration(HEADER + ours, found)
    assert told is not None and "where no code is" in told
    assert hidden_declaration(HEADER + lean, [(99, 0)]) is not None
