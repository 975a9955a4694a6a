"""`prover-eval report --html` as a person calls it, and that the other ways of `report` stay."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.cli import main

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """`call("report", run, ...)` runs the whole command line in this process: (exit code, out, err)."""

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["prover-eval", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        captured = capsys.readouterr()
        return int(end.value.code or 0), captured.out, captured.err

    return run


def test_a_page_is_written_and_named(make_run: Any, tmp_path: Path, call: Call) -> None:
    page = tmp_path / "new" / "page.html"
    code, out, err = call("report", make_run("run", {"p": ["a", "b"]}), "--html", page, "--k", "2")
    assert (code, err) == (0, "")
    assert out.startswith(f"{page} (")
    assert "pass@2" in page.read_text("utf-8")
    assert "pass@1<" not in page.read_text("utf-8")


def test_a_folder_is_written_where_one_is_asked_for(make_run: Any, tmp_path: Path, call: Call) -> None:
    run = make_run("run", {"p": ["a"]})
    (tmp_path / "there").mkdir()
    for folder in (f"{tmp_path}/new/", tmp_path / "there"):
        code, _, err = call("report", run, "--html", folder)
        assert code == 0
        assert "keep it beside the page" in err
        assert sorted(path.name for path in Path(folder).iterdir()) == ["index.html", "index_files"]


def test_an_incomplete_run_gives_its_page_and_its_code(make_run: Any, tmp_path: Path, call: Call) -> None:
    code, out, _ = call("report", make_run("run", {"p": ["a", None]}), "--html", tmp_path / "page.html")
    assert code == 3
    assert "page.html" in out


def test_mistakes_are_told(make_run: Any, tmp_path: Path, call: Call) -> None:
    run = make_run("run", {"p": ["a"]})
    code, _, err = call("report", run, "--html", tmp_path / "a.html", "--json")
    assert (code, "give one of them" in err) == (2, True)
    code, _, err = call("report", run, "--html", tmp_path / "a.html", "--k", "8")
    assert (code, "largest possible k is 1" in err) == (2, True)
    assert not (tmp_path / "a.html").exists()


def test_without_html_the_table_is_printed(make_run: Any, call: Call) -> None:
    code, out, _ = call("report", make_run("run", {"p": ["a"]}))
    assert code == 0
    assert out.startswith("toy, test split, 1 problem; 1 sample | toy")
    assert "pass@1" in out
