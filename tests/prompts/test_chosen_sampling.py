"""Sampling: what is given, what is published, greedy, and the warning for many equal samples."""

from __future__ import annotations

import pytest

from harness.backends import Sampling
from harness.errors import UsageError
from harness.prompts.sampling import chosen_sampling, sampling_warning

PUBLISHED = Sampling(temperature=1.0, top_p=0.95, max_tokens=2048, stop=("x",))


@pytest.mark.parametrize(
    ("given", "published", "expected"),
    [
        (Sampling(), None, Sampling()),
        (Sampling(), PUBLISHED, PUBLISHED),
        (
            Sampling(temperature=0.6, top_k=20, min_p=0.1),
            PUBLISHED,
            Sampling(temperature=0.6, top_p=0.95, max_tokens=2048, stop=("x",), top_k=20, min_p=0.1),
        ),
        (Sampling(stop=("a", "b")), PUBLISHED, Sampling(1.0, 0.95, 2048, ("a", "b"))),
        (Sampling(temperature=0.0), PUBLISHED, Sampling(temperature=0.0, max_tokens=2048, stop=("x",))),
        (
            Sampling(temperature=0.0, top_p=0.5),
            PUBLISHED,
            Sampling(temperature=0.0, top_p=0.5, max_tokens=2048, stop=("x",)),
        ),
    ],
)
def test_what_is_given_goes_before_what_is_published(
    given: Sampling, published: Sampling | None, expected: Sampling
) -> None:
    assert chosen_sampling(given, published) == expected


def test_greedy_is_temperature_zero_alone() -> None:
    assert chosen_sampling(Sampling(max_tokens=8), PUBLISHED, greedy=True) == Sampling(
        temperature=0.0, max_tokens=8, stop=("x",)
    )
    assert chosen_sampling(Sampling(temperature=0.0), None, greedy=True) == Sampling(temperature=0.0)
    for given in (Sampling(temperature=0.5), Sampling(top_p=0.9), Sampling(top_k=3), Sampling(min_p=0.1)):
        with pytest.raises(UsageError, match=r"--greedy takes the likeliest token.*--"):
            chosen_sampling(given, PUBLISHED, greedy=True)


def test_many_equal_samples_are_warned_of() -> None:
    for sampling in (Sampling(temperature=0.0), Sampling(temperature=1.0, top_k=1)):
        told = sampling_warning(sampling, 8)
        assert told is not None
        assert "pass@8" in told
        assert sampling_warning(sampling, 1) is None
    for sampling in (Sampling(), PUBLISHED, Sampling(temperature=0.01, top_k=2)):
        assert sampling_warning(sampling, 8) is None
