"""The train stage: counts and commands for real, what is redone, and a trainer that is killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from loop_pairs import generated_pairs, with_pairs

from harness.backends.counts import Counts
from harness.cli.pipeline.train import command
from harness.errors import InfrastructureError, UsageError
from harness.pipeline.loop import LoopFolder, StageResult
from harness.pipeline.stages.train import TrainSettings, checkpoint_of, train, trained_model
from harness.pipeline.training import CommandTrainer, CountsTrainer, Trainer


class Telling:
    """Keeps what is said; never stops."""

    stop: asyncio.Event | None = None

    def __init__(self) -> None:
        self.said: list[str] = []
        self.say = self.said.append


def trained(folder: Path, trainer: Trainer, **settings: Any) -> StageResult:
    with LoopFolder(folder, say=lambda line: None) as loop:
        made = TrainSettings(trainer, inputs=("start",), **settings)
        return asyncio.run(train(loop, Telling(), made))


def script(tmp_path: Path, text: str) -> str:
    path = tmp_path / "own.py"
    path.write_text("import sys, json, os, time, pathlib\ndata, output = sys.argv[1:3]\n" + text)
    return f"{sys.executable} {path} {{data}} {{output}}"


COPY = "rows = open(data).read().splitlines()\nopen(output, 'w').write(str(len(rows)))\n"


def test_counts_learn_the_pairs_and_a_run_reads_them(tmp_path: Path) -> None:
    folder = with_pairs(tmp_path / "loop", generated_pairs(40))
    result = trained(folder, CountsTrainer())
    assert result.metrics["proofs"] == 40
    assert result.metrics["trainer"]["counted"] > 30
    with LoopFolder(folder, write=False) as loop:
        model, arguments = trained_model(loop, "train")
    assert (model, arguments) == ("counts", (f"path={folder}/train/checkpoint",))
    assert Counts.load(folder / "train/checkpoint").pairs == result.metrics["trainer"]["counted"]


def test_training_is_done_once_and_again_when_the_pairs_have_changed(tmp_path: Path) -> None:
    folder = with_pairs(tmp_path / "loop", generated_pairs(10))
    first = trained(folder, CountsTrainer())
    assert trained(folder, CountsTrainer()).cost == first.cost
    with_pairs(folder, generated_pairs(12))
    again = trained(folder, CountsTrainer())
    assert (again.key, again.outputs) != (first.key, first.outputs)
    assert trained(folder, CountsTrainer(explore=0.2)).outputs != again.outputs


def test_a_command_gets_prompts_and_completions_and_leaves_a_checkpoint(tmp_path: Path) -> None:
    folder = with_pairs(tmp_path / "loop", generated_pairs(10))
    result = trained(folder, CommandTrainer(script(tmp_path, COPY)))
    assert (folder / "train/checkpoint").read_text() == "10"
    rows = [json.loads(line) for line in (folder / "train/data.jsonl").read_text().splitlines()]
    assert [list(row) for row in rows] == [["prompt", "completion"]] * 10
    assert result.metrics["backend"] == ""
    with (
        LoopFolder(folder, write=False) as loop,
        pytest.raises(UsageError, match="isn't known to any backend"),
    ):
        trained_model(loop, "train")


def test_a_command_goes_on_from_the_previous_checkpoint(tmp_path: Path) -> None:
    folder = with_pairs(tmp_path / "loop", generated_pairs(3))
    trained(folder, CommandTrainer(script(tmp_path, COPY)))
    on = CommandTrainer(script(tmp_path, COPY + "open(output, 'a').write(sys.argv[3])") + " {previous}")
    trained(folder, on, name="round-1/train", previous="train")
    assert (folder / "round-1/train/checkpoint").read_text() == f"3{folder}/train/checkpoint"
    with LoopFolder(folder, write=False) as loop, pytest.raises(UsageError, match="has no checkpoint"):
        checkpoint_of(loop, "start")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("print('out of memory'); sys.exit(7)", r"exit code 7[\s\S]*out of memory"),
        ("print('hello')", r"wrote nothing[\s\S]*hello"),
        ("pathlib.Path(output).mkdir()", "wrote nothing"),
        ("os.kill(os.getpid(), 9)", "signal 9"),
    ],
)
def test_a_command_that_fails_says_how(tmp_path: Path, text: str, told: str) -> None:
    folder = with_pairs(tmp_path / "loop", generated_pairs(3))
    with pytest.raises(InfrastructureError, match=told):
        trained(folder, CommandTrainer(script(tmp_path, text)))
    assert not (folder / "train/stage.json").exists()
    # The same stage is done by the same command once it works.
    trained(folder, CommandTrainer(script(tmp_path, COPY)))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("train --data {data}", r"needs \{output\}"),
        ("train {data} {output} {model}", r"\{model\}, which is unknown"),
        ("train {data} {output} 'x", "quotes"),
    ],
)
def test_a_command_line_that_cant_be_is_refused(line: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        CommandTrainer(line)


def test_a_program_that_isnt_there_is_told(tmp_path: Path) -> None:
    folder = with_pairs(tmp_path / "loop", generated_pairs(3))
    with pytest.raises(UsageError, match="can't be started"):
        trained(folder, CommandTrainer("/no/such/program {data} {output}"))


def test_nothing_to_train_on_is_told(tmp_path: Path) -> None:
    folder = with_pairs(tmp_path / "loop", [])
    with pytest.raises(UsageError, match="none of 0 pairs"):
        trained(folder, CountsTrainer())


@pytest.mark.parametrize("keep", [False, True], ids=["clean", "kept"])
def test_a_killed_training_begins_again_or_goes_on(tmp_path: Path, keep: bool) -> None:
    """Both the stage and the trainer are killed while the trainer writes."""
    folder = with_pairs(tmp_path / "loop", generated_pairs(3))
    slow = (
        "out = pathlib.Path(output); out.mkdir(exist_ok=True)\n"
        "n = len(list(out.iterdir())); (out / f'part{n}').write_text('x')\n"
        "if not os.path.exists(data + '.go'): time.sleep(60)\n"
    )
    line = [sys.executable, "-c", "from harness.cli.pipeline.train import command; command()", str(folder)]
    line += ["--from", "start", "--trainer", "command", "--train-command", script(tmp_path, slow)]
    line += ["--keep-output"] if keep else []
    begun = subprocess.Popen(
        line, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    part = folder / "train/checkpoint/part0"
    deadline = time.monotonic() + 60
    while not part.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert part.exists()
    begun.send_signal(signal.SIGINT)
    assert begun.wait(30) != 0
    assert not (folder / "train/stage.json").exists()
    (folder / "train/data.jsonl.go").touch()
    subprocess.run(line, check=True, capture_output=True, timeout=60, env=dict(os.environ))
    parts = sorted(path.name for path in (folder / "train/checkpoint").iterdir())
    assert parts == (["part0", "part1"] if keep else ["part0"])


def test_the_command_line_trains(tmp_path: Path) -> None:
    folder = with_pairs(tmp_path / "loop", generated_pairs(10))
    done = CliRunner().invoke(command, [str(folder), "--from", "start", "--json"], catch_exceptions=False)
    assert json.loads(done.stdout)["metrics"]["proofs"] == 10
    shown = CliRunner().invoke(command, [str(folder), "--from", "start"], catch_exceptions=False)
    assert "sha256" in shown.stdout


def test_an_option_of_another_trainer_is_refused(tmp_path: Path) -> None:
    folder = with_pairs(tmp_path / "loop", generated_pairs(3))
    with pytest.raises(UsageError, match="--lora-rank isn't an option of trainer counts"):
        CliRunner().invoke(
            command, [str(folder), "--from", "start", "--lora-rank", "4"], catch_exceptions=False
        )
