"""A tiny model made from scratch, for trainers that are run for real."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

MAKE = Path(__file__).parents[2] / "support" / "make_tiny_model.py"
NEEDED = ("torch", "transformers", "trl", "peft", "datasets")


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny Llama with random weights; skips where the packages for training are missing."""
    for package in NEEDED:
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"no {package} here: run make test-train")
    folder = tmp_path_factory.mktemp("model") / "tiny-llama"
    subprocess.run(
        [sys.executable, "-W", "ignore", str(MAKE), str(folder)],
        check=True,
        capture_output=True,
        timeout=300,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
    )
    return folder
