"""Compares our tokenizer with Lean's parser: `python fuzz_lexer.py COUNT [SEED]`.

Each text goes through the parser of the embedded Lean, which skips tokens and resumes behind an error as it
does in a file. Every token that Lean reads must be one of ours, strings, comments and documentation must end
where ours end, and in a command without errors Lean must read all of our tokens. A difference counts unless
`--policy strict` refuses the text for the way it is written.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from lean_reader import Command, LeanReader, Reading
from lexer_texts import make_text, real_texts

from harness.checker.policy import check_policy, readings
from harness.errors import LeanUnavailableError
from harness.lean.embedded import EmbeddedLean
from harness.lean.native.syntax import Leaf
from harness.lean.source import Assembled, Token, TokenKind, tokenize

HEADER = "prelude\nimport Embedded.Number\n"
BATCH = 2000
SHOWN = 20
#: Rules about how a text is written, not about what it says.
LEXICAL = frozenset(
    [
        "unterminated",
        "malformed",
        "ambiguous_string",
        "ambiguous_quote",
        "ambiguous_comment",
        "ambiguous_reading",
        "hash_command",
    ]
)

# A token that stands where a documentation could have begun is below such a node as well.
_DOCUMENTATION = ("Lean.Parser.Command.docComment", "Lean.Parser.Command.moduleDoc")
# Outside a term Lean reads an interpolated string as a plain one.
_LITERALS = {
    "str": (TokenKind.STRING, TokenKind.RAW_STRING, TokenKind.PIECE),
    "interpolatedStrLitKind": (TokenKind.PIECE, TokenKind.STRING),
    "char": (TokenKind.CHAR,),
    "name": (TokenKind.NAME,),
}


class Ours:
    """Our tokens of one text, found by bytes."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        if text.isascii():
            self.at: Callable[[int], int] = lambda offset: offset
        else:
            self.at = list(accumulate((len(char.encode()) for char in text), initial=0)).__getitem__
        self.starts = {self.at(token.start): token for token in tokens}
        self.ends = {self.at(token.end): token for token in tokens}
        self.code = [token for token in tokens if token.is_code]
        self.loose = [
            (self.at(token.start), self.at(token.end))
            for token in tokens
            if token.kind in (TokenKind.SYMBOL, TokenKind.NUMBER, TokenKind.SPACE)
        ]
        # `#word` is one token for us; Lean may know `#w`, or no symbol `#`. Behind a tactic that it doesn't
        # know Lean goes on after the first character.
        self.commands = [
            (self.at(token.start), self.at(token.end)) for token in tokens if token.kind is TokenKind.COMMAND
        ]
        self.words = [
            *self.commands,
            *(
                (self.at(token.start), self.at(token.end))
                for token in tokens
                if token.kind is TokenKind.IDENT
            ),
        ]

    def span(self, start: int, end: int) -> Token | None:
        """Our token from `start` to `end`."""
        token = self.starts.get(start)
        return token if token is not None and self.at(token.end) == end else None

    def in_command(self, start: int) -> bool:
        """Whether a place lies in a `#word`, or in another word behind its first character."""
        return any(low < start < high for low, high in self.words) or any(
            low == start for low, _ in self.commands
        )

    def _free(self, start: int, end: int) -> bool:
        """Whether a range lies in symbols, numbers and spaces alone, or begins and ends with tokens."""
        at = start
        for low, high in self.loose:
            if low <= at < high:
                at = high
        return at >= end

    def agrees(self, leaf: Leaf, kind: str, value: bytes) -> bool:
        """Whether Lean's token is ours too."""
        token = self.span(leaf.start, leaf.end)
        if value[0] & 0xC0 == 0x80:
            # Behind a character that begins no token Lean goes on one byte later, and takes the rest of the
            # character for the beginning of a name.
            return leaf.end in self.ends or self._free(leaf.end - 1, leaf.end)
        if value in (b"/--", b"/-!"):
            return self._documentation(leaf, value)
        if kind in _DOCUMENTATION and self._documentation(leaf, value):
            return True
        if kind in _LITERALS:
            same = token is not None and token.kind in _LITERALS[kind]
            return same or (kind == "str" and self._interpolated(leaf))
        if kind in ("num", "scientific", "fieldIdx"):
            return self._free(leaf.start, leaf.end)
        if token is not None and token.kind in (TokenKind.IDENT, TokenKind.COMMAND):
            return True
        if leaf.what == "ident" or value[:1].isalpha() or value[:1] == b"_":
            return self._word(leaf, value)
        hash_word = value[:1] == b"#" and len(value) > 1
        return not hash_word and (self._free(leaf.start, leaf.end) or self._whole(leaf))

    def _interpolated(self, leaf: Leaf) -> bool:
        """Whether a plain string for Lean is an interpolated one for us, with code in it."""
        first, last = self.starts.get(leaf.start), self.ends.get(leaf.end)
        return (
            first is not None
            and last is not None
            and first.kind is last.kind is TokenKind.PIECE
            and (first.text[0], last.text[-1]) == ('"', '"')
        )

    def _word(self, leaf: Leaf, value: bytes) -> bool:
        """A word that isn't one of our words from its first to its last character."""
        if value[:1] == b"`":
            # Where "``" is no token, Lean reads a name behind its first half, of which we see the word.
            word = self.span(leaf.start + 1, leaf.end) or self.span(leaf.start, leaf.end)
            return word is not None and word.kind in (TokenKind.IDENT, TokenKind.NAME)
        if any(leaf.start == low + 1 for low, _ in self.commands):
            # Where `#` is no symbol, a name begins behind it, which may go on with a dot.
            return leaf.end in self.ends
        # A keyword such as `binop%` goes on with a symbol.
        head = self.starts.get(leaf.start)
        if leaf.what == "ident" or head is None or head.kind is not TokenKind.IDENT:
            return False
        return self.at(head.end) < leaf.end and self._free(self.at(head.end), leaf.end)

    def _whole(self, leaf: Leaf) -> bool:
        """A symbol such as `` `(tactic| `` that has letters in it."""
        return (
            leaf.start in self.starts
            and leaf.end in self.ends
            and self.starts[leaf.start].kind is TokenKind.SYMBOL
        )

    def _documentation(self, leaf: Leaf, value: bytes) -> bool:
        if value in (b"/--", b"/-!"):
            token = self.starts.get(leaf.start)
            return token is not None and token.kind in (
                TokenKind.DOC,
                TokenKind.MALFORMED,
                TokenKind.UNTERMINATED_COMMENT,
            )
        token = self.ends.get(leaf.end)
        return token is not None and token.kind is TokenKind.DOC and self.at(token.start) < leaf.start

    def resumes(self, position: int) -> bool:
        """Whether one of our tokens begins where Lean goes on behind an error, or nothing that matters."""
        if position in self.starts or position in self.ends:
            return True
        if any(low < position < high for low, high in self.words):
            # Whatever is left of the word is looked at as a word.
            return True
        return any(low < position < high for low, high in self.loose)


