"""A Lake project that exists: its toolchain, its packages and where their compiled modules lie.

Where `lake` is on PATH it says so itself (`lake env`); elsewhere lake-manifest.json and the build folders do.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from harness.errors import LeanUnavailableError, WrongToolchainError
from harness.lean._hashes import FileHashes
from harness.lean.olean import part_files
from harness.lean.toolchain import Toolchain
from harness.resources import cache_folder, home_folder

TOOLCHAIN_FILE = "lean-toolchain"
MANIFEST = "lake-manifest.json"
LAKEFILES = ("lakefile.toml", "lakefile.lean")
DEFAULT_ORIGIN = "leanprover/lean4"
# The versions whose shared library our own engine `fork` and replay can call.
CALLABLE = frozenset({"4.35.0"})
_VERSION = re.compile(r"version (?P<number>\d+\.\d+\.\d+(?:-[\w.]+)?)(?:.*?commit (?P<commit>[0-9a-f]+))?")
_LAKE_S, _VERSION_S = 120.0, 30.0
_JSON_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Package:
    """One dependency: its name, the commit that the manifest pins (empty for a folder), and where it lies."""

    name: str
    revision: str
    folder: Path


def toolchain_name(text: str) -> str:
    """A toolchain's name in full: `v4.9.0` and `4.9.0` are `leanprover/lean4:v4.9.0`."""
    text = text.strip()
    if re.fullmatch(r"v?\d+\.\d+\.\d+\S*", text):
        text = f"{DEFAULT_ORIGIN}:v{text.removeprefix('v')}"
    return text


def elan_home() -> Path:
    """Where elan keeps its toolchains and programs: `$ELAN_HOME`, else `~/.elan`."""
    return Path(os.environ.get("ELAN_HOME") or home_folder() / ".elan")


