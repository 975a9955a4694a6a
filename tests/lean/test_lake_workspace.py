"""Lake workspaces: found, checked and used, on a real Lean in Lake's layout."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from lake_shaped import NAME, REVISION, make_elan, make_workspace

from harness.checker import CheckerSpec, LeanNeeds, open_checker
from harness.checker.engines.choose import EngineName
from harness.errors import DamageWarning, LeanUnavailableError, UnknownNameError, WrongToolchainError
from harness.lean._hashes import FileHashes
from harness.lean.setup import carry_out, find_profile, steps, write_project
from harness.lean.toolchain import Toolchain
from harness.lean.workspace import LakeWorkspace
from harness.problem import Problem

HEADER = "prelude\nimport Embedded.Base\nimport Embedded.Arith\n\nopen Nat\n\n"
TRUE = Problem("w_true", "test", "theorem w_true (n : Nat) : n + 0 = n := by\n", HEADER)
FALSE = Problem("w_false", "test", "theorem w_false (n : Nat) : n + 1 = n := by\n", HEADER)


@pytest.fixture
def workspace(tmp_path: Path, toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A complete workspace, with its toolchain in an elan home of its own."""
    make_elan(tmp_path / "elan", toolchain)
    monkeypatch.setenv("ELAN_HOME", str(tmp_path / "elan"))
    return make_workspace(tmp_path / "workspace", toolchain)


async def judged(toolchain: Toolchain, engine: EngineName, cache: Path) -> list[str]:
    # As a program alone, this Lean has no replay.
    spec = CheckerSpec(engine=engine, replay="auto" if toolchain.library else "never")
    needs = LeanNeeds.of_header(HEADER)
    async with open_checker(spec, needs, toolchain=toolchain, cache=cache) as opened:
        cases = [(TRUE, "rfl"), (TRUE, "sorry"), (FALSE, "rfl"), (FALSE, "native_decide")]
        return [str((await opened.checker.check(problem, text)).status) for problem, text in cases]


def test_found_with_toolchain_and_packages(workspace: Path) -> None:
    found = LakeWorkspace(workspace)
    assert found.toolchain == NAME
    assert [(package.name, package.revision) for package in found.packages] == [("mathlib", REVISION)]
    toolchain = found.prepare(("Embedded.Arith",))
    assert toolchain.lean_version == "4.35.0"
    assert toolchain.record()["toolchain"] == NAME
    assert toolchain.search_path[0] == workspace / ".lake/packages/mathlib/.lake/build/lib/lean"


@pytest.mark.parametrize("kind", ["program", "library", "fork"])
def test_verdicts(workspace: Path, tmp_path: Path, kind: str) -> None:
    found = LakeWorkspace(workspace).prepare()
    if kind == "program":
        found = replace(found, library=None)
    engine: EngineName = "fork" if kind == "fork" else "process"
    statuses = asyncio.run(judged(found, engine, tmp_path / "cache"))
    assert statuses == ["proved", "rejected", "rejected", "rejected"]


def test_the_revision_follows_what_is_compiled(workspace: Path) -> None:
    before = LakeWorkspace(workspace).prepare().revision
    assert LakeWorkspace(workspace).prepare().revision == before
    own = workspace / ".lake/build/lib/lean"
    own.mkdir(parents=True)
    (own / "Mine.olean").write_bytes(b"one")
    first = LakeWorkspace(workspace).prepare().revision
    (own / "Mine.olean").write_bytes(b"two")
    second = LakeWorkspace(workspace).prepare().revision
    manifest = workspace / "lake-manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace(REVISION, "f" * 40), "utf-8")
    assert len({before, first, second, LakeWorkspace(workspace).prepare().revision}) == 4


def test_the_revision_follows_every_part_of_a_module(workspace: Path) -> None:
    """A proof may lie in .olean.private alone."""
    own = workspace / ".lake/build/lib/lean"
    own.mkdir(parents=True)
    (own / "Mine.olean").write_bytes(b"one")
    found = [LakeWorkspace(workspace).prepare().revision]
    for suffix in (".server", ".private", ".hash"):
        (own / f"Mine.olean{suffix}").write_bytes(b"more")
        found.append(LakeWorkspace(workspace).prepare().revision)
    assert len(set(found[:3])) == 3
    assert found[3] == found[2]


