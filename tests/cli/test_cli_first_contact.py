"""The first command on a fresh machine: what is missing, data that come by themselves, help by subject."""

from __future__ import annotations

import hashlib
import http.server
import json
import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from task_folders import row

Cli = Callable[..., Any]
COMMIT = "0123456789" * 4
ROWS = "".join(
    json.dumps(row(name, "∀ n : ℕ, n = n", header="import Mathlib\n\n"), ensure_ascii=False) + "\n"
    for name in ("one", "two")
).encode()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """(the folder that a real HTTP server on loopback serves, its address)."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """A bench for Mathlib with public data."""
    folder = tmp_path / "benches" / "public"
    folder.mkdir(parents=True)
    (folder / "task.yaml").write_text("name: public\nsources: sources.yaml\nlean: lake\n")
    (folder / "sources.yaml").write_text(
        f"default: first\nvariants:\n  first:\n    repository: own/repo\n    commit: '{COMMIT}'\n"
        f"    path: data/x.jsonl\n    sha256: {hashlib.sha256(ROWS).hexdigest()}\n    bytes: {len(ROWS)}\n"
        "    problems: 2\n    licence: MIT\n    format: rows\n    toolchain: leanprover/lean4:v4.9.0\n"
    )
    return folder.parent


def served(folder: Path, content: bytes) -> None:
    path = folder / "own/repo" / COMMIT / "data/x.jsonl"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)


def run(cli: Cli, public: Path, tmp_path: Path, address: str, *more: str, **variables: str) -> Any:
    """With a cache of its own, whose compiled library is the user's."""
    from harness.resources import cache_folder

    cache = tmp_path / "cache"
    cache.mkdir(exist_ok=True)
    if not (cache / "lean").exists():
        (cache / "lean").symlink_to(cache_folder() / "lean")
    return cli(
        *("--bench", "public", "--include-path", public, "--model", "tactics", "--quiet", *more),
        **{"PROVER_EVAL_CACHE": str(cache), "PROVER_EVAL_DATA_MIRROR": address, **variables},
    )


def test_all_that_is_missing_is_named_at_once(cli: Cli, tmp_path: Path) -> None:
    done = cli("--bench", "minif2f", "--k", 64, PROVER_EVAL_CACHE=str(tmp_path / "none"))
    assert done.returncode == 2
    assert "3 things are missing" in done.stderr
    for command in (
        "--model vllm/",
        "--model tactics",
        "prover-eval bench fetch minif2f",
        "0.3 MB, licence MIT",
        "prover-eval setup --workspace DIR --toolchain v4.9.0",
        "--lean-workspace DIR",
        "--lean embedded",
        "--bench minif2f-core",
    ):
        assert command in done.stderr, command


def test_only_what_is_missing_is_named(cli: Cli) -> None:
    done = cli("--bench", "nng", "--k", 8)
    assert done.returncode == 2
    assert (
        "one thing is missing" in done.stderr and "Mathlib" not in done.stderr and "data" not in done.stderr
    )


def test_a_run_fetches_its_data(cli: Cli, public: Path, tmp_path: Path, mirror: tuple[Path, str]) -> None:
    served(mirror[0], ROWS)
    done = run(cli, public, tmp_path, mirror[1], "--lean", "embedded", "--json")
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stderr.splitlines() if line.startswith("downloading")]
    assert len(told) == 1
    assert f"{mirror[1]}/own/repo/{COMMIT}/data/x.jsonl, 0.0 MB, licence MIT" in told[0]
    assert json.loads(done.stdout.splitlines()[-1])["verdicts"]["proved"] > 0
    # A second run has them, and asks nobody.
    again = run(cli, public, tmp_path, "http://127.0.0.1:1", "--lean", "embedded", "--offline", "--k", "2")
    assert again.returncode == 0 and "downloading" not in again.stderr, again.stderr


@pytest.mark.parametrize("variable", [True, False])
def test_offline_forbids_it(
    cli: Cli, public: Path, tmp_path: Path, mirror: tuple[Path, str], variable: bool
) -> None:
    served(mirror[0], ROWS)
    more = () if variable else ("--offline",)
    variables = {"PROVER_EVAL_OFFLINE": "1"} if variable else {}
    done = run(cli, public, tmp_path, mirror[1], "--lean", "embedded", *more, **variables)
    assert done.returncode == 3
    assert "prover-eval bench fetch public, or --from FILE" in done.stderr
    assert not (tmp_path / "cache" / "benches").exists()


def test_data_that_are_not_the_pinned_ones_are_refused(
    cli: Cli, public: Path, tmp_path: Path, mirror: tuple[Path, str]
) -> None:
    served(mirror[0], ROWS.replace(b"one", b"owe"))
    done = run(cli, public, tmp_path, mirror[1], "--lean", "embedded")
    assert done.returncode == 2 and "must have" in done.stderr
    assert not (tmp_path / "cache" / "benches").exists() and not (tmp_path / "runs").exists()


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "http://nowhere.invalid", "nonsense"])
def test_without_a_network_it_is_told_in_one_line(
    cli: Cli, public: Path, tmp_path: Path, address: str
) -> None:
    done = run(cli, public, tmp_path, address, "--lean", "embedded")
    assert done.returncode == 3
    last = done.stderr.splitlines()[-1]
    assert "can't be downloaded" in last and "--from FILE" in last and "PROVER_EVAL_DATA_MIRROR" in last
    assert len(done.stderr.splitlines()) == 2


def test_nothing_is_downloaded_for_a_run_that_lacks_mathlib(
    cli: Cli, public: Path, tmp_path: Path, mirror: tuple[Path, str]
) -> None:
    served(mirror[0], ROWS)
    done = run(cli, public, tmp_path, mirror[1])
    assert done.returncode == 3 and "2 things are missing" in done.stderr
    assert not (tmp_path / "cache" / "benches").exists()


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("doktor",), "doctor"),
        (("Bench",), "bench"),
        (("comapre", "a", "b"), "compare"),
        (("bench", "lst"), "list"),
        (("cache", "cleer"), "clear"),
        (("--bench", "MINIF2F", "--model", "tactics"), "minif2f"),
        (("--bench", "ngn", "--model", "tactics"), "nng"),
        (("--bench", "minif2f_cor", "--model", "tactics"), "minif2f-core"),
        (("bench", "show", "PutnamBench"), "putnambench"),
        (("--bench", "nng", "--model", "Tactics"), "tactics"),
        (("--bench", "nng", "--modle", "tactics"), "--model"),
    ],
)
def test_what_was_meant_is_said(cli: Cli, words: tuple[str, ...], meant: str) -> None:
    done = cli(*words)
    assert done.returncode == 2
    assert re.search(rf"[Dd]id you mean .*{meant}", done.stderr), done.stderr


def test_the_help_of_run_is_in_sections(cli: Cli) -> None:
    from harness.cli.run import command

    text = cli("run", "--help").stdout
    titles = re.findall(r"^([A-Z][\w ]+):$", text, re.MULTILINE)
    assert titles == [
        "Problems", "Model", "Sampling", "Checking", "Checking on a server", "The run and what it prints",
        "Other",
    ]  # fmt: skip
    assert [line.split()[0] for line in text.partition("\nOther:\n")[2].splitlines()[:1]] == ["-h,"]
    assert "PROVER_EVAL_CACHE" in text and "Examples:" in text
    shown = [name for names in command.sections.values() for name in names]
    assert sorted(shown) == sorted({str(param.name) for param in command.params})
