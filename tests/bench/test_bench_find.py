"""find_bench and list_benches: include paths, plugins, clashes, broken folders."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.bench import find_bench, list_benches
from harness.errors import DataError, UnknownNameError, UsageError

Make = Callable[..., Any]


def test_include_path_and_spelling(make_bench: Make, tmp_path: Path) -> None:
    folder = make_bench("in/a", name="my_bench-1")
    for name in ("my_bench-1", "my-bench-1", "my_bench_1"):
        assert find_bench(name, [tmp_path / "in"]).folder == folder
    assert find_bench("my-bench-1", [folder]).name == "my_bench-1"
    assert find_bench("my-bench-1", [folder, tmp_path / "in"]).name == "my_bench-1"


def test_unknown_names_list_the_known(make_bench: Make, tmp_path: Path) -> None:
    make_bench("in/a", name="sums")
    with pytest.raises(UnknownNameError, match=r"unknown bench 'sumz'. Did you mean sums") as caught:
        find_bench("sumz", [tmp_path / "in"])
    assert "nng" in caught.value.known


def test_shipped_benches_are_listed() -> None:
    infos = list_benches()
    nng = next(info for info in infos if info.name == "nng")
    assert (nng.origin, nng.lean, nng.error) == ("shipped", "embedded", None)
    assert find_bench("nng").name == "nng"


def test_include_path_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a folder"):
        find_bench("nng", [tmp_path / "none"])


def test_a_broken_neighbour_fails_only_when_asked_for(make_bench: Make, tmp_path: Path) -> None:
    make_bench("in/good", name="good")
    make_bench("in/bad", yaml="name: wrong\ndata: rows.jsonl\nlean: coq\n")
    make_bench("in/worse", yaml="[")
    include = [tmp_path / "in"]
    assert find_bench("good", include).name == "good"
    with pytest.raises(DataError, match=r"task.yaml:3: field 'lean'") as caught:
        find_bench("wrong", include)
    assert caught.value.field == "lean"
    with pytest.raises(DataError, match="isn't YAML"):
        find_bench("worse", include)
    errors = {info.name: info.error for info in list_benches(include) if info.origin == "include"}
    assert errors["good"] is None
    assert isinstance(errors["wrong"], DataError) and isinstance(errors["worse"], DataError)


def test_a_folder_too_broken_to_have_a_name_takes_none_away(make_bench: Make, tmp_path: Path) -> None:
    make_bench("in/nng", yaml="[")
    assert find_bench("nng", [tmp_path / "in"]).name == "nng"


def test_two_folders_of_one_name(make_bench: Make, tmp_path: Path) -> None:
    one, two = make_bench("in/one", name="twin_x"), make_bench("in/two", name="twin-x")
    make_bench("in/three", name="other")
    with pytest.raises(UsageError) as caught:
        find_bench("twin_x", [tmp_path / "in"])
    assert str(one) in str(caught.value) and str(two) in str(caught.value)
    assert find_bench("other", [tmp_path / "in"]).name == "other"
    infos = {info.folder: info for info in list_benches([tmp_path / "in"])}
    assert isinstance(infos[one].error, UsageError) and isinstance(infos[two].error, UsageError)
    make_bench("again/nng", name="nng")
    with pytest.raises(UsageError, match="more than one bench"):
        find_bench("nng", [tmp_path / "again"])


def test_broken_rows_show_when_the_bench_is_read(make_bench: Make, tmp_path: Path) -> None:
    make_bench("in/rows", name="rows", rows=b"{\n")
    assert [info.error for info in list_benches([tmp_path / "in"]) if info.name == "rows"] == [None]
    with pytest.raises(DataError, match=r"rows.jsonl:1"):
        find_bench("rows", [tmp_path / "in"])


def test_plugins(make_bench: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    make_bench("site/bench_plugin_x/tasks", name="from_plugin")
    (site / "bench_plugin_x" / "__init__.py").write_text("")
    (site / "bench_plugin_broken.py").write_text("")
    info = site / "bench_plugin_x-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: bench-plugin-x\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[prover_eval.benches]\nfrom_plugin = bench_plugin_x.tasks\n"
        "no_task = bench_plugin_broken\nno_module = bench_plugin_none.at.all\n"
    )
    monkeypatch.syspath_prepend(str(site))
    assert find_bench("from-plugin").folder == site / "bench_plugin_x" / "tasks"
    shown = {bench.name: bench.error for bench in list_benches() if bench.origin == "plugin"}
    assert shown["from_plugin"] is None
    with pytest.raises(DataError, match=r"has no task.yaml"):
        find_bench("no_task")
    with pytest.raises(DataError, match="can't be found"):
        find_bench("no_module")


def test_nothing_heavy_is_imported() -> None:
    heavy = ("yaml", "asyncio", "numpy", "click")
    code = f"import sys, harness.bench; print([m for m in {heavy} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
