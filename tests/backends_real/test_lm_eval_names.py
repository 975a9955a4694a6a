"""Names `family:member` in a registry, and what lm_eval names say before anything heavy is loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

from harness.backends import BACKENDS
from harness.errors import UnknownNameError, UsageError
from harness.registry import Registry


class Family:
    """Answers with the name of the member."""

    def member(self, name: str) -> str:
        return f"the member {name}"


FAMILY = Family()


def test_a_member_is_asked_for_by_its_own_name() -> None:
    registry = Registry("thing", "none_such", {"some_family": f"{__name__}:FAMILY"})
    assert registry.load("some-family:a-b_c:d") == "the member a-b_c:d"
    assert registry.names() == ["some_family"]
    assert isinstance(registry.load("some_family"), Family)


def test_what_is_no_family_has_no_members() -> None:
    with pytest.raises(UnknownNameError, match="replay:hf"):
        BACKENDS.load("replay:hf")
    with pytest.raises(UnknownNameError, match="lm_eval"):
        BACKENDS.load("lm_evil:hf")


def test_lm_eval_alone_says_what_is_missing() -> None:
    with pytest.raises(UsageError, match="lm_eval:hf"):
        BACKENDS.load("lm_eval")({})


def test_looking_up_a_name_loads_nothing_heavy() -> None:
    program = (
        "import sys; from harness.backends import BACKENDS; BACKENDS.load('lm_eval:hf'); BACKENDS.load('hf');"
        "import harness.integrations.lm_eval;"
        "print([name for name in ('torch', 'transformers', 'lm_eval', 'datasets') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
