"""The tokenizer and Lean's own parser read the same, on texts made to tell them apart."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from harness.lean.toolchain import Toolchain

_FUZZER = Path(__file__).parents[2] / "support" / "fuzz_lexer.py"


@pytest.mark.parametrize("seed", [13, 435, 2026])
def test_no_text_is_read_otherwise_unless_strict_refuses_it(toolchain: Toolchain, seed: int) -> None:
    # In a process of its own: Lean is started in it, which clears the environment and can be done once.
    done = subprocess.run(
        [sys.executable, str(_FUZZER), "1000", str(seed)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "'texts': 1000" in done.stdout
    assert "'equal': " in done.stdout
