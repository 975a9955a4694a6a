"""The commands of a text as Lean's parser finds them, reported before any of them is elaborated.

The loop is that of Lean's frontend without its elaborator: `parseCommand`, again and again. Only what
opens and closes scopes is elaborated (`namespace`, `section`, `end`, `open`), since the syntax of a scope
comes with it; these commands hold names alone, so nothing that the text defines ever runs.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from harness.lean.native.objects import ANONYMOUS, NIL, Heap, box, field, share
from harness.lean.native.syntax import kind_of, leaves

if TYPE_CHECKING:
    from harness.lean.native.frontend import FrontendLean

END = "end"
"""The last line's first word; the second is `errors` when the parser found any."""
_COMMAND = "Lean.Parser.Command."
_LAST = (f"{_COMMAND}eoi", f"{_COMMAND}exit")
_SCOPES = frozenset(f"{_COMMAND}{word}" for word in ("namespace", "section", "end", "open"))
_DOCUMENTATION = frozenset(f"{_COMMAND}{word}" for word in ("docComment", "moduleDoc"))
_ENVIRONMENT, _SCOPE_LIST = 0, 2
"""Fields of a Command.State."""
_NAMESPACE, _OPEN = 2, 3
"""Fields of a Scope."""


def runs(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges that touch or overlap joined to one; in order."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def digest(spans: Sequence[tuple[int, int]]) -> str:
    """A short hash of ranges in bytes."""
    packed = b"".join(struct.pack("<QQ", *span) for span in spans)
    return hashlib.sha256(packed).hexdigest()[:32]


class CommandReader:
    """Reads the commands of texts; made in a server, used in its children."""

    def __init__(self, lean: FrontendLean, heap: Heap) -> None:
        self._lean, self._heap = lean, heap

    def write(self, handle: int, context: int, state: int, commands: int, options: int) -> None:
        """Write one line for each command to the descriptor `handle`, the line END, and close it.

        A line: its kind, its first and last byte's offsets, and the digest of the `runs` of its tokens,
        without documentation. context: the InputContext. state: the parser's, behind the header. commands:
        the Command.State that elaboration would begin with. options: those of the command line.
        """
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            for line in self._lines(context, state, commands, options):
                out.write(line + "\n")

    def _lines(self, context: int, state: int, commands: int, options: int) -> Iterator[str]:
        lean = self._lean
        messages = field(commands, 1)
        frontend = self._heap.constructor(0, (share(commands), state, box(0), self._heap.array(())))
        reference = share(lean.new_reference(share(frontend)))
        while True:
            module = self._heap.constructor(0, (*self._scope(commands, options),))
            result = share(lean.parse_command(context, share(module), share(state), share(messages)))
            tree, rest = share(field(result, 0)), field(result, 1)
            state, messages = field(rest, 0), field(rest, 1)
            kind = kind_of(tree)
            spans = [
                (leaf.start, leaf.end)
                for leaf, around in leaves(tree)
                if leaf.end > leaf.start and around not in _DOCUMENTATION
            ]
            if spans:
                found = runs(spans)
                yield f"{kind or '-'} {found[0][0]} {found[-1][1]} {digest(found)}"
            if kind in _LAST:
                yield f"{END} errors" if lean.has_errors(share(messages)) else END
                return
            if kind in _SCOPES:
                lean.elaborate_command(tree, context, reference)
                commands = share(field(share(lean.reference_value(reference)), 0))

    def _scope(self, commands: int, options: int) -> tuple[int, int, int, int]:
        """The fields of a ParserModuleContext."""
        scopes = field(commands, _SCOPE_LIST)
        name, opened = ANONYMOUS, NIL
        if not scopes & 1:
            scope = field(scopes, 0)
            name, opened = field(scope, _NAMESPACE), field(scope, _OPEN)
        environment = field(commands, _ENVIRONMENT)
        return share(environment), share(options), share(name), share(opened)
