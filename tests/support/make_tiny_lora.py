"""Write a random LoRA adapter for the tiny model: make_tiny_lora.py FOLDER."""

from __future__ import annotations

import json
import sys
from pathlib import Path

RANK = 4
WIDTH = 64


def main(folder: Path) -> None:
    """Rank 4 on the query and value projections of both layers, large enough to change what is drawn."""
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(7)
    tensors = {}
    for layer in (0, 1):
        for part in ("q_proj", "v_proj"):
            stem = f"base_model.model.model.layers.{layer}.self_attn.{part}"
            tensors[f"{stem}.lora_A.weight"] = torch.randn(RANK, WIDTH)
            tensors[f"{stem}.lora_B.weight"] = torch.randn(WIDTH, RANK)
    folder.mkdir()
    save_file(tensors, folder / "adapter_model.safetensors")
    config = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "r": RANK,
        "lora_alpha": 16,
        "target_modules": ["q_proj", "v_proj"],
        "bias": "none",
    }
    (folder / "adapter_config.json").write_text(json.dumps(config))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
