"""What an engine is: a full Lean text in, what Lean made of it out."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from harness.checker.commands import Commands
from harness.checker.pool import PoolStats
from harness.checker.verdict import Message
from harness.sandbox import Limits, Stop

#: How often an engine gives a text to Lean whose process is lost under it: the process may have been the
#: one at fault, or another text in it.
TRIES: Final = 2


@dataclass(frozen=True, slots=True)
class Elaboration:
    """What Lean made of one text. It all comes from where a candidate ran, so it is data, never proof.

    stopped: the limit that ended it. code: exit code, or minus a signal's number. module: the bytes of
    the compiled .olean, if one was written. entries: whether it has what extensions stored. noise: number of
    output lines that are no message of Lean.
    commands: what Lean's parser found in the text, before anything of the candidate ran; None where an engine
    can't tell.
    tries: how often Lean was given the text for it; more than once where a process was lost under it.
    failure: text when our own side failed; then nothing else counts.
    """

    stopped: Stop | None
    code: int | None
    messages: tuple[Message, ...] = ()
    module: bytes | None = None
    entries: bool = True
    noise: int = 0
    errors: str = ""
    cpu_s: float = 0.0
    wall_s: float = 0.0
    commands: Commands | None = None
    tries: int = 1
    failure: str | None = None


class Engine(Protocol):
    """Elaborates texts in isolation from each other."""

    @property
    def apart(self) -> Engine:
        """The engine that gives each text a process of its own and shows extension entries.

        Itself, unless it runs texts in processes that others' texts were in, and shows no entries.
        """
        return self

    @property
    def to_the_end(self) -> Engine:
        """The same engine, which goes on behind an error; itself, unless it ends a text at its first one.

        What it keeps running belongs to this engine.
        """
        return self

    @abstractmethod
    def description(self) -> Mapping[str, Any]:
        """The engine and its sandbox, for run.json and verdict records."""

    @abstractmethod
    async def elaborate(self, text: str, limits: Limits) -> Elaboration:
        """Elaborate one whole file (header included) and compile it."""

    def stats(self) -> PoolStats:
        """The servers that it keeps now."""
        return PoolStats()

    @abstractmethod
    async def close(self) -> None:
        """End what the engine keeps running; may be called twice."""
