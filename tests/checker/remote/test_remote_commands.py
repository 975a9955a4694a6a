"""`run`, `check` and the commands on their results, with a server that checks."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., "subprocess.CompletedProcess[str]"]

HEADER = "prelude\nimport Embedded.Arith\n\n"
PROOFS = ("  omega", "  rfl", "  sorry", "theorem {name} (a b : Nat) : a + b = b + a := by\n  omega\n")


def bench(folder: Path, header: str = HEADER) -> list[str]:
    """A bench of two problems and recorded candidates for it, as options of `run`."""
    task = folder / "benches" / "own"
    task.mkdir(parents=True)
    (task / "task.yaml").write_text("name: own\ndata: rows.jsonl\nlean: embedded\n")
    with (task / "rows.jsonl").open("w") as rows, (folder / "recorded.jsonl").open("w") as recorded:
        for name in ("one", "two"):
            statement = f"theorem {name} (a b : Nat) : a + b = b + a := by\n"
            rows.write(json.dumps({"name": name, "formal_statement": statement, "header": header}) + "\n")
            for proof in PROOFS:
                recorded.write(json.dumps({"name": name, "proof": proof.replace("{name}", name)}) + "\n")
    words = ["--include-path", "benches", "--bench", "own", "--model", "replay", "-M", "path=recorded.jsonl"]
    return [*words, "--n", str(len(PROOFS)), "--quiet"]


def remote(address: str, api: str = "auto") -> list[str]:
    return ["--checker", "kimina", "--checker-url", address, "--checker-api", api]


def settings(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "run.json").read_text("utf-8"))["settings"]
    return found


@pytest.fixture
def alike(serve: Any) -> Any:
    """A service with the limits that `run` has by default."""
    with serve("--max-checkers", "2") as address:
        yield address


def test_a_run_on_our_server_is_a_run_here(cli: Cli, tmp_path: Path, alike: str) -> None:
    words = bench(tmp_path)
    assert cli(*words, "--output-dir", "here").returncode == 0
    done = cli(*words, *remote(alike), "--output-dir", "there", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["verdicts"]["proved"], found["verdicts"]["rejected"]) == (4, 4)
    assert found["by_messages"] is False
    check = settings(tmp_path / "there")["check"]
    assert check.pop("server")["name"] == "prover-eval"
    assert check == settings(tmp_path / "here")["check"]
    compared = cli("compare", "here", "there", "--json")
    assert compared.returncode == 0, compared.stderr
    assert json.loads(compared.stdout)["comparisons"][0]["lists"]["1"]["lost"] == []
    again = cli(*words, *remote(alike), "--output-dir", "there", "--json")
    assert json.loads(again.stdout) == found


def test_a_run_by_messages_says_so_and_is_compared_with_its_like(
    cli: Cli, tmp_path: Path, alike: str
) -> None:
    words = bench(tmp_path)
    done = cli(*words, *remote(alike, "kimina"), "--output-dir", "messages")
    assert done.returncode == 0, done.stderr
    assert "only messages are seen" in done.stderr
    note = "Judged by a server's messages alone: "
    assert f"{note}this run." in " ".join(done.stdout.split())
    assert "No kernel replay for this run" in " ".join(done.stdout.split())
    assert "proved" in done.stdout
    check = settings(tmp_path / "messages")["check"]
    assert (check["audit"], check["replay"]) == ("messages", "none")
    for file in (tmp_path / "messages").iterdir():
        assert alike.encode() not in file.read_bytes()
    assert cli(*words, "--output-dir", "here").returncode == 0
    gate = ("gate", "--baseline", "here", "--candidate", "messages", "--metric", "pass@1")
    for command in (("compare", "here", "messages"), gate):
        refused = cli(*command)
        assert refused.returncode == 2, refused.stdout
        assert "checker audit: olean against messages" in refused.stderr
        allowed = cli(*command, "--common")
        assert allowed.returncode in (0, 1, 4), allowed.stderr
        assert "judged by messages alone" in " ".join(allowed.stdout.split())
    assert note in " ".join(cli("table", "here", "messages").stdout.split())
    assert note not in " ".join(cli("table", "here").stdout.split())
    assert cli(*words, *remote(alike, "kimina"), "--seed", "1", "--output-dir", "more").returncode == 0
    assert cli("compare", "messages", "more").returncode == 0


def test_a_server_without_replay_is_refused_unless_that_is_asked_for(
    cli: Cli, tmp_path: Path, serve: Any, alike: str
) -> None:
    words = bench(tmp_path)
    with serve("--max-checkers", "2", "--replay", "never") as address:
        for more in ([], ["--policy", "strict"], ["--replay", "always"]):
            refused = cli(*words, *remote(address), *more, "--output-dir", "run")
            assert refused.returncode == 3
            assert "without a kernel replay (not asked for)" in refused.stderr
            assert "--replay never" in refused.stderr
            assert not (tmp_path / "run").exists()
        done = cli(*words, *remote(address), "--replay", "never", "--output-dir", "run")
        assert done.returncode == 0, done.stderr
        assert "No kernel replay for these verdicts (not asked for)" in done.stderr
        assert settings(tmp_path / "run")["check"]["no_replay"] == "not asked for"
    for more in ([], ["--replay", "always"], ["--replay", "never"]):
        done = cli(*words, *remote(alike), *more, "--output-dir", "replayed")
        assert done.returncode == 0, done.stderr
        assert "No kernel replay" not in done.stderr
    refused = cli(*words, *remote(alike, "kimina"), "--replay", "always", "--output-dir", "messages")
    assert refused.returncode == 3
    assert "messages alone" in refused.stderr


def test_check_and_check_run(cli: Cli, tmp_path: Path, alike: str) -> None:
    words = bench(tmp_path)
    files = []
    for number, proof in enumerate(PROOFS):
        files.append(tmp_path / f"{number}.lean")
        files[-1].write_text(proof.replace("{name}", "one"), "utf-8")
    asked = ["check", "--include-path", "benches", "--bench", "own", "--problem", "one", "--json", *files]
    said = {}
    for name, more in {"here": [], "there": remote(alike), "messages": remote(alike, "kimina")}.items():
        done = cli(*asked, *more)
        assert done.returncode == 1, done.stderr
        said[name] = [json.loads(line) for line in done.stdout.splitlines()]
    for name in ("there", "messages"):
        for row, own in zip(said[name], said["here"], strict=True):
            assert (row["status"], row["reason"]) == (own["status"], own["reason"])
    assert [row["messages"] for row in said["there"]] == [row["messages"] for row in said["here"]]
    assert [row["checks"] for row in said["there"]] == [row["checks"] for row in said["here"]]

    assert cli(*words, "--output-dir", "old").returncode == 0
    done = cli("check", "old", "--include-path", "benches", "--json", "--quiet", *remote(alike))
    found = json.loads(done.stdout)
    assert (found["same"], found["changes"], found["complete"]) == (8, [], True)


@pytest.mark.parametrize("api", ["prover-eval", "kimina"])
def test_a_header_that_does_not_compile_ends_the_run_before_a_sample(
    cli: Cli, tmp_path: Path, service: str, api: str
) -> None:
    words = bench(tmp_path, HEADER + "open NoSuchNamespace\n\n")
    done = cli(*words, *remote(service, api), "--output-dir", "run")
    assert done.returncode == 3
    assert "the header" in done.stderr
    assert "doesn't compile" in done.stderr
    report = cli("report", "run", "--json")
    assert not any(json.loads(report.stdout)["verdicts"].values())


def test_keys(cli: Cli, tmp_path: Path, serve: Any) -> None:
    words = bench(tmp_path)
    (tmp_path / "key").write_text("the-right-key\n")
    with serve("--max-checkers", "2", PROVER_EVAL_API_KEYS="the-right-key") as address:
        for more, key in (([], "wrong"), (["--checker-api", "kimina"], "wrong")):
            done = cli(*words, *remote(address), *more, PROVER_EVAL_CHECKER_KEY=key)
            assert done.returncode == 3
            assert "PROVER_EVAL_CHECKER_KEY" in done.stderr
            assert not (tmp_path / "runs").exists()
        for number, (more, key) in enumerate((([], "the-right-key"), (["--checker-key-file", "key"], ""))):
            out = tmp_path / f"run{number}"
            done = cli(*words, *remote(address), *more, "--output-dir", out, PROVER_EVAL_CHECKER_KEY=key)
            assert done.returncode == 0, done.stderr
            for file in out.iterdir():
                assert b"the-right-key" not in file.read_bytes()
        none = cli(*words, *remote(address), "--output-dir", "run")
        assert none.returncode == 3
        assert "PROVER_EVAL_CHECKER_KEY" in none.stderr


@pytest.mark.parametrize(
    ("words", "variables", "told"),
    [
        ([], {"PROVER_EVAL_CHECKER_KEY": ""}, "$PROVER_EVAL_CHECKER_KEY is empty"),
        ([], {"PROVER_EVAL_CHECKER_KEY": " \n"}, "$PROVER_EVAL_CHECKER_KEY is empty"),
        ([], {"PROVER_EVAL_CHECKER_KEY_FILE": ""}, "$PROVER_EVAL_CHECKER_KEY_FILE is set, but empty"),
        (["--checker-key-file", "empty"], {}, "--checker-key-file empty is empty"),
        (["--checker-key-file", "white"], {}, "--checker-key-file white is empty"),
        (["--checker-key-file", "white"], {"PROVER_EVAL_CHECKER_KEY": "right"}, "white is empty"),
        (["--checker-key-file", "several"], {}, "several keys"),
        ([], {"PROVER_EVAL_CHECKER_KEY": "two words"}, "no single word"),
    ],
)
def test_an_empty_key_is_an_error(
    cli: Cli, tmp_path: Path, words: list[str], variables: dict[str, str], told: str
) -> None:
    for name, text in {"empty": "", "white": " \n\t\n", "several": "one\ntwo\n"}.items():
        (tmp_path / name).write_text(text, "utf-8")
    done = cli(*bench(tmp_path), *remote("http://127.0.0.1:9"), *words, **variables)
    assert done.returncode == 2
    assert told in done.stderr
    assert "two words" not in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--checker", "kimina"], 2, "--checker-url"),
        (["--checker-url", "http://127.0.0.1:9"], 2, "--checker kimina"),
        (["--checker", "kimina", "--checker-url", "127.0.0.1:9"], 2, "http://127.0.0.1:8000"),
        (["--checker", "kimina", "--checker-url", "http://me:secret@127.0.0.1:9"], 2, "password"),
        (["--checker", "kimina", "--checker-url", "http://127.0.0.1:9", "--engine", "fork"], 2, "--engine"),
        (["--checker", "kimina", "--checker-url", "http://127.0.0.1:9"], 3, "prover-eval serve"),
    ],
)
def test_what_is_wrong_is_told_at_the_start(
    cli: Cli, tmp_path: Path, words: list[str], code: int, told: str
) -> None:
    done = cli(*bench(tmp_path), *words, "--output-dir", "run")
    assert done.returncode == code
    assert told in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("api", "words", "told"),
    [
        ("auto", ["--cpu-limit", "5"], "cpu_s: 2.0 there, 5.0 here"),
        ("auto", ["--policy", "open"], "policy: strict there, open here"),
        ("kimina", ["--policy", "open"], "--policy open"),
        ("kimina", ["--heartbeats", "5"], "--cpu-limit"),
    ],
)
def test_limits_that_the_server_does_not_have(
    cli: Cli, tmp_path: Path, service: str, api: str, words: list[str], told: str
) -> None:
    done = cli(*bench(tmp_path), *remote(service, api), *words)
    assert done.returncode == 2
    assert told in done.stderr
