"""Supervised fine-tuning by TRL as a program: sft_program.py REQUEST. Needs no other file of ours.

REQUEST is the JSON that SftTrainer writes. The checkpoint goes to its `output`, figures to its `result`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def main(request: dict[str, Any]) -> None:
    """Train as the request says."""
    try:
        import torch
        from datasets import Dataset
        from transformers import AutoModelForCausalLM, AutoTokenizer
        from transformers.trainer_utils import get_last_checkpoint
        from trl import SFTTrainer
    except ImportError as error:
        sys.exit(f"training needs a package that isn't here ({error}): pip install 'prover-eval[train]'")
    rows = [json.loads(line) for line in Path(request["data"]).read_text(encoding="utf-8").splitlines()]
    tokenizer = AutoTokenizer.from_pretrained(request["model"])
    if tokenizer.eos_token is None:
        sys.exit(f"the tokenizer of {request['model']} has no end-of-text token, so no proof would ever end")
    dtype = request["dtype"] if request["dtype"] == "auto" else getattr(torch, request["dtype"])
    model = AutoModelForCausalLM.from_pretrained(request["model"], dtype=dtype)
    before = {name: value.clone() for name, value in model.state_dict().items()} if request["average"] else {}
    trainer = SFTTrainer(
        model=model,
        args=config(request, torch.cuda.is_available()),
        train_dataset=Dataset.from_list(rows),
        processing_class=tokenizer,
        peft_config=adapters(request["lora_rank"]),
    )
    work = Path(request["work"])
    trainer.train(resume_from_checkpoint=get_last_checkpoint(str(work)) if work.is_dir() else None)
    trained: Any = trainer.model
    if request["lora_rank"]:
        trained = trained.merge_and_unload()
    share = request["average"]
    if share:
        after = trained.state_dict()
        for name, value in before.items():
            if value.is_floating_point():
                after[name].mul_(1 - share).add_(value.to(after[name].device), alpha=share)
    trained.save_pretrained(request["output"])
    tokenizer.save_pretrained(request["output"])
    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    figures = {"first_loss": losses[0], "last_loss": losses[-1]} if losses else {}
    Path(request["result"]).write_text(json.dumps(figures), encoding="utf-8")


def config(request: dict[str, Any], gpu: bool) -> Any:
    """Constant learning rate after warming up; the loss is of the completion alone."""
    from trl import SFTConfig

    at_once = min(request["device_batch"], request["batch"])
    while request["batch"] % at_once:
        at_once -= 1
    return SFTConfig(
        output_dir=request["work"],
        per_device_train_batch_size=at_once,
        gradient_accumulation_steps=request["batch"] // at_once,
        max_steps=request["steps"],
        learning_rate=request["learning_rate"],
        lr_scheduler_type="constant_with_warmup",
        warmup_steps=request["warmup"],
        max_length=request["max_length"],
        completion_only_loss=True,
        seed=request["seed"],
        data_seed=request["seed"],
        save_steps=request["save_steps"],
        save_total_limit=1,
        logging_steps=1,
        report_to="none",
        disable_tqdm=True,
        bf16=gpu,
        use_cpu=not gpu,
    )


def adapters(rank: int) -> Any:
    """LoRA on all linear layers; None for rank 0."""
    if not rank:
        return None
    from peft import LoraConfig

    return LoraConfig(r=rank, lora_alpha=2 * rank, target_modules="all-linear", task_type="CAUSAL_LM")


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
