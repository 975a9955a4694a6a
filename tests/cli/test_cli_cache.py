"""prover-eval cache: every file that a run leaves is listed, and only such files are ever removed."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from harness.lean.embedded import EmbeddedLean
from harness.usercache import CACHE_KINDS, cached_items


def command(cache: Path, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "harness", *arguments],
        capture_output=True,
        text=True,
        input=stdin,
        cwd=cache.parent,
        env={**os.environ, "PROVER_EVAL_CACHE": str(cache)},
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache after a run; its library is copied, since building one takes its time."""
    cache = tmp_path_factory.mktemp("used") / "cache"
    build = Path(EmbeddedLean().prepare().search_path[0])
    shutil.copytree(build, cache / "lean" / build.name)
    for engine in ("fork", "process"):
        done = command(
            cache, "--bench", "minif2f-core", "--model", "tactics", "--limit", "2", "--engine", engine,
            "--output-dir", f"run-{engine}", "--recheck",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    return cache


@pytest.fixture
def cache(used: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(used, tmp_path / "cache", symlinks=True))


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_every_file_that_a_run_leaves_is_of_a_kind(used: Path) -> None:
    items = [item.path for kind in CACHE_KINDS.values() for item in cached_items(used, kind)]
    for path in used.rglob("*"):
        if path.is_file() and path.suffix not in (".lock", ".sqlite-wal", ".sqlite-shm"):
            assert any(path.is_relative_to(item) for item in items), path


def test_kinds_are_listed_with_size_and_age(used: Path) -> None:
    rows = {
        row["kind"]: row
        for row in map(json.loads, command(used, "cache", "list", "--json").stdout.splitlines())
    }
    assert set(rows) == set(CACHE_KINDS)
    assert rows["library"]["items"] == 1 and rows["library"]["bytes"] > 1_000_000
    assert rows["data"]["items"] == 0 and rows["data"]["oldest"] is None
    told = command(used, "cache").stdout
    assert str(used) in told and all(name in told for name in rows)


def test_nothing_is_removed_without_a_yes(cache: Path) -> None:
    before = files(cache)
    done = command(cache, "cache", "clear", stdin="")
    assert done.returncode == 2 and "give --yes" in done.stderr
    assert files(cache) == before


def test_what_others_put_there_stays(cache: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / f"{'a' * 64}.data").write_text("mine")
    (cache / "benches").symlink_to(elsewhere)
    (cache / "lean" / "project").mkdir()
    (cache / "engines" / ("b" * 64)).symlink_to(elsewhere / f"{'a' * 64}.data")
    mine = ("lean/project/Mine.lean", "lean/embedded-notes", "references/1/notes.txt", "notes")
    for name in mine:
        (cache / name).write_text("mine")
    done = command(cache, "cache", "clear", "--yes")
    assert done.returncode == 0 and "removed" in done.stdout, done.stderr
    left = {name for name in files(cache) if not name.endswith(".lock")}
    assert left == {*mine, f"engines/{'b' * 64}", "verdicts.sqlite"}
    assert (elsewhere / f"{'a' * 64}.data").read_text() == "mine"
    with sqlite3.connect(cache / "verdicts.sqlite") as store:
        assert store.execute("SELECT COUNT(*) FROM verdicts").fetchone() == (0,)


def test_a_kind_and_an_age_choose(cache: Path) -> None:
    assert "nothing to remove" in command(cache, "cache", "clear", "--older-than", "30d", "--yes").stdout
    done = command(cache, "cache", "clear", "verdicts", "selftests", "--yes")
    assert done.returncode == 0
    assert cached_items(cache, CACHE_KINDS["library"]) and not cached_items(cache, CACHE_KINDS["selftests"])
    bad = command(cache, "cache", "clear", "--older-than", "soon", "--yes")
    assert bad.returncode == 2 and "like 30d" in bad.stderr


def test_a_damaged_store_goes_too(cache: Path) -> None:
    (cache / "verdicts.sqlite").write_bytes(b"no database" * 100)
    assert command(cache, "cache", "clear", "verdicts", "--yes").returncode == 0
    assert not (cache / "verdicts.sqlite").exists()


def test_a_run_goes_on_after_its_cache_is_cleared(cache: Path) -> None:
    assert command(cache, "cache", "clear", "references", "verdicts", "selftests", "--yes").returncode == 0
    done = command(cache, "--bench", "nng", "--model", "tactics", "--limit", "1")
    assert done.returncode == 0, done.stderr
