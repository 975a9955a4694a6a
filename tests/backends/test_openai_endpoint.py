"""What a run is of: the server that is asked and what it says of itself belong to the run."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openai_runs import BENCH, name_asked, result, right, run, started
from openai_server import Asked, Fault, Say, Server, serving

from harness.errors import StoreError
from harness.run.endpoints import Asked as AskedAt
from harness.run.endpoints import endpoint_words, read_endpoints

pytest.importorskip("openai", reason="the extra prover-eval[openai] isn't installed")
pytestmark = pytest.mark.usefixtures("toolchain")

FIRST = BENCH.select(limit=1)[0].name
A: dict[str, Any] = {"id": "mine", "root": "/ckpt/a", "max_model_len": 4096, "created": 1, "owned_by": "vllm"}
B: dict[str, Any] = {**A, "root": "/ckpt/b"}


def again(server: Server, folder: Path, *words: object) -> subprocess.CompletedProcess[str]:
    return run(server, folder, "--limit", 2, *words)


def test_the_server_and_what_it_says_belong_to_the_run(tmp_path: Path) -> None:
    with serving(right) as server:
        server.models = [{"id": "other", "root": "/ckpt/z"}, A]
        done = again(server, tmp_path)
        assert result(done)["endpoints"] == [
            {
                "address": server.url,
                "told": {"id": "mine", "root": "/ckpt/a", "owned_by": "vllm", "max_model_len": 4096},
                "models": ["m"],
                "fingerprints": [],
            }
        ]
        assert read_endpoints(tmp_path / "out")[0].address == server.url
        report = started(tmp_path, "report", "out")
    assert f"Asked: {server.url}" in report.stdout and "root /ckpt/a" in report.stdout


def test_another_checkpoint_behind_the_same_name_is_refused_with_the_way_on(tmp_path: Path) -> None:
    with serving(right) as server:
        server.models = [A]
        assert again(server, tmp_path).returncode == 0
        asked = len(server.asked)
        server.models = [B]
        refused = again(server, tmp_path)
        assert refused.returncode == 2
        assert "root was /ckpt/a, and is /ckpt/b" in refused.stderr
        for way in ("--output-dir", "--any-endpoint", "prover-eval report out"):
            assert way in refused.stderr
        anyway = again(server, tmp_path, "--any-endpoint")
        assert anyway.returncode == 0 and "several models" in anyway.stderr
        assert len(server.asked) == asked
        server.models = [{**A, "created": 2}]
        assert again(server, tmp_path).returncode == 0


def test_an_unfinished_run_goes_on_elsewhere_and_says_so(tmp_path: Path) -> None:
    def half(asked: Asked) -> Say | Fault:
        return Fault("status", 400) if name_asked(asked) == FIRST else right(asked)

    with serving(half) as server:
        first = run(server, tmp_path, "--limit", 4, "--max-connections", 1)
        assert first.returncode == 3
    with serving(right) as other:
        done = run(other, tmp_path, "--limit", 4)
    found = result(done)
    assert f"came from {server.url}, not {other.url}; NOTHING SHOWS that it is the same model" in done.stderr
    assert [each["address"] for each in found["endpoints"]] == [server.url, other.url]


def test_a_finished_run_says_that_another_server_was_not_asked(tmp_path: Path) -> None:
    with serving(right) as server:
        assert again(server, tmp_path).returncode == 0
    with serving(right) as other:
        done = again(other, tmp_path)
        assert done.returncode == 0
        assert server.url in done.stderr and other.url in done.stderr and "nothing is asked" in done.stderr
        assert other.asked == []
        assert [each.address for each in read_endpoints(tmp_path / "out")] == [server.url]


def test_the_same_model_by_its_own_word_at_another_port_is_told_quietly(tmp_path: Path) -> None:
    with serving(right) as server:
        server.models = [A]
        assert again(server, tmp_path).returncode == 0
    with serving(right) as other:
        other.models = [A]
        done = again(other, tmp_path)
    assert done.returncode == 0
    assert "both say root /ckpt/a" in done.stderr and "NOTHING" not in done.stderr


def test_a_finished_run_is_reported_with_its_server_gone(tmp_path: Path) -> None:
    with serving(right) as server:
        server.models = [A]
        assert again(server, tmp_path).returncode == 0
    done = again(server, tmp_path)
    assert done.returncode == 0 and "this run is finished" in done.stderr and "NOTE" not in done.stderr


def test_other_fingerprints_in_the_answers_are_told(tmp_path: Path) -> None:
    with serving(right) as server:
        server.plan = lambda asked: (
            Fault("status", 400) if name_asked(asked) == FIRST else replace(right(asked), fingerprint="fp_1")
        )
        assert again(server, tmp_path).returncode == 3
        server.plan = lambda asked: replace(right(asked), fingerprint="fp_2")
        done = again(server, tmp_path)
    assert done.returncode == 0
    assert "name fingerprint fp_2, and named fp_1 before" in done.stderr
    assert result(done)["endpoints"][0]["fingerprints"] == ["fp_1", "fp_2"]


def test_a_model_that_the_server_does_not_list_is_told(tmp_path: Path) -> None:
    with serving(right) as server:
        server.models = [{"id": "theirs"}]
        done = again(server, tmp_path)
    assert "doesn't list the model mine; it has theirs" in done.stderr


def test_words_and_damage(tmp_path: Path) -> None:
    one = AskedAt("http://a/v1", {"id": "m", "root": "/r", "max_model_len": 8}, ("m",), ("fp",))
    assert endpoint_words([one]) == "http://a/v1 (root /r, max_model_len 8; fingerprint fp)"
    assert endpoint_words([]) == ""
    for text in ("{", "[]", '{"endpoints": 3}', '{"endpoints": [{"address": 1}]}', "\xff"):
        (tmp_path / "endpoints.json").write_text(text, "latin-1")
        with pytest.raises(StoreError, match=r"endpoints\.json"):
            read_endpoints(tmp_path)
