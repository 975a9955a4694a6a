"""One process of leanprover-community/repl that has imported a header."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from harness.checker.engines.repl.protocol import Reply, command, options_text, pickle, read_reply
from harness.errors import OleanError
from harness.lean.olean import module_of_pickle, name_str, read_olean
from harness.lean.source.header import imported
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits
from harness.sandbox.bubblewrap import Bubblewrap
from harness.sandbox.interactive import GuestAnswer, Interactive
from harness.sandbox.protocol import MODULE

START_S = 600.0
"""How long importing a header may take, in seconds, by the clock and of CPU time."""

_RAW_OUTPUT = 1 << 16
_SHOWN = 500


class HeaderRefused(Exception):
    """The header can't be imported, or the repl doesn't answer as it should."""


@dataclass(frozen=True, slots=True)
class ReplSetup:
    """What a process is started with. header: imports alone. spare: bytes of memory, see Bubblewrap.open."""

    toolchain: Toolchain
    program: Path
    header: str
    limits: Limits
    spare: int


@dataclass(frozen=True, slots=True)
class Ran:
    """What a text came to; `pickled` is there when no message is an error. cpu_s: CPU seconds used.

    reply: None when it met a limit, crashed or didn't answer as it should. killed: by somebody else.
    """

    cpu_s: float
    reply: Reply | None = None
    pickled: bytes = b""
    killed: bool = False


class Repl:
    """The process; belongs to the event loop that it was started in.

    uses: texts that it was given. memory, first_memory: bytes of resident anonymous memory, after the last
    text and after the header.
    """

    def __init__(self, guest: Interactive, environment: int, memory: int) -> None:
        self._guest, self._environment = guest, environment
        self.memory = self.first_memory = memory
        self.uses = 0

    @classmethod
    async def start(cls, sandbox: Bubblewrap, setup: ReplSetup) -> Repl:
        """A process with the header and the options.

        Raises HeaderRefused, GuestLost when it died, and SandboxUnavailableError.
        """
        guest = sandbox.open(setup.toolchain, setup.program, setup.limits, setup.spare)
        try:
            return await cls._prepared(guest, setup)
        except BaseException:
            guest.kill()
            raise

    @classmethod
    async def _prepared(cls, guest: Interactive, setup: ReplSetup) -> Repl:
        reply, _ = await cls._answered(guest, command(setup.header), setup)
        # Some versions say nothing of an import that failed.
        _, answer = await cls._answered(guest, pickle(reply.environment, MODULE), setup)
        _require_imports(answer.module, setup.header)
        options = {"maxHeartbeats": str(setup.limits.heartbeats), **dict(setup.toolchain.options)}
        set_options = command(options_text(options), reply.environment)
        reply, answer = await cls._answered(guest, set_options, setup)
        return cls(guest, reply.environment, answer.memory)

    @staticmethod
    async def _answered(guest: Interactive, request: bytes, setup: ReplSetup) -> tuple[Reply, GuestAnswer]:
        limits = setup.limits
        try:
            async with asyncio.timeout(START_S):
                answer = await guest.ask(
                    request,
                    cpu_s=START_S,
                    memory=limits.memory,
                    output=limits.output,
                    collect=limits.scratch,
                )
        except TimeoutError:
            raise HeaderRefused(f"no answer within {START_S:.0f} s") from None
        reply = read_reply(answer.output) if answer.code is None else None
        if reply is None or reply.messages:
            said = reply.messages[0].text if reply else answer.output.decode("utf-8", "replace")
            said = (said + answer.errors).strip()[-_SHOWN:]
            raise HeaderRefused(f"the repl can't use it (code {answer.code}): {said}")
        return reply, answer

    @property
    def alive(self) -> bool:
        """Whether it can be given a text."""
        return self._guest.alive

    @property
    def pid(self) -> int | None:
        """The outermost process of its sandbox."""
        return self._guest.pid

    async def run(self, text: str, limits: Limits, cpu_s: float) -> Ran:
        """Elaborate a text, its header blanked, in a fresh environment on top of the header's.

        Raises GuestLost. Unless the answer is a reply, the process has ended; so it has when the caller is
        cancelled.
        """
        self.uses += 1
        answer = await self._ask(command(text, self._environment), limits, cpu_s)
        used = answer.cpu_s
        reply = self._reply(answer)
        if reply is None or reply.has_errors:
            return Ran(used, reply, killed=_killed(answer))
        wanted = pickle(reply.environment, MODULE)
        answer = await self._ask(wanted, limits, max(cpu_s - used, 0), collect=limits.scratch)
        used += answer.cpu_s
        if self._reply(answer) is None:
            return Ran(used, killed=_killed(answer))
        return Ran(used, reply, answer.module)

    async def _ask(self, request: bytes, limits: Limits, cpu_s: float, collect: int = 0) -> GuestAnswer:
        # What earlier texts left behind isn't this one's.
        memory = limits.memory + max(0, self.memory - self.first_memory)
        answer = await self._guest.ask(
            request, cpu_s=cpu_s, memory=memory, output=2 * limits.output + _RAW_OUTPUT, collect=collect
        )
        self.memory = answer.memory
        return answer

    def _reply(self, answer: GuestAnswer) -> Reply | None:
        reply = read_reply(answer.output) if answer.code is None else None
        if reply is None:
            self.kill()
        return reply

    def kill(self) -> None:
        """End it at once."""
        self._guest.kill()

    async def close(self) -> None:
        """As `kill`, which leaves nothing behind."""
        self.kill()


def _require_imports(pickled: bytes, header: str) -> None:
    """Raise HeaderRefused unless the pickled environment imports what the header names."""
    try:
        module = read_olean(module_of_pickle(pickled))
        found = [name_str(each.module) for each in module.imports]
    except OleanError as error:
        raise HeaderRefused(f"what it pickles can't be read: {error}") from None
    wanted = imported(header)
    if set(found) != set(wanted) or module.constants:
        raise HeaderRefused(f"it imports {', '.join(found) or 'nothing'}, not {', '.join(wanted)}")


def _killed(answer: GuestAnswer) -> bool:
    """Whether something that isn't ours ended it."""
    return answer.stopped is None and answer.code == -9
