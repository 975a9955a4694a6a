"""Backend `hf` with a real, tiny model: seeds, sampling, ends of texts, batches, errors."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.backends import Generation, Request, Sample, Sampling
from harness.backends._hf_engine import _text
from harness.backends.hf import HFBackend
from harness.errors import BackendError, UnknownNameError, UsageError
from harness.problem import Problem

for package in ("torch", "transformers"):
    pytest.importorskip(package, reason="the extra prover-eval[hf] isn't installed", exc_type=ImportError)

PROBLEM = Problem("p", "test", "theorem p : True := by\n", "")
PROMPTS = ("a", "theorem p : True := by\n", "A much longer prompt, so that rows are padded. " * 3)


def ask(prompt: Any, seeds: tuple[int, ...] = (7,), **sampling: Any) -> Request:
    samples = tuple(Sample(index, seed) for index, seed in enumerate(seeds))
    return Request(PROBLEM, samples, Sampling(**{"max_tokens": 24, **sampling}), prompt)


async def all_of(backend: HFBackend, request: Request) -> list[Generation]:
    return sorted([given async for given in backend.generate(request)], key=lambda given: given.index)


def answers(backend: HFBackend, *requests: Request) -> list[list[Generation]]:
    """The answers to requests that are asked at the same time."""

    async def together() -> list[list[Generation]]:
        async with asyncio.timeout(900):
            return await asyncio.gather(*(all_of(backend, request) for request in requests))

    return asyncio.run(together())


def made(args: dict[str, str]) -> HFBackend:
    """One thread: a tiny model has nothing to share out, and other tests want the cores."""
    return HFBackend({"threads": "1", **args})


def closing(backend: HFBackend) -> None:
    asyncio.run(backend.close())


@pytest.fixture(scope="module")
def backend(tiny_model: Path) -> Iterator[HFBackend]:
    opened = made({"model": str(tiny_model)})
    yield opened
    closing(opened)


@pytest.fixture
def batch_sizes(backend: HFBackend) -> Iterator[list[int]]:
    """Rows in each call of the model, in order."""
    seen: list[int] = []
    loaded = backend._loaded
    assert loaded is not None
    hook = loaded.model.register_forward_pre_hook(
        lambda module, args, kwargs: seen.append(len(kwargs["input_ids"])), with_kwargs=True
    )
    yield seen
    hook.remove()


def changed(model: Path, folder: Path, **settings: Any) -> Path:
    """A copy of the model with other generation settings."""
    copy = folder / model.name
    shutil.copytree(model, copy)
    path = copy / "generation_config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **settings}))
    return copy


def test_the_same_seed_gives_the_same_text_in_any_batch(backend: HFBackend, batch_sizes: list[int]) -> None:
    requests = [ask(prompt, (11, 12)) for prompt in PROMPTS]
    together = answers(backend, *requests)
    assert max(batch_sizes) == 6
    batch_sizes.clear()
    for prompt, found in zip(PROMPTS, together, strict=True):
        for given in found:
            ((alone,),) = answers(backend, ask(prompt, (given.seed,)))
            assert alone.text == given.text
    assert set(batch_sizes) == {1}


def test_another_seed_gives_another_text(backend: HFBackend) -> None:
    ((first, second),) = answers(backend, ask(PROMPTS[1], (1, 2)))
    assert first.text != second.text


@pytest.mark.parametrize("narrow", [{"temperature": 0.0}, {"top_k": 1}, {"min_p": 1.0}, {"top_p": 0.0}])
def test_what_leaves_one_token_is_greedy(backend: HFBackend, narrow: dict[str, Any]) -> None:
    greedy = answers(backend, ask(PROMPTS[1], (1,), temperature=0.0))[0][0].text
    ((first, second),) = answers(backend, ask(PROMPTS[1], (1, 2), **narrow))
    assert first.text == second.text == greedy


def test_temperature_shapes_the_draw(backend: HFBackend) -> None:
    greedy = answers(backend, ask(PROMPTS[1], temperature=0.0))[0][0].text
    ((cold,),) = answers(backend, ask(PROMPTS[1], temperature=1e-6))
    ((warm,),) = answers(backend, ask(PROMPTS[1], temperature=1.5))
    assert cold.text == greedy != warm.text


def test_tokens_are_counted_and_the_limit_is_told(backend: HFBackend) -> None:
    ((given,),) = answers(backend, ask(PROMPTS[1], max_tokens=9))
    assert (given.prompt_tokens, given.completion_tokens, given.finish_reason) == (23, 9, "length")
    assert given.error is None
    assert given.latency_s > 0


def test_a_stop_string_ends_a_text_and_is_no_part_of_it(backend: HFBackend) -> None:
    ((whole,),) = answers(backend, ask(PROMPTS[1], (5,), max_tokens=40, temperature=3.0))
    place = next(i for i in range(8, 30) if whole.text[i : i + 2].isascii())
    stop = whole.text[place : place + 2]
    ((given,),) = answers(
        backend, ask(PROMPTS[1], (5,), max_tokens=40, temperature=3.0, stop=("never there", stop))
    )
    assert given.text == whole.text[: whole.text.index(stop)]
    assert given.finish_reason == "stop"
    assert (given.completion_tokens or 0) < 40


def test_without_a_limit_the_window_or_the_models_own_is_the_limit(
    backend: HFBackend, tiny_model: Path, tmp_path: Path
) -> None:
    ((given,),) = answers(backend, ask("x" * 8170, max_tokens=None))
    assert (given.completion_tokens, given.finish_reason) == (22, "length")
    own = made({"model": str(changed(tiny_model, tmp_path, max_new_tokens=5))})
    ((given,),) = answers(own, ask(PROMPTS[1], max_tokens=None))
    assert given.completion_tokens == 5
    closing(own)


def test_a_space_at_the_beginning_of_a_text_stays() -> None:
    """Tokenizers with `▁` for a space drop it from the first token; a proof's indentation hangs on it."""
    from tokenizers import Tokenizer, decoders, models
    from transformers import PreTrainedTokenizerFast

    words = Tokenizer(models.WordLevel({"▁by": 0, "▁▁simp": 1, "<eos>": 2}, unk_token="<eos>"))
    words.decoder = decoders.Metaspace()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=words, eos_token="<eos>")
    assert tokenizer.decode([1]) == "simp"
    assert _text(tokenizer, [0], [1], ends_in_eos=False) == "  simp"
    assert _text(tokenizer, [0], [1, 2], ends_in_eos=True) == "  simp"


