"""TRL trains for real: the loss falls, backend hf loads what was saved."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from loop_pairs import generated_pairs, with_pairs

from harness.backends import BACKENDS
from harness.backends.base import Request, Sample, Sampling
from harness.errors import InfrastructureError, UsageError
from harness.pipeline.loop import LoopFolder, StageResult
from harness.pipeline.stages.train import TrainSettings, train, trained_model
from harness.pipeline.training import SftTrainer


class Telling:
    stop: asyncio.Event | None = None

    def __init__(self) -> None:
        self.said: list[str] = []
        self.say = self.said.append


def trained(folder: Path, model: Path, tools: Telling | None = None, **settings: Any) -> StageResult:
    previous, name = settings.pop("previous", None), settings.pop("name", "train")
    prompt = settings.pop("prompt", "plain")
    short: dict[str, Any] = {"steps": 3, "batch": 4, "learning_rate": 3e-3, "max_length": 512, **settings}
    made = TrainSettings(
        SftTrainer(str(model), **short), inputs=("start",), previous=previous, name=name, prompt=prompt
    )
    with LoopFolder(folder, say=lambda line: None) as loop:
        return asyncio.run(train(loop, tools or Telling(), made))


def answer(folder: Path, name: str = "train") -> str:
    """What backend hf writes with the checkpoint."""
    with LoopFolder(folder, write=False) as loop:
        model, arguments = trained_model(loop, name)
    pair = generated_pairs(1)[0]

    async def answered() -> str:
        backend = BACKENDS.load(model)(dict(each.split("=", 1) for each in arguments))
        sampling = Sampling(temperature=0.0, max_tokens=8)
        asked = "theorem t : 1 = 1 := by\n"
        request = Request(pair.problem(), samples=(Sample(0, 1),), sampling=sampling, prompt=asked)
        texts = [each.text async for each in backend.generate(request)]
        await backend.close()
        return str(texts[0])

    return asyncio.run(answered())


@pytest.mark.parametrize("rank", [0, 4], ids=["full", "lora"])
def test_the_loss_falls_and_backend_hf_loads_the_checkpoint(
    tmp_path: Path, tiny_model: Path, rank: int
) -> None:
    folder, tools = with_pairs(tmp_path / "loop", generated_pairs(12)), Telling()
    result = trained(folder, tiny_model, tools, lora_rank=rank)
    figures = result.metrics["trainer"]
    assert figures["last_loss"] < figures["first_loss"] - (0.001 if rank else 0.1)
    assert "3 steps of 4 (paper: 512)" in tools.said[0]
    assert isinstance(answer(folder), str)
    assert trained(folder, tiny_model, lora_rank=rank).cost == result.cost


def test_a_chat_is_trained_with_the_models_own_template(tmp_path: Path, tiny_model: Path) -> None:
    folder = with_pairs(tmp_path / "loop", generated_pairs(12))
    figures = trained(folder, tiny_model, prompt="chat", max_length=1024).metrics["trainer"]
    assert figures["last_loss"] < figures["first_loss"]


def test_equal_seeds_give_equal_weights_and_a_share_of_the_old_ones_moves_less(
    tmp_path: Path, tiny_model: Path
) -> None:
    from safetensors.numpy import load_file

    folder = with_pairs(tmp_path / "loop", generated_pairs(12))
    for name, average in (("a", 0.0), ("b", 0.0), ("c", 0.75)):
        trained(folder, tiny_model, name=name, average=average)
    old = load_file(tiny_model / "model.safetensors")
    a, b, c = (load_file(folder / name / "checkpoint/model.safetensors") for name in "abc")
    for name, before in old.items():
        assert (a[name] == b[name]).all()
        assert abs((c[name] - before) - 0.25 * (a[name] - before)).max() < 1e-6
    assert any((a[name] != before).any() for name, before in old.items())


def test_a_round_goes_on_from_the_round_before(tmp_path: Path, tiny_model: Path) -> None:
    folder = with_pairs(tmp_path / "loop", generated_pairs(12))
    first = trained(folder, tiny_model, name="one")
    second = trained(folder, tiny_model, name="two", previous="one")
    assert second.metrics["trainer"]["first_loss"] < first.metrics["trainer"]["first_loss"]


def test_a_folder_without_a_model_is_told_with_the_log(tmp_path: Path, tiny_model: Path) -> None:
    folder = with_pairs(tmp_path / "loop", generated_pairs(3))
    (tmp_path / "empty").mkdir()
    with pytest.raises(InfrastructureError, match=r"the trainer failed \(exit code 1\)"):
        trained(folder, tmp_path / "empty")
    with pytest.raises(UsageError, match="is no folder"):
        SftTrainer(str(tmp_path / "none"))


def test_the_data_is_as_trl_reads_it(tmp_path: Path, tiny_model: Path) -> None:
    from trl.data_utils import is_conversational

    folder = with_pairs(tmp_path / "loop", generated_pairs(3))
    for name, prompt in (("a", "plain"), ("b", "chat")):
        trained(folder, tiny_model, name=name, prompt=prompt, max_length=1024)
        rows = [json.loads(line) for line in (folder / name / "data.jsonl").read_text().splitlines()]
        assert {is_conversational(row) for row in rows} == {prompt == "chat"}


def test_a_training_that_was_stopped_goes_on_from_its_last_saved_step(
    tmp_path: Path, tiny_model: Path
) -> None:
    folder, tools = with_pairs(tmp_path / "loop", generated_pairs(12)), Telling()
    work = folder / "train/trainer"

    async def stopped() -> None:
        tools.stop = asyncio.Event()
        trainer = SftTrainer(str(tiny_model), steps=40, batch=4, save_steps=5, max_length=512)
        with LoopFolder(folder, say=lambda line: None) as loop:
            going = asyncio.ensure_future(train(loop, tools, TrainSettings(trainer, inputs=("start",))))
            while not going.done() and not list(work.glob("checkpoint-*/trainer_state.json")):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            tools.stop.set()
            await going

    with pytest.raises(InfrastructureError, match="was stopped; the same command goes on"):
        asyncio.run(stopped())
    saved = max(int(path.parent.name.split("-")[1]) for path in work.glob("checkpoint-*/trainer_state.json"))
    before = (folder / "train/train.log").read_text().count("'loss': ")
    trainer = SftTrainer(str(tiny_model), steps=40, batch=4, save_steps=5, max_length=512)
    with LoopFolder(folder, say=lambda line: None) as loop:
        asyncio.run(train(loop, Telling(), TrainSettings(trainer, inputs=("start",))))
    after = (folder / "train/train.log").read_text().count("'loss': ")
    assert 0 < saved < 40
    assert after - before == 40 - saved
    assert not work.exists()