def differences(text: str, reading: Reading) -> list[tuple[bool, str]]:
    """What Lean reads that we don't, in the main reading or in one that strict looks at as well.

    With each comes whether it is inside a `#word` of ours.
    """
    data, tokens = text.encode(), tokenize(text)
    ours = [Ours(text, tokens)]
    found: list[tuple[bool, str]] = []
    others = False

    def known(test: Callable[[Ours], bool]) -> bool:
        nonlocal others
        if any(test(each) for each in ours):
            return True
        if not others:
            others = True
            ours.extend(Ours(text, found) for _, found in readings(text, tokens))
            return any(test(each) for each in ours[1:])
        return False

    for leaf, kind in reading.leaves:
        value = data[leaf.start : leaf.end]
        if not known(lambda each: each.agrees(leaf, kind, value)):  # noqa: B023  called at once
            found.append(
                (
                    ours[0].in_command(leaf.start),
                    f"Lean reads {value!r} at {leaf.start} as {leaf.what} ({kind})",
                )
            )
    for position in reading.resumed:
        if position < len(data) and not known(lambda each: each.resumes(position)):  # noqa: B023
            what = f"Lean goes on at {position}: {data[position : position + 20]!r}"
            found.append((ours[0].in_command(position), what))
    read = {at for leaf, _ in reading.leaves for at in range(leaf.start, leaf.end)}
    main = ours[0]
    for start, end in reading.whole:
        for token in main.code:
            at = main.at(token.start)
            if start <= at and main.at(token.end) <= end and at not in read:
                found.append((False, f"Lean doesn't read {token.text!r} at {at}"))
    return found