def test_an_end_token_ends_a_text(tiny_model: Path, tmp_path: Path) -> None:
    ends = changed(tiny_model, tmp_path, eos_token_id=list(range(3, 200)))
    backend = made({"model": str(ends)})
    ((given,),) = answers(backend, ask(PROMPTS[1], max_tokens=400))
    assert given.finish_reason == "stop"
    assert 0 < (given.completion_tokens or 0) < 400
    closing(backend)


def test_the_models_own_settings_are_the_defaults(tiny_model: Path, tmp_path: Path) -> None:
    cold = changed(tiny_model, tmp_path, do_sample=True, temperature=1e-6, top_k=5)
    backend = made({"pretrained": str(cold)})
    assert backend.description["defaults"] == {"temperature": 1e-06, "top_k": 5}
    ((first, second),) = answers(backend, ask(PROMPTS[1], (1, 2)))
    ((warm, other),) = answers(backend, ask(PROMPTS[1], (1, 2), temperature=1.0, top_k=200))
    assert first.text == second.text
    assert warm.text != other.text
    closing(backend)


def test_a_chat_goes_through_the_chat_template(backend: HFBackend) -> None:
    messages = [{"role": "user", "content": "Prove it."}]
    rendered = "<|user|>\nProve it.</s>\n<|assistant|>\n"
    ((chat,), (text,)) = answers(backend, ask(messages), ask(rendered))
    assert chat.text == text.text
    assert chat.prompt_tokens == text.prompt_tokens


def test_a_model_without_chat_template_takes_completions_only(tiny_model: Path, tmp_path: Path) -> None:
    base = changed(tiny_model, tmp_path)
    (base / "chat_template.jinja").unlink()
    backend = made({"model": str(base)})
    assert backend.prompt_kind == "completion"
    with pytest.raises(UsageError, match="--prompt plain"):
        answers(backend, ask([{"role": "user", "content": "x"}]))
    ((given,),) = answers(backend, ask("x"))
    assert given.error is None
    closing(backend)


def test_a_prompt_that_leaves_no_room_fails_alone(backend: HFBackend) -> None:
    ((too_long,), (fine,)) = answers(backend, ask("x" * 9000), ask("x"))
    assert "9000 tokens" in (too_long.error or "")
    assert fine.error is None


def test_a_batch_holds_rows_of_like_length(tiny_model: Path) -> None:
    backend = made({"model": str(tiny_model), "batch_size": "2"})
    loaded = backend._loaded
    assert loaded is not None
    shapes: list[tuple[int, ...]] = []
    loaded.model.register_forward_pre_hook(
        lambda module, args, kwargs: shapes.append(tuple(kwargs["input_ids"].shape)), with_kwargs=True
    )
    answers(backend, *(ask("x" * size, max_tokens=1) for size in (10, 300, 11, 301)))
    assert shapes == [(2, 11), (2, 301)]
    closing(backend)


def test_the_event_loop_goes_on_meanwhile(backend: HFBackend) -> None:
    ticks = 0

    async def watch() -> None:
        nonlocal ticks
        work = asyncio.ensure_future(all_of(backend, ask(PROMPTS[1], max_tokens=60)))
        while not work.done():
            await asyncio.sleep(0)
            ticks += 1
        assert (await work)[0].completion_tokens == 60

    asyncio.run(watch())
    assert ticks > 60


