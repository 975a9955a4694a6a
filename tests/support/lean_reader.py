"""Lean's own parser, a step at a time: which tokens it reads, and where it goes on behind an error.

The steps are those of `Lean.Parser.parseCommand` (`src/Lean/Parser/Module.lean` of Lean 4.35), taken apart
so that what an unsuccessful step read can be seen as well; `commands` has the function itself do it.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness.lean.native.elaborate import Frontend
from harness.lean.native.objects import ANONYMOUS, NIL, NONE, box, share
from harness.lean.native.objects import field as member
from harness.lean.native.syntax import Leaf, kind_of, leaves

_STACK, _POSITION, _ERROR, _RECOVERED = 0, 2, 4, 5
EOI = "Lean.Parser.Command.eoi"


@dataclass(frozen=True, slots=True)
class Command:
    """A command as Lean sees it. start, end: bytes of the text, of its first and last token."""

    kind: str
    start: int
    end: int


@dataclass(slots=True)
class Reading:
    """What Lean read of a text.

    leaves: each with the kind of the node around it. resumed: bytes at which it went on behind an error.

    whole: ranges, from the first token to the last, of the commands that it read without any error.
    """

    leaves: list[tuple[Leaf, str]] = field(default_factory=list)
    resumed: list[int] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)
    whole: list[tuple[int, int]] = field(default_factory=list)


class LeanReader:
    """Lean with one header imported. What it makes is never freed: use it in a child for many texts."""

    def __init__(self, library: Path, search_path: Sequence[Path], header: str) -> None:
        self._frontend = Frontend(library)
        self._frontend.start(search_path)
        self._lean, self._heap = self._frontend._lean, self._frontend._heap
        imported = self._frontend.import_header(header, "Text.lean")
        if imported.environment is None:
            raise RuntimeError(f"the header has errors: {imported.messages}")
        lean = self._lean
        options = lean.constant("l_Lean_Options_empty")
        self._module = self._heap.constructor(0, (imported.environment, options, ANONYMOUS, NIL))
        lean.mark_persistent(self._module)
        self._tokens = lean.token_table(imported.environment)
        lean.mark_persistent(self._tokens)
        self._command = self._heap.closure(
            "l_Lean_Parser_andthenFn",
            4,
            self._heap.closure("l_Lean_Parser_whitespace", 2),
            self._heap.closure("l_Lean_Parser_topLevelCommandParserFn", 2),
        )
        self._token = self._heap.closure("l_Lean_Parser_tokenFn", 3, NIL)

    def _run(self, parser: int, context: int, position: int) -> tuple[int, int, bool, int]:
        """The stack behind a parser, the position, whether it failed, how many errors it recovered from."""
        start = self._lean.parser_state(member(context, 0))
        ctypes.c_uint64.from_address(start + 8 + 8 * _POSITION).value = box(position)
        end = share(self._lean.run_parser(parser, context, self._module, self._tokens, start))
        recovered = ctypes.c_uint64.from_address(member(end, _RECOVERED) + 8).value
        return member(end, _STACK), member(end, _POSITION) >> 1, member(end, _ERROR) != NONE, recovered

    def read(self, text: bytes) -> Reading:
        """Everything that Lean reads of a text, errors and all."""
        context = self._frontend._context(text, "Text.lean")
        found, position = Reading(), 0
        while position < len(text):
            stack, end, failed, recovered = self._run(self._command, context, position)
            trees = _stack(stack)
            last: list[Leaf] = []
            read: list[Leaf] = []
            for tree in trees:
                below = [(leaf, kind) for leaf, kind in leaves(tree) if leaf.end > leaf.start]
                found.leaves += below
                last = [leaf for leaf, _ in below]
                read += last
            if last:
                found.commands.append(Command(kind_of(trees[-1]), last[0].start, last[-1].end))
            if not failed and not recovered and read:
                found.whole.append((read[0].start, read[-1].end))
            if failed:
                if end == position:
                    _, end, wrong, _ = self._run(self._token, context, position)
                    end = position + 1 if wrong else end
                found.resumed.append(end)
            position = end
        return found

    def commands(self, text: bytes) -> list[Command]:
        """The commands that `parseCommand` itself gives."""
        context = self._frontend._context(text, "Text.lean")
        state = self._heap.constructor(0, (box(0),), bytes(1))
        self._lean.mark_persistent(state)
        found: list[Command] = []
        messages = self._frontend._no_messages
        while True:
            result = share(self._lean.parse_command(context, self._module, state, messages))
            tree, rest = share(member(result, 0)), member(result, 1)
            state = share(member(rest, 0))
            kind = kind_of(tree)
            if kind == EOI:
                return found
            read = [leaf for leaf, _ in leaves(tree) if leaf.end > leaf.start]
            if read:
                found.append(Command(kind, read[0].start, read[-1].end))


def _stack(stack: int) -> tuple[int, ...]:
    """The trees on a SyntaxStack: an array, of which the first `drop` elements belong to others."""
    array, drop = member(stack, 0), member(stack, 1) >> 1
    count = ctypes.c_uint64.from_address(array + 8).value
    words = struct.Struct(f"<{count}Q").unpack(ctypes.string_at(array + 24, 8 * count))
    return words[drop:]
