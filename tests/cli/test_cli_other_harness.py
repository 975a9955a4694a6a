"""A user's own folder `harness`, where Python looks first: ours is found all the same."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import harness
from harness.lean.toolchain import Toolchain

SCRIPT = Path(sys.executable).with_name("prover-eval")
OURS = f"prover-eval, version {harness.__version__}"
WAYS: dict[str, Sequence[str]] = {
    "script": [str(SCRIPT)],
    "prover_eval": [sys.executable, "-m", "prover_eval"],
    "notebook": [sys.executable, "-c", "from prover_eval.__main__ import main; main()"],
}


@pytest.fixture(params=["package", "folder"])
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The user's folder: with a package `harness` that fails, or with plain files in such a folder."""
    folder = tmp_path / "project"
    (folder / "harness" / "cli").mkdir(parents=True)
    (folder / "harness" / "notes.txt").write_text("mine\n")
    if request.param == "package":
        for name in ("__init__.py", "__main__.py", "cli/__init__.py"):
            (folder / "harness" / name).write_text("raise SystemExit('the user\\'s own harness ran')\n")
    return folder


def called(
    way: Sequence[str], project: Path, *words: str, path: bool = False
) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    if path:
        environment["PYTHONPATH"] = str(project)
    return subprocess.run(
        [*way, *words], cwd=project, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("path", [False, True], ids=["", "PYTHONPATH"])
@pytest.mark.parametrize("way", list(WAYS))
def test_the_command_is_ours(project: Path, way: str, path: bool) -> None:
    done = called(WAYS[way], project, "--version", path=path)
    assert (done.returncode, done.stdout.strip()) == (0, OURS), done.stderr


@pytest.mark.parametrize("engine", ["auto", "process"])
def test_so_are_the_processes_that_it_starts(toolchain: Toolchain, project: Path, engine: str) -> None:
    (project / "p.lean").write_text("  simp\n")
    words = ("check", "p.lean", "--bench", "nng", "--problem", "nng_zero_on_both_sides", "--engine", engine)
    done = called(WAYS["prover_eval"], project, *words, path=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("p.lean: proved")


def test_the_name_of_the_package_itself(project: Path) -> None:
    """`python -m harness` runs what Python finds first, which only Python's own -P can change."""
    here = called([sys.executable, "-m", "harness"], project, "--version")
    ours = called([sys.executable, "-P", "-m", "harness"], project, "--version")
    assert ours.stdout.strip() == OURS, ours.stderr
    if (project / "harness" / "__init__.py").exists():
        assert "the user's own harness ran" in here.stderr
    else:
        assert here.stdout.strip() == OURS


def test_another_one_that_is_loaded_already_is_told(project: Path) -> None:
    (project / "harness" / "__init__.py").write_text("")
    program = "import harness\ntry:\n    import prover_eval\nexcept ImportError as error:\n    print(error)\n"
    done = called([sys.executable, "-c", program], project)
    assert "import prover_eval first" in done.stdout, done.stderr
    twin = called([sys.executable, "-c", "import prover_eval, harness; print(harness.__version__)"], project)
    assert twin.stdout.strip() == harness.__version__, twin.stderr