def test_samples_come_as_they_end(tiny_model: Path, tmp_path: Path) -> None:
    ends = changed(tiny_model, tmp_path, eos_token_id=[*range(3, 20)])
    backend = made({"model": str(ends)})

    async def first_of_many() -> Generation:
        async with asyncio.timeout(900):
            stream: Any = backend.generate(ask(PROMPTS[1], tuple(range(16)), max_tokens=8000))
            first: Generation = await anext(stream)
            # Nobody waits for the others: they are given up, and the model is free again.
            await stream.aclose()
            await all_of(backend, ask("x", max_tokens=1))
            return first

    given = asyncio.run(first_of_many())
    assert given.finish_reason == "stop"
    closing(backend)


def test_close_ends_what_is_under_way(tiny_model: Path) -> None:
    # One sample at a time, so that a fast machine isn't through with all of them before the end.
    backend = made({"model": str(tiny_model), "batch_size": "1"})
    many = ask("x", seeds=tuple(range(500)), max_tokens=200)

    async def close_amid() -> None:
        async with asyncio.timeout(900):
            work = asyncio.ensure_future(all_of(backend, many))
            await asyncio.sleep(0.3)
            await backend.close()
            with pytest.raises(BackendError, match="closed"):
                await work
            with pytest.raises(BackendError, match="closed"):
                await all_of(backend, ask("x"))
            await backend.close()

    asyncio.run(close_amid())


def test_the_revision_is_that_of_the_content(
    tiny_model: Path, make_tiny_model: Callable[[int], Path], tmp_path: Path, backend: HFBackend
) -> None:
    copy = tmp_path / "moved"
    shutil.copytree(tiny_model, copy)
    moved, other = made({"model": str(copy)}), HFBackend({"model": str(make_tiny_model(1))})
    revisions = [each.description["revision"] for each in (backend, moved, other)]
    assert revisions[0] == revisions[1] != revisions[2]
    assert str(tiny_model) not in json.dumps(dict(backend.description))
    assert {"model", "pretrained", "batch_size"} <= backend.transport_args
    closing(moved)
    closing(other)


@pytest.mark.parametrize(
    ("args", "error", "told"),
    [
        ({}, UsageError, "-M model="),
        ({"model": "/nowhere/at/all"}, UsageError, "no folder"),
        ({"model": "/nowhere/x.gguf"}, UsageError, "no such file"),
        ({"model": "{tiny}", "dtype": "float7"}, UsageError, "bfloat16"),
        ({"model": "{tiny}", "batch_size": "0"}, UsageError, "from 1 on"),
        ({"model": "{tiny}", "model_kwargs": "[1]"}, UsageError, "JSON object"),
        ({"model": "{tiny}", "device": "cpu", "device_map": "auto"}, UsageError, "exclude"),
        ({"model": "{tiny}", "beam": "3"}, UnknownNameError, "batch_size"),
        ({"model": "{tiny}", "gguf_file": "x.gguf"}, UsageError, "no such file"),
        ({"model": "{empty}"}, BackendError, "can't be loaded"),
    ],
)
def test_wrong_arguments_say_what_to_do(
    tiny_model: Path, tmp_path: Path, args: dict[str, str], error: type[Exception], told: str
) -> None:
    given = {key: value.format(tiny=tiny_model, empty=tmp_path) for key, value in args.items()}
    with pytest.raises(error, match=told):
        HFBackend(given)


def test_dtype_is_what_was_asked_for(tiny_model: Path) -> None:
    backend = made({"model": str(tiny_model), "dtype": "bf16"})
    assert backend.description["dtype"] == "bfloat16"
    ((given,),) = answers(backend, ask(PROMPTS[1]))
    assert given.completion_tokens == 24
    closing(backend)


SHORT_OF_MEMORY = """
import asyncio, json, resource, sys
from harness.backends import Request, Sample, Sampling
from harness.backends._hf_engine import _text
from harness.backends.hf import HFBackend
from harness.problem import Problem

settings = {"threads": "1", "batch_size": "32", "attn_implementation": "eager"}
backend = HFBackend({"model": sys.argv[1], **settings})
problem = Problem("p", "test", "theorem p : True := by", "")

async def ask(prompt, count):
    samples = tuple(Sample(index, index) for index in range(count))
    request = Request(problem, samples, Sampling(max_tokens=4), prompt)
    return [given async for given in backend.generate(request)]

async def main():
    await ask("x", 2)
    used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + 160 * 2**20,) * 2)
    many = await ask("x" * 700, 32)
    long = await ask("x" * 8000, 1)
    again = await ask("x" * 700, 2)
    await backend.close()
    print(json.dumps([[given.error for given in found] for found in (many, long, again)]))

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the address space can be limited on Linux only")
def test_short_of_memory_halves_the_batch_and_goes_on(tiny_model: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SHORT_OF_MEMORY, str(tiny_model)],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    many, long, again = json.loads(done.stdout.strip().splitlines()[-1])
    assert many == [None] * 32
    assert "out of memory with 32 samples at once; going on with 16" in done.stderr
    assert "out of memory with one sample of 8000" in long[0]
    assert again == [None] * 2
