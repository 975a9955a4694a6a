"""Compares where commands begin for us and for Lean's parser: `python command_bounds.py COUNT SEED`.

The texts are the files of the corpora and of the embedded library, and COUNT texts made of commands that
stand behind one another in every way: on lines of their own, indented, on one line. Those that Lean reads
without an error count. Prints one line of JSON: how many texts and commands were compared, what differs.
"""

from __future__ import annotations

import json
import os
import random
import sys
from itertools import accumulate
from pathlib import Path

from lean_reader import LeanReader

from harness.checker.policy import Violation, check_policy
from harness.lean.embedded import EmbeddedLean
from harness.lean.source import Assembled, strip_header
from harness.lean.source.commands import LeanText, source_of

HEADER = "prelude\nimport Embedded.Number\n"
SHOWN = 10
_MUTUAL = "Lean.Parser.Command.mutual"

# Terms and proofs that hold words which begin commands elsewhere.
_TERMS = (
    "n + 1",
    "open Nat in n",
    "set_option maxRecDepth 100 in (n)",
    "(open Nat Int in n)",
    "by exact n",
    "by\n    open Nat in\n    exact n",
    "by\n  set_option pp.all true in exact n",
    "let m := n; m",
    "fun x => x",
    "match n with\n  | 0 => 1\n  | m + 1 => m",
    "f n where f x := x",
    "n\n  where\n    /-- text -/\n    @[specialize] f x := x",
    "if n = 1 then 2 else 3",
    "unsafe n",
    "n.2.1",
    "@id Nat n",
    "{ fst := n, snd := n }",
    "(n)\ntermination_by n\ndecreasing_by skip",
)
_COMMANDS = (
    "def NAME (n : Nat) := TERM",
    "def NAME : Nat → Nat\n  | 0 => 1\n  | n + 1 => TERM",
    "@[simp] def NAME (n : Nat) := TERM",
    "@[simp, reducible] private def NAME (n : Nat) := TERM",
    "/-- text -/ @[simp] protected def NAME (n : Nat) := TERM",
    "/-- text -/\nnoncomputable def NAME (n : Nat) := TERM",
    "open Nat in def NAME (n : Nat) := TERM",
    "open Nat Int in\n/-- text -/\n@[simp] theorem NAME (n : Nat) : n = n := TERM",
    "set_option maxRecDepth 100 in\nopen Nat in theorem NAME (n : Nat) : n = n := TERM",
    "variable (k : Nat) in theorem NAME : k = TERM := rfl",
    "theorem NAME (n : Nat) : n = n := TERM",
    "instance NAME : Inhabited Nat := ⟨TERM⟩",
    "instance (priority := low) NAME : Inhabited Nat where\n  default := TERM",
    "local instance NAME : Inhabited Nat := ⟨TERM⟩",
    "abbrev NAME (n : Nat) := TERM",
    "example : Nat := TERM",
    "structure NAME where\n  /-- text -/\n  x : Nat := TERM\n  private y : Nat\nderiving Repr",
    "class NAME (α : Type) where\n  x : α := TERM",
    "class inductive NAME (n : Nat)\n  /-- text -/\n  | a (h : n = TERM)",
    "inductive NAME where\n  | a (n : Nat) (h : n = TERM)\n  | b\n  deriving Repr, BEq",
    "deriving instance Repr for NAME",
    "deriving noncomputable instance Repr for NAME",
    "namespace NAME",
    "end NAME",
    "section",
    "section NAME",
    "noncomputable section",
    "@[expose] public section",
    "public meta section",
    "end",
    "open Nat",
    "open Nat Int",
    "open scoped Nat",
    "open Nat hiding succ",
    "open Nat renaming succ → s",
    "open Nat (succ)",
    "universe u v",
    "variable (n : Nat) [i : Inhabited Nat]",
    "include n",
    "omit i",
    "set_option maxRecDepth 100",
    "attribute [simp, local instance] NAME",
    "attribute [local simp] NAME in theorem NAME' (n : Nat) : n = n := TERM",
    "export Nat (succ)",
    "#check NAME",
    "#eval NAME",
    "#print axioms NAME",
    "/-! text -/",
    'local notation "x" => TERM',
    'local infixl:65 " +++ " => Nat.add',
    "macro_rules | `(tactic| trivial) => `(tactic| exact TERM)",
    "mutual def NAME (n : Nat) := TERM end",
    "mutual\n  theorem NAME (n : Nat) : n = n := TERM\n  theorem NAME' : 1 = 1 := rfl\nend",
    "init_quot",
    "initialize NAME : Nat ← pure 1",
)
_BETWEEN = ("\n", "\n\n", "\n  ", "\n    ", " ", "  ", "\n-- text\n", " /- text -/ ")


