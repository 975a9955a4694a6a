"""A descriptor that is lost on the way to the replay server is our failure, never a missing reference."""

from __future__ import annotations

import asyncio

import pytest
from few_descriptors import descriptors_left
from replaying import IMPORTS, Compile

from harness.checker.replay.base import Examination, Question
from harness.checker.replay.native import NativeReplay
from harness.lean.olean import read_olean
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits

REFERENCE = "theorem t (n : Nat) : n + 0 = n := sorry\n"
RIGHT = "theorem t (n : Nat) : n + 0 = n := rfl\n"
OTHER = "theorem t (n : Nat) : n = n := rfl\n"


def examined(toolchain: Toolchain, module: bytes, reference: bytes, left: int | None) -> list[Examination]:
    """What comes of a module: while the server can open only `left` descriptors, then again without that."""

    async def run() -> list[Examination]:
        replayer = NativeReplay(toolchain, None)
        question = Question(IMPORTS, ("t",), read_olean(reference, file="reference"))
        try:
            found = []
            if left is not None:
                await replayer.examine(module, question, Limits())
                (server,) = replayer.stats().servers
                assert server.pid is not None
                with descriptors_left(server.pid, left):
                    found.append(await replayer.examine(module, question, Limits()))
            found.append(await replayer.examine(module, question, Limits()))
            return found
        finally:
            await replayer.close()

    return asyncio.run(run())


@pytest.mark.parametrize("left", range(5))
@pytest.mark.parametrize("text", [RIGHT, OTHER])
def test_a_lost_reference_is_not_no_reference(
    toolchain: Toolchain, compile_text: Compile, text: str, left: int
) -> None:
    """With two of three descriptors the module would have been looked at without the statement."""
    starved, after = examined(toolchain, compile_text(text), compile_text(REFERENCE), left)
    assert starved.replay is not None and starved.replay.failure is not None
    assert starved.facts is None
    assert after.facts is not None and after.replay is not None and after.replay.failure is None
    assert after.facts.refuses is (text == OTHER)
    assert after.replay.ok is (text == RIGHT)


def test_with_enough_of_them_nothing_is_lost(toolchain: Toolchain, compile_text: Compile) -> None:
    """Three come with the request, one is for watching the child, and the child moves its own."""
    found = examined(toolchain, compile_text(RIGHT), compile_text(REFERENCE), 12)
    assert [one.replay is not None and one.replay.ok for one in found] == [True, True]
