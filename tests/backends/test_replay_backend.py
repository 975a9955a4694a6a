"""The replay backend on real files."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.backends import BACKENDS, Generation, Request, Sample
from harness.backends.replay import ReplayBackend
from harness.errors import BackendError, DataError, UnknownNameError, UsageError
from harness.problem import Problem


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def drawn(backend: ReplayBackend, name: str, *indices: int) -> list[Generation]:
    problem = Problem(name, "test", f"theorem {name} : True := by", "")
    request = Request(problem, tuple(Sample(index, 100 + index) for index in indices))

    async def collect() -> list[Generation]:
        return [generation async for generation in backend.generate(request)]

    return asyncio.run(collect())


def opened(path: Path) -> ReplayBackend:
    return ReplayBackend({"path": str(path)})


def test_rows_become_samples_in_file_order(tmp_path: Path) -> None:
    path = write(
        tmp_path / "r.jsonl",
        {"name": "a", "proof": "rfl"},
        {"name": "b", "text": "```lean\nsimp\n```"},
        {
            "name": "a",
            "proof": "omega",
            "prompt_tokens": 7,
            "completion_tokens": 9,
            "finish_reason": "length",
        },
    )
    backend = opened(path)
    assert drawn(backend, "a", 1, 0, 2) == [
        Generation(1, 101, "omega", 7, 9, "length", proof="omega"),
        Generation(0, 100, "rfl", proof="rfl"),
        Generation(2, 102, "", exhausted=True),
    ]
    assert drawn(backend, "b", 0) == [Generation(0, 100, "```lean\nsimp\n```")]
    assert drawn(backend, "unknown", 0) == [Generation(0, 100, "", exhausted=True)]
    assert backend.names() == ["a", "b"]
    asyncio.run(backend.close())


def test_description_tells_content_not_place(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", {"name": "a", "proof": "rfl"}, {"name": "b", "text": ""})
    backend = opened(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert backend.description == {"name": "replay", "sha256": digest, "rows": 2}
    asyncio.run(backend.close())


def test_gzip_is_read_as_the_plain_file_is(tmp_path: Path) -> None:
    plain = write(tmp_path / "r.jsonl", *({"name": f"p{i % 3}", "proof": f"exact {i}"} for i in range(30)))
    packed = tmp_path / "r.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    one, two = opened(plain), opened(packed)
    assert one.description == two.description
    for name in ("p0", "p1", "p2"):
        assert drawn(one, name, *range(11)) == drawn(two, name, *range(11))
    asyncio.run(one.close())
    asyncio.run(two.close())


def test_blank_lines_bom_null_fields_and_a_missing_last_newline_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"name": "a", "proof": "one", "text": null}\r\n\n  \n{"name": "a", "proof": "two"}'
    )
    backend = opened(path)
    assert [generation.proof for generation in drawn(backend, "a", 0, 1)] == ["one", "two"]
    asyncio.run(backend.close())


@pytest.mark.parametrize(
    ("proof", "raw"),
    [
        ("", None),
        ("a\x00b", None),
        ("x" * 10_000_000, None),
        ("\ud800 rfl", rb'{"name": "a", "proof": "\ud800 rfl"}'),
        ("\u2028∀ x, x = x\n", None),
    ],
    ids=["empty", "nul", "10 MB", "lone surrogate", "unicode"],
)
def test_strange_proofs_pass_unchanged(tmp_path: Path, proof: str, raw: bytes | None) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes((raw or json.dumps({"name": "a", "proof": proof}).encode()) + b"\n")
    backend = opened(path)
    assert drawn(backend, "a", 0)[0].proof == proof
    asyncio.run(backend.close())


GOOD = b'{"name": "a", "proof": "rfl"}\n'


@pytest.mark.parametrize(
    ("line", "message", "field"),
    [
        (b"{", "is not JSON", None),
        (b"[" * 100_000, "is not JSON", None),
        (b'{"name": "a", "proof": "rfl", "n": ' + b"1" * 5000 + b"}", "is not JSON", None),
        (b"[1]", "must be a JSON object, not a list", None),
        (b'{"name": "a", "proof": "\xff"}', "byte 24 is not UTF-8", None),
        (b'{"proof": "rfl"}', "is missing or empty", "name"),
        (b'{"name": "", "proof": "rfl"}', "is missing or empty", "name"),
        (b'{"name": 3, "proof": "rfl"}', "must be a string, not a number", "name"),
        (b'{"name": "a"}', "neither is there", "proof"),
        (b'{"name": "a", "proof": "x", "text": "y"}', "both are there", "proof"),
        (b'{"name": "a", "proof": ["x"]}', "must be a string, not a list", "proof"),
        (b'{"name": "a", "text": true}', "must be a string, not true or false", "text"),
        (b'{"name": "a", "text": "", "prompt_tokens": "3"}', "must be a whole number", "prompt_tokens"),
        (
            b'{"name": "a", "text": "", "completion_tokens": true}',
            "must be a whole number",
            "completion_tokens",
        ),
        (b'{"name": "a", "text": "", "completion_tokens": -1}', "must be between", "completion_tokens"),
        (b'{"name": "a", "text": "", "finish_reason": 1}', "must be a string", "finish_reason"),
    ],
)
def test_a_broken_row_is_named_by_file_line_and_field(
    tmp_path: Path, line: bytes, message: str, field: str | None
) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_bytes(GOOD + b"\n" + line + b"\n")
    with pytest.raises(DataError, match=message) as caught:
        opened(path)
    assert (caught.value.file, caught.value.line, caught.value.field) == (path, 3, field)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_bytes(b"\n\n")
    with pytest.raises(DataError, match="has no rows"):
        opened(tmp_path / "r.jsonl")


def test_a_damaged_gzip_is_refused(tmp_path: Path) -> None:
    whole = gzip.compress(GOOD * 100)
    for data in (b"no gzip", whole[:-12], whole[:12] + bytes(20)):
        path = tmp_path / "r.jsonl.gz"
        path.write_bytes(data)
        with pytest.raises(DataError, match="no whole gzip file"):
            opened(path)


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_no_file_says_what_to_give(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="-M path=FILE"):
        opened(tmp_path / name)


def test_arguments_are_checked() -> None:
    with pytest.raises(UsageError, match="needs the argument 'path'"):
        BACKENDS.load("replay")({})
    with pytest.raises(UnknownNameError, match="Known: path"):
        BACKENDS.load("replay")({"file": "x"})


def test_a_file_changed_during_the_run_is_noticed(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", {"name": "a", "proof": "rfl"}, {"name": "b", "proof": "rfl"})
    backend = opened(path)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(b"x" * size)
    with pytest.raises(BackendError, match="was changed"):
        drawn(backend, "a", 0)
    write(path, {"name": "c", "proof": "rfl"}, {"name": "d", "proof": "rfl"})
    with pytest.raises(BackendError, match="was changed"):
        drawn(backend, "b", 0)
    asyncio.run(backend.close())


def test_closing_twice_is_fine_and_reading_after_it_is_not(tmp_path: Path) -> None:
    backend = opened(write(tmp_path / "r.jsonl", {"name": "a", "proof": "rfl"}))
    asyncio.run(backend.close())
    asyncio.run(backend.close())
    with pytest.raises(BackendError, match="closed"):
        drawn(backend, "a", 0)


def test_texts_are_not_kept_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(2000):
            file.write(json.dumps({"name": f"p{number % 50}", "proof": "x" * 10_000}) + "\n")
    tracemalloc.start()
    backend = opened(path)
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert path.stat().st_size > 20_000_000
    assert held < 500_000
    assert peak < 2_000_000
    asyncio.run(backend.close())


@given(st.binary())
def test_any_bytes_give_a_backend_or_a_data_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    path.write_bytes(data)
    try:
        backend = opened(path)
    except DataError:
        return
    assert backend.names()
    asyncio.run(backend.close())