def made(chosen: random.Random) -> str:
    """A text of some commands."""
    pieces: list[str] = []
    for number in range(chosen.randint(1, 6)):
        command = chosen.choice(_COMMANDS)
        command = command.replace("NAME", f"name{number}").replace("TERM", chosen.choice(_TERMS))
        pieces += (command, chosen.choice(_BETWEEN))
    return "".join(pieces)


def ours(source: LeanText) -> list[int]:
    """Offsets where commands begin, documentation of the module among them."""
    notes = [token.start for token in source.tokens if token.text.startswith("/-!")]
    return sorted({*notes, *(command.start for command in source.commands)})


def _violations(text: str) -> tuple[Violation, ...]:
    return check_policy(Assembled(text, "file", text, 1), "strict")


def _whole(reader: LeanReader, data: bytes) -> bool:
    """Whether Lean reads the text without an error, and as everybody does."""
    text = data.decode()
    if any(violation.rule.startswith("ambiguous") for violation in _violations(text)):
        return False
    reading = reader.read(data)
    return not reading.resumed and len(reading.whole) == len(reading.commands)


def difference(reader: LeanReader, text: str) -> tuple[int, str]:
    """How many commands were compared (0 where Lean finds an error), and what differs, or nothing."""
    data = text.encode()
    if not data.strip() or not _whole(reader, data):
        return 0, ""
    found = reader.commands(data)
    offsets = list(accumulate((len(char.encode()) for char in text), initial=0))
    source = source_of(text)
    starts = [offsets[start] for start in ours(source)]
    blocks = [(command.start, command.end) for command in found if command.kind == _MUTUAL]
    starts = [start for start in starts if not any(low < start < high for low, high in blocks)]
    theirs = [command.start for command in found if command.end > command.start]
    if starts == theirs:
        return len(theirs), ""
    return len(theirs), f"{text!r}: Lean {theirs}, ours {starts}"


def files(root: Path) -> list[str]:
    """The Lean files of the corpora and of the library, imports blanked out."""
    folders = (root / "tests" / "proofs", root / "tests" / "cheats", root / "lean_workspace" / "embedded")
    paths = sorted(path for folder in folders for path in folder.rglob("*.lean"))
    texts = [path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n") for path in paths]
    return [strip_header(text)[1] for text in texts if len(text) < 100_000 and "\0" not in text]


def main(arguments: list[str]) -> int:
    """Compare, and print what was found; 1 when anything differs."""
    count, seed = int(arguments[0]), int(arguments[1])
    lean = EmbeddedLean().prepare()
    if lean.library is None:
        raise SystemExit("the embedded Lean has no library")
    reader = LeanReader(lean.library, lean.search_path, HEADER)
    texts = [*files(Path(__file__).parents[2]), *(made(random.Random(f"{seed}/{n}")) for n in range(count))]
    found = [difference(reader, text) for text in texts]
    wrong = [what for _, what in found if what]
    compared = [number for number, _ in found if number]
    print(json.dumps({"texts": len(compared), "commands": sum(compared), "wrong": wrong[:SHOWN]}), flush=True)
    sys.stdout.flush()
    os._exit(bool(wrong))


if __name__ == "__main__":
    main(sys.argv[1:])
