"""Building the embedded library: once, by content, safe against two builders and damage."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harness.errors import LeanUnavailableError
from harness.lean import embedded
from harness.lean.embedded import EmbeddedLean, damaged, run_lean, sources

PROGRAM = """
import sys
from pathlib import Path
from harness.lean.embedded import EmbeddedLean
print(EmbeddedLean(cache=Path(sys.argv[1]), say=print).prepare().search_path[0])
"""


def test_two_builders_at_once_make_one_library(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [process.communicate(timeout=300)[0].splitlines() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert outputs[0][-1] == outputs[1][-1]
    assert sum("library built" in lines for lines in outputs) == 1
    folder = tmp_path / "lean"
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1

    module = next(folder.rglob("Base.olean"))
    whole = module.read_bytes()
    module.write_bytes(whole[:-8])
    lines: list[str] = []
    EmbeddedLean(cache=tmp_path, say=lines.append).prepare()
    assert "library built" in lines and "was damaged: it is made again" in lines[0]
    assert module.read_bytes() == whole

    lines.clear()
    EmbeddedLean(cache=tmp_path, say=lines.append).prepare()
    assert lines == []


SMALL = """
import sys
from pathlib import Path
from harness.lean import embedded
parent = Path(sys.argv[1])
embedded.data_folder = lambda name: parent / name
lean = embedded.EmbeddedLean(cache=parent / "cache", say=lambda line: print(line, flush=True))
print(lean.prepare().revision)
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The parent of a library with a few modules."""
    source = tmp_path / "lean_workspace" / "embedded" / "Embedded"
    source.mkdir(parents=True)
    for number in range(4):
        imports = f"import Embedded.M{number - 1}\n" if number else ""
        (source / f"M{number}.lean").write_text(f"prelude\n{imports}inductive T{number} where | a | b\n")
    return tmp_path


def test_a_killed_build_leaves_nothing(small: Path) -> None:
    """A process that is killed at any moment; the next one finds no half of a library and clears up."""
    folder = small / "cache" / "lean"
    seen: set[str] = set()
    for number in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", SMALL, str(small)], stdout=subprocess.PIPE, text=True
        ) as build:
            assert build.stdout is not None
            assert "building" in build.stdout.readline()
            time.sleep(0.12 * number)
            build.kill()
        left = [path for path in folder.iterdir() if path.is_dir()]
        seen.update("whole" if "." not in path.name else "unfinished" for path in left)
        assert len(left) <= 1
        if seen == {"whole", "unfinished"}:
            break
    done = subprocess.run(
        [sys.executable, "-c", SMALL, str(small)], capture_output=True, text=True, check=True
    )
    (build_folder,) = (path for path in folder.iterdir() if path.is_dir())
    assert build_folder.name == f"embedded-{done.stdout.split()[-1][:16]}"
    assert len(list(build_folder.rglob("*.olean"))) == 4
    assert "unfinished" in seen


def test_what_is_left_of_another_versions_build_is_removed(small: Path) -> None:
    folder = small / "cache" / "lean"
    gone, held = folder / "embedded-0123.abc", folder / "embedded-4567.abc"
    for path in (gone, held):
        path.mkdir(parents=True)
        (path / "Half.olean").write_bytes(b"half")
    with (folder / "embedded-4567.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        subprocess.run([sys.executable, "-c", SMALL, str(small)], capture_output=True, check=True)
    assert held.exists() and not gone.exists()


def test_a_full_disk_is_told_and_leaves_nothing(small: Path) -> None:
    """No file can grow beyond a few bytes, as on a disk that is full."""
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n" + SMALL
    ending = "\nexcept embedded.LeanUnavailableError as error: print('told:', error); sys.exit(3)\n"
    lines = limited.rstrip().splitlines()
    program = "\n".join(lines[:-1]) + "\ntry: " + lines[-1] + ending
    done = subprocess.run(
        [sys.executable, "-c", program, str(small)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (3, ""), done
    assert "told:" in done.stdout
    folder = small / "cache" / "lean"
    assert not [path for path in folder.iterdir() if path.is_dir()]
    subprocess.run([sys.executable, "-c", SMALL, str(small)], capture_output=True, check=True)


def test_a_cache_that_cannot_be_made_is_told(small: Path) -> None:
    (small / "cache").write_text("in the way")
    with pytest.raises(LeanUnavailableError, match=r"can't be built: .* is a file; set PROVER_EVAL_CACHE"):
        EmbeddedLean(cache=small / "cache", say=lambda line: None).prepare()


def test_modules_come_after_their_imports(tmp_path: Path) -> None:
    folder = tmp_path / "Embedded"
    folder.mkdir()
    (folder / "A.lean").write_text("prelude\nimport Embedded.Z\n")
    (folder / "Z.lean").write_text("prelude\n")
    assert list(sources(tmp_path)) == ["Embedded.Z", "Embedded.A"]
    (folder / "Z.lean").write_text("prelude\nimport Embedded.A\n")
    with pytest.raises(LeanUnavailableError, match="unresolved"):
        sources(tmp_path)


def test_a_library_that_does_not_compile_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "lean_workspace" / "embedded" / "Embedded"
    source.mkdir(parents=True)
    (source / "Base.lean").write_text("prelude\ndef broken := nowhere\n")
    monkeypatch.setattr(embedded, "data_folder", lambda name: tmp_path / name)
    lean = EmbeddedLean(cache=tmp_path / "cache", say=lambda line: None)
    with pytest.raises(LeanUnavailableError, match="nowhere"):
        lean.prepare()
    assert not [path for path in (tmp_path / "cache" / "lean").iterdir() if path.is_dir()]


def test_a_changed_source_is_another_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "lean_workspace" / "embedded" / "Embedded"
    source.mkdir(parents=True)
    monkeypatch.setattr(embedded, "data_folder", lambda name: tmp_path / name)
    revisions = set()
    for text in ("prelude\n", "prelude\n-- changed\n"):
        (source / "Base.lean").write_text(text)
        revisions.add(EmbeddedLean(cache=tmp_path, say=lambda line: None).revision)
    assert len(revisions) == 2


def test_damage_to_the_shared_library_is_seen(tmp_path: Path) -> None:
    library = embedded.shared_library()
    assert damaged(library) is None
    other = tmp_path / library.name
    other.write_bytes(b"\x7fELF")
    assert damaged(other) is not None


def test_a_missing_wheel_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "WHEEL", "no-such-wheel-of-lean")
    with pytest.raises(LeanUnavailableError, match="pip install"):
        embedded.shared_library()


def test_lean_reports_its_version() -> None:
    done = run_lean(embedded.shared_library(), ["--version"], search_path=())
    assert done.returncode == 0
    assert embedded.LEAN_VERSION in done.stdout
