"""RunSettings: what a run.json or a baseline may say that a run was made with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.checker.codec import record_of
from harness.checker.record import MESSAGES_ONLY
from harness.checker.unreplayed import warning, why_unreplayed
from harness.errors import DataError
from harness.printable import one_line
from harness.run.prices import TokenPrices
from harness.run.selection import PartOfBench, Selection

MOST_ATTEMPTS = 1 << 31
"""A run has fewer attempts of one problem."""
_NEEDED = ("bench", "model", "n", "early_stop")


@dataclass(frozen=True, slots=True)
class RunSettings:
    """The settings of a run. `json` has all of them as they were recorded, those that this version doesn't
    know as well; the other fields are the ones that it knows, with what an older run did where it says
    nothing.

    bench, model: names; empty where they aren't known. n: samples for each problem. rounds: repair rounds.
    seed: None for runs that were pooled. groups: problems that early stop ended together, by name.
    problems_sha256, bench_sha256: hashes of the problems' rows and of the bench's data.
    all_errors: Lean reported every error of a text, not the first alone. label: what tables call the run.
    check: the checker's record. part: of which bench the bench is a part.
    """

    json: Mapping[str, Any] = field(default_factory=dict)
    bench: str = ""
    model: str = ""
    n: int = 0
    early_stop: bool = False
    groups: tuple[tuple[str, ...], ...] = ()
    rounds: int = 0
    seed: int | None = 0
    all_errors: bool = True
    problems_sha256: str | None = None
    bench_sha256: str | None = None
    label: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    prices: TokenPrices | None = None
    selection: Selection | None = None
    part: PartOfBench | None = None
    check: Mapping[str, Any] = field(default_factory=dict)
    sampling: Mapping[str, Any] = field(default_factory=dict)
    prompt: Mapping[str, Any] | None = None
    repair: Mapping[str, Any] | None = None
    backend: Mapping[str, Any] = field(default_factory=dict)
    model_args: Mapping[str, Any] = field(default_factory=dict)
    rejudged: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, recorded: Mapping[str, Any]) -> RunSettings:
        """From JSON. Raises DataError with the field's name where a setting can't be what it is."""
        for name, fine in _KNOWN.items():
            if name in recorded and not fine(recorded[name]):
                raise DataError(f"can't be {recorded[name]!r}", field=name)
        known: dict[str, Any] = {name: recorded[name] for name in _PLAIN if name in recorded}
        if recorded.get("n", 0) * (recorded.get("rounds", 0) + 1) >= MOST_ATTEMPTS:
            raise DataError("too many with these rounds", field="n")
        label, seed = recorded.get("label"), recorded.get("seed", 0)
        return cls(
            json=recorded,
            label=one_line(label) if label else None,
            seed=seed if type(seed) is int else None,
            problems_sha256=_text(recorded.get("problems", {}).get("sha256")),
            groups=tuple(map(tuple, recorded.get("groups", ()))),
            prices=TokenPrices.recorded(recorded.get("prices")),
            selection=Selection.recorded(recorded.get("selection")),
            part=PartOfBench.recorded(recorded.get("subset")),
            **known,
        )

    @property
    def width(self) -> int:
        """The most attempts that one sample makes."""
        return self.rounds + 1

    @property
    def by_messages(self) -> bool:
        """Whether verdicts rest on a server's messages alone, without audit and kernel replay."""
        return self.check.get("audit") == MESSAGES_ONLY

    @property
    def no_replay(self) -> str | None:
        """Why no kernel replayed the proofs; None where one did, and where the run doesn't say."""
        return why_unreplayed(record_of(self.check))

    @property
    def no_replay_warning(self) -> str | None:
        """The same as a sentence for people."""
        return warning(record_of(self.check))


def lacking_setting(recorded: Mapping[str, Any]) -> str | None:
    """The name of a setting that every run has and this one hasn't."""
    return next((name for name in _NEEDED if name not in recorded), None)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _is_count(value: Any, least: int = 0, most: int = MOST_ATTEMPTS) -> bool:
    return type(value) is int and least <= value < most


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.isprintable()


def _is_map(value: Any) -> bool:
    return isinstance(value, Mapping)


def _are_texts(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(text, str) for text in value.values())


def _are_groups(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(
        isinstance(group, list | tuple) and all(isinstance(name, str) for name in group) for group in value
    )


def _are_prices(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        type(value.get(name)) in (int, float) and value[name] >= 0
        for name in ("prompt_per_million", "completion_per_million")
    )


_PLAIN: Mapping[str, Callable[[Any], bool]] = {
    "bench": _is_text,
    "model": _is_text,
    "n": lambda value: _is_count(value, 1),
    "early_stop": lambda value: type(value) is bool,
    "rounds": lambda value: _is_count(value, most=1001),
    "all_errors": lambda value: type(value) is bool,
    "bench_sha256": lambda value: isinstance(value, str),
    "tags": _are_texts,
    **dict.fromkeys(("check", "sampling", "prompt", "repair", "backend", "model_args", "rejudged"), _is_map),
}
"""The settings that are fields as they stand."""
_KNOWN: Mapping[str, Callable[[Any], bool]] = {
    **_PLAIN,
    "seed": lambda value: type(value) is int or (isinstance(value, list) and bool(value)),
    "label": lambda value: isinstance(value, str),
    "groups": _are_groups,
    "prices": _are_prices,
    **dict.fromkeys(("problems", "selection", "subset"), _is_map),
}