class LakeWorkspace:
    """The Lake project in `folder`.

    toolchain: the name in its lean-toolchain. Raises LeanUnavailableError when `folder` isn't one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        if not any((self.folder / name).is_file() for name in LAKEFILES):
            raise LeanUnavailableError(
                f"{folder} is no Lake project: it has neither {' nor '.join(LAKEFILES)}. "
                f"Make one: prover-eval setup --workspace {folder}"
            )
        try:
            named = (self.folder / TOOLCHAIN_FILE).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise LeanUnavailableError(
                f"{folder} has no readable {TOOLCHAIN_FILE}: write the toolchain's name into it, e.g. "
                f"{DEFAULT_ORIGIN}:v4.9.0"
            ) from error
        self.toolchain = toolchain_name(named)
        self.packages = self._packages()

    def require(self, wanted: str | None, what: str) -> None:
        """Raise WrongToolchainError unless the workspace has the toolchain that `what` was written for."""
        if wanted is not None and toolchain_name(wanted) != self.toolchain:
            version = toolchain_name(wanted).rpartition(":")[2]
            raise WrongToolchainError(
                f"{what} is for {toolchain_name(wanted)}, the workspace {self.folder} has "
                f"{self.toolchain}.\n  make the right one:  prover-eval setup --workspace DIR --toolchain "
                f"{version}\n  use this one all the same:  --any-toolchain (its results are not comparable)"
            )

    def prepare(self, imports: tuple[str, ...] = ()) -> Toolchain:
        """The toolchain with the workspace's modules on its search path.

        imports: modules that must be there, compiled. Raises LeanUnavailableError.
        """
        lean = self.find_lean()
        version, commit = _version(lean)
        search = self.search_path(lean)
        for module in imports:
            path = Path(*module.split(".")).with_suffix(".olean")
            if not any((folder / path).is_file() for folder in search):
                raise LeanUnavailableError(self._missing(module))
        library = lean.parent.parent / "lib" / "lean" / "libleanshared.so"
        return Toolchain(
            name=self.toolchain,
            lean_version=version,
            revision=self._revision(version, commit, search),
            library=library if version in CALLABLE and library.is_file() else None,
            executable=lean,
            search_path=search,
            readable=(lean.parent.parent, *search),
            programs=tuple(
                folder / ".lake" / "build" / "bin"
                for folder in (self.folder, *(package.folder for package in self.packages))
            ),
        )

    def find_lean(self) -> Path:
        """The `lean` program of the workspace's toolchain: elan's, else one on the path of that version."""
        folder = self.toolchain.replace("/", "--").replace(":", "---")
        home = elan_home()
        elan = home / "toolchains" / folder / "bin" / "lean"
        if elan.is_file():
            return elan.resolve()
        found = shutil.which("lean")
        if found is not None:
            # elan's own `lean` stands for many toolchains; the program behind it is wanted.
            real = Path(found).resolve()
            if real.name == "lean" and f"v{_version(real)[0]}" == self.toolchain.rpartition(":")[2]:
                return real
        raise LeanUnavailableError(
            f"the toolchain {self.toolchain} of {self.folder} isn't installed (not in {home}, not on PATH).\n"
            f"  install it:  elan toolchain install {self.toolchain}\n"
            f"  or all at once:  prover-eval setup --workspace {self.folder}"
        )

    def search_path(self, lean: Path) -> tuple[Path, ...]:
        """Folders of compiled modules: of the workspace, its packages, and the toolchain itself."""
        own = tuple(_build(folder) for folder in (self.folder, *(p.folder for p in self.packages)))
        listed = self._lake_path() or tuple(path for path in own if path.is_dir())
        system = lean.parent.parent / "lib" / "lean"
        return (*(path for path in listed if path != system), *((system,) if system.is_dir() else ()))

    def _lake_path(self) -> tuple[Path, ...]:
        """What `lake env` says, where lake is there; lake may only look, so a manifest must exist."""
        lake = shutil.which("lake")
        if lake is None or not (self.folder / MANIFEST).is_file():
            return ()
        try:
            done = subprocess.run(
                [lake, "env", "printenv", "LEAN_PATH"],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=_LAKE_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return ()
        found = done.stdout.strip().splitlines()[-1:] if done.returncode == 0 else []
        paths = [Path(part) for line in found for part in line.split(os.pathsep) if part]
        return tuple((self.folder / path).resolve() for path in paths)

    def _packages(self) -> tuple[Package, ...]:
        path = self.folder / MANIFEST
        if not path.is_file():
            return ()
        broken = f"{path} is broken; make it anew: lake update (in {self.folder})"
        try:
            if path.stat().st_size > _JSON_BYTES:
                raise LeanUnavailableError(broken)
            data = json.loads(path.read_bytes())
            top = PurePosixPath(data.get("packagesDir") or ".lake/packages")
            return tuple(self._package(entry, top) for entry in data["packages"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise LeanUnavailableError(f"{broken} ({error})") from error

    def _package(self, entry: Mapping[str, Any], top: PurePosixPath) -> Package:
        # Manifests before Lean 4.6 wrap each entry in its kind.
        if len(entry) == 1:
            entry = next(iter(entry.values()))
        name = str(entry["name"]).strip("«»")
        if entry.get("type") == "path" or "dir" in entry:
            return Package(name, "", (self.folder / str(entry["dir"])).resolve())
        folder = self.folder / top / name / str(entry.get("subDir") or "")
        return Package(name, str(entry["rev"]), folder)

    def _missing(self, module: str) -> str:
        package = next((p for p in self.packages if p.name.lower() == module.partition(".")[0].lower()), None)
        why = "no package of its manifest has it" if package is None else f"{package.folder} isn't built"
        return (
            f"the workspace {self.folder} has no compiled module {module}: {why}.\n"
            f"  get it compiled:  prover-eval setup --workspace {self.folder}  (lake exe cache get)\n"
            "  a bench that needs no Mathlib:  --bench minif2f-core"
        )

    def _revision(self, version: str, commit: str, search: tuple[Path, ...]) -> str:
        """Hash over Lean's version, the pinned packages, and the compiled modules that nothing pins.

        Modules can be gigabytes, so a file is read again only where its size or its time of change differs.
        """
        hashes = FileHashes(cache_folder() / "hashes" / hashlib.sha256(str(self.folder).encode()).hexdigest())
        digest = hashlib.sha256(f"lake {self.toolchain} {version} {commit}".encode())
        pinned = {_build(package.folder).resolve() for package in self.packages if package.revision}
        for package in self.packages:
            digest.update(f"\n{package.name} {package.revision}".encode())
            head = _checked_out(package.folder)
            if package.revision and head and head != package.revision:
                raise LeanUnavailableError(
                    f"package {package.name} in {package.folder} is at {head[:12]}, the manifest pins "
                    f"{package.revision[:12]}: `lake build` in {self.folder} gets that one"
                )
        system = search[-1:] if search and search[-1].name == "lean" else ()
        for folder in search:
            if folder.resolve() in pinned or folder in system:
                continue
            for file in _compiled(folder):
                digest.update(f"\n{os.path.relpath(file, folder)} {hashes.sha256(file)}".encode())
        hashes.save()
        return digest.hexdigest()


def _compiled(folder: Path) -> list[str]:
    """The compiled modules below `folder` with all their parts, in order."""
    suffixes = tuple(part_files(".olean", is_module=True))
    return sorted(
        f"{above}/{name}"
        for above, _, names in os.walk(folder, followlinks=True)
        for name in names
        if name.endswith(suffixes)
    )


def _build(folder: Path) -> Path:
    """Where Lake puts compiled modules: `.lake/build/lib/lean`, before Lean 4.15 `.lake/build/lib`."""
    new = folder / ".lake" / "build" / "lib" / "lean"
    old = folder / ".lake" / "build" / "lib"
    return new if new.is_dir() or not old.is_dir() else old


def _checked_out(folder: Path) -> str:
    """The commit that a package's git checkout is at, or nothing where that can't be read simply."""
    try:
        head = (folder / ".git" / "HEAD").read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return head if re.fullmatch(r"[0-9a-f]{40}", head) else ""


def _version(lean: Path) -> tuple[str, str]:
    """Version number and commit of a `lean` program."""
    try:
        done = subprocess.run(
            [str(lean), "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_VERSION_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise LeanUnavailableError(f"{lean} can't be run: {error}") from error
    found = _VERSION.search(done.stdout)
    if done.returncode != 0 or found is None:
        raise LeanUnavailableError(f"{lean} --version says {(done.stdout + done.stderr).strip()[:200]!r}")
    return found["number"], found["commit"] or ""
