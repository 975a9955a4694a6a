"""A loop's folder: stages are done once, and again when what they read has changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.errors import DataError, UsageError
from harness.pipeline.loop import LoopFolder, LoopRejection, LoopStatement, VerifiedPair, read_rows, row_lines
from harness.pipeline.loop.rows import Origin

ROWS = [LoopRejection("a" * 32, "reject", "contradictory", "omega"), LoopRejection("b" * 32, "score", "poor")]


def make(
    loop: LoopFolder, name: str, *, inputs: tuple[str, ...] = (), rows: int = 2, **settings: object
) -> bool:
    """Do a stage unless it is done; whether it had to be done."""
    stage = loop.stage(name, settings, inputs)
    if stage.result is not None:
        return False
    stage.begin()
    stage.write_rows("rows.jsonl", ROWS[:rows])
    stage.finish(["rows.jsonl"], {"rows": rows}, {"lean_cpu_s": 1.5})
    return True


def test_a_stage_is_done_once(tmp_path: Path) -> None:
    with LoopFolder(tmp_path / "loop") as loop:
        assert make(loop, "one", k=8)
        assert not make(loop, "one", k=8)
        assert make(loop, "round-1/two", inputs=("one",))
    with LoopFolder(tmp_path / "loop") as loop:
        assert not make(loop, "one", k=8)
        assert not make(loop, "round-1/two", inputs=("one",))
        assert [(result.name, done) for result, done in loop.results()] == [
            ("one", True),
            ("round-1/two", True),
        ]
        assert loop.finished("one").rows("rows.jsonl", LoopRejection.from_json) == ROWS


def test_a_changed_input_redoes_what_depends_on_it_and_says_so(tmp_path: Path) -> None:
    said: list[str] = []
    with LoopFolder(tmp_path / "loop", say=said.append) as loop:
        make(loop, "one", k=8)
        make(loop, "two", inputs=("one",))
        assert make(loop, "one", rows=1, k=16)
        assert make(loop, "two", inputs=("one",))
    assert said[0].startswith("one is made again, since k was 8 and is 16; what was there: ")
    assert said[1].startswith("two is made again, since one has changed")
    assert (tmp_path / "loop/one.before-1/rows.jsonl").read_text() == row_lines(ROWS)


def test_another_setting_with_the_same_outcome_leaves_what_depends_on_it(tmp_path: Path) -> None:
    with LoopFolder(tmp_path / "loop", say=lambda line: None) as loop:
        make(loop, "one", k=8)
        make(loop, "two", inputs=("one",))
        assert make(loop, "one", k=16)
        assert not make(loop, "two", inputs=("one",))


def test_a_file_that_was_changed_by_hand_counts_as_it_is(tmp_path: Path) -> None:
    with LoopFolder(tmp_path / "loop", say=lambda line: None) as loop:
        make(loop, "one")
        make(loop, "two", inputs=("one",))
        (tmp_path / "loop/one/rows.jsonl").write_text(row_lines(ROWS[1:]))
        (two,) = [result for result, _ in loop.results() if result.name == "two"]
        assert loop.stale(two) == ["one"]
        assert make(loop, "two", inputs=("one",))


def test_a_stage_that_was_begun_goes_on_in_its_folder(tmp_path: Path) -> None:
    with LoopFolder(tmp_path / "loop") as loop:
        stage = loop.stage("one", {"k": 8})
        (stage.begin() / "part").write_text("half")
        assert [(result.name, done) for result, done in loop.results()] == [("one", False)]
    with LoopFolder(tmp_path / "loop") as loop:
        stage = loop.stage("one", {"k": 8})
        assert stage.result is None
        assert (stage.begin() / "part").read_text() == "half"


def test_an_input_must_be_done(tmp_path: Path) -> None:
    with LoopFolder(tmp_path / "loop") as loop, pytest.raises(UsageError, match="stage one isn't done"):
        loop.stage("two", {}, ["one"])


def test_other_files_decide_by_their_contents(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    (tmp_path / "b").write_text("x")
    with LoopFolder(tmp_path / "loop") as loop:
        first = loop.stage("one", {}, files=[tmp_path / "a"]).key
        assert loop.stage("one", {}, files=[tmp_path / "b"]).key == first
        (tmp_path / "b").write_text("y")
        assert loop.stage("one", {}, files=[tmp_path / "b"]).key != first


def test_another_folder_isnt_taken(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")
    with pytest.raises(UsageError, match="no loop"):
        LoopFolder(tmp_path)
    with pytest.raises(UsageError, match="no loop"):
        LoopFolder(tmp_path / "none", write=False)


def test_one_process_writes(tmp_path: Path) -> None:
    with LoopFolder(tmp_path / "loop"), pytest.raises(UsageError, match="is being written by"):
        LoopFolder(tmp_path / "loop")


STATEMENT = LoopStatement(
    "c" * 32, "s1", "import A\n", "theorem s1 : 1 = 1 := by\n", Origin("given", source="x", votes=(2, 3))
)
PAIR = VerifiedPair(
    "c" * 32, "negation", "s1", "", "theorem s1 : ¬ (1 = 1) := by\n", "omega", 1, "m", 0, "d" * 16
)


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "s").write_text(row_lines([STATEMENT]))
    (tmp_path / "p").write_text(row_lines([PAIR]))
    assert list(read_rows(tmp_path / "s", LoopStatement.from_json)) == [STATEMENT]
    assert list(read_rows(tmp_path / "p", VerifiedPair.from_json)) == [PAIR]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"ident": 1}, "ident"), ({"origin": []}, "origin"), ({"origin": {"kind": "mine"}}, "kind")],
)
def test_a_row_that_cant_be_says_where(tmp_path: Path, change: dict[str, object], field: str) -> None:
    (tmp_path / "s").write_text(row_lines([STATEMENT]) + json.dumps({**STATEMENT.to_json(), **change}) + "\n")
    with pytest.raises(DataError, match=rf"s:2.*{field}"):
        list(read_rows(tmp_path / "s", LoopStatement.from_json))
