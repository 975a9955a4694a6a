"""Fixtures for backends that run a real model: a tiny one, made here, without a network."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

MAKE = Path(__file__).parents[1] / "support" / "make_tiny_model.py"
NEEDED = ("torch", "transformers", "tokenizers", "safetensors")


@pytest.fixture(scope="session")
def make_tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """A function from a seed to the folder of a tiny Llama with these random weights, as safetensors.

    The test is skipped where the packages for it are missing. They are loaded in a process of their own.
    """
    for package in NEEDED:
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"no {package} here: the tiny model can't be made")

    def make(seed: int) -> Path:
        folder = tmp_path_factory.mktemp(f"seed{seed}-") / "tiny-llama"
        subprocess.run(
            [sys.executable, "-W", "ignore", str(MAKE), str(folder), str(seed)],
            check=True,
            capture_output=True,
            timeout=300,
            env={**os.environ, "HF_HUB_OFFLINE": "1"},
        )
        return folder

    return make


@pytest.fixture(scope="session")
def tiny_model(make_tiny_model: Callable[[int], Path]) -> Path:
    """The folder of one tiny model, for all tests of the session."""
    return make_tiny_model(0)
