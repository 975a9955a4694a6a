"""The parts of backend `vllm` that need no engine: arguments, cores, hashes, messages, no package."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.backends._vllm_cores import by_core, divide_cores
from harness.backends._vllm_link import pack, receive
from harness.backends._vllm_options import read_options
from harness.backends._vllm_weights import folder_hash
from harness.errors import UsageError

MIB = 1 << 20


@pytest.mark.parametrize(
    ("wanted", "workers", "accelerator", "count", "engine"),
    [
        ("", 1, False, 3, 0),
        ("", 1, False, 4, 2),
        ("", 1, False, 64, 32),
        ("", 1, True, 64, 3),
        ("", 8, True, 64, 10),
        ("", 8, True, 8, 4),
        ("0", 8, True, 64, 0),
        ("5", 1, True, 64, 5),
        ("1", 1, False, 2, 1),
    ],
)
def test_how_many_cores_the_engine_gets(
    wanted: str, workers: int, accelerator: bool, count: int, engine: int
) -> None:
    found = divide_cores(wanted, workers, accelerator=accelerator, cores=range(count))
    if engine == 0:
        assert found is None
    else:
        assert found is not None
        assert len(found[0]) == engine
        assert found[0] | found[1] == set(range(count))
        assert not found[0] & found[1]


def test_listed_cores_are_the_engines() -> None:
    assert divide_cores("1-2,5", 1, accelerator=True, cores=range(6)) == ({1, 2, 5}, {0, 3, 4})


@pytest.mark.parametrize("wanted", ["6", "9", "-1", "x", "1-x", "7-8", "0-5", "1.5"])
def test_cores_that_can_not_be_given(wanted: str) -> None:
    with pytest.raises(UsageError, match="engine_cores"):
        divide_cores(wanted, 1, accelerator=False, cores=range(6))


def test_the_threads_of_a_core_stay_together() -> None:
    ours = os.sched_getaffinity(0)
    assert set(by_core(ours)) == ours


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none() | st.lists(st.text())))
def test_messages_come_as_they_were_sent(message: dict[str, object]) -> None:
    one, other = socket.socketpair()
    with one, other:
        one.sendall(pack(message) + pack({"op": "next"}))
        one.close()
        assert receive(other) == message
        assert receive(other) == {"op": "next"}
        assert receive(other) is None


def test_a_large_message_comes_whole() -> None:
    message = {"text": "∀ x, " * 300_000}
    one, other = socket.socketpair()
    with one, other:
        sender = threading.Thread(target=one.sendall, args=(pack(message),))
        sender.start()
        assert receive(other) == message
        sender.join()


def test_half_a_message_is_the_end() -> None:
    one, other = socket.socketpair()
    with one, other:
        one.sendall(pack({"text": "half"})[:-3])
        one.close()
        assert receive(other) is None


def test_the_hash_is_of_what_the_model_is(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(bytes(1000))
    first = folder_hash(tmp_path)
    (tmp_path / "training.log").write_text("step 1")
    assert folder_hash(tmp_path) == first
    (tmp_path / "config.json").write_text('{"a": 1}')
    second = folder_hash(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(bytes(999) + b"1")
    assert len({first, second, folder_hash(tmp_path)}) == 3
    (tmp_path / "config.json").rename(tmp_path / "other.json")
    assert folder_hash(tmp_path) not in (first, second)


def test_a_large_file_is_told_from_another_of_its_size(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    with weights.open("wb") as file:
        file.truncate(200 * MIB)
    hashes = {folder_hash(tmp_path)}
    # A changed matrix of a megabyte, wherever it lies, and the very first and last bytes.
    for start, size in ((0, 1), (200 * MIB - 1, 1), (37 * MIB + 11, MIB), (150 * MIB, MIB)):
        with weights.open("r+b") as file:
            file.seek(start)
            file.write(b"\1" * size)
        hashes.add(folder_hash(tmp_path))
    assert len(hashes) == 5


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "model=NAME_OR_FOLDER"),
        ({"model": "m", "hf_token": "secret"}, "HF_TOKEN"),
        ({"model": "m", "sampling": "{"}, "sampling= is not JSON"),
        ({"model": "m", "sampling": "[]"}, "not a JSON object"),
        ({"model": "m", "sampling": '{"seed": 1}'}, "may not set 'seed'"),
        ({"model": "m", "samples_per_request": "0"}, "samples_per_request=0"),
        ({"model": "m", "startup_timeout": "soon"}, "startup_timeout=soon"),
        ({"model": "m", "chat_template": "no/such.jinja"}, "Jinja template"),
    ],
)
def test_wrong_arguments_of_ours(given: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError, match=told) as error:
        read_options(given)
    assert "secret" not in str(error.value)


def test_what_is_not_ours_is_the_engines() -> None:
    options = read_options(
        {"pretrained": "m", "tensor_parallel_size": "2", "data_parallel_size": "3", "lora": "l"}
    )
    assert options.model == "m"
    assert options.engine == {"model": "m", "tensor_parallel_size": "2", "data_parallel_size": "3"}
    assert (options.workers, options.lora) == (6, "l")


@pytest.mark.skipif(importlib.util.find_spec("vllm") is not None, reason="vllm is installed here")
def test_without_the_package_its_name_is_told(tmp_path: Path) -> None:
    words = ["--bench", "nng", "--model", "vllm", "-M", "model=m"]
    done = subprocess.run(
        [sys.executable, "-m", "harness", *words], capture_output=True, text=True, cwd=tmp_path, timeout=120
    )
    assert done.returncode == 3
    assert "prover-eval[vllm]" in done.stderr
    assert "Traceback" not in done.stderr