def test_modules_are_hashed_once(workspace: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file of the same size and time is believed unread; another time alone changes no revision."""
    monkeypatch.setenv("PROVER_EVAL_CACHE", str(tmp_path / "cache"))
    file = workspace / ".lake/build/lib/lean/Mine.olean"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"one")
    os.utime(file, ns=(10**18, 10**18))
    first = LakeWorkspace(workspace).prepare().revision
    file.write_bytes(b"two")
    os.utime(file, ns=(10**18, 10**18))
    assert LakeWorkspace(workspace).prepare().revision == first
    os.utime(file, ns=(10**18, 10**18 + 1))
    second = LakeWorkspace(workspace).prepare().revision
    assert second != first
    os.utime(file, ns=(10**18, 10**18 + 2))
    assert LakeWorkspace(workspace).prepare().revision == second
    for path in (tmp_path / "cache" / "hashes").iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    with pytest.warns(DamageWarning):
        assert LakeWorkspace(workspace).prepare().revision == second


def test_a_file_that_was_just_written_is_read_again(tmp_path: Path) -> None:
    """Its time may not change with its next change."""
    file, hashes = tmp_path / "file", FileHashes(tmp_path / "hashes")
    file.write_bytes(b"one")
    first = hashes.sha256(str(file))
    status = file.stat()
    file.write_bytes(b"two")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert hashes.sha256(str(file)) != first


def test_older_layouts(workspace: Path) -> None:
    lib = workspace / ".lake/packages/mathlib/.lake/build/lib"
    for path in list((lib / "lean").iterdir()):
        shutil.move(path, lib / path.name)
    (lib / "lean").rmdir()
    old = {
        "version": 5,
        "packagesDir": ".lake/packages",
        "packages": [{"git": {"name": "mathlib", "rev": REVISION}}],
    }
    (workspace / "lake-manifest.json").write_text(json.dumps(old), "utf-8")
    assert LakeWorkspace(workspace).prepare(("Embedded.Base",)).search_path[0] == lib


def test_package_in_a_folder(workspace: Path) -> None:
    shutil.move(workspace / ".lake/packages/mathlib", workspace.parent / "elsewhere")
    entry = {"type": "path", "name": "mathlib", "dir": "../elsewhere"}
    (workspace / "lake-manifest.json").write_text(json.dumps({"packages": [entry]}), "utf-8")
    assert LakeWorkspace(workspace).prepare(("Embedded.Base",)).lean_version == "4.35.0"


def test_another_toolchain_than_the_bench_wants(workspace: Path) -> None:
    found = LakeWorkspace(workspace)
    found.require("v4.35.0", "b")
    found.require(None, "b")
    with pytest.raises(WrongToolchainError) as caught:
        found.require("leanprover/lean4:v4.9.0", "bench minif2f")
    for part in ("v4.9.0", NAME, "prover-eval setup --workspace DIR --toolchain v4.9.0"):
        assert part in str(caught.value)


def test_wrong_workspaces_are_named(workspace: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(LeanUnavailableError, match="no compiled module Mathlib"):
        LakeWorkspace(workspace).prepare(("Mathlib",))
    with pytest.raises(LeanUnavailableError, match="no Lake project"):
        LakeWorkspace(tmp_path)
    head = workspace / ".lake/packages/mathlib/.git/HEAD"
    head.parent.mkdir()
    head.write_text("a" * 40 + "\n", "utf-8")
    with pytest.raises(LeanUnavailableError, match="the manifest pins 0123456789ab"):
        LakeWorkspace(workspace).prepare()
    head.unlink()
    (workspace / "lean-toolchain").write_text("leanprover/lean4:v4.9.0", "utf-8")
    with pytest.raises(LeanUnavailableError, match=r"elan toolchain install leanprover/lean4:v4\.9\.0"):
        LakeWorkspace(workspace).prepare()
    (workspace / "lean-toolchain").unlink()
    with pytest.raises(LeanUnavailableError, match="lean-toolchain"):
        LakeWorkspace(workspace)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"packages": 3}', '{"packages": [{"name": "x"}]}', "[" * 9999]
)
def test_broken_manifests_are_named(workspace: Path, text: str) -> None:
    (workspace / "lake-manifest.json").write_text(text, "utf-8")
    with pytest.raises(LeanUnavailableError, match="lake update"):
        LakeWorkspace(workspace)


def test_a_broken_lean_program_is_named(workspace: Path) -> None:
    lean = LakeWorkspace(workspace).find_lean()
    lean.write_text("#!/bin/sh\necho nonsense\n", "utf-8")
    with pytest.raises(LeanUnavailableError, match="nonsense"):
        LakeWorkspace(workspace).prepare()


def test_setup_skips_what_is_there(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modules = workspace / ".lake/packages/mathlib/.lake/build/lib/lean"
    shutil.copy(modules / "Embedded/Base.olean", modules / "Mathlib.olean")
    said: list[str] = []
    carry_out(workspace, said.append)
    assert len(said) == 3
    assert all(line.startswith("there: ") for line in said)
    (modules / "Mathlib.olean").unlink()
    assert [step.command for step in steps(workspace) if not step.done] == [("lake", "exe", "cache", "get")]


def test_setup_says_what_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("ELAN_HOME", str(tmp_path / "elan"))
    folder = tmp_path / "workspace"
    profile = find_profile("4.9.0")
    assert write_project(folder, profile)
    assert not write_project(folder, profile)
    assert LakeWorkspace(folder).toolchain == "leanprover/lean4:v4.9.0"
    assert 'rev = "v4.9.0"' in (folder / "lakefile.toml").read_text("utf-8")
    with pytest.raises(LeanUnavailableError, match=r"elan toolchain install leanprover/lean4:v4\.9\.0"):
        carry_out(folder, lambda line: None)
    with pytest.raises(LeanUnavailableError, match="another --workspace"):
        write_project(folder, find_profile(None))
    with pytest.raises(UnknownNameError, match=r"v4\.9\.0"):
        find_profile("4.8.0")


def test_setup_with_the_real_lake(tmp_path: Path) -> None:
    if shutil.which("lake") is None:
        pytest.skip("no lake on PATH")
    found = LakeWorkspace(make_real_project(tmp_path))
    assert found.prepare().lean_version in found.toolchain


def make_real_project(folder: Path) -> Path:
    """An empty project for whatever Lean `lake` belongs to."""
    import subprocess

    version = subprocess.run(
        ["lean", "--version"], capture_output=True, text=True, check=True
    ).stdout.split()[2]
    (folder / "lean-toolchain").write_text(f"leanprover/lean4:v{version.rstrip(',')}\n", "utf-8")
    (folder / "lakefile.toml").write_text('name = "empty"\n', "utf-8")
    subprocess.run(["lake", "update"], cwd=folder, check=True)
    return folder
