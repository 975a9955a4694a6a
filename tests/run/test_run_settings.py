"""The settings that a run.json may hold, typed."""

from __future__ import annotations

from typing import Any

import pytest

from harness.errors import DataError
from harness.run.prices import TokenPrices
from harness.run.settings import RunSettings

RECORDED: dict[str, Any] = {
    "bench": "nng",
    "model": "m",
    "n": 4,
    "early_stop": False,
    "rounds": 2,
    "seed": 7,
    "problems": {"count": 3, "sha256": "ab"},
    "label": "a\nrow",
    "tags": {"arm": "a"},
    "prices": {"prompt_per_million": 1, "completion_per_million": 2.5},
    "check": {"audit": "messages only", "policy": "strict"},
    "of_a_later_version": {"kept": True},
}


def test_what_is_known_has_a_field_and_all_is_kept() -> None:
    settings = RunSettings.of(RECORDED)
    assert settings.json == RECORDED
    assert (settings.bench, settings.n, settings.width, settings.seed) == ("nng", 4, 3, 7)
    assert (settings.label, settings.tags, settings.problems_sha256) == ("a row", {"arm": "a"}, "ab")
    assert settings.prices == TokenPrices(1.0, 2.5)
    assert settings.check["policy"] == "strict"


def test_what_an_older_run_does_not_say_is_what_it_did() -> None:
    settings = RunSettings.of({"bench": "b", "model": "m", "n": 1, "early_stop": True})
    assert (settings.rounds, settings.seed, settings.all_errors, settings.label) == (0, 0, True, None)
    assert (settings.prices, settings.selection, settings.part, dict(settings.check)) == (
        None,
        None,
        None,
        {},
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n", 0),
        ("n", True),
        ("n", 1 << 31),
        ("n", (1 << 31) // 3 + 1),
        ("rounds", -1),
        ("rounds", 1001),
        ("seed", "7"),
        ("seed", []),
        ("early_stop", 1),
        ("model", "a\x1b"),
        ("label", ["a"]),
        ("tags", {"arm": 1}),
        ("prices", {"prompt_per_million": -1, "completion_per_million": 0}),
        ("prices", {"prompt_per_million": True, "completion_per_million": 0}),
        ("check", []),
        ("selection", "test"),
        ("problems", 3),
    ],
)
def test_a_setting_that_cannot_be_is_named(name: str, value: object) -> None:
    with pytest.raises(DataError) as raised:
        RunSettings.of({**RECORDED, name: value})
    assert raised.value.field == name
