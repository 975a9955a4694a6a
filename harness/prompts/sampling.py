"""How samples are drawn: what was asked for, and where nothing was, what is published for the prompt."""

from __future__ import annotations

from harness.backends.base import Sampling
from harness.errors import UsageError

_SPREAD = ("temperature", "top_p", "top_k", "min_p")


def chosen_sampling(given: Sampling, published: Sampling | None = None, *, greedy: bool = False) -> Sampling:
    """The settings of a run: `given` over `published`.

    greedy: the likeliest token each time, which is temperature 0 without any other setting of the spread.
    Raises UsageError when `given` asks for a spread beside `greedy`.
    """
    asked, known = given.record(), published.record() if published is not None else {}
    if greedy:
        if strange := [name for name in _SPREAD if asked.get(name)]:
            words = ", ".join(f"--{name.replace('_', '-')}" for name in strange)
            raise UsageError(f"--greedy takes the likeliest token each time: leave out {words}")
        asked["temperature"] = 0.0
    if asked.get("temperature") == 0:
        known = {name: value for name, value in known.items() if name not in _SPREAD}
    return Sampling(**{**known, **asked})


def sampling_warning(sampling: Sampling, n: int) -> str | None:
    """What is odd about drawing `n` samples of a problem like this; None where nothing is."""
    if n > 1 and (sampling.temperature == 0 or sampling.top_k == 1):
        how = "temperature 0" if sampling.temperature == 0 else "top-k 1"
        return (
            f"warning: at {how} the {n} attempts of a problem are most likely the same text, so pass@{n} "
            "says no more than pass@1: give --n 1, or a temperature above 0"
        )
    return None
