"""Building the embedded library: once, by content, safe against two builders and damage."""

from __future__ import annotations

import subprocess
import sys
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
    assert "library built" in lines
    assert module.read_bytes() == whole

    lines.clear()
    EmbeddedLean(cache=tmp_path, say=lines.append).prepare()
    assert lines == []


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
