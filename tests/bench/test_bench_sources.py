"""Benches whose data lie in public: sources.yaml, conversion of published layouts, fetching, the cache.

The real files are used where PROVER_EVAL_BENCH_DATA names a folder that has them; the rest runs on files of
our own in the same layouts.
"""

from __future__ import annotations

import gzip
import hashlib
import http.server
import io
import json
import os
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.bench import Source, fetch, find_bench, find_sources, list_benches, stored_data
from harness.bench._convert import convert
from harness.bench._sources import read_sources
from harness.errors import DataError, DataUnavailableError, UnknownNameError
from harness.resources import data_folder

REAL = {
    "minif2f:deepseek-v1.5": ("minif2f/deepseek_v15_minif2f.jsonl", 488),
    "minif2f:yangky11": ("minif2f/yangky11_head.jsonl", 488),
    "minif2f:goedel-v2": ("minif2f/goedel_v2_minif2f_test.jsonl", 244),
    "fimo:classic": ("fimo/fimo_lean4_hard_and_easy.json", 149),
    "fimo:hidden": ("fimo/fimo_lean4_hard_and_easy.json", 149),
    "proofnet:deepseek-v1.5": ("proofnet/deepseek_v15_proofnet.jsonl", 371),
    "putnambench:answers-given": ("putnambench/putnambench_head_lean4.jsonl", 672),
    "putnambench:answers-hidden": ("putnambench/putnambench_head_lean4.jsonl", 672),
}
FILES = {
    "Src/Test/b_two.lean": "import Mathlib\n\nabbrev b_two_solution : Nat → Nat := sorry\n"
    "-- fun n =>\n--   n + 1\n/--\nFind it.\n-/\n"
    "theorem b_two (n : Nat) : n.succ = b_two_solution n :=\n  sorry\n",
    "Src/Valid/a_one.lean": "import Mathlib\n\nopen Nat\n\n/-- One. -/\ntheorem a_one : 1 = 1 := by sorry\n",
}


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PROVER_EVAL_CACHE", str(tmp_path / "cache"))


def archive(files: dict[str, str]) -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w:gz") as tar:
        for path, text in files.items():
            data = text.encode()
            member = tarfile.TarInfo(f"repo-123/{path}")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
        link = tarfile.TarInfo("repo-123/Src/Test/c_link.lean")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    return raw.getvalue()


def joined(files: dict[str, str]) -> bytes:
    rows = []
    for path in sorted(files):
        name = path.rpartition("/")[2].removesuffix(".lean")
        split = path.split("/")[1].lower()
        rows.append({"name": name, "split": split, "path": path, "lean_code": files[path]})
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def a_bench(folder: Path, raw: bytes, **changes: object) -> Path:
    """A task folder with one source, whose data are `raw`."""
    source: dict[str, object] = {
        "repository": "some/repo",
        "commit": "0" * 40,
        "path": "Src/**.lean",
        "sha256": hashlib.sha256(raw).hexdigest(),
        "bytes": len(raw),
        "problems": 2,
        "licence": "MIT",
        "format": "lean-files",
        "toolchain": "leanprover/lean4:v4.9.0",
        **changes,
    }
    known = [{"source": "a paper", "problems": ["a_one"]}]
    folder.mkdir(parents=True)
    (folder / "task.yaml").write_text("name: pub\nsources: sources.yaml\nlean: embedded\n", "utf-8")
    content = {"default": "v1", "variants": {"v1": source}, "known_errors": known}
    (folder / "sources.yaml").write_text(json.dumps(content), "utf-8")
    return folder


def the_source(folder: Path) -> Source:
    return read_sources(folder / "sources.yaml").variant(None)


def quiet(line: str) -> None:
    """Progress that nobody reads."""


