"""Make a Lake workspace with Mathlib; a step whose result is there is skipped, so it can be gone on with."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.errors import LeanUnavailableError, UnknownNameError
from harness.lean.workspace import MANIFEST, TOOLCHAIN_FILE, LakeWorkspace, elan_home, toolchain_name
from harness.resources import data_folder

ELAN_INSTALL = (
    "curl -sSf https://raw.githubusercontent.com/leanprover/elan/master/elan-init.sh | sh -s -- -y "
    "--default-toolchain none"
)


@dataclass(frozen=True, slots=True)
class Profile:
    """A toolchain with the revisions of the packages that go with it."""

    name: str
    toolchain: str
    mathlib: str
    repl: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it gets, the command that does it, and whether its result is there already."""

    what: str
    command: tuple[str, ...]
    done: bool


def profiles() -> dict[str, Profile]:
    """The shipped profiles by name, e.g. `v4.9.0`, oldest first."""
    import yaml

    found = {}
    for path in (data_folder("lean_workspace") / "profiles").glob("*.yaml"):
        values: Mapping[str, str] = yaml.safe_load(path.read_text("utf-8"))
        found[path.stem] = Profile(path.stem, **values)
    return dict(sorted(found.items(), key=lambda item: [int(n) for n in item[0][1:].split(".")]))


def find_profile(wanted: str | None) -> Profile:
    """The profile of a toolchain (`4.9.0`, `v4.9.0`, `leanprover/lean4:v4.9.0`), the newest for None."""
    known = profiles()
    if wanted is None:
        return next(reversed(known.values()))
    for profile in known.values():
        if profile.toolchain == toolchain_name(wanted):
            return profile
    raise UnknownNameError("toolchain", wanted, known)


def write_project(folder: Path, profile: Profile) -> bool:
    """Write lean-toolchain and lakefile.toml into an empty or new folder; False where a project is there.

    Raises LeanUnavailableError when a project for another toolchain is there, or the folder can't be written.
    """
    import jinja2

    if (folder / TOOLCHAIN_FILE).exists() or (folder / "lakefile.toml").exists():
        found = LakeWorkspace(folder).toolchain
        if found != profile.toolchain:
            raise LeanUnavailableError(
                f"{folder} is a project for {found}, not {profile.toolchain}: give another --workspace"
            )
        return False
    source = (data_folder("lean_workspace") / "lakefile.toml.jinja").read_text("utf-8")
    template = jinja2.Template(source, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "lakefile.toml").write_text(
            template.render(mathlib=profile.mathlib, repl=profile.repl), "utf-8"
        )
        (folder / TOOLCHAIN_FILE).write_text(profile.toolchain + "\n", "utf-8")
    except OSError as error:
        raise LeanUnavailableError(f"{folder} can't be written: {error.strerror}") from error
    return True


def steps(folder: Path) -> Iterator[Step]:
    """The steps from a project to compiled modules, each looked at when it is its turn."""
    workspace = LakeWorkspace(folder)
    yield Step(
        f"the toolchain {workspace.toolchain}",
        ("elan", "toolchain", "install", workspace.toolchain),
        _installed(workspace),
    )
    yield Step("the packages' sources", ("lake", "update"), (folder / MANIFEST).is_file())
    yield Step("Mathlib's compiled modules", ("lake", "exe", "cache", "get"), _has(folder, "Mathlib.olean"))
    repl = next(
        (package.folder for package in LakeWorkspace(folder).packages if package.name == "REPL"), None
    )
    if repl is not None:
        built = (repl / ".lake" / "build" / "bin" / "repl").is_file()
        yield Step("the program repl", ("lake", "build", "repl"), built)


def carry_out(folder: Path, say: Callable[[str], None]) -> None:
    """Do the steps that are left; what they print goes to the terminal.

    Raises LeanUnavailableError with the step, its command and how to go on.
    """
    for step in steps(folder):
        if step.done:
            say(f"there: {step.what}")
            continue
        command = " ".join(step.command)
        program = find_program(step.command[0])
        if program is None:
            raise LeanUnavailableError(
                f"{step.what} can't be got: there is no {step.command[0]} here. Where there is a network:\n"
                f"  install elan:  {ELAN_INSTALL}\n"
                f"  go on:         prover-eval setup --workspace {folder}  (next: {command})"
            )
        say(f"getting {step.what}: {command}")
        try:
            code = subprocess.run(
                [str(program), *step.command[1:]], cwd=folder, stdin=subprocess.DEVNULL, check=False
            ).returncode
        except OSError as error:
            raise LeanUnavailableError(f"{program} can't be started: {error.strerror}") from error
        if code != 0:
            raise LeanUnavailableError(
                f"`{command}` in {folder} ended with code {code}; what it said stands above. Go on with:  "
                f"prover-eval setup --workspace {folder}"
            )
        say(f"  {folder} now takes {_size(folder) / 1e9:.2f} GB")


def find_program(name: str) -> Path | None:
    """`elan` or `lake`: on PATH or in elan's home."""
    if found := shutil.which(name):
        return Path(found)
    found = shutil.which(name, path=str(elan_home() / "bin"))
    return Path(found) if found else None


def _installed(workspace: LakeWorkspace) -> bool:
    try:
        workspace.find_lean()
    except LeanUnavailableError:
        return False
    return True


def _has(folder: Path, module: str) -> bool:
    """Whether some package's build has the compiled module."""
    return any(
        (package.folder / ".lake" / "build" / "lib" / part / module).is_file()
        for package in LakeWorkspace(folder).packages
        for part in ("lean", ".")
    )


def _size(folder: Path) -> int:
    """Bytes of all files below `folder`."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())
