"""Makes each resource and each system call of a checker fail in turn: python tests/support/inject_faults.py N

N checks (10,000) of right and wrong candidates are carried out by real programs, while calls of theirs and
of all that they start fail, or processes, descriptors, memory or addresses run out. Every verdict that is
given, or kept for later, is compared with that of a quiet machine. Ends with 1 when one differs. Needs Linux
on x86-64; what needs root (control groups) is left out for others.
"""

from __future__ import annotations

import argparse
import errno
import itertools
import json
import os
import random
import resource
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[2] / "benchmarks")]

import fault_worker as worker
from _processes import below
from errno_filter import CALLS, Failing, Faults, Start

_PIDS, _MEMORY = Path("/sys/fs/cgroup/pids"), Path("/sys/fs/cgroup/memory")
_READY_S, _FAULTS_S, _END_S = 60.0, 8.0, 90.0
CHUNKS = {"fork": 100, "process": 20}
"""Checks of one program, by engine."""
Truth = Mapping[int, tuple[str, str | None]]

OFTEN = (
    "read",
    "write",
    "fstat",
    "poll",
    "lseek",
    "mmap",
    "mprotect",
    "brk",
    "fcntl",
    "openat",
    "newfstatat",
)
"""Calls that each process makes hundreds of times."""
ERRORS: Mapping[str, Sequence[int]] = {
    "openat": (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO),
    "read": (errno.EIO, errno.EINTR),
    "write": (errno.ENOSPC, errno.EIO),
    "pwrite64": (errno.ENOSPC, errno.EIO),
    "pread64": (errno.EIO,),
    "clone": (errno.EAGAIN, errno.ENOMEM),
    "sendmsg": (errno.ENOBUFS, errno.ETOOMANYREFS),
    "execve": (errno.ENOMEM, errno.EAGAIN),
    "poll": (errno.EINTR, errno.ENOMEM),
    "wait4": (errno.EINTR,),
    "rename": (errno.ENOSPC,),
    "mkdir": (errno.ENOSPC,),
    "fsync": (errno.EIO,),
    "fdatasync": (errno.EIO,),
    "prctl": (errno.EPERM,),
    "pipe2": (errno.EMFILE, errno.ENFILE),
    "dup": (errno.EMFILE,),
    "dup2": (errno.EMFILE,),
    "dup3": (errno.EMFILE,),
    "socketpair": (errno.EMFILE,),
    "pidfd_open": (errno.EMFILE,),
    "memfd_create": (errno.EMFILE, errno.ENOMEM),
    "eventfd2": (errno.EMFILE,),
    "epoll_create1": (errno.EMFILE,),
    "accept4": (errno.EMFILE,),
    "unshare": (errno.ENOSPC, errno.EPERM),
}


@dataclass(frozen=True)
class Scenario:
    """What goes wrong.

    faults: of calls. early: from the program's first instruction on. squeeze: what else is short: "pids N",
    "users N", "memory MIB", "addresses MIB", "descriptors", "kills", "pauses" or nothing.
    """

    name: str
    engine: str
    faults: Faults
    early: bool = False
    squeeze: str = ""


def scenarios(seed: int) -> Iterator[Scenario]:
    """Without end: all calls with all their errors in another order each time, resources between them."""
    draw = random.Random(seed)
    for turn in itertools.count():
        kinds = [(call, error) for call in CALLS for error in ERRORS.get(call, (errno.ENOMEM,))]
        kinds += [("threads", errno.EAGAIN)] * 4
        mixed: list[tuple[str, int] | str] = [*kinds, *_squeezes(draw)]
        draw.shuffle(mixed)
        for kind in mixed:
            engine = "fork" if draw.random() < 0.75 else "process"
            if isinstance(kind, str):
                quiet = Faults(("pivot_root",), errno.EPERM, 0.0)
                yield Scenario(f"{turn} {engine} {kind}", engine, quiet, squeeze=kind)
                continue
            call, error = kind
            threads = call == "threads"
            share = draw.choice((0.0005, 0.005, 0.05) if call in OFTEN else (0.05, 0.3, 1.0))
            calls = ("clone", "clone3") if threads else (call,)
            faults = Faults(calls, error, share, draw.getrandbits(30), draw.random() < 0.6, threads)
            who = "helpers" if faults.helpers else "all"
            early = draw.random() < 0.15
            name = f"{turn} {engine} {call} {errno.errorcode[error]} {share} {who}{' early' if early else ''}"
            yield Scenario(name, engine, faults, early)


