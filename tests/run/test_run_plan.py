"""RunPlan, seeds and the name of a run's folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from run_parts import make_plan

from harness.backends import Sampling
from harness.errors import UsageError
from harness.problem import Problem
from harness.run.plan import attempt_seed, default_run_dir


def test_seeds_are_stable_63_bit_numbers() -> None:
    # Written down: a change would give every run in the world other samples.
    assert attempt_seed(0, "add_zero", 0) == 3192349146768349353
    assert attempt_seed(0, "add_zero", 1) == 2536642017987274313
    seeds = {attempt_seed(run, name, index) for run in range(4) for name in "abc" for index in range(200)}
    assert len(seeds) == 4 * 3 * 200
    assert all(0 <= seed < 2**63 for seed in seeds)
    assert max(seeds) > 2**62


def test_seeds_do_not_mix_up_their_parts() -> None:
    assert attempt_seed(1, "1", 1) != attempt_seed(11, "", 1)
    assert attempt_seed(0, "p1", 1) != attempt_seed(0, "p", 11)


def test_settings_hold_the_plans_own_fields() -> None:
    plan = make_plan(
        3, 8, early_stop=True, sampling=Sampling(temperature=0.5, stop=("x",)), settings={"engine": "fork"}
    )
    settings = dict(plan.settings)
    assert settings.pop("problems")["count"] == 3
    assert settings == {
        "bench": "toy",
        "model": "toy-model",
        "n": 8,
        "seed": 7,
        "early_stop": True,
        "sampling": {"temperature": 0.5, "stop": ["x"]},
        "engine": "fork",
    }


@pytest.mark.parametrize(
    "change",
    [
        {"n": 9},
        {"seed": 8},
        {"early_stop": True},
        {"bench": "other"},
        {"model": "other"},
        {"sampling": Sampling(temperature=1.0)},
        {"settings": {"engine": "fork"}},
        {"problems": make_plan(4).problems},
        {"problems": tuple(reversed(make_plan(5).problems))},
        {
            "problems": (
                *make_plan(4).problems,
                Problem("p4", "test", "theorem p4 : 1 = 1 := by", "import Base\n"),
            )
        },
    ],
)
def test_whatever_decides_the_result_changes_the_hash(change: dict[str, object]) -> None:
    assert make_plan().settings_hash == make_plan().settings_hash
    assert make_plan(**change).settings_hash != make_plan().settings_hash  # type: ignore[arg-type]


def test_default_folder_is_named_for_bench_model_and_settings() -> None:
    plan = make_plan(model="org/Model V2: a b")
    folder = default_run_dir(Path("runs"), plan)
    assert folder == Path("runs") / f"toy-org-Model-V2-a-b-{plan.settings_hash[:8]}"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"n": 0}, "--n"),
        ({"problems": ()}, "no problem"),
        ({"problems": make_plan(1).problems * 2}, "'p0'"),
        ({"problems": (Problem("a\nb", "test", "theorem", ""),)}, "rename"),
        ({"settings": {"policy": {1, 2}}}, "'policy'"),
        ({"settings": {"x": float("nan")}}, "'x'"),
        ({"settings": {"n": 5}}, "'n'"),
    ],
)
def test_impossible_plans_are_refused(change: dict[str, object], word: str) -> None:
    with pytest.raises(UsageError, match=word):
        make_plan(**change)  # type: ignore[arg-type]


def test_a_setting_that_says_the_same_is_no_conflict() -> None:
    assert make_plan(settings={"n": 4}).settings == make_plan().settings
