"""What speaks for an end being the candidate's own, and what is done where nothing does.

Evidence is a limit that was measured, an error message of Lean, a reply that says what there is, or Lean's
own word that its stack is full. An end without any (a crash, an exit code without a message, a module that
isn't whole, a failure of ours) may as well come from a machine that ran short of something. Such a text is
tried again alone, some times. What repeats there each time is the text's own, if the machine is measured to
have enough for all that the text may use, and a text of ours passes each time; else nothing is known of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from harness.checker.admission import low_limits, shortage
from harness.checker.engines import Engine
from harness.checker.judge import judge
from harness.checker.replay.base import Question, Replayer, refusal_of
from harness.errors import OleanError
from harness.lean.olean import read_olean
from harness.machine import Headroom, refused_processes
from harness.sandbox import Limits

CONTROL = "theorem prover_eval_control (p : Prop) (h : p) : p := h\n"
"""Holds behind every header."""
_CONTROL_NAME = ("prover_eval_control",)
_TRIES_FIRST, _TRIES_LATER, _TRIES_AFTER_SLIPS, _TRUSTED = 5, 1, 8, 3


@dataclass(slots=True)
class _Hall:
    """Who is in, in one event loop."""

    loop: asyncio.AbstractEventLoop
    inside: int = 0
    wanting: int = 0
    alone: bool = False
    waiting: list[asyncio.Future[None]] = field(default_factory=list)

    async def until(self, free: Callable[[], bool]) -> None:
        while not free():
            future: asyncio.Future[None] = self.loop.create_future()
            self.waiting.append(future)
            try:
                await future
            finally:
                self.waiting.remove(future)

    def wake(self) -> None:
        for future in self.waiting:
            if not future.done():
                future.set_result(None)


@dataclass(slots=True)
class Doubts:
    """What became of ends without evidence so far: how many repeated, and how often this machine was seen to
    make something fail that doesn't fail by itself."""

    repeated: int = 0
    slips: int = 0

    def tries(self) -> int:
        """How often an end must repeat: less where all have, more where the machine slips now and then."""
        if self.slips:
            return _TRIES_AFTER_SLIPS
        return _TRIES_LATER if self.repeated >= _TRUSTED else _TRIES_FIRST


class TurnsApart:
    """Checks beside each other, or one by itself: whoever wants to be alone goes before those that come.

    doubts: what their tries alone have shown.
    """

    def __init__(self) -> None:
        self._current: _Hall | None = None
        self.doubts = Doubts()

    def _hall(self) -> _Hall:
        loop = asyncio.get_running_loop()
        if self._current is None or self._current.loop is not loop:
            self._current = _Hall(loop)
        return self._current

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Among others."""
        hall = self._hall()
        await hall.until(lambda: not hall.alone and not hall.wanting)
        hall.inside += 1
        try:
            yield
        finally:
            hall.inside -= 1
            hall.wake()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """With no other beside it; waits for the end of those that are under way."""
        hall = self._hall()
        hall.wanting += 1
        try:
            await hall.until(lambda: not hall.alone and not hall.inside)
            hall.alone = True
        finally:
            hall.wanting -= 1
            hall.wake()
        try:
            yield
        finally:
            hall.alone = False
            hall.wake()


class Machine:
    """Whether there is enough for one candidate that comes to use all of its limits, since this was made.

    on_disk: the scratch folder isn't in memory.
    """

    def __init__(self, limits: Limits, *, on_disk: bool) -> None:
        self._limits, self._on_disk = limits, on_disk
        self._refused = refused_processes()
        self._before = self._shortage()

    def short(self) -> str | None:
        """What was too little at the beginning or is now, in words; None for nothing."""
        if refused_processes() > self._refused:
            return "the control group refused a process meanwhile (see pids.max)"
        return self._before or self._shortage()

    def _shortage(self) -> str | None:
        low = low_limits(self._limits)
        return low[0] if low else shortage(self._limits, Headroom.measure(), on_disk=self._on_disk)


async def fault_of_ours(header: str, engine: Engine, replayer: Replayer) -> str | None:
    """What goes wrong with a text of ours behind this header, in words; None where it is proved."""
    limits = Limits()
    done = await engine.elaborate(f"{header}\n{CONTROL}", limits)
    if (found := judge(done, limits)) is not None:
        return f"a text of our own fails as well: {found.detail}"
    try:
        module = read_olean(done.module or b"")
    except OleanError as error:
        return f"the module of a text of our own is damaged: {error}"
    # Compared with itself, and its text is ours: what is asked is whether it can be read and replayed.
    imports = tuple(entry.module for entry in module.imports)
    question = Question(imports, _CONTROL_NAME, module, "constants")
    examined = await replayer.examine(module.data, question, limits)
    refusal = examined.replay and refusal_of(examined.replay, limits)
    return None if refusal is None else f"a text of our own fails as well: {refusal.detail}"
