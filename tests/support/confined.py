"""Python programs in every place where candidates are: confined as the real thing is.

`Places.run` starts the real program with its real sandbox, and has its child run a Python text in place of
Lean.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from harness.checker.engines.fork.client import ForkServer, ForkSetup
from harness.checker.replay._client import ReplayRequest, ServerClient, configuration
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, guest_request
from harness.sandbox.bubblewrap import Bubblewrap
from harness.sandbox.guest_request import Inside

HERE = Path(__file__).parent
LIBRARY = HERE.parent / "sandbox" / "python_library.c"
COMPILER = shutil.which("cc")
SOURCE = HERE.joinpath("attacks.py").read_text("utf-8").replace("from __future__ import annotations\n", "")
"""The attempts, as the beginning of a text."""
LIMITS = Limits(cpu_s=20, wall_s=60, memory=512 << 20, scratch=8 << 20, processes=8)
PLACES = ("fork", "guest", "program", "session", "replay")
"""fork: a fork server's child. guest: Lean as a library in the guest. program: Lean, or leanchecker, as a
program there. session: the repl. replay: a replay server's child."""
EXECUTES = ("program", "session")
"""Where the child has yet to become a program, and may become another."""

_ANSWER = "\nimport json, os\nos.write(1, json.dumps(ANSWERS).encode() + b'\\n\\n')\n"
_PROGRAM = """#!{python} -IS
import sys
exec(open(sys.argv[1]).read())
"""
_STAYS = """#!{python} -IS
import sys
exec(sys.stdin.buffer.read(int(sys.stdin.buffer.readline())))
sys.stdin.buffer.readline()
"""


@dataclass(frozen=True, slots=True)
class Places:
    """toolchain: the embedded Lean. folder: a scratch folder of ours, which everybody may read."""

    toolchain: Toolchain
    folder: Path

    def run(self, place: str, text: str) -> dict[str, Any]:
        """What the text, a Python program, put into ANSWERS."""
        made: dict[str, Callable[[str], Coroutine[Any, Any, bytes]]] = {
            "fork": self._fork,
            "guest": self._guest,
            "program": self._program,
            "session": self._session,
            "replay": self._replay,
        }
        output = asyncio.run(made[place](text))
        return dict(json.loads(output))

    async def _fork(self, text: str) -> bytes:
        assert self.toolchain.library is not None
        program = f"sys.path.insert(0, {str(HERE)!r}); import fork_attack; fork_attack.main()"
        setup = ForkSetup(self.toolchain.library, self.toolchain.search_path, "", program=program)
        server = await ForkServer.start(setup)
        try:
            done = await server.run(text.encode(), LIMITS)
        finally:
            await server.close()
        assert (done.code, done.stopped, done.trouble) == (0, None, ""), done
        return done.output

    async def _guest(self, text: str) -> bytes:
        library = self._library()
        seen = replace(self.toolchain, library=library, readable=(*self.toolchain.readable, library))
        return await self._inside(seen, Inside(("Candidate.lean",)), text)

    async def _program(self, text: str) -> bytes:
        inside = Inside(("Candidate.lean",), self._script(_PROGRAM), collect=False)
        return await self._inside(self.toolchain, inside, text)

    async def _inside(self, toolchain: Toolchain, inside: Inside, text: str) -> bytes:
        whole = f"ANSWERS = {{}}\n{text}{_ANSWER}"
        done = await Bubblewrap().run_inside(toolchain, inside, whole.encode(), LIMITS)
        assert (done.code, done.stopped, done.failure) == (0, None, None), done
        return done.output

    async def _session(self, text: str) -> bytes:
        guest = Bubblewrap().open(self.toolchain, self._script(_STAYS), LIMITS, 0)
        try:
            whole = f"ANSWERS = {{}}\n{text}{_ANSWER}".encode()
            request = b"%d\n%s" % (len(whole), whole)
            answer = await guest.ask(request, cpu_s=20, memory=LIMITS.memory, output=LIMITS.output)
        finally:
            guest.kill()
        assert (answer.code, answer.stopped) == (None, None), answer
        return answer.output

    async def _replay(self, text: str) -> bytes:
        seen = replace(self.toolchain, readable=(*self.toolchain.readable, guest_request.PACKAGE, HERE))

        def command(channel: int) -> list[str]:
            config = configuration(self.toolchain, (), channel, layers=True)
            words = guest_request.command("hostile_replay", config)
            words[4] = f"import sys; sys.path.insert(0, {str(HERE)!r}); {words[4]}"
            return Bubblewrap().command(seen, Limits(), words)

        server = ServerClient()
        await server.start(command)
        try:
            done = await server.examine(ReplayRequest(text.encode(), None, None, "strict", LIMITS))
        finally:
            await server.close()
        assert done.replay is not None and done.replay.ok, done
        return done.replay.detail.encode()

    def _library(self) -> Path:
        library = self.folder / "python.so"
        command = [
            COMPILER or "cc",
            "-O1",
            "-shared",
            "-fPIC",
            "-o",
            library,
            HERE.parent / "sandbox" / "python_library.c",
        ]
        subprocess.run([*map(str, command)], check=True, capture_output=True)
        return library

    def _script(self, text: str) -> Path:
        path = self.folder / "script"
        path.write_text(text.format(python=guest_request.python()), "utf-8")
        path.chmod(0o755)
        return path