def refused(text: str) -> set[str]:
    """The rules that strict finds broken."""
    return {violation.rule for violation in check_policy(Assembled(text, "file", text, 1), "strict")}


def batch(reader: LeanReader, seed: str, count: int, texts: Sequence[str]) -> tuple[Counter[str], list[str]]:
    """Compare `count` texts; what became of them, and the unexplained differences."""
    rng = random.Random(seed)
    found: Counter[str] = Counter()
    shown: list[str] = []
    for number in range(count):
        text = make_text(rng, texts)
        data = text.encode()
        reading = reader.read(data)
        if number % 16 == 0 and _proper(reading.commands) != _proper(reader.commands(data)):
            found["reader differs from Lean's own loop"] += 1
            shown.append(f"{text!r}: {reading.commands} but {reader.commands(data)}")
        wrong = differences(text, reading)
        rules = refused(text)
        found["texts"] += 1
        found["commands"] += len(reading.commands)
        found["tokens"] += len(reading.leaves)
        lexical = not rules.isdisjoint(LEXICAL)
        open_ones = [what for inside, what in wrong if not lexical and not (inside and rules)]
        if open_ones:
            found["differences"] += 1
            shown.append(f"{text!r}: {open_ones[:3]}")
        elif wrong:
            found["different and refused"] += 1
        elif lexical:
            found["equal but refused"] += 1
        else:
            found["equal"] += 1
    return found, shown[:SHOWN]


def _proper(commands: Sequence[Command]) -> list[Command]:
    """Commands that are no place-holders such as `$x`, of which Lean's loop drops those with an error."""
    return [command for command in commands if not command.kind.endswith("antiquot")]


def batches(count: int, seed: int, texts: Sequence[str]) -> Iterator[tuple[Counter[str], list[str]]]:
    """Each batch in a child of its own, since nothing that Lean makes for us is freed."""
    lean = EmbeddedLean().prepare()
    if lean.library is None:
        raise LeanUnavailableError("the embedded Lean has no library")
    reader = LeanReader(lean.library, lean.search_path, HEADER)
    for first in range(0, count, BATCH):
        read_end, write_end = os.pipe()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                found, shown = batch(reader, f"{seed}/{first}", min(BATCH, count - first), texts)
                with os.fdopen(write_end, "w") as out:
                    json.dump([found, shown], out)
                code = 0
            finally:
                sys.stderr.flush()
                os._exit(code)
        os.close(write_end)
        with os.fdopen(read_end) as answer:
            data = answer.read()
        _, status = os.waitpid(pid, 0)
        if status:
            raise RuntimeError(
                f"the child for texts {first} and following of seed {seed} ended with {status}"
            )
        found, shown = json.loads(data)
        yield Counter(found), shown


def main(arguments: list[str]) -> int:
    """Compare COUNT texts and print what became of them; 1 when a difference is unexplained."""
    count, seed = int(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 0
    root = Path(__file__).parents[2]
    folders = [root / "lean_workspace" / "embedded", root / "tests" / "proofs", root / "tests" / "cheats"]
    texts = real_texts(folders)
    total: Counter[str] = Counter()
    started = time.monotonic()
    for number, (found, shown) in enumerate(batches(count, seed, texts), start=1):
        total += found
        for line in shown:
            print(line, flush=True)
        if number % 25 == 0:
            print(f"{total['texts']} texts, {time.monotonic() - started:.0f} s: {dict(total)}", flush=True)
    print(f"{count} texts, seed {seed}, {time.monotonic() - started:.0f} s: {dict(total)}")
    return 1 if total["differences"] or total["reader differs from Lean's own loop"] else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
