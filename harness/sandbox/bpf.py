"""Classic BPF programs for seccomp, as search trees over system call numbers (x86-64).

The kernel runs a new filter once for each system call there is, to learn which are always allowed; with a
list that costs a third of a millisecond for each child.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

Line = tuple[int, int, int, int]
"""One `struct sock_filter`: code, lines to skip if true and if false, operand."""

LOAD, JUMP, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_BIT, RETURN = 0x20, 0x05, 0x15, 0x35, 0x45, 0x06
ALLOW: Line = (RETURN, 0, 0, 0x7FFF0000)
KILL: Line = (RETURN, 0, 0, 0x80000000)

_ARCH_X86_64, _X32_BIT = 0xC000003E, 0x40000000
_NUMBER, _ARCH = 0, 4
_FARTHEST = 255


def refuse(error: int) -> Line:
    """The call fails with this errno."""
    return (RETURN, 0, 0, 0x00050000 | error)


def low(argument: int) -> int:
    """Where the low half of an argument lies in `struct seccomp_data`."""
    return 16 + 8 * argument


def program(answers: Mapping[int, Sequence[Line]], otherwise: Line) -> bytes:
    """A filter that answers each system call number with its lines, which must end in returns.

    The process is killed at a call of another architecture's or the x32 table.
    """
    parts: list[tuple[int, Sequence[Line]]] = [(0, (otherwise,))]
    for number, lines in sorted(answers.items()):
        for first, answer in ((number, tuple(lines)), (number + 1, (otherwise,))):
            if parts[-1][0] == first:
                parts.pop()
            if not parts or parts[-1][1] != answer:
                parts.append((first, answer))
    parts.append((_X32_BIT, (KILL,)))
    head = [(LOAD, 0, 0, _ARCH), (JUMP_EQUAL, 1, 0, _ARCH_X86_64), KILL, (LOAD, 0, 0, _NUMBER)]
    return b"".join(struct.pack("<HBBI", *line) for line in [*head, *_tree(parts)])


def _tree(parts: Sequence[tuple[int, Sequence[Line]]]) -> list[Line]:
    """Lines that search `parts`, each of which holds from its number to the next part's."""
    if len(parts) == 1:
        return list(parts[0][1])
    middle = len(parts) // 2
    below, above = _tree(parts[:middle]), _tree(parts[middle:])
    first = parts[middle][0]
    if len(below) <= _FARTHEST:
        return [(JUMP_AT_LEAST, len(below), 0, first), *below, *above]
    return [(JUMP_AT_LEAST, 0, 1, first), (JUMP, 0, 0, len(below)), *below, *above]
