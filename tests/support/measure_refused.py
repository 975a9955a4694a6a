"""How many honest proofs the policy `strict` refuses: python tests/support/measure_refused.py PATH...

A PATH is a folder of Lean files, a file, or a `.jsonl` of proofs, one a row (`lean_code`, or
`formal_statement` with `formal_proof`). Each theorem is read as a candidate of its own problem, in the two
forms that a model may hand in: the proof alone behind the statement, and the theorem with its attributes.
Each file is read once more as a whole, as the candidate of its last theorem. Nothing is compiled.

Prints, for theorems and for files, how many were read and refused, and for each rule how many it refused,
with the first of them. Proofs by compiled code, from `sorryAx` or from an axiom of their own file are counted
apart: the audit would refuse them, too.
Ends with 1 when more than `--at-most` of the theorems were refused.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Literal

from harness.checker.policy import check_policy
from harness.errors import CandidateError
from harness.lean.source import (
    LeanText,
    SourceCommand,
    TokenKind,
    assemble,
    code_tokens,
    column,
    decode_candidate,
    header_tokens,
    source_of,
    tokenize,
)
from harness.lean.source.theorems import parts_of
from harness.problem import Problem

Mode = Literal["auto", "splice", "file"]
_COMPILED = frozenset({"compiled_proof", "native"})
_HOLE = "sorryAx"


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule has against one text. where: the file and what of it."""

    where: str
    rule: str
    text: str


@dataclass(slots=True)
class Count:
    """Texts of one kind.

    refused: those of them that a rule has something against. unproved: those that no policy would let pass.
    by_rule: for each rule the findings, the first of each text.
    """

    read: int = 0
    refused: int = 0
    unproved: int = 0
    by_rule: dict[str, list[Found]] = field(default_factory=lambda: defaultdict(list))

    @property
    def share(self) -> float:
        """Of the proofs that were read, from 0 to 1."""
        proofs = self.read - self.unproved
        return self.refused / proofs if proofs else 0.0

    def add(self, found: list[Found], *, assumes: bool) -> None:
        """Count one text with all that was found in it; assumes: whether it rests on an axiom of its own."""
        self.read += 1
        if assumes or any(each.rule in _COMPILED or _HOLE in each.text for each in found):
            self.unproved += 1
            return
        self.refused += bool(found)
        for rule in {each.rule for each in found}:
            self.by_rule[rule].append(next(each for each in found if each.rule == rule))


@dataclass(frozen=True, slots=True)
class Theorem:
    """One theorem of a text: the problem that it is the answer to, its proof and its whole text."""

    problem: Problem
    proof: str
    text: str
    line: int


def theorems(text: str) -> Iterator[Theorem]:
    """Every theorem of a Lean file that has a name and a proof."""
    source = source_of(text)
    code, commands = source.code, source.commands
    head = header_tokens(code)
    header = text[: head[-1].end] + "\n\n" if head else ""
    for at, command in enumerate(commands):
        word, name = code[command.keyword], source.name(command)
        if word.text not in ("theorem", "lemma") or name is None:
            continue
        parts = parts_of(source, command.keyword)
        body = parts.body + _goes_on(source, commands[at + 1 :])
        if not parts.body.strip():
            continue
        statement = parts.keyword + parts.signature.rstrip() + " :="
        whole = parts.prefix + parts.keyword + parts.signature + body
        yield Theorem(Problem(name.text, "", statement, header), body, whole, word.line)


def _goes_on(source: LeanText, behind: Sequence[SourceCommand]) -> str:
    """What of the commands behind a proof is a tactic of it: Mathlib has `#check` as one, too."""
    found = ""
    for command in behind:
        word = source.code[command.first]
        if word.kind is not TokenKind.COMMAND or not column(source.text, command.start):
            break
        found += source.text[command.start : command.end]
    return found


def names_behind(text: str, word: str) -> frozenset[str]:
    """The names that follow on a word of a text."""
    code = code_tokens(tokenize(text))
    return frozenset(name.text for token, name in pairwise(code) if token.text == word)


def breaches(problem: Problem, candidate: str, mode: Mode, where: str) -> list[Found]:
    """What the policy, or assembly before it, has against a candidate."""
    try:
        assembled = assemble(problem, candidate, mode=mode)
    except CandidateError as error:
        return [Found(where, type(error).__name__, str(error))]
    return [
        Found(where, violation.rule, f"{violation.line}: {violation.text}")
        for violation in check_policy(assembled, "strict")
    ]


def sources(path: Path) -> Iterator[tuple[str, str]]:
    """The Lean texts at a path, each with a name to find it by."""
    if path.is_dir():
        for file in sorted(path.rglob("*.lean")):
            yield str(file.relative_to(path.parent)), decode_candidate(file.read_bytes())
    elif path.suffix == ".jsonl":
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            whole = row.get("lean_code") or row["formal_statement"] + row["formal_proof"]
            yield f"{path.stem}/{row['name']}", whole
    else:
        yield path.name, decode_candidate(path.read_bytes())


def measure(paths: list[Path]) -> tuple[Count, Count]:
    """The counts of theorems and of whole files."""
    alone, files = Count(), Count()
    for name, text in (source for path in paths for source in sources(path)):
        axioms = names_behind(text, "axiom")
        last: Theorem | None = None
        for last in theorems(text):
            where = f"{name}:{last.line} {last.problem.name}"
            spliced = breaches(last.problem, last.proof, "splice", where)
            found = spliced or breaches(last.problem, last.text, "file", where)
            used = {
                name for token in tokenize(last.proof) for name in (token.text, token.text.partition(".")[0])
            }
            assumes = not used.isdisjoint(axioms)
            alone.add(found, assumes=assumes)
        if last is not None:
            files.add(breaches(last.problem, text, "file", name), assumes=bool(axioms))
    return alone, files


def _tell(what: str, count: Count, shown: int) -> None:
    print(
        f"{what}: {count.read} read, {count.refused} refused ({count.share:.3%}); {count.unproved} no proofs"
    )
    for rule, found in sorted(count.by_rule.items(), key=lambda item: -len(item[1])):
        print(f"  {rule}: {len(found)}")
        for each in found[:shown]:
            print(f"    {each.where}\n      {each.text}")


def main() -> int:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--shown", type=int, default=10, help="examples for each rule")
    parser.add_argument("--at-most", type=float, default=1.0, help="share of theorems, from 0 to 1")
    chosen = parser.parse_args()
    alone, files = measure(chosen.paths)
    _tell("theorems", alone, chosen.shown)
    _tell("files", files, chosen.shown)
    return int(alone.share > chosen.at_most)


if __name__ == "__main__":
    sys.exit(main())
