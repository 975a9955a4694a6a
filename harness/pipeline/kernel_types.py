"""What a statement says, as a name: the hash of its type as Lean's kernel has it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from harness.checker.engines import Engine
from harness.errors import DataError, StatementError, UsageError
from harness.lean.olean import Module, Name, parse_name, read_olean
from harness.lean.olean.compare import Sharing
from harness.lean.source import assemble, strictly_bound
from harness.lint import Fingerprints
from harness.pipeline.generator.statements import GeneratedStatement
from harness.problem import Problem
from harness.sandbox import Limits

_FILE: Final = "the compiled statements"
_DIGEST_BYTES: Final = 16
_CHUNK: Final = 200


class _Contents(Sharing):
    """Numbers terms by a hash of what they are, so that the numbers of two processes can be compared."""

    def number(self, key: tuple[object, ...]) -> int:
        """The number of what `key` describes, of 128 bits."""
        return int.from_bytes(hashlib.blake2b(repr(key).encode(), digest_size=_DIGEST_BYTES).digest())


def kernel_type(module: Module, theorem: Name, header: str) -> str:
    """The hash of a theorem's type, 32 hexadecimal digits, equal for equal types and on every machine.

    Names and kinds of binders don't count; the number of universe parameters does. header: the text that the
    module was compiled under. Raises KeyError where the module lacks the theorem, OleanError for a damaged
    module.
    """
    levels, number = Fingerprints(_Contents()).of(module, theorem, header)
    return hashlib.blake2b(f"{levels} {number:x}".encode(), digest_size=_DIGEST_BYTES).hexdigest()


async def kernel_types(
    engine: Engine, problems: Sequence[Problem], *, limits: Limits | None = None, batch: int = 100
) -> list[str]:
    """`kernel_type` of each problem's statement, compiled with `sorry`, `batch` of them in one text.

    For statements of our own making, which can't change what those behind them mean; all of one header, with
    different names. Raises StatementError where one doesn't compile, unknown names included.
    """
    found: list[str] = []
    for start in range(0, len(problems), batch):
        found += await _of_batch(engine, problems[start : start + batch], limits or Limits())
    return found


async def draw_distinct(
    engine: Engine, statements: Iterator[GeneratedStatement], count: int, seen: set[str] | None = None
) -> dict[str, GeneratedStatement]:
    """The next `count` statements of different kernel types, by type.

    statements: a stream of them, as Generator.distinct gives. seen: types to leave out; those that are found
    are added. Raises UsageError where the stream ends before, StatementError where one doesn't compile.
    """
    known = set() if seen is None else seen
    found: dict[str, GeneratedStatement] = {}
    while len(found) < count:
        chunk = list(islice(statements, min(_CHUNK, count)))
        if not chunk:
            raise UsageError(f"only {len(found)} different statements where {count} are asked for")
        types = await kernel_types(engine, [each.problem() for each in chunk])
        for kernel, each in zip(types, chunk, strict=True):
            if kernel not in known and len(found) < count:
                known.add(kernel)
                found[kernel] = each
    return found


async def _of_batch(engine: Engine, problems: Sequence[Problem], limits: Limits) -> list[str]:
    header = problems[0].header
    if any(problem.header != header for problem in problems):
        raise StatementError("statements that are compiled in one text need one header")
    bare = [replace(problem, header="") for problem in problems]
    statements = [assemble(problem, "sorry", mode="splice").text for problem in bare]
    done = await engine.elaborate("\n".join([strictly_bound(header), *statements]), limits)
    error = next((message.text for message in done.messages if message.severity == "error"), None)
    if done.module is None or done.stopped is not None or error is not None:
        why = error or done.failure or done.stopped or "Lean gave no reason"
        raise StatementError(f"statements don't compile: {why}")
    try:
        module = read_olean(done.module, file=_FILE)
        return [kernel_type(module, parse_name(problem.name), header) for problem in problems]
    except (DataError, KeyError) as fault:
        raise StatementError(f"the compiled statements can't be read: {fault}") from fault
