"""Backend `vllm` with a real engine on the CPU and a tiny model."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from make_tiny_model import CONTEXT
from vllm_engine import (
    ARGUMENTS,
    PROBLEM,
    PROMPT,
    Engine,
    children,
    engine,
    left_of,
    members,
    needs_vllm,
)

from harness.backends.base import Request, Sample, Sampling
from harness.backends.vllm import VLLMBackend
from harness.errors import BackendError, UnknownNameError, UsageError

pytestmark = needs_vllm
TWO_CORES = len(os.sched_getaffinity(0)) >= 2
LETTERS = tuple("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
CHAT = [{"role": "user", "content": "Prove it."}]


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "engine.log"


@pytest.fixture(scope="module")
def running(tiny_model: Path, logged: Path) -> Iterator[Engine]:
    """One engine for most tests, on one core when there are two."""
    before = os.sched_getaffinity(0)
    cores = "1" if TWO_CORES else "0"
    with engine(tiny_model, engine_cores=cores, engine_log=str(logged), enable_log_requests="true") as found:
        yield found
        group = found.backend.pid
        assert members(group)
    assert left_of(group) == []
    assert os.sched_getaffinity(0) == before


def test_samples_end_by_length_or_at_a_stop_string(running: Engine) -> None:
    long = running.ask([1, 2, 3], max_tokens=20, stop=("this never comes",))
    for generation in long:
        # One of 259 tokens ends a text, so nearly all reach their limit.
        assert (generation.finish_reason == "length") == (generation.completion_tokens == 20)
        assert generation.prompt_tokens == len(PROMPT)
        assert generation.error is None
        assert generation.latency_s > 0
    assert any(generation.finish_reason == "length" for generation in long)
    short = running.ask([1, 2, 3], max_tokens=400, stop=LETTERS)
    assert [generation.finish_reason for generation in short] == ["stop"] * 3
    for generation in short:
        assert not set(generation.text) & set(LETTERS)


def test_a_seed_gives_its_text_whatever_is_drawn_beside_it(running: Engine) -> None:
    seeds = [5, 6, 2**62 + 1, 2**63 - 1]
    together = [generation.text for generation in running.ask(seeds)]
    assert len(set(together)) == 4
    assert [running.ask([seed])[0].text for seed in seeds] == together
    crowd = running.ask([*range(100, 140), *seeds])
    assert [generation.text for generation in crowd[-4:]] == together


def test_sampling_parameters_reach_the_engine(running: Engine) -> None:
    greedy = running.ask([1, 2], temperature=0)
    assert greedy[0].text == greedy[1].text
    for narrow in ({"top_k": 1}, {"min_p": 1.0}, {"top_p": 1e-6}):
        assert running.ask([1], **narrow)[0].text == greedy[0].text
    assert running.ask([1])[0].text != greedy[0].text


def test_a_chat_goes_through_the_models_template(running: Engine) -> None:
    asked = running.ask([3], CHAT, max_tokens=12)[0]
    assert running.backend.prompt_kind is None
    # Byte tokens; </s> is one token.
    written = "<|user|>\nProve it.</s>\n<|assistant|>\n"
    assert asked.prompt_tokens == len(written) - len("</s>") + 1
    assert asked.text == running.ask([3], written, max_tokens=12)[0].text
    begun = [*CHAT, {"role": "assistant", "content": "by\n  si"}]
    assert running.ask([3], begun, max_tokens=1)[0].prompt_tokens == asked.prompt_tokens + len("by\n  si")


def test_samples_of_one_prompt_share_its_prefix(running: Engine) -> None:
    # Shared in whole blocks, which are of 128 tokens on a CPU.
    long = PROMPT * 10

    async def cached() -> list[int]:
        process = running.backend._process
        answers: asyncio.Queue[dict[str, object]] = asyncio.Queue()
        for seed in range(8):
            process.ask({"prompt": long, "seed": seed, "max_tokens": 4}, answers)
        return [int((await answers.get())["cached_tokens"]) for _ in range(8)]  # type: ignore[call-overload]

    running.ask([1])
    shared = running.runner.run(cached())
    assert sum(count > len(long) - 256 for count in shared) >= 7, shared


def test_a_prompt_beyond_the_context_fails_alone(running: Engine) -> None:
    failed = running.ask([1], "x" * (CONTEXT + 1))[0]
    assert failed.text == ""
    assert "maximum context length" in (failed.error or "")
    assert running.ask([1])[0].error is None


def test_what_nobody_waits_for_is_taken_back(running: Engine, logged: Path) -> None:
    async def leave() -> None:
        samples = tuple(Sample(index, index) for index in range(3))
        request = Request(PROBLEM, samples, Sampling(max_tokens=1), PROMPT)
        endless = Request(PROBLEM, samples, Sampling(max_tokens=CONTEXT - 200), PROMPT)
        first = aiter(running.backend.generate(endless))
        waiting = asyncio.ensure_future(anext(first))
        # By the time that these are answered the others are under way.
        async for _ in running.backend.generate(request):
            pass
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)

    before = logged.read_text().count("aborted")
    running.runner.run(leave())
    running.ask([1], max_tokens=1)
    assert logged.read_text().count("aborted") == before + 3


def test_the_engine_and_the_checker_have_cores_of_their_own(running: Engine) -> None:
    if not TWO_CORES:
        pytest.skip("one core can't be divided")
    ours, its = os.sched_getaffinity(0), os.sched_getaffinity(running.backend.pid)
    assert len(its) == 1
    assert ours
    assert not ours & its


def test_the_description_holds_the_content_and_no_path(running: Engine, tiny_model: Path) -> None:
    found = dict(running.backend.description)
    assert found["model"] == "tiny-llama"
    assert len(found["model_sha256"]) == 64
    assert found["dtype"] == "float32"
    assert found["max_model_len"] == CONTEXT
    assert str(tiny_model.parent) not in repr(found)


def test_an_adapter_changes_the_text_and_a_dead_engine_is_told(
    running: Engine, tiny_model: Path, tmp_path: Path
) -> None:
    plain = running.ask([1, 2], temperature=0)[0].text
    adapter = tmp_path / "adapter"
    script = Path(__file__).parents[1] / "support" / "make_tiny_lora.py"
    subprocess.run([sys.executable, "-W", "ignore", str(script), str(adapter)], check=True, timeout=300)
    with engine(tiny_model, lora=str(adapter), engine_cores="0") as other:
        changed = other.ask([1, 2], temperature=0)
        assert changed[0].error is None
        assert changed[0].text == changed[1].text != plain
        assert other.backend.description["lora"] == "adapter"
        assert len(str(other.backend.description["lora_sha256"])) == 64
        group = other.backend.pid
        (core,) = [pid for pid in children(group) if "Engine" in Path(f"/proc/{pid}/comm").read_text()]
        os.kill(core, signal.SIGKILL)
        with pytest.raises(BackendError, match=r"engine died.*goes on with the run"):
            other.ask([1], max_tokens=4000)
        with pytest.raises(BackendError, match="engine died"):
            other.ask([1])
    assert left_of(group) == []


def test_texts_become_engine_arguments_with_vllms_types() -> None:
    script = Path(__file__).parents[1] / "support" / "print_engine_arguments.py"
    cases = {
        "max_model_len=2k": 2000,
        "enforce_eager=true": True,
        "enable_prefix_caching=False": False,
        "gpu_memory_utilization=0.5": 0.5,
        "dtype=bfloat16": "bfloat16",
        'hf_overrides={"rope_theta": 2.5}': {"rope_theta": 2.5},
        "served_model_name=one two": ["one", "two"],
        "cudagraph_capture_sizes=1,2,4": [1, 2, 4],
        "max_model_len=much": "wrong: max_model_len=much",
        "enforce_eager=perhaps": "wrong: enforce_eager=perhaps is neither true nor false",
        "dtype=float17": "wrong: dtype=float17",
        "max_modle_len=64": "unknown: max_modle_len",
        "helf=1": "unknown: helf",
        "help=true": "unknown: help",
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(script), *cases], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    for (case, expected), value in zip(cases.items(), found, strict=True):
        if isinstance(expected, str):
            assert str(value).startswith(expected), case
        else:
            assert value == expected, case


def test_an_unknown_argument_is_told_before_anything_runs(tiny_model: Path) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean max_model_len"):
        VLLMBackend({"model": str(tiny_model), **ARGUMENTS, "max_modle_len": "64"})


def test_a_folder_that_is_no_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match="can't use this model"):
        VLLMBackend({"model": str(tmp_path), **ARGUMENTS})


def test_a_model_without_a_chat_template_takes_completions_only(
    make_tiny_model: Callable[[int], Path],
) -> None:
    folder = make_tiny_model(1)
    (folder / "chat_template.jinja").unlink()
    backend = VLLMBackend({"model": str(folder), **ARGUMENTS})
    try:
        assert backend.prompt_kind == "completion"

        async def ask() -> None:
            async for _ in backend.generate(Request(PROBLEM, (Sample(0, 1),), Sampling(), CHAT)):
                pass

        with pytest.raises(UsageError, match="chat_template"):
            asyncio.run(ask())
    finally:
        asyncio.run(backend.close())
    assert left_of(backend.pid) == []
