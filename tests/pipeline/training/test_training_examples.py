"""What a model is asked and should answer: what comes back out of the answer is the proof."""

from __future__ import annotations

import pytest
from loop_pairs import generated_pairs

from harness.backends.base import Generation
from harness.lean.source import assemble
from harness.pipeline.training import example_of
from harness.problem import Problem
from harness.prompts.extract import NoCandidate
from harness.prompts.templates import load_prompt, prompt_names

PROBLEM = Problem("t", "train", "theorem t (n : Nat) : n + 0 = n := by\n", "import A\n")


@pytest.mark.parametrize("name", [name for name in prompt_names() if name != "dpsk15_fewshot"])
def test_the_answer_is_read_as_the_proof_that_it_was_made_from(name: str) -> None:
    prompt = load_prompt(name)
    if prompt.shots:
        pytest.skip("shows examples, which training has none of")
    for pair in generated_pairs(5):
        example = example_of(pair.problem(), pair.proof, prompt)
        assert example is not None
        candidate = prompt.candidate(pair.problem(), Generation(0, 0, example.completion))
        assert not isinstance(candidate, NoCandidate)
        ours, theirs = (assemble(pair.problem(), each).text.split() for each in (pair.proof, candidate))
        assert ours == theirs


def test_a_whole_file_is_answered_by_its_proof() -> None:
    whole = "theorem t (n : Nat) : n + 0 = n := by\n  rfl"
    example = example_of(PROBLEM, whole, load_prompt("plain"))
    assert example is not None
    assert example.completion == "  rfl\n"


@pytest.mark.parametrize(
    "proof", ["lemma x : 1 = 1 := rfl\ntheorem t (n : Nat) : n + 0 = n := by rfl", "", "-- no"]
)
def test_what_cant_follow_the_statement_is_no_example_of_a_completion(proof: str) -> None:
    assert example_of(PROBLEM, proof, load_prompt("plain")) is None


def test_a_chat_takes_a_file_with_lemmas_of_its_own() -> None:
    proof = "theorem x : 1 = 1 := rfl\ntheorem t (n : Nat) : n + 0 = n := by rfl"
    example = example_of(PROBLEM, proof, load_prompt("chat"))
    assert example is not None
    assert isinstance(example.prompt, list)
    assert "theorem x" in example.completion
