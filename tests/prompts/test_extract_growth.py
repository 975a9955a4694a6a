"""Extraction takes linear time in hostile texts, and looks at a megabyte of them."""

from __future__ import annotations

import time

import pytest

from harness.backends import Generation
from harness.problem import Problem

pytest.importorskip("jinja2", reason="jinja2 isn't installed")

from harness.prompts.templates import load_prompt

PROBLEM = Problem("foo", "test", "theorem foo : 1 = 1 := by\n", "")
PROMPTS = {"last_block": load_prompt("chat"), "open_fence": load_prompt("dpsk15_noncot")}
T = "theorem foo : 1 = 1 := by"
FENCES = ["```lean4\n", "```\n", "~~~a\n", "` ", "`", "``` ", "```lean4 ", "```)", "``` x\n", "- ```\n"]
FENCES += [
    "1. ```lean4\n",
    "> ",
    "'''",
    f"```python\n{T} rfl\n```\n",
    '```json\n{"a": ',
    "```lean4\n<think>\n",
]
TAGS = ["<think>", "</think>", "<think>\n", "<think> ", "</think> x ", "<answer>", "<code><answer><pre>"]
TAGS += ["<answer>\n</answer>\n", "</answer>", "<code a", "<tool_call>{", '<tool_call>{"a":', "\\begin{lean}"]
TAGS += ["\\begin{lean}[", "\\boxed{", "analysis", "assistantfinal", "<|a|>", "\n<|a|>"]
TURNS = ["<|im_end|>", "<|im_end|>\nx", "<|im_start|>user\n", "<|im_start|>assistant\n", "User: x\n", "</s> "]
TURNS += ["<s>", "[INST]", "<|channel|>analysis<|message|>x", "<|channel|>final<|message|>"]
BRACKETS = ["{", "[", '{"a":', "[{", '"', "(", "⟨", "«", 's!"{', "@[simp] ", "'a", "`'", "⊢", "⊢ x:::"]
COMMENTS = ["/-", "-/", "/-\n", "/- <think> -/", "-- <think> x\n", "-- x <think>", " -- ", "/-\n```\n-/\n"]
COMMENTS += ["-- ```\n", "```lean4\n/-\n```\n", '```lean4\n"\n```\n', 'r#"\n```\n', '"\\"\n```\n']
COMMENTS += ['```lean4\nr#"\n```\n', "/--\n", "-/ theorem foo"]
LEAN = [
    f"{T}\n",
    f"{T} rfl\n",
    f"```lean4\n{T}\n  sorry\n```\n",
    f"```lean4\n{T}\n",
    "theorem foo\n\n",
    ":= x\n",
]
LEAN += [
    "a theorem foo : 1 = 1 := rfl\n",
    "- theorem foo\n",
    "`theorem foo : 1 = 1",
    "by\n",
    "by\n  rfl\nx\n",
]
PIECES = [*FENCES, *TAGS, *TURNS, *BRACKETS, *COMMENTS, *LEAN]
HEADS = ["", "x ", "rfl\n", "<think>", "```lean4\n"]
SMALL, LARGE = 25_000, 200_000
MEGABYTE = 1_000_000


def cpu_s(rule: str, text: str) -> float:
    """CPU time of one extraction, in seconds."""
    start = time.process_time()
    PROMPTS[rule].candidate(PROBLEM, Generation(0, 1, text))
    return time.process_time() - start


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("rule", PROMPTS)
def test_time_grows_no_faster_than_the_text(rule: str, piece: str) -> None:
    head = HEADS[PIECES.index(piece) % len(HEADS)]
    texts = [head + piece * (size // len(piece)) for size in (SMALL, LARGE)]
    # Eight times as long takes eight times as long, or 64 times where it is quadratic. CPU time varies with
    # what else the machine does, so one of three tries has to be as it should.
    ratios = []
    for _ in range(3):
        small, large = (cpu_s(rule, text) for text in texts)
        ratios.append(large / max(small, 0.01))
        if ratios[-1] < 24:
            return
    pytest.fail(f"8 times the text takes {min(ratios):.0f} times as long")


def test_a_megabyte_of_everything_ends() -> None:
    text = "".join(PIECES)
    for rule in PROMPTS:
        cpu_s(rule, text * (MEGABYTE // len(text)))