@pytest.mark.parametrize("name", REAL)
def test_real_data_have_their_count_and_hash(name: str) -> None:
    if not (folder := os.environ.get("PROVER_EVAL_BENCH_DATA")):
        pytest.skip("PROVER_EVAL_BENCH_DATA names no folder with the published files")
    file, count = REAL[name]
    bench, _, variant = name.partition(":")
    sources = find_sources(bench)
    assert sources is not None
    fetch(sources.variant(variant), given=Path(folder) / file, say=quiet)
    found = find_bench(name)
    assert (found.name, len(found.problems)) == (name, count)
    assert found.sha256 == hashlib.sha256((Path(folder) / file).read_bytes()).hexdigest()
    assert not [problem.name for problem in found.problems if "sorry" in problem.header]
    assert set(sources.known_errors[variant]) <= {problem.name for problem in found.problems}
    hidden = [problem for problem in found.problems if problem.as_shown() is not problem]
    assert bool(hidden) == variant.endswith("hidden")
    assert all("sorry" in problem.as_shown().header for problem in hidden)


def test_shipped_sources_are_well_formed() -> None:
    for name in ("minif2f", "fimo", "proofnet", "putnambench"):
        sources = read_sources(data_folder("tasks") / name / "sources.yaml")
        assert sources.variant(None).problems > 100
    with pytest.raises(UnknownNameError, match=r"deepseek-v1.5"):
        read_sources(data_folder("tasks") / "minif2f" / "sources.yaml").variant("v9")


def test_before_and_after_fetching(tmp_path: Path) -> None:
    folder = a_bench(tmp_path / "benches" / "pub", joined(FILES))
    with pytest.raises(DataUnavailableError, match="prover-eval bench fetch pub") as caught:
        find_bench("pub", [tmp_path / "benches"])
    assert caught.value.exit_code == 3
    assert "pub" in [info.name for info in list_benches([tmp_path / "benches"])]
    given = tmp_path / "repo.tar.gz"
    given.write_bytes(archive(FILES))
    fetch(the_source(folder), given=given, say=quiet)
    bench = find_bench("pub", [tmp_path / "benches"])
    one, two = bench.problem("a_one"), bench.problem("b_two")
    assert bench.name == "pub:v1"
    assert bench.toolchain == "leanprover/lean4:v4.9.0"
    assert one.formal_statement == "theorem a_one : 1 = 1 := by\n"
    assert one.header == "import Mathlib\n\nopen Nat\n\n"
    assert one.informal_prefix == "/-- One. -/\n"
    assert one.known_errors == ("a paper",)
    assert two.known_errors == ()
    assert two.header == "import Mathlib\n\nabbrev b_two_solution : Nat → Nat :=\n  fun n =>\n    n + 1\n\n"
    assert two.as_shown() is two
    assert bench.select("all", without_known_errors=True) == (two,)
    assert bench.select("all") == (two, one)


def test_hidden_answers_are_not_shown(tmp_path: Path) -> None:
    raw = joined(FILES)
    folder = a_bench(tmp_path / "pub", raw, answers="hidden")
    rows = convert(raw, the_source(folder))
    assert rows[0]["prompt_header"] == "import Mathlib\n\nabbrev b_two_solution : Nat → Nat := sorry\n\n"
    assert "prompt_header" not in rows[1]


def test_definitions_and_double_names() -> None:
    raw = b"".join(
        json.dumps(
            {"name": name, "split": "test", "formal_statement": statement, "header": "import M\n"}
        ).encode()
        + b"\n"
        for name, statement in (
            ("e1", "theorem e1 : e1.x = 1 :="),
            ("e1", "theorem e1 : e1.x = 2 :="),
            ("d1", "noncomputable def d1 {G : Type*} [Group G]\n  (h : G → G) :\n  G ≃* G :="),
        )
    )
    source = Source("v", "a/b", "0" * 40, "x.jsonl", "0" * 64, len(raw), 3, "MIT", "rows", "t")
    rows = convert(raw, source)
    assert [row["name"] for row in rows] == ["e1", "e1__2", "d1"]
    assert rows[1]["formal_statement"] == "theorem e1__2 : e1.x = 2 :="
    expected = "theorem d1 {G : Type*} [Group G]\n  (h : G → G) : Nonempty (G ≃* G) :="
    assert rows[2]["formal_statement"] == expected
    with pytest.raises(DataError, match="has 3 problems and must have 4"):
        convert(raw, Source("v", "a/b", "0" * 40, "x.jsonl", "0" * 64, len(raw), 4, "MIT", "rows", "t"))