def _squeezes(draw: random.Random) -> list[str]:
    found = ["descriptors"] * 4 + ["kills"] * 3 + ["pauses"]
    found += [f"users {draw.randrange(2, 40)}" for _ in range(2)]
    found += [f"addresses {draw.randrange(4500, 9000)}" for _ in range(3)]
    if os.access(_PIDS, os.W_OK):
        found += [f"pids {draw.randrange(10, 45)}" for _ in range(6)]
    if os.access(_MEMORY, os.W_OK):
        found += [f"memory {draw.randrange(200, 500)}" for _ in range(3)]
    return found


@contextmanager
def _start_of(squeeze: str) -> Iterator[Start]:
    kind, _, text = squeeze.partition(" ")
    if kind == "addresses":
        yield Start(limits=[(resource.RLIMIT_AS, int(text) << 20)])
    elif kind == "users":
        # As root it counts for the children of engine fork, which are nobody's.
        yield Start(limits=[(resource.RLIMIT_NPROC, int(text))])
    elif kind in ("pids", "memory"):
        folder = (_PIDS if kind == "pids" else _MEMORY) / f"prover-eval-faults-{os.getpid()}"
        folder.mkdir()
        limit = ("pids.max", text) if kind == "pids" else ("memory.limit_in_bytes", str(int(text) << 20))
        try:
            (folder / limit[0]).write_text(limit[1])
            yield Start(group=folder / "cgroup.procs")
        finally:
            for _ in range(100):
                with suppress(OSError):
                    folder.rmdir()
                    break
                time.sleep(0.05)
    else:
        yield Start()


def _let_go(start: Start) -> None:
    """Take away the limit of the program's control group."""
    if start.group is not None:
        with suppress(OSError):
            (start.group.parent / "pids.max").write_text("max")
        with suppress(OSError):
            (start.group.parent / "memory.limit_in_bytes").write_text("-1")


class _Squeezer:
    """What is done to running processes, now and then, until it is closed."""

    def __init__(self, squeeze: str, root: int, seed: int) -> None:
        self._squeeze, self._root, self._draw = squeeze, root, random.Random(seed)
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._go, daemon=True)
        if squeeze in ("descriptors", "kills", "pauses"):
            self._thread.start()

    def _go(self) -> None:
        while not self._end.wait(self._draw.uniform(0.02, 0.3)):
            with suppress(OSError, ValueError):
                self._once(self._draw.choice([self._root, *below(self._root)]))

    def _once(self, pid: int) -> None:
        if self._squeeze == "kills":
            if pid != self._root:
                os.kill(pid, signal.SIGKILL)
        elif self._squeeze == "pauses":
            os.kill(pid, signal.SIGSTOP)
            self._end.wait(self._draw.uniform(0.05, 0.5))
            os.kill(pid, signal.SIGCONT)
        else:
            before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
            used = len(list(Path(f"/proc/{pid}/fd").iterdir()))
            few = min(used + self._draw.randrange(6), before[1])
            resource.prlimit(pid, resource.RLIMIT_NOFILE, (few, before[1]))
            self._end.wait(self._draw.uniform(0.05, 0.5))
            resource.prlimit(pid, resource.RLIMIT_NOFILE, before)

    def close(self) -> None:
        self._end.set()
        if self._thread.ident is not None:
            self._thread.join(20)


@dataclass
class Counts:
    """What came of all scenarios.

    untold: checks of programs that ended before. hung: programs that had to be ended. faults: calls that were
    made to fail. kept: verdicts that the stores had in the end. during: checks that ended while the faults
    went on; the others came after them, in the same programs.
    """

    checks: int = 0
    during: int = 0
    right: int = 0
    infrastructure: int = 0
    untold: int = 0
    hung: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    faults: int = 0
    programs: int = 0
    kept: int = 0
    why: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, found: Sequence[worker.Answer], truth: Truth, asked: int) -> None:
        """Count the answers of one program."""
        self.programs += 1
        self.untold += asked - len(found)
        self.checks += len(found)
        for each in found:
            if each.told == truth[each.number]:
                self.right += 1
            elif each.status == "infrastructure":
                self.infrastructure += 1
                self.why[each.detail[:60]] += 1
            else:
                self.wrong.append(f"{name}: {each.number} is {truth[each.number]}, found {each}")


