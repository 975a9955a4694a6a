"""The field names that trainers read.

trl: prompt and completion; prompt, chosen and rejected: each a text, or each a list of messages
(trl.data_utils). verl: messages (MultiTurnSFTDataset), Parquet alone; prompts for reinforcement learning have
data_source, prompt, ability, reward_model and extra_info (RLHFDataset). openrlhf: --input_key input
--output_key output (SFTDataset), and prompt, chosen, rejected (RewardDataset with --prompt_key prompt).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from harness.pipeline.loop import VerifiedPair
from harness.pipeline.training import Example, answer_of

LayoutName = Literal["trl", "verl", "openrlhf"]


@dataclass(frozen=True, slots=True)
class Layout:
    """name: of the trainer. parquet_only: whether it reads nothing else. hint: how to name the files."""

    name: LayoutName
    parquet_only: bool
    hint: str

    def example(self, example: Example) -> dict[str, Any]:
        """A row for supervised fine-tuning."""
        answer = answer_of(example)
        if self.name == "openrlhf":
            return {"input": example.prompt, "output": answer}
        if self.name == "verl":
            return {"messages": [*_messages(example.prompt), *_messages(answer, "assistant")]}
        return {"prompt": example.prompt, "completion": answer}

    def preference(self, chosen: Example, rejected: Example) -> dict[str, Any]:
        """A row of a preference."""
        return {"prompt": chosen.prompt, "chosen": answer_of(chosen), "rejected": answer_of(rejected)}

    def prompt(self, example: Example, pair: VerifiedPair, source: str) -> dict[str, Any]:
        """A row for reinforcement learning: the checker is the reward."""
        if self.name != "verl":
            return {
                "prompt": example.prompt,
                "formal_statement": pair.formal_statement,
                "header": pair.header,
            }
        truth: Mapping[str, str] = {"style": "rule", "ground_truth": pair.formal_statement}
        extra = {"name": pair.name, "header": pair.header, "statement": pair.statement, "side": pair.side}
        return {
            "data_source": source,
            "prompt": _messages(example.prompt),
            "ability": "formal_math",
            "reward_model": truth,
            "extra_info": extra,
        }


LAYOUTS: Final[Mapping[str, Layout]] = {
    "trl": Layout("trl", False, "SFTTrainer and DPOTrainer read the fields as they are."),
    "verl": Layout("verl", True, "data.train_files=proofs.parquet data.messages_key=messages"),
    "openrlhf": Layout(
        "openrlhf", False, "--input_key input --output_key output; --prompt_key prompt for preferences; "
        "--apply_chat_template for chats"
    ),
}  # fmt: skip


def _messages(text: str | list[dict[str, str]], role: str = "user") -> list[dict[str, str]]:
    return [{"role": role, "content": text}] if isinstance(text, str) else text
