"""The store: what goes in comes out, once per content, in whole batches; settings, locks and readers."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import run_parts
from hypothesis import given, settings
from hypothesis import strategies as st
from run_parts import RECORD, make_plan, run_once, table, verdict_of

import harness
from harness.backends import Generation, Sampling
from harness.checker import Message, Reason, Status, Verdict
from harness.errors import SettingsMismatchError, StoreError, UsageError
from harness.run.store import BATCH_ROWS, RunStore, State

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=400)
HARD_TEXTS = ["", "\0", "\ud800 alone", "a\0b\udfff" * 100, "∀ x, ℕ" * 50, "x" * 1_000_000, "\r\n\x85\u2028"]


def rejected(text: str) -> Verdict:
    message = Message("error", text, 1, 2, None, None, "hasSorry")
    return Verdict(Status.REJECTED, Reason.LEAN_ERROR, text, (), (message, message), 1.5, 2.5, RECORD)


def rows_on_disk(folder: Path) -> int:
    with RunStore.open_readonly(folder) as reader:
        return len(list(reader.attempts()))


@pytest.mark.parametrize("name", ["model", "bench"])
def test_a_run_that_nobody_could_read_is_not_begun(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=name):
        RunStore.create_or_open(tmp_path / "run", make_plan(1, 1, **{name: "a\x1b[2J"}))
    assert not (tmp_path / "run").exists()
    with RunStore.create_or_open(tmp_path / "run", make_plan(1, 1, **{name: "modèle ∀"})):
        pass


@pytest.mark.parametrize("text", HARD_TEXTS, ids=range(len(HARD_TEXTS)))
@pytest.mark.parametrize("at_once", [True, False])
def test_every_text_survives(tmp_path: Path, text: str, at_once: bool) -> None:
    plan = make_plan(1, 1)
    with RunStore.create_or_open(tmp_path / "run", plan) as store:
        store.put_generated("p0", Generation(0, 2**63 - 1, text), text, prompt=text)
        if not at_once:
            store.flush()
        store.put_verdict("p0", 0, rejected(text))
    with RunStore.open_readonly(tmp_path / "run") as store:
        row = store.attempt("p0", 0)
        assert row is not None and row.seed == 2**63 - 1
        assert row.text() == row.proof() == row.prompt() == text
        assert [message.text for message in row.messages()] == [text, text]
        verdict = row.verdict()
        assert verdict is not None
        # A detail is a line for people: shortened, and what is no UTF-8 is spelt out.
        assert verdict.detail == text[:1000].encode("utf-8", "backslashreplace").decode()
        assert (verdict.messages, verdict.axioms, verdict.record) == (rejected(text).messages, (), RECORD)
        assert (verdict.cpu_s, verdict.wall_s) == (1.5, 2.5)


@settings(deadline=None)
@given(st.lists(st.tuples(ANY_TEXT, st.none() | ANY_TEXT), min_size=1, max_size=8))
def test_any_texts_survive_beside_each_other(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str | None]]
) -> None:
    folder = tmp_path_factory.mktemp("texts") / "run"
    with RunStore.create_or_open(folder, make_plan(1, 8)) as store:
        for index, (text, proof) in enumerate(texts):
            store.put_generated("p0", Generation(index, index, text), proof)
        assert [(row.text(), row.proof()) for row in store.attempts("p0")] == texts


def test_equal_texts_are_stored_once(tmp_path: Path) -> None:
    with RunStore.create_or_open(tmp_path / "run", make_plan(2, 50)) as store:
        for problem in ("p0", "p1"):
            for index in range(50):
                store.put_generated(problem, Generation(index, index, "exact rfl"), "rfl", prompt="Prove it")
                store.put_verdict(problem, index, rejected("no"))
            store.flush()
    with RunStore.create_or_open(tmp_path / "run", make_plan(2, 50)) as store:
        store.put_generated("p1", Generation(49, 49, "exact rfl"), "rfl", prompt="Prove it")
    with sqlite3.connect(tmp_path / "run" / "attempts.sqlite") as connection:
        # Text, proof, prompt, messages, axioms, record.
        assert connection.execute("SELECT count(*) FROM texts").fetchone() == (6,)
        assert connection.execute("SELECT count(*) FROM attempts").fetchone() == (100,)
    connection.close()


def test_long_texts_are_compressed(tmp_path: Path) -> None:
    with RunStore.create_or_open(tmp_path / "run", make_plan(1, 1)) as store:
        store.put_generated("p0", Generation(0, 0, "induction n with " * 100_000), None)
    assert sum(file.stat().st_size for file in (tmp_path / "run").iterdir()) < 200_000


def test_the_two_steps_and_the_states(tmp_path: Path) -> None:
    plan = make_plan(1, 8)
    broken = Verdict(Status.INFRASTRUCTURE, Reason.SANDBOX, "no sandbox")
    gone = Verdict(Status.INFRASTRUCTURE, Reason.BACKEND, "gone")
    with RunStore.create_or_open(tmp_path / "run", plan) as store:
        for index in range(4):
            store.put_generated("p0", Generation(index, index, "exact rfl"), "rfl")
        store.flush()
        store.put_verdict("p0", 1, Verdict(Status.PROVED))
        store.put_verdict("p0", 2, rejected("no"))
        store.put_verdict("p0", 3, broken)
        store.put_generated("p0", Generation(4, 4, "", error="gone"), None, verdict=gone)
        store.put_generated("p0", Generation(5, 5, "", exhausted=True), None)
        store.put_generated("p0", Generation(6, 6, "no code"), None, verdict=rejected("no code"))
        states = store.done()["p0"]
        assert [State(state).name for state in states.states] == [
            "GENERATED", "PROVED", "FAILED", "GENERATED", "MISSING", "EXHAUSTED", "FAILED", "MISSING"
        ]  # fmt: skip
        assert states.judged == [1, 2, 5, 6]
        assert states.generated == [0, 3]
        summary = store.summary()
    assert summary.problems[0].outcomes == (None, True, False, None, None, False, None)
    assert dict(summary.verdicts) == {
        "proved": 1, "rejected": 2, "timeout": 0, "resource": 0, "infrastructure": 2
    }  # fmt: skip
    assert dict(summary.reasons) == {
        "rejected/lean_error": 2, "infrastructure/backend": 1, "infrastructure/sandbox": 1
    }  # fmt: skip
    assert not summary.complete and summary.lean_cpu_s == 3.0


def test_a_second_generation_replaces_the_first_and_its_verdict(tmp_path: Path) -> None:
    with RunStore.create_or_open(tmp_path / "run", make_plan(1, 1)) as store:
        for text in ("one", "two"):
            store.put_generated("p0", Generation(0, 0, text), text)
            store.put_verdict("p0", 0, rejected(text))
            store.flush()
        store.put_generated("p0", Generation(0, 0, "three"), "three")
        (row,) = store.attempts()
        assert (row.text(), row.status, row.verdict()) == ("three", None, None)


def test_a_verdict_for_nothing_is_an_error(tmp_path: Path) -> None:
    with RunStore.create_or_open(tmp_path / "run", make_plan()) as store:
        store.put_verdict("p0", 0, verdict_of("x"))
        with pytest.raises(StoreError, match="never generated"):
            store.flush()


def test_batches_are_written_whole_when_they_are_full(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    with RunStore.create_or_open(folder, make_plan(1, 1000)) as store:
        for index in range(BATCH_ROWS - 1):
            store.put_generated("p0", Generation(index, index, f"text {index}"), "x")
        assert rows_on_disk(folder) == 0
        store.put_generated("p0", Generation(BATCH_ROWS - 1, 0, "last"), "x")
        assert rows_on_disk(folder) == BATCH_ROWS and store.pending == 0
        store.put_generated("p0", Generation(999, 0, "y" * 5_000_000), "x")
        assert rows_on_disk(folder) == BATCH_ROWS + 1
        store.put_generated("p0", Generation(998, 0, "rest"), "x")
    assert rows_on_disk(folder) == BATCH_ROWS + 2


def test_run_json_has_every_setting(tmp_path: Path) -> None:
    plan = make_plan(settings={"limits": {"cpu_s": 60}})
    with RunStore.create_or_open(tmp_path / "run", plan):
        pass
    content = json.loads((tmp_path / "run" / "run.json").read_text())
    assert content["settings"] == plan.settings
    assert content["prover_eval"] == harness.__version__
    assert {"created", "python", "platform", "format"} <= set(content)
    assert sorted(file.name for file in (tmp_path / "run").iterdir()) == [
        "attempts.sqlite", "run.json", "run.lock"
    ]  # fmt: skip


def test_other_settings_are_refused_with_the_differences(tmp_path: Path) -> None:
    old = {"limits": {"cpu_s": 60, "memory": 4}, "engine": "process"}
    new = {"limits": {"cpu_s": 90, "memory": 4}, "policy": "strict"}
    with RunStore.create_or_open(tmp_path / "run", make_plan(settings=old)):
        pass
    with pytest.raises(SettingsMismatchError) as caught:
        RunStore.create_or_open(
            tmp_path / "run", make_plan(n=5, sampling=Sampling(temperature=0.5), settings=new)
        )
    assert caught.value.differences == {
        "engine": ("process", "nothing"),
        "limits.cpu_s": (60, 90),
        "n": (4, 5),
        "policy": ("nothing", "strict"),
        "sampling": ({}, "nothing"),
        "sampling.temperature": ("nothing", 0.5),
    }
    RunStore.create_or_open(tmp_path / "run", make_plan(settings=old)).close()


def test_a_run_that_does_not_say_why_it_had_no_replay_goes_on(tmp_path: Path) -> None:
    old = {"check": {"replay": "none"}}
    with RunStore.create_or_open(tmp_path / "run", make_plan(settings=old)):
        pass
    new = {"check": {"replay": "none", "no_replay": "not asked for"}}
    RunStore.create_or_open(tmp_path / "run", make_plan(settings=new)).close()
    with pytest.raises(SettingsMismatchError):
        RunStore.create_or_open(tmp_path / "run", make_plan(settings={"check": {"replay": "kernel"}}))


@contextmanager
def held_by_another_process(folder: Path) -> Iterator[int]:
    script = [sys.executable, run_parts.__file__, str(folder), "--hold", "--problems", "5", "--n", "4"]
    with subprocess.Popen(script, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None and process.stdout.readline() == b"open\n"
            yield process.pid
        finally:
            process.kill()


def test_two_processes_cannot_write_one_run(tmp_path: Path) -> None:
    plan = make_plan()
    with held_by_another_process(tmp_path / "run") as pid:
        with pytest.raises(UsageError, match=f"process {pid} on"):
            RunStore.create_or_open(tmp_path / "run", plan)
        with RunStore.open_readonly(tmp_path / "run") as reader:
            assert len(reader.done()) == 5
    summary, _ = run_once(tmp_path / "run", plan)
    assert summary.complete


def test_a_reader_sees_a_run_that_is_being_written_and_cannot_write(tmp_path: Path) -> None:
    with RunStore.create_or_open(tmp_path / "run", make_plan()) as store:
        store.put_generated("p0", Generation(0, 0, "text"), "text")
        store.flush()
        with RunStore.open_readonly(tmp_path / "run") as reader:
            assert [row.text() for row in reader.attempts()] == ["text"]
            with pytest.raises(StoreError, match="reading only"):
                reader.put_verdict("p0", 0, verdict_of("x"))


def test_a_finished_run_is_read_where_nothing_can_be_written(tmp_path: Path) -> None:
    _, rows = run_once(tmp_path / "run", make_plan())
    script = "mount --bind -o ro {0} {0} && exec {1} -c {2}"
    code = (
        "from harness.run.store import RunStore; from pathlib import Path; "
        f"print(len(list(RunStore.open_readonly(Path('{tmp_path}/run')).attempts())))"
    )
    command = script.format(tmp_path / "run", sys.executable, f'"{code}"')
    done = subprocess.run(["unshare", "-Urm", "sh", "-c", command], capture_output=True, text=True)
    if "unshare" in done.stderr or "mount" in done.stderr:
        pytest.skip(f"no mount namespace here: {done.stderr.strip()}")
    assert (done.stdout, done.stderr) == (f"{len(rows)}\n", "")


def test_attempts_of_one_problem_and_of_all(tmp_path: Path) -> None:
    run_once(tmp_path / "run", make_plan(3, 4))
    with RunStore.open_readonly(tmp_path / "run") as store:
        assert [(row.problem, row.index) for row in store.attempts("p1")] == [("p1", i) for i in range(4)]
        assert [(row.problem, row.index) for row in store.attempts()] == [
            (f"p{p}", i) for p in range(3) for i in range(4)
        ]
        assert len(table(store)) == 12
        assert store.attempt("p1", 99) is None
