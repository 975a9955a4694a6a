"""load_bench: what a good folder gives, and what each fault in a bad one says."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.bench import Bench, load_bench
from harness.bench._rows import read_rows
from harness.errors import DataError, UnknownNameError, UsageError

Make = Callable[..., Any]
LEAST = "name: small\ndata: rows.jsonl\nlean: embedded\n"


def fails(folder: Path) -> DataError:
    with pytest.raises(DataError) as caught:
        load_bench(folder)
    return caught.value


def test_least_folder(make_bench: Make) -> None:
    folder = make_bench()
    bench = load_bench(folder)
    assert (bench.name, bench.lean, bench.default_split, bench.splits) == (
        "small",
        "embedded",
        "test",
        ("test",),
    )
    assert [problem.name for problem in bench.problems] == ["one", "two"]
    assert bench.sha256 == hashlib.sha256((folder / "rows.jsonl").read_bytes()).hexdigest()
    assert bench.reference_proof("one") is None
    assert bench.problem("two").goal == "⊢ 1 = 1"


def test_every_key(make_bench: Make) -> None:
    yaml = LEAST + (
        "title: Small\ndescription: two lines\ndefault_split: test\nheader: import X\nproofs: proofs\n"
        "licence: Apache-2.0\nsource: own\nversion: 1.0\nprompt: plain\ntoolchain: lean4:v4.9.0\n"
    )
    folder = make_bench(yaml=yaml)
    (folder / "proofs").mkdir()
    (folder / "proofs" / "one.lean").write_text("  trivial\n")
    bench = load_bench(folder)
    assert (bench.title, bench.version, bench.prompt, bench.toolchain) == (
        "Small",
        "1.0",
        "plain",
        "lean4:v4.9.0",
    )
    assert (bench.licence, bench.source, bench.description) == ("Apache-2.0", "own", "two lines")
    assert bench.reference_proof("one") == "  trivial\n"
    assert bench.reference_proof("two") is None
    with pytest.raises(UnknownNameError):
        bench.reference_proof("three")


def test_rows_of_other_benches_may_be_bare(make_bench: Make) -> None:
    rows = [
        {"name": "a.b", "formal_statement": "theorem a.b.{u} (α : Sort u) : True := by sorry", "level": 3},
        {
            "name": "«x y»",
            "formal_statement": "/-- t -/ -- theorem z\ntheorem «x y» : True :=",
            "header": "H",
        },
        {
            "name": "c'",
            "formal_statement": "theorem c': True :=",
            "header": None,
            "goal": None,
            "split": "valid",
        },
    ]
    bench = load_bench(make_bench(rows=rows, yaml=LEAST + "header: import Mathlib\n"))
    first, second, third = bench.problems
    assert (first.split, first.header, first.informal_prefix, first.goal) == (
        "test",
        "import Mathlib",
        "",
        "",
    )
    assert first.metadata == {"level": 3} and second.header == "H"
    assert (third.split, third.header, bench.splits) == ("valid", "import Mathlib", ("test", "valid"))
    assert first.row()["level"] == 3


def test_blank_lines_and_windows_line_ends(make_bench: Make, make_row: Make) -> None:
    data = "\r\n\r\n".join(json.dumps(make_row(name)) for name in "ab").encode() + b"\n\n"
    assert [problem.name for problem in load_bench(make_bench(rows=data)).problems] == ["a", "b"]


def bench_of_splits(make_bench: Make, make_row: Make, extra: str = "") -> Bench:
    rows = [make_row(name, split=split) for name, split in (("a", "valid"), ("b", "test"), ("c", "test"))]
    return load_bench(make_bench(rows=rows, yaml=LEAST + extra))


def test_select(make_bench: Make, make_row: Make) -> None:
    bench = bench_of_splits(make_bench, make_row)

    def names(*given: Any, **more: Any) -> str:
        return "".join(problem.name for problem in bench.select(*given, **more))

    assert names() == "bc" and names("all") == "abc" and names("valid") == "a"
    assert names(limit=1) == "b" and names(names=["c", "a", "c"]) == "ac" and names("all", ["c"], 5) == "c"
    with pytest.raises(UnknownNameError, match=r"split 'train'.*all, test, valid"):
        bench.select("train")
    with pytest.raises(UnknownNameError, match=r"problem 'bb'.*a, b, c"):
        bench.select(names=["bb"])
    with pytest.raises(UsageError, match="in split 'valid'"):
        bench.select("test", names=["a"])
    with pytest.raises(UsageError, match="limit is 0"):
        bench.select(limit=0)


def test_default_split(make_bench: Make, make_row: Make) -> None:
    assert bench_of_splits(make_bench, make_row, "default_split: valid\n").default_split == "valid"
    assert bench_of_splits(make_bench, make_row, "default_split: all\n").default_split == "all"
    only = [make_row("a", split="train")]
    assert load_bench(make_bench("only", rows=only)).default_split == "train"
    mixed = [make_row("a", split="train"), make_row("b", split="dev")]
    assert load_bench(make_bench("mixed", rows=mixed)).default_split == "all"


@pytest.mark.parametrize(
    ("yaml", "line", "field", "text"),
    [
        ("", 1, None, "mapping"),
        ("- a\n", 1, None, "mapping"),
        ("name: x\n data: y\n", 2, None, "isn't YAML"),
        ("name: [x\n", 2, None, "isn't YAML"),
        ("name: small\nlean: embedded\n", None, "data", "must be given"),
        ("name: small\ndata: rows.jsonl\n", None, "lean", "must be given"),
        ("data: rows.jsonl\nlean: embedded\n", None, "name", "must be given"),
        ("name: small\ndata: rows.jsonl\nlean: coq\n", 3, "lean", "`embedded` or `lake`"),
        ("name: a/b\ndata: rows.jsonl\nlean: lake\n", 1, "name", "letters"),
        ("name: 7\ndata: rows.jsonl\nlean: lake\n", 1, "name", "must be text"),
        (LEAST + "title: [a]\n", 4, "title", "must be text"),
        (LEAST + "headers: x\n", 4, "headers", "known are name, lean, data, sources, title"),
        (LEAST + "lean: lake\n", 4, "lean", "line 3 too"),
        (LEAST + "default_split: train\n", 4, "default_split", "no row has the split 'train'"),
        (LEAST + "proofs: nowhere\n", 4, "proofs", "no folder"),
        (LEAST + "proofs: ../x\n", 4, "proofs", "below the bench's folder"),
        ("name: small\ndata: none.jsonl\nlean: lake\n", 2, "data", "no file"),
        ("name: small\ndata: ../rows.jsonl\nlean: lake\n", 2, "data", "below the bench's folder"),
        ("name: small\ndata: /etc/passwd\nlean: lake\n", 2, "data", "below the bench's folder"),
        ("name: !!python/object/apply:os.getpid []\ndata: a\nlean: lake\n", 1, "name", "must be text"),
    ],
)
def test_broken_task_yaml(
    make_bench: Make, yaml: str, line: int | None, field: str | None, text: str
) -> None:
    folder = make_bench(yaml=yaml or "\n")
    error = fails(folder)
    assert (error.file, error.line, error.field) == (folder / "task.yaml", line, field)
    assert text in str(error) and str(folder / "task.yaml") in str(error)


def test_task_yaml_that_is_no_text(make_bench: Make, tmp_path: Path) -> None:
    folder = make_bench()
    (folder / "task.yaml").write_bytes(b"name: small\ndata: \xff\n")
    assert fails(folder).line == 2
    (folder / "task.yaml").write_bytes(b"name: sm\0all\n")
    assert "isn't YAML" in str(fails(folder))
    (folder / "task.yaml").write_bytes(b"# x\n" * 300_000)
    assert "larger" in str(fails(folder))
    assert "no task.yaml" in str(fails(tmp_path))


def good(name: str = "b") -> bytes:
    return json.dumps({"name": name, "formal_statement": f"theorem {name} : True :=", "header": ""}).encode()


@pytest.mark.parametrize(
    ("line", "field", "text"),
    [
        (b"{", None, "isn't JSON"),
        (b"[1]", None, "JSON object"),
        (b'"x"', None, "JSON object"),
        (b"NaN", None, "NaN is not a JSON number"),
        (b'{"a": ' + b"9" * 5000 + b"}", None, "isn't JSON"),
        (b'{"a": ' + b"[" * 100_000, None, "nested too deeply"),
        (b'{"name": "b\xff"}', None, "isn't UTF-8"),
        (b'{"name": "\xed\xa0\x80"}', None, "isn't UTF-8"),
        (b'{"name": "b\0"}', None, "NUL byte"),
        (b"\xef\xbb\xbf" + good(), None, "byte order mark"),
        (b'{"name": "b", "name": "b"}', "name", "given twice"),
        (b'{"formal_statement": "theorem b : True :="}', "name", "must have it"),
        (b'{"name": "b"}', "formal_statement", "must have it"),
        (b'{"name": "b", "formal_statement": "theorem b :="}', "header", "`header` in task.yaml"),
        (b'{"name": 3, "formal_statement": "theorem b :="}', "name", "must be text, not int"),
        (good()[:-1] + b', "split": ["test"]}', "split", "must be text, not list"),
        (good()[:-1] + b', "split": " "}', "split", "must not be empty"),
        (good()[:-1] + b', "goal": "\\u0000"}', "goal", "NUL character"),
        (good()[:-1] + b', "level": ["\\ud800"]}', "level", "surrogate"),
        (b'{"name": "c", "formal_statement": "theorem b : True :=", "header": ""}', "name", "called 'b'"),
        (
            b'{"name": "b", "formal_statement": "lemma b : True :=", "header": ""}',
            "formal_statement",
            "`theorem NAME`",
        ),
        (
            b'{"name": "b", "formal_statement": "/- theorem b : -/", "header": ""}',
            "formal_statement",
            "`theorem NAME`",
        ),
        (
            b'{"name": "b", "formal_statement": "example : True :=", "header": ""}',
            "formal_statement",
            "`theorem NAME`",
        ),
        (good("a"), "name", "stands on line 1 too"),
    ],
)
def test_broken_row(make_bench: Make, line: bytes, field: str | None, text: str) -> None:
    folder = make_bench(rows=good("a") + b"\n" + line + b"\n" + good("c") + b"\n")
    error = fails(folder)
    assert (error.file, error.line, error.field) == (folder / "rows.jsonl", 2, field)
    assert text in str(error) and f"{folder / 'rows.jsonl'}:2" in str(error)


@pytest.mark.parametrize("data", [b"", b"\n \n"])
def test_no_rows(make_bench: Make, data: bytes) -> None:
    assert "no row" in str(fails(make_bench(rows=data)))


def test_a_file_over_the_limit_is_not_read(make_bench: Make) -> None:
    path = make_bench() / "rows.jsonl"
    size = path.stat().st_size
    assert len(read_rows(path, None, size)[0]) == 2
    with pytest.raises(DataError, match=f"{size} bytes"):
        read_rows(path, None, size - 1)
    os.truncate(path, 1_000_000_001)  # a hole: takes no space
    assert "limit is 1000000000" in str(fails(path.parent))


def test_links_may_not_leave_the_folder(make_bench: Make, tmp_path: Path) -> None:
    folder = make_bench()
    inside = folder / "inside.jsonl"
    (folder / "rows.jsonl").rename(inside)
    (folder / "rows.jsonl").symlink_to(inside)
    assert len(load_bench(folder).problems) == 2
    outside = inside.rename(tmp_path / "outside.jsonl")
    (folder / "rows.jsonl").unlink()
    (folder / "rows.jsonl").symlink_to(outside)
    assert fails(folder).field == "data"


def test_proofs_that_are_no_proof(make_bench: Make, tmp_path: Path) -> None:
    folder = make_bench(yaml=LEAST + "proofs: proofs\n")
    (folder / "proofs").mkdir()
    (tmp_path / "secret.lean").write_text("secret")
    (folder / "proofs" / "one.lean").symlink_to(tmp_path / "secret.lean")
    (folder / "proofs" / "two.lean").write_bytes(b"  rfl\xff")
    bench = load_bench(folder)
    with pytest.raises(DataError, match="leaves the bench's folder"):
        bench.reference_proof("one")
    with pytest.raises(DataError, match="isn't UTF-8"):
        bench.reference_proof("two")


def test_a_link_to_the_folder_itself_is_fine(make_bench: Make, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(make_bench(), target_is_directory=True)
    assert len(load_bench(tmp_path / "link").problems) == 2