@pytest.mark.parametrize("cut", [0, 1, 40])
def test_changed_or_short_data_are_refused(tmp_path: Path, cut: int) -> None:
    raw = joined(FILES)
    folder = a_bench(tmp_path / "pub", raw)
    given = tmp_path / "data.jsonl"
    given.write_bytes(raw[:-cut] if cut else raw.replace(b"1 = 1", b"1 = 2"))
    with pytest.raises(DataError, match="must have"):
        fetch(the_source(folder), given=given, say=quiet)
    assert not stored_data(the_source(folder)).exists()
    given.write_bytes(raw)
    fetch(the_source(folder), given=given, say=quiet)
    stored_data(the_source(folder)).write_bytes(raw + b"\n")
    with pytest.raises(DataError, match="get that file again"):
        find_bench("pub", [tmp_path])


@pytest.mark.parametrize(
    "raw", [b"\x1f\x8bnonsense", gzip.compress(b"no archive", mtime=0), b"[1, 2]", b"\xff\xfe"]
)
def test_nonsense_is_refused(tmp_path: Path, raw: bytes) -> None:
    folder = a_bench(tmp_path / "pub", raw)
    given = tmp_path / "data"
    given.write_bytes(raw)
    with pytest.raises(DataError):
        fetch(the_source(folder), given=given, say=quiet)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sha256": "12"}, "sha256"),
        ({"repository": "https://elsewhere/x"}, "repository"),
        ({"path": "../x.jsonl"}, "path"),
        ({"format": "csv"}, "format"),
        ({"bytes": "many"}, "bytes"),
        ({"colour": "red"}, "colour"),
        ({"answers": "maybe"}, "answers"),
    ],
)
def test_wrong_sources_are_named(tmp_path: Path, change: dict[str, object], message: str) -> None:
    folder = a_bench(tmp_path / "pub", b"{}", **change)
    with pytest.raises(DataError, match=message):
        read_sources(folder / "sources.yaml")


class _Handler(http.server.BaseHTTPRequestHandler):
    answer = b""

    def do_GET(self) -> None:
        self.send_response(200 if self.answer else 404)
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[_Handler]]:
    """A web server on loopback that stands where the public one stands; gives what `answer` holds."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setattr(Source, "url", f"http://127.0.0.1:{server.server_port}/x")
    yield _Handler
    server.shutdown()
    thread.join()
    server.server_close()


def test_download(tmp_path: Path, address: type[_Handler]) -> None:
    raw = joined(FILES)
    folder = a_bench(tmp_path / "pub", raw)
    said: list[str] = []
    address.answer = b""
    with pytest.raises(DataUnavailableError, match="--from FILE"):
        fetch(the_source(folder), say=said.append)
    address.answer = archive(FILES)[:-30]
    with pytest.raises(DataError):
        fetch(the_source(folder), say=said.append)
    address.answer = archive(FILES)
    path = fetch(the_source(folder), say=said.append)
    assert path.read_bytes() == raw
    address.answer = b""
    assert fetch(the_source(folder), say=said.append) == path
    assert len(said) == 3


def test_a_longer_answer_is_cut_off_and_refused(tmp_path: Path, address: type[_Handler]) -> None:
    raw = joined(FILES)
    folder = a_bench(tmp_path / "pub", raw, path="x.jsonl")
    address.answer = raw + b"x" * 1_000_000
    with pytest.raises(DataError, match="must have"):
        fetch(the_source(folder), say=quiet)
