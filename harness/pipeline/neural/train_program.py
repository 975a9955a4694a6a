"""Train a small Llama from scratch: train_program.py --data FILE --output FOLDER. Needs no file of ours.

FILE has lines of JSON with prompt and completion. A byte-level BPE with whole lexemes as pieces is made of
it, or taken from --previous with the weights. One example in --held-out is kept apart; training ends where
the loss on those no longer falls, so that what comes later starts at the plateau of its data. FOLDER is then
what backend `hf` loads, with learning.json: loss by step.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from pathlib import Path
from typing import Any

VOCABULARY, WINDOW, PAD, EOS = 512, 384, "<pad>", "<eos>"
#: Words with their space, line ends with the indentation, single signs: no token crosses a lexeme.
LEXEME = r" ?[\p{L}\p{N}_.']+|\n *| ?[^\s\p{L}\p{N}_.']| +"


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Train a small Llama from scratch.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--previous", default="", help="folder of weights to go on from; empty for none")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--steps", type=int, default=2000, help="at most")
    parser.add_argument("--learning-rate", type=float, default=2e-3)
    parser.add_argument("--warmup", type=int, default=60)
    parser.add_argument("--held-out", type=int, default=10, help="one in so many examples")
    parser.add_argument("--every", type=int, default=100, help="steps between two looks at the held-out loss")
    parser.add_argument("--patience", type=int, default=3, help="looks without a lower loss before the end")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def tokenizer_of(texts: list[str]) -> Any:
    """A byte-level BPE; every text can be written in it."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(LEXEME), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=[PAD, EOS],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(texts, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token=PAD, eos_token=EOS, clean_up_tokenization_spaces=False
    )


def model_of(tokenizer: Any, hidden: int, layers: int) -> Any:
    """A Llama of that width, with random weights: 0.9 million parameters for 128 and 4."""
    from transformers import LlamaConfig, LlamaForCausalLM

    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=hidden,
            intermediate_size=3 * hidden,
            num_hidden_layers=layers,
            num_attention_heads=4,
            num_key_value_heads=4,
            max_position_embeddings=WINDOW,
            tie_word_embeddings=True,
            pad_token_id=tokenizer.pad_token_id,
            eos_token_id=tokenizer.eos_token_id,
            bos_token_id=None,
        )
    )


def encoded(rows: list[dict[str, str]], tokenizer: Any) -> list[tuple[list[int], list[int]]]:
    """(tokens of the prompt, tokens of the answer with its end) of each row that fits into the window."""
    found = []
    for row in rows:
        prompt = tokenizer(row["prompt"], add_special_tokens=False)["input_ids"]
        answer = tokenizer(row["completion"].rstrip("\n"), add_special_tokens=False)["input_ids"]
        if len(prompt) + len(answer) < WINDOW:
            found.append((prompt, [*answer, tokenizer.eos_token_id]))
    return found


def loss_of(model: Any, rows: list[tuple[list[int], list[int]]], pad: int) -> Any:
    """The mean loss of the answers' tokens."""
    import torch

    longest = max(len(prompt) + len(answer) for prompt, answer in rows)
    ids = torch.full((len(rows), longest), pad)
    labels = torch.full((len(rows), longest), -100)
    mask = torch.zeros((len(rows), longest), dtype=torch.long)
    for at, (prompt, answer) in enumerate(rows):
        length = len(prompt) + len(answer)
        ids[at, :length] = torch.tensor(prompt + answer)
        labels[at, len(prompt) : length] = torch.tensor(answer)
        mask[at, :length] = 1
    return model(input_ids=ids, attention_mask=mask, labels=labels).loss


def trained(
    model: Any, rows: Any, held_out: Any, pad: int, given: argparse.Namespace
) -> list[dict[str, Any]]:
    """Train until the held-out loss no longer falls; the model is left with its best weights."""
    import torch

    draw = random.Random(given.seed)
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=given.learning_rate, betas=(0.9, 0.98), weight_decay=0.05
    )
    curve: list[dict[str, Any]] = []
    best, kept, losses, began = float("inf"), copy.deepcopy(model.state_dict()), [], time.process_time()
    for step in range(1, given.steps + 1):
        for group in optimizer.param_groups:
            group["lr"] = given.learning_rate * min(1.0, step / given.warmup)
        loss = loss_of(model, [draw.choice(rows) for _ in range(given.batch)], pad)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
        if step % given.every and step != given.steps:
            continue
        with torch.inference_mode():
            parts = [held_out[at : at + 32] for at in range(0, len(held_out), 32)]
            apart = sum(loss_of(model, part, pad).item() * len(part) for part in parts) / len(held_out)
        cpu = round(time.process_time() - began, 1)
        curve.append({"step": step, "loss": sum(losses) / len(losses), "held_out": apart, "cpu_s": cpu})
        print(json.dumps(curve[-1]), flush=True)
        losses = []
        if apart < best:
            best, kept = apart, copy.deepcopy(model.state_dict())
        if len(curve) - min(range(len(curve)), key=lambda at: curve[at]["held_out"]) > given.patience:
            break
    model.load_state_dict(kept)
    return curve


def main() -> None:
    """Train as the command line says."""
    given = arguments()
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    rows = [json.loads(line) for line in given.data.read_text(encoding="utf-8").splitlines()]
    if given.previous:
        tokenizer = AutoTokenizer.from_pretrained(given.previous)
        model = AutoModelForCausalLM.from_pretrained(given.previous)
    else:
        tokenizer = tokenizer_of([row["prompt"] + row["completion"] for row in rows])
        model = model_of(tokenizer, given.hidden, given.layers)
    examples = encoded(rows, tokenizer)
    random.Random(given.seed).shuffle(examples)
    apart = max(1, len(examples) // given.held_out)
    if len(examples) < 2:
        raise SystemExit(
            f"{given.data} has {len(examples)} examples that fit into {WINDOW} tokens: two are needed"
        )
    size = sum(parameter.numel() for parameter in model.parameters())
    print(f"{size} parameters, {len(examples) - apart} examples, {apart} held out", flush=True)
    model.train()
    curve = trained(model, examples[apart:], examples[:apart], tokenizer.pad_token_id, given)
    model.save_pretrained(given.output)
    tokenizer.save_pretrained(given.output)
    (given.output / "learning.json").write_text(json.dumps({"parameters": size, "curve": curve}, indent=1))


if __name__ == "__main__":
    main()
