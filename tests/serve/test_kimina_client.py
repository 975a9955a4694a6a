"""The real kimina-client from PyPI against a real service; its answers are the verdicts of `check`."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest
import typing_extensions

from harness.lean.toolchain import Toolchain
from harness.sandbox import seccomp

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "serve_agreement.py"


@pytest.fixture(scope="module", autouse=True)
def importable() -> None:
    """kimina-client 0.2 takes TypedDict from `typing`, which pydantic refuses before Python 3.12."""
    patch = pytest.MonkeyPatch()
    patch.setattr("typing.TypedDict", typing_extensions.TypedDict)
    pytest.importorskip("kimina_client")
    patch.undo()


def test_its_own_test_passes(service: str) -> None:
    from kimina_client import AsyncKiminaClient, KiminaClient

    client = KiminaClient(api_url=service)
    assert client.health() == {"status": "ok"}
    client.test()

    async def asynchronous() -> None:
        other = AsyncKiminaClient(api_url=service)
        await other.test()
        await other.session.aclose()

    asyncio.run(asynchronous())


@pytest.mark.skipif(not seccomp.supported(), reason="engine fork is for x86-64 Linux")
def test_many_snippets_at_once_end_as_check_says(toolchain: Toolchain) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--count", "60"],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["compared"], found["at_once"], found["differing"], found["left"]) == (60, 16, 0, 0)
    assert found["noticed"] >= found["hung_up"] == 3
    ended = {"good: valid", "wrong: lean_error", "sorry: sorry", "cpu: timeout_error", "memory: server_error"}
    assert ended <= set(found["statuses"])
