"""Which pairs are trained on, and how much they count."""

from __future__ import annotations

import pytest
from loop_pairs import pair_of

from harness.errors import UsageError
from harness.pipeline.loop import Side, VerifiedPair
from harness.pipeline.training import SelectionSettings, repeated, select_pairs
from harness.problem import Problem


def pair(name: str, proof: str = "omega", side: Side = "statement", at: int = 0) -> VerifiedPair:
    return pair_of(Problem(name, "train", f"theorem {name} : 1 = 1 := by\n", ""), proof, name, side, at)


def names(pairs: list[VerifiedPair], **settings: object) -> list[str]:
    selected = select_pairs(pairs, SelectionSettings(**settings))  # type: ignore[arg-type]
    return [f"{each.pair.name} {each.pair.proof}" for each in selected.pairs]


def test_the_first_different_scripts_of_a_statement_count() -> None:
    pairs = [pair("a", script) for script in ("x", "x\n", "y", "z")]
    assert names(pairs, per_statement=2) == ["a x", "a y"]
    assert names(pairs, per_statement=3) == ["a x", "a y", "a z"]
    left_out = select_pairs(pairs, SelectionSettings()).left_out
    assert left_out == {"repeated": 1, "more scripts of a statement": 1}


def test_a_statement_and_its_negation_count_apart() -> None:
    assert len(names([pair("a", "x"), pair("a", "x", "negation")], per_statement=1)) == 2


def test_there_are_no_more_refutations_than_proofs() -> None:
    pairs = [pair(f"p{i}") for i in range(3)] + [pair(f"r{i}", side="negation") for i in range(10)]
    selected = select_pairs(pairs, SelectionSettings(seed=1))
    assert selected.counts() == {"proofs": 3, "refutations": 3, "new": 0}
    assert selected.left_out == {"refutations beyond the proofs": 7}
    assert selected == select_pairs(pairs, SelectionSettings(seed=1))
    assert selected.pairs != select_pairs(pairs, SelectionSettings(seed=2)).pairs
    assert select_pairs(pairs, SelectionSettings(balanced=False)).counts()["refutations"] == 10


@pytest.mark.parametrize(("old", "new", "weight"), [(100, 10, 2.0), (15, 10, 1.5), (5, 10, 1.0), (0, 3, 1.0)])
def test_new_pairs_weigh_as_much_as_the_start_but_at_most_twice(old: int, new: int, weight: float) -> None:
    pairs = [pair(f"o{i}") for i in range(old)] + [pair(f"n{i}", at=1) for i in range(new)]
    selected = select_pairs(pairs, SelectionSettings())
    assert selected.new_weight == weight
    assert {each.weight for each in selected.pairs if each.pair.round} == {weight}
    assert {each.weight for each in selected.pairs if not each.pair.round} <= {1.0}


def test_without_weights_a_pair_is_repeated() -> None:
    pairs = [pair(f"o{i}") for i in range(150)] + [pair(f"n{i}", at=1) for i in range(100)]
    rows = repeated(select_pairs(pairs, SelectionSettings()).pairs, 0)
    assert sum(row.round == 0 for row in rows) == 150
    assert 130 <= sum(row.round == 1 for row in rows) <= 170


def test_what_is_solved_greedily_is_left_out_when_it_is_new() -> None:
    pairs = [pair("a"), pair("b", at=1), pair("c", at=1)]
    selected = select_pairs(pairs, SelectionSettings(), solved={"a", "b"})
    assert [each.pair.name for each in selected.pairs] == ["a", "c"]
    assert selected.left_out == {"solved greedily": 1}


def test_easy_statements_are_thinned_out_by_their_pass_rate() -> None:
    pairs = [pair(f"n{i}", at=1) for i in range(400)]
    rates = {each.name: 1.0 if at % 2 else 0.125 for at, each in enumerate(pairs)}
    kept = select_pairs(pairs, SelectionSettings(rate_limit=0.25), rates=rates).pairs
    easy = sum(rates[each.pair.name] == 1.0 for each in kept)
    assert len(kept) - easy == 200
    assert 30 <= easy <= 70
    assert len(select_pairs(pairs, SelectionSettings(), rates=rates).pairs) == 400


@pytest.mark.parametrize(
    "wrong", [{"per_statement": 0}, {"new_weight": 0.5}, {"new_weight": float("inf")}, {"rate_limit": 0.0}]
)
def test_settings_that_cant_be_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError, match="must"):
        SelectionSettings(**wrong)  # type: ignore[arg-type]
