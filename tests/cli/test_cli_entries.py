"""A text gets the same verdict whichever way it comes in: a file, a recording, a request, lm-eval's filter.

`entries/good` holds texts that must be proved, `entries/bad` those that must not, as `expected.yaml` says.
What ends in `.lean` is Lean and may come in as a proof, too; `.md` is a model's answer.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from _service import serving

pytest.importorskip("jinja2", reason="jinja2 isn't installed")

from harness.integrations.lm_eval import judge
from harness.lean.toolchain import Toolchain

Cli = Callable[..., "subprocess.CompletedProcess[str]"]
ENTRIES = Path(__file__).parent / "entries"
NAME = "two_sums"
ROW = {
    "name": NAME,
    "split": "test",
    "formal_statement": f"theorem {NAME} (a b : Nat) : a + b + 0 = b + a := by\n",
    "header": "prelude\nimport Embedded.Arith\n\n",
}


def texts() -> dict[str, str]:
    """Text by its file's name."""
    return {path.name: path.read_text("utf-8") for path in sorted(ENTRIES.glob("*/*.*"))}


def expected() -> dict[str, str]:
    """`proved`, or status and reason, by the file's name."""
    bad: dict[str, str] = yaml.safe_load((ENTRIES / "expected.yaml").read_text("utf-8"))
    return dict.fromkeys((path.name for path in (ENTRIES / "good").iterdir()), "proved") | bad


def said(row: Mapping[str, Any]) -> str:
    return " ".join(word for word in (row["status"], row["reason"]) if word)


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    folder = tmp_path / "benches" / "own"
    folder.mkdir(parents=True)
    (folder / "task.yaml").write_text("name: own\ndata: rows.jsonl\nlean: embedded\n")
    (folder / "rows.jsonl").write_text(json.dumps(ROW) + "\n")
    return folder.parent


def test_every_text_is_expected_to_end_in_some_way() -> None:
    assert texts().keys() == expected().keys()
    assert {path.name for path in (ENTRIES / "good").iterdir()} >= {"example.lean", "tildes.md"}
    assert "proved" not in {expected()[path.name] for path in (ENTRIES / "bad").iterdir()}


def test_files(cli: Cli, bench: Path) -> None:
    files = sorted(ENTRIES.glob("*/*.*"))
    done = cli("check", "--include-path", bench, "--bench", "own", "--problem", NAME, "--json", *files)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {Path(row["file"]).name: said(row) for row in rows} == expected()


@pytest.mark.parametrize("field", ["text", "proof"])
def test_recordings(cli: Cli, bench: Path, tmp_path: Path, field: str) -> None:
    chosen = {name: text for name, text in texts().items() if field == "text" or name.endswith(".lean")}
    recording = tmp_path / "recorded.jsonl"
    recording.write_text("".join(json.dumps({"name": NAME, field: text}) + "\n" for text in chosen.values()))
    run = tmp_path / "run"
    given = ("--include-path", bench, "--bench", "own", "--model", "replay", "-M", f"path={recording}")
    done = cli("run", *given, "--n", len(chosen), "--output-dir", run, "--quiet")
    assert done.returncode == 0, done.stderr
    done = cli("export", run)
    assert done.returncode == 0, done.stderr
    rows = sorted(
        (json.loads(line) for line in done.stdout.splitlines()), key=lambda row: int(row["attempt"])
    )
    found = dict(zip(chosen, map(said, rows), strict=True))
    assert found == {name: expected()[name] for name in chosen}


@pytest.mark.parametrize("field", ["text", "candidate"])
def test_requests(toolchain: Toolchain, field: str) -> None:
    httpx = pytest.importorskip("httpx")
    chosen = {name: text for name, text in texts().items() if field == "text" or name.endswith(".lean")}
    stated = {key: ROW[key] for key in ("name", "formal_statement", "header")}
    items = [{"id": name, **stated, field: text} for name, text in chosen.items()]
    with serving("--max-checkers", "2") as address:
        answer = httpx.post(f"{address}/v1/check", json={"items": items}, timeout=120)
        both = {"items": [{"id": 1, **stated, "text": "rfl", "candidate": "rfl"}]}
        assert httpx.post(f"{address}/v1/check", json=both).status_code == 422
        assert httpx.post(f"{address}/v1/check", json={"items": [{"id": 1, **stated}]}).status_code == 422
    found = {row["id"]: said(row) for row in answer.json()["results"]}
    assert found == {name: expected()[name] for name in chosen}


def test_samples_of_lm_eval(toolchain: Toolchain, bench: Path) -> None:
    chosen = texts()
    row = {"name": NAME, "bench": "own", "template": "chat", "folder": str(bench)}
    (answers,) = judge([list(chosen.values())], [row])
    found = {name: answer.partition(":")[0] for name, answer in zip(chosen, answers, strict=True)}
    assert found == expected()
