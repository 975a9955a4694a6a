"""Texts that tell lexers apart: pieces that matter to one, commands around them, and damaged real files."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path

_MARKS = """/- -/ -- /-- /-! /-/ /-!-/ /--/ /----/ /---- - / ! // " " " \\ \\" \\\\ \\n \\x41 \\x4 \\u03b1
\\u3 \\q \\{ ' 'a' '\\n' '\\'' '' '" \\' « » «a» «a.b» «» r" r#" r##" "# "## s!" s!"{ f!" dbg_trace" { } {{ }}
` `a ``a . .. .1 1.2 1.e5 1e5 1.5e-3 1e 0x 0xf 0b 0b1 0o7 0b2 1_ 1_0 # #a #eval #check #exit ( ) [ ] ⟨ ⟩ , ; :
:= => <- -> <-> ← + * = < > \\/ /\\ ^ ¬ ∀ ∃ ² ⁻¹' '' ∑' · | @[ @ $ % & ? ?a _ λ é α₁ x' x! 😀 ℕ"""
_WORDS = """theorem axiom def example instance unsafe set_option run_cmd end by sorry fun let in open
namespace section mutual where if then else match with do have show at rfl True False Nat x y xaxiom true
debug.skipKernelTC import attribute simp variable abbrev structure inductive deriving private notation macro
syntax #print"""
_SPACES = [" ", " ", " ", " ", "\n", "\n", "\n  ", "\t", "\r", "\r\n", "\u00a0", "\f", "\ufeff", "\0", "\x85"]


def _pieces() -> list[str]:
    marks, words = _MARKS.split(), _WORDS.split()
    return [*marks, *marks, *words, *_SPACES * 4]


PIECES = _pieces()
_CHARACTERS = "/-!\"'\\«»{}r#`. \n\t\rxn0_1eα²s:="


def real_texts(folders: Sequence[Path]) -> list[str]:
    """The Lean files below some folders."""
    found = [
        path.read_text("utf-8", "replace") for folder in folders for path in sorted(folder.rglob("*.lean"))
    ]
    return [text for text in found if len(text) > 20]


def random_text(rng: random.Random) -> str:
    """Pieces that matter to a lexer, in any order, some with spaces between."""
    glue = rng.random()
    out: list[str] = []
    for _ in range(rng.randint(1, 24)):
        out.append(rng.choice(PIECES))
        if rng.random() < glue:
            out.append(" ")
    return "".join(out)


def command_text(rng: random.Random) -> str:
    """Commands with pieces in between, so that Lean has something to resume at."""
    out: list[str] = []
    for number in range(rng.randint(1, 4)):
        start = rng.choice(
            (
                "theorem t{} : True := {} trivial {}\n",
                "axiom a{} {} : False {}\n",
                "def d{} := {} 1 {}\n",
                "example{} {} : True := by {} rfl\n",
                "set_option x{}.y {} true {}\n",
                "/-- {} {} -/ {} theorem t : True := x\n",
                "#eval{} {} {}\n",
                "open A{} {} in {} end\n",
                'example{} := s!"{} {{{}}}"\n',
                'example{} := dbg_trace "{} {{{}}} axiom b"; 1\n',
            )
        )
        out.append(start.format(number, *("".join(rng.choices(PIECES, k=rng.randint(0, 3))) for _ in "ab")))
    return "".join(out)


def mutated_text(rng: random.Random, texts: Sequence[str]) -> str:
    """A piece of a real file with one to four places changed."""
    text = rng.choice(texts)
    start = rng.randrange(max(1, len(text) - 50))
    out = text[start : start + rng.randint(20, 250)]
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(out) + 1)
        piece = rng.choice((rng.choice(PIECES), rng.choice(_CHARACTERS)))
        out = out[:at] + piece + out[at + rng.randint(0, 3) :]
    return out


def make_text(rng: random.Random, texts: Sequence[str]) -> str:
    """One text. Line ends are Lean's: it makes one character of CR LF before it reads anything."""
    kind = rng.random()
    text = random_text(rng) if kind < 0.35 else command_text(rng) if kind < 0.6 else mutated_text(rng, texts)
    return re.sub("\r+\n", "\n", text)
