"""prover-eval compare, on run folders made through the real store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from synthetic_runs import CHECK, Command, command_line, make_run, numbered

BASE = numbered("Prr", "rPr", "rrr", "PPP", "trr")
OTHER = numbered("rrr", "PPP", "Prr", "PPP", "rrr")


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return command_line(monkeypatch, capsys)


def test_differences_and_lists_are_shown(call: Command, tmp_path: Path) -> None:
    base = make_run(tmp_path / "a", BASE, temperature=0.7)
    other = make_run(tmp_path / "b", OTHER, model="toy-2")
    done = call("compare", base, other, "--k", "1,3")
    assert done.code == 0, done.err
    rows = {
        line.split()[0]: line.split()
        for line in done.out.splitlines()
        if "@" in line[2:11] and line[:2] == "  "
    }
    assert list(rows) == ["pass@1", "solved@1", "pass@3", "solved@3"]
    assert rows["pass@1"][1:4] == ["33.3", "46.7", "+13.3"]
    assert rows["solved@3"][1:4] == ["60.0", "60.0", "0.0"]
    assert rows["solved@3"][-2:] == ["1.000", "1.000"]
    assert "gained 1, lost 1, both 2, neither 1" in done.out
    assert "gained: p2\n" in done.out
    assert "lost: p0\n" in done.out
    assert "neither: p4" not in done.out
    assert "model: toy -> toy-2" in done.out
    assert "sampling.temperature: 0.7 -> None" in done.out
    assert "!!!" not in done.out
    assert "neither: p4\n" in call("compare", base, other, "--lists").out


def test_json_has_every_list(call: Command, tmp_path: Path) -> None:
    base, other, third = (make_run(tmp_path / str(i), rows) for i, rows in enumerate((BASE, OTHER, BASE)))
    done = call("compare", base, other, third, "--k", "3", "--json")
    found = json.loads(done.out)
    assert found["base"]["run_dir"] == str(base)
    first, second = found["comparisons"]
    assert first["lists"]["3"] == {"gained": ["p2"], "lost": ["p0"], "both": ["p1", "p3"], "neither": ["p4"]}
    assert [d["metric"] for d in first["differences"]] == ["pass@3", "solved@3"]
    assert second["lists"]["3"]["gained"] == []
    assert {d["difference"] for d in second["differences"]} == {0.0}
    assert first["differences"][1]["p_holm"] == 1.0


def test_an_incomplete_run_is_marked_and_ends_with_3(call: Command, tmp_path: Path) -> None:
    base = make_run(tmp_path / "a", BASE)
    broken = make_run(tmp_path / "b", numbered("Prr", "rir", "rrr", "PP.", "rrr"))
    done = call("compare", base, broken)
    assert done.code == 3
    assert "| INCOMPLETE" in done.out
    assert (
        "!!! INCOMPLETE: the other run lacks verdicts (2 attempts without a verdict, our side broke on 1)"
        in (" ".join(done.out.split()))
    )
    found = json.loads(call("compare", broken, base, "--json").out)
    assert not found["complete"]
    assert not found["base"]["complete"]
    assert "base run lacks verdicts" in found["comparisons"][0]["alarms"][0]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"statement": "False"}, "statements of the problems"),
        ({"bench_sha256": "d" * 64}, "bench variant"),
        ({"bench": "other-bench"}, "bench: toy-bench against other-bench"),
        ({"check": {**CHECK, "revision": "d" * 64}}, "checker revision"),
        ({"check": {**CHECK, "policy": "open"}}, "checker policy: strict against open"),
        ({"check": {**CHECK, "limits": {"cpu_s": 5.0}}}, "checker limits.cpu_s: 60.0 against 5.0"),
    ],
)
def test_other_ground_is_refused_or_told(
    call: Command, tmp_path: Path, change: dict[str, object], told: str
) -> None:
    base, other = make_run(tmp_path / "a", BASE), make_run(tmp_path / "b", OTHER, **change)  # type: ignore[arg-type]
    done = call("compare", base, other)
    assert done.code == 2
    assert told in done.err
    assert "--common" in done.err
    assert done.out == ""
    loud = call("compare", base, other, "--common")
    assert loud.code == 0
    assert (
        f"NOT THE SAME GROUND: only 5 problems of both are compared, in spite of these differences: {told}"
        in (" ".join(loud.out.split()))
    )


def test_other_problems_are_refused_or_the_common_part_compared(call: Command, tmp_path: Path) -> None:
    base = make_run(tmp_path / "a", BASE)
    other = make_run(tmp_path / "b", {"p0": "PPP", "p4": "rrr", "q": "PPP"})
    done = call("compare", base, other)
    assert done.code == 2
    assert "3 problems only in the first run (p1, p2, p3)" in done.err
    assert "1 problem only in the second run (q)" in done.err
    found = json.loads(call("compare", base, other, "--common", "--json", "--k", "3").out)["comparisons"][0]
    assert found["problems"] == 2
    assert found["lists"]["3"]["both"] == ["p0"]
    assert len(found["ground_differences"]) == 2


def test_bad_input_is_told(call: Command, tmp_path: Path) -> None:
    base, other = make_run(tmp_path / "a", BASE), make_run(tmp_path / "b", OTHER)
    done = call("compare", base, other, "--k", "4")
    assert (done.code, "largest possible k is 3" in done.err) == (2, True)
    done = call("compare", base, tmp_path / "none")
    assert (done.code, "doesn't exist" in done.err) == (2, True)
    done = call("compare", base)
    assert (done.code, "OTHER" in done.err) == (2, True)
    (other / "attempts.sqlite").write_bytes(b"damaged" * 1000)
    (other / "attempts.sqlite-wal").unlink(missing_ok=True)
    done = call("compare", base, other)
    assert (done.code, "damaged" in done.err) == (3, True)
    assert "Traceback" not in done.err