class Injector:
    """Runs scenarios. folder: for what they write. cache: the cache of a quiet machine, for references."""

    def __init__(self, folder: Path, cache: Path, count: int) -> None:
        self._folder, self._cache = folder, cache
        self._numbers = [number for number, _ in worker.chosen(0, count)]
        self.counts = Counts()
        self.truth: Truth = {}

    def find_truth(self, engines: Sequence[str] = ("fork", "process")) -> None:
        """The verdicts of a quiet machine, by these engines, which must agree."""
        found = [self._quiet(engine, f"truth-{engine}", "truth", reuse=False) for engine in engines]
        by_engine = [{each.number: each.told for each in answers} for answers in found]
        if any(each != by_engine[0] for each in by_engine) or len(by_engine[0]) != len(self._numbers):
            raise RuntimeError("the engines don't agree on a quiet machine")
        self.truth = by_engine[0]

    def _config(self, engine: str, name: str, first: int, count: int, *, reuse: bool) -> dict[str, object]:
        return {
            "engine": engine,
            "cache": str(self._cache),
            "store": str(self._folder / f"verdicts-{engine}.sqlite"),
            "reuse": reuse,
            "first": first,
            "count": count,
            "at_once": 3,
            "answers": str(self._folder / name),
        }

    def _quiet(self, engine: str, name: str, store: str, *, reuse: bool) -> list[worker.Answer]:
        config = self._config(engine, name, 0, len(self._numbers), reuse=reuse)
        config["store"] = str(self._folder / f"{store}.sqlite")
        code = os.spawnv(os.P_WAIT, sys.executable, list(worker.command(config)))
        found = worker.read_answers(self._folder / name)
        if code or found is None:
            raise RuntimeError(f"the worker ended with {code} on a quiet machine")
        return found

    def run(self, scenario: Scenario, place: int, count: int) -> None:
        """One program that makes `count` checks under one scenario; counts what comes of it."""
        first = self._numbers[7 * place % (len(self._numbers) - count)]
        name = f"answers-{place}"
        config = self._config(scenario.engine, name, first, count, reuse=False)
        answers = self._folder / name
        with ExitStack() as opened:
            start = opened.enter_context(_start_of(scenario.squeeze))
            output = os.open(self._folder / "output", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
            opened.callback(os.close, output)
            scenario.faults.on = scenario.early
            program = Failing.start(worker.command(config), scenario.faults, output=output, start=start)
            opened.callback(program.close)
            self._until_ready(program, answers)
            scenario.faults.on = True
            squeezer = _Squeezer(scenario.squeeze, program.pid, place)
            ended = program.wait(_FAULTS_S)
            squeezer.close()
            scenario.faults.on = False
            self.counts.during += len(worker.read_answers(answers) or [])
            _let_go(start)
            if not ended and not program.wait(_END_S):
                self.counts.hung.append(scenario.name)
        self.counts.faults += scenario.faults.made
        self.counts.add(scenario.name, worker.read_answers(answers) or [], self.truth, count)
        answers.unlink(missing_ok=True)

    @staticmethod
    def _until_ready(program: Failing, answers: Path) -> None:
        end = time.monotonic() + _READY_S
        while not program.ended() and worker.read_answers(answers) is None and time.monotonic() < end:
            time.sleep(0.02)

    def look_at_what_was_kept(self) -> None:
        """What later runs would be told by the stores of verdicts that all programs wrote to."""
        for engine in ("fork", "process"):
            if not (self._folder / f"verdicts-{engine}.sqlite").exists():
                continue
            found = self._quiet("fork", f"kept-{engine}", f"verdicts-{engine}", reuse=True)
            self.counts.kept += len(found)
            for each in found:
                if each.told != self.truth[each.number]:
                    self.counts.wrong.append(f"kept by {engine}: {each}")


def inject(
    count: int, cache: Path, seed: int = 0, chunks: Mapping[str, int] = CHUNKS, *, loud: bool = False
) -> Counts:
    """Run scenarios until so many checks were made."""
    with tempfile.TemporaryDirectory(prefix="prover-eval-faults-") as folder:
        injector = Injector(Path(folder), cache, min(400, 2 * max(chunks.values())))
        injector.find_truth()
        for place, scenario in enumerate(scenarios(seed)):
            if injector.counts.checks >= count:
                break
            injector.run(scenario, place, chunks[scenario.engine])
            if loud:
                c = injector.counts
                said = (
                    f"{c.checks} checks ({c.during} during faults), {c.right} right, {c.infrastructure} no "
                )
                said += f"verdict, {len(c.wrong)} wrong, {c.untold} untold, {len(c.hung)} hung"
                print(f"{said}; {scenario.name}", flush=True)
        injector.look_at_what_was_kept()
        return injector.counts


def main() -> int:
    """As the module says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    from harness.resources import cache_folder

    found = inject(options.count, cache_folder(), options.seed, loud=True)
    for line in found.wrong:
        print(f"WRONG {line}")
    told = {key: value for key, value in vars(found).items() if key not in ("wrong", "why")}
    print(json.dumps({**told, "wrong": len(found.wrong), "why": found.why.most_common(20)}))
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
