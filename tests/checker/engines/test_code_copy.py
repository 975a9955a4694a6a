"""Lean's machine code on huge pages: the same bytes, sealed, used by servers, gone with the engine."""

from __future__ import annotations

import asyncio
import mmap
import os
from pathlib import Path

import pytest

from harness.checker.engines import Elaboration, ProcessEngine
from harness.checker.engines.fork import engine as fork_engine
from harness.checker.engines.fork.code import CodeCopy
from harness.checker.engines.fork.engine import ForkEngine
from harness.checker.engines.selftest import difference
from harness.lean.native.pages import HUGE, code_copy, load_address, use_code_copy
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, seccomp

pytestmark = pytest.mark.skipif(not seccomp.supported(), reason="engine fork is for x86-64 Linux")

HEADER = "prelude\nimport Embedded.Arith\n"
TEXTS = (
    "theorem t (a b : Nat) (h : a < b) : a + 1 ≤ b := by omega\n",
    "theorem t (a b : Nat) (h : a < b) : a + 2 ≤ b := by omega\n",
    "theorem t (a b : Nat) : a + b = b + a := by simp [Nat.add_comm]\n",
)
LIMITS = Limits(cpu_s=20, wall_s=120)


@pytest.fixture(scope="module")
def copy(toolchain: Toolchain) -> int:
    assert toolchain.library is not None
    handle = code_copy(toolchain.library)
    if handle is None:
        pytest.skip("this kernel gives no huge pages for shared memory")
    return handle


def test_copy_holds_the_librarys_code(toolchain: Toolchain, copy: int) -> None:
    assert toolchain.library is not None
    start = os.lseek(copy, 0, os.SEEK_DATA)
    size = os.fstat(copy).st_size - start
    assert start % HUGE == size % HUGE == 0
    assert size > 10 * HUGE
    with toolchain.library.open("rb") as file:
        data = file.read()
    sample = os.pread(copy, 1 << 16, start)
    found = data.find(sample)
    assert found > 0
    assert os.pread(copy, size, start) == data[found : found + size]


def test_copy_cant_be_changed(copy: int) -> None:
    with pytest.raises(PermissionError):
        os.pwrite(copy, b"x", HUGE)
    with pytest.raises(PermissionError):
        os.ftruncate(copy, 0)


@pytest.mark.parametrize("flags", [mmap.MAP_PRIVATE, mmap.MAP_SHARED])
def test_copy_cant_be_punched_through_a_mapping(copy: int, flags: int) -> None:
    """A child may call madvise, and what it frees must not be the others' code."""
    start = os.lseek(copy, 0, os.SEEK_DATA)
    before = os.pread(copy, HUGE, start)
    with mmap.mmap(copy, start + HUGE, flags=flags, prot=mmap.PROT_READ) as view:
        with pytest.raises(OSError, match=r"denied|not permitted"):
            view.madvise(mmap.MADV_REMOVE, start, HUGE)
        view.madvise(mmap.MADV_DONTNEED, start, HUGE)
        assert view[start : start + HUGE] == before
    assert os.pread(copy, HUGE, start) == before


def test_writing_to_a_private_mapping_stays_private(copy: int) -> None:
    start = os.lseek(copy, 0, os.SEEK_DATA)
    with mmap.mmap(copy, start + HUGE, access=mmap.ACCESS_COPY) as view:
        view[start] = view[start] ^ 0xFF
        assert os.pread(copy, 1, start)[0] == view[start] ^ 0xFF


@pytest.mark.parametrize("data", [b"", b"\x7fELF\x02\x01", b"no library" * 1000])
def test_no_library_has_no_copy(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "lib.so").write_bytes(data)
    assert code_copy(tmp_path / "lib.so") is None
    assert code_copy(tmp_path / "missing.so") is None


def test_an_address_that_doesnt_fit_is_left_alone(copy: int) -> None:
    assert use_code_copy(0, copy) is False
    assert use_code_copy(HUGE + 4096, copy) is False
    assert load_address(0) == 0


def maps_below(outer: int) -> str:
    """What the child of a process has mapped; "" where only root may see that of a server."""
    inner = Path(f"/proc/{outer}/task/{outer}/children").read_text().split()[0]
    try:
        return Path(f"/proc/{inner}/maps").read_text()
    except PermissionError:
        return ""


def test_texts_come_out_the_same_on_the_copy(
    toolchain: Toolchain, process_engine: ProcessEngine, monkeypatch: pytest.MonkeyPatch, copy: int
) -> None:
    monkeypatch.setattr(fork_engine, "_MANY", 1)

    async def run() -> tuple[list[Elaboration], str]:
        engine = ForkEngine(toolchain)
        try:
            await engine.elaborate(HEADER + TEXTS[0], LIMITS)
            assert engine._copying is not None
            await engine._copying
            found = [await engine.elaborate(HEADER + text, LIMITS) for text in TEXTS]
            (server,) = engine.stats().servers
            assert server.pid is not None
            return found, maps_below(server.pid)
        finally:
            await engine.close()

    handles = set(Path("/proc/self/fd").iterdir())
    ours, maps = asyncio.run(run())
    assert not maps or any("r-xp" in line and "memfd:code" in line for line in maps.splitlines())
    for text, each in zip(TEXTS, ours, strict=True):
        theirs = asyncio.run(process_engine.elaborate(HEADER + text, LIMITS))
        assert difference(each, theirs) is None
    assert len(set(Path("/proc/self/fd").iterdir())) <= len(handles)


def test_copy_is_made_once_and_closed(toolchain: Toolchain) -> None:
    assert toolchain.library is not None
    code = CodeCopy(toolchain.library)

    async def both() -> list[int | None]:
        return list(await asyncio.gather(code.handle(), code.handle()))

    first, second = asyncio.run(both())
    assert first == second
    code.close()
    code.close()
    assert asyncio.run(code.handle()) is None
