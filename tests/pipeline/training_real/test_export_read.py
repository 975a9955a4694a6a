"""What the export wrote, as datasets and TRL read it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from loop_pairs import generated_pairs, with_pairs

from harness.checker import CheckerSpec
from harness.pipeline.loop import LoopFolder, bench_of, open_tools, sample_stage
from harness.pipeline.stages.export import ExportSettings, export
from harness.run.evaluate import RunSpec

# Other packages warn of their own deprecations.
pytestmark = pytest.mark.filterwarnings("ignore")


def exported(folder: Path, **settings: Any) -> None:
    """A loop whose stage has pairs and a run with rejected candidates, and its export."""
    spec, pairs = CheckerSpec(), generated_pairs(6)
    with_pairs(folder, pairs)
    made = ExportSettings(inputs=("start",), benches=("nng",), **settings)

    async def run() -> None:
        with LoopFolder(folder, say=lambda line: None) as loop:
            async with open_tools(spec, [], say=lambda line: None) as tools:
                bench = bench_of("pool", [pair.problem() for pair in pairs], folder)
                await sample_stage(
                    folder / "start", bench, RunSpec(bench="pool", model="tactics", n=4), tools
                )
                await export(loop, tools, made)

    asyncio.run(run())


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
@pytest.mark.parametrize("prompt", ["chat", "plain"])
def test_trl_takes_the_rows_as_they_are(tmp_path: Path, tiny_model: Path, form: str, prompt: str) -> None:
    from datasets import load_dataset
    from transformers import AutoTokenizer
    from trl import DPOConfig, DPOTrainer, SFTConfig, SFTTrainer
    from trl.data_utils import is_conversational, maybe_extract_prompt

    exported(tmp_path / "loop", file_format=form, prompt=prompt)
    reader = "json" if form == "jsonl" else "parquet"

    def read(name: str) -> Any:
        path = tmp_path / f"loop/export/{name}.{form}"
        return load_dataset(reader, data_files=str(path), split="train", cache_dir=str(tmp_path / "cache"))

    proofs, preferences = read("proofs"), read("preferences")
    assert len(proofs) == 6
    assert is_conversational(proofs[0]) == is_conversational(preferences[0]) == (prompt == "chat")
    assert maybe_extract_prompt(preferences[0])["prompt"] == preferences[0]["prompt"]
    tokenizer = AutoTokenizer.from_pretrained(tiny_model)
    common: dict[str, Any] = {
        "output_dir": str(tmp_path / "out"),
        "max_steps": 1,
        "per_device_train_batch_size": 2,
        "max_length": 2048,
        "report_to": "none",
        "use_cpu": True,
        "bf16": False,
        "save_strategy": "no",
    }
    for trainer, config, rows in ((SFTTrainer, SFTConfig, proofs), (DPOTrainer, DPOConfig, preferences)):
        made = trainer(
            model=str(tiny_model), args=config(**common), train_dataset=rows, processing_class=tokenizer
        )
        assert made.train().training_loss > 0


def test_the_card_names_files_that_datasets_finds(tmp_path: Path, tiny_model: Path) -> None:
    from datasets import get_dataset_config_names, load_dataset

    exported(tmp_path / "loop")
    folder = str(tmp_path / "loop/export")
    assert set(get_dataset_config_names(folder)) == {"proofs", "preferences", "prompts"}
    assert len(load_dataset(folder, "proofs", split="train", cache_dir=str(tmp_path / "cache"))) == 6
