"""What a model is told about its rejected proof, for errors made by hand and for Lean's own."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from harness.backends import Generation
from harness.bench import find_bench
from harness.checker import Message, Reason, Status, Verdict
from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines import ProcessEngine
from harness.errors import DataError
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.sandbox import Limits

pytest.importorskip("jinja2", reason="jinja2 isn't installed")

from harness.prompts.repair import ERROR_LIMIT, Round, repair_variables, repairable
from harness.prompts.templates import Prompted, load_prompt, prompt_names

PROBLEM = Problem("two", "test", "theorem two : 1 + 1 = 2 := by\n", "import A\n\n")
PROOF = "  have h : 1 = 1 := by\n    simp\n  omega\n  exact h"
# Of the text that Lean gets: line 3 is the theorem, line 5 the `simp`, line 7 the `exact`.
SIMP = Message("error", "simp made no progress\n", 5, 4, 5, 8)
NO_GOALS = Message("error", "no goals", 7, 2, 7, 9)


def rejected(*messages: Message, reason: Reason = Reason.LEAN_ERROR, detail: str = "line 5: ...") -> Verdict:
    return Verdict(Status.REJECTED, reason, detail, messages=messages)


def fenced(proof: str) -> str:
    return f"A plan.\n```lean4\n{proof}\n```\n"


def wrong(*messages: Message, proof: str = PROOF) -> Round:
    return Round(fenced(proof), proof, rejected(*messages))


def test_goedel_gets_its_published_correction_round() -> None:
    prompt = load_prompt("goedel2_cot")
    first = prompt.render(PROBLEM)
    warning = Message("warning", "unused", 5, 4, 5, 8)
    messages = prompt.repair(PROBLEM, [wrong(SIMP, warning, NO_GOALS)])
    told = (
        "The proof (Round 1) is not correct. Following is the compilation error message, where we use "
        "<error></error> to signal the position of the error.\n\n"
        "\nError 1:\n\nCorresponding Code:\n```lean4\nimport A\n\ntheorem two : 1 + 1 = 2 := by\n"
        "  have h : 1 = 1 := by\n    <error>simp</error>\n  omega\n\n```\n\n"
        "Error Message: simp made no progress\n"
        "\nError 2:\n\nCorresponding Code:\n```lean4\ntheorem two : 1 + 1 = 2 := by\n"
        "  have h : 1 = 1 := by\n    simp\n  omega\n  <error>exact h</error>\n\n```\n\n"
        "Error Message: no goals\n"
        "\n\nBefore producing the Lean 4 code to formally prove the given theorem, provide a detailed "
        "analysis of the error message."
    )
    assert messages == [
        *first,
        {"role": "assistant", "content": fenced(PROOF).strip()},
        {"role": "user", "content": told},
    ]


def test_kimina_gets_numbered_lines_and_three_errors() -> None:
    messages = load_prompt("kimina_cot").repair(PROBLEM, [wrong(SIMP, *[NO_GOALS] * 5)])
    last = messages[-1]
    assert isinstance(last, dict)
    told = last["content"]
    assert isinstance(told, str)
    block = (
        "# Error 1:\nError message: \nsimp made no progress\n\nLean 4 code snippet with error:\n```lean4\n"
        "003  | theorem two : 1 + 1 = 2 := by\n004  |   have h : 1 = 1 := by\n005 >|     simp\n"
        "006  |   omega\n007  |   exact h\n```\n"
    )
    assert told.startswith(block)
    assert (told.count("# Error "), told.count("no goals")) == (3, 2)


def test_a_chat_goes_on_through_all_rounds_without_the_thinking() -> None:
    prompt = load_prompt("dpsk2_cot")
    thoughtful = Round(f"<think>hm ```lean4\nrfl\n```</think>{fenced(PROOF)}", PROOF, rejected(SIMP))
    silent = Round("<think>never", None, rejected(reason=Reason.NO_CODE, detail="unclosed_thinking: ..."))
    messages = prompt.repair(PROBLEM, [thoughtful, silent])
    assert [m["role"] for m in messages] == ["user", "assistant", "user", "assistant", "user"]  # type: ignore[index]
    assert messages[1]["content"] == fenced(PROOF).strip()  # type: ignore[index]
    assert messages[3]["content"] == "(no answer)"  # type: ignore[index]
    assert messages[:3] == prompt.repair(PROBLEM, [thoughtful])
    last = messages[4]["content"]  # type: ignore[index]
    assert last.startswith("The proof (round 2) is not correct.")
    assert "no Lean code that could be checked" in last
    assert "<error>" not in last


def test_a_completion_shows_the_last_rejected_code_and_asks_again() -> None:
    prompt = load_prompt("dpsk15_cot")
    text = prompt.repair(PROBLEM, [wrong(NO_GOALS, proof="  rfl"), wrong(SIMP)])
    assert text == (
        "The following Lean 4 code is not correct:\n\n```lean4\ntheorem two : 1 + 1 = 2 := by\n"
        f"{PROOF}\n```\n\nError 1 at `simp`: simp made no progress\n\n{prompt.render(PROBLEM)}"
    )
    nothing = Round("I can't.", None, rejected(reason=Reason.NO_CODE, detail="only_prose: ..."))
    assert prompt.repair(PROBLEM, [nothing]) == prompt.render(PROBLEM)


@pytest.mark.parametrize("name", sorted({*prompt_names()} - {"dpsk15_fewshot"}))
def test_every_prompt_can_ask_for_a_repair(name: str) -> None:
    prompt = load_prompt(name)
    for messages in ((SIMP,), (SIMP,) * 20, ()):
        asked = prompt.repair(PROBLEM, [wrong(*messages)])
        assert (asked if isinstance(asked, str) else asked[-1]["content"]).strip()
        assert "simp made no progress" in json.dumps(asked) or not messages
        assert isinstance(asked, str) == (prompt.kind == "completion")
    with pytest.raises(ValueError, match="no round"):
        prompt.repair(PROBLEM, [])


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (rejected(reason=Reason.POLICY, detail="line 2: `axiom` (axiom)"), "isn't allowed: line 2: `axiom`"),
        (rejected(reason=Reason.INCOMPLETE, detail="it uses sorry"), "incomplete: it uses sorry"),
        (rejected(reason=Reason.STATEMENT, detail=""), "isn't the given statement."),
        (Verdict(Status.TIMEOUT, Reason.CPU, "CPU time over 60 s"), "too long: CPU time over 60 s"),
        (Verdict(Status.RESOURCE, Reason.STACK, "Lean crashed"), "stack overflowed: Lean crashed"),
        (rejected(detail="Lean ended with code 1"), "Lean ended with code 1"),
        (rejected(detail=""), "not accepted"),
    ],
)
def test_a_verdict_without_an_error_of_lean_is_told_in_words(verdict: Verdict, words: str) -> None:
    shown = repair_variables(PROBLEM, Round(PROOF, PROOF, verdict))
    (error,) = shown["errors"]
    assert words in error["message"]
    assert (error["line"], error["code"], error["lines"], shown["omitted"]) == (None, "", [], 0)
    assert repairable(verdict)


def test_every_reason_but_our_own_has_words() -> None:
    from harness.checker import REASONS

    for status in (Status.REJECTED, Status.TIMEOUT, Status.RESOURCE):
        for reason in REASONS[status]:
            shown = repair_variables(PROBLEM, Round("", None, Verdict(status, reason, "")))
            assert len(shown["errors"][0]["message"].split()) >= 3


def test_what_is_nothing_to_repair() -> None:
    assert not repairable(Verdict(Status.PROVED))
    assert not repairable(Verdict(Status.INFRASTRUCTURE, Reason.BACKEND, "gone"))


def test_long_things_are_cut() -> None:
    long = Message("error", "x" * 100_000, 4, 0, 60, 3)
    proof = "\n".join(f"  step {number} {'y' * 10_000}" for number in range(80))
    shown = repair_variables(PROBLEM, wrong(*[long] * 20, proof=proof))
    assert (len(shown["errors"]), shown["omitted"]) == (ERROR_LIMIT, 12)
    error = shown["errors"][0]
    assert len(error["message"]) < 5000
    assert len(error["code"]) < 10_000
    assert error["code"].count("<error>") == error["code"].count("</error>") == 1
    assert "... --[Truncated]-- ..." in error["code"]


@pytest.mark.parametrize("line", [0, -3, 8, 10_000])
@pytest.mark.parametrize("end", [None, 0, 5, 99_999])
def test_positions_outside_the_text_do_no_harm(line: int, end: int | None) -> None:
    odd = Message("error", "odd", line, 500, end, end)
    (error,) = repair_variables(PROBLEM, wrong(odd))["errors"]
    assert error["message"] == "odd"
    assert error["code"].count("<error>") == error["code"].count("</error>") == (1 if line == 8 else 0)


def test_a_whole_file_is_counted_in_its_own_lines() -> None:
    proof = "import Mathlib\n\nlemma helper : True := by\n  foo\n\ntheorem two : 1 + 1 = 2 := by\n  rfl"
    shown = repair_variables(PROBLEM, wrong(Message("error", "unknown", 6, 2, 6, 5), proof=proof))
    assert "  <error>foo</error>" in shown["errors"][0]["code"]
    assert shown["errors"][0]["lines"][2] == {"number": 6, "text": "  foo", "here": True}
    assert shown["code"].startswith("theorem helper")


def test_a_repair_text_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.jinja"
    path.write_text(
        "---\nkind: chat\n---\nProve {{ name }}.\n--- repair ---\nRound {{ round }} of {{ name }}: "
        "{{ errors | length }} error, {{ status }}/{{ reason }}, {{ detail }}.\n"
    )
    prompt = load_prompt(path)
    assert prompt.render(PROBLEM) == [{"role": "user", "content": "Prove two."}]
    told = prompt.repair(PROBLEM, [wrong(SIMP)])[-1]["content"]  # type: ignore[index]
    assert told == "Round 1 of two: 1 error, rejected/lean_error, line 5: ...."
    record = prompt.repair_record()
    path.write_text(path.read_text().replace("Round", "Turn"))
    assert load_prompt(path).repair_record() != record
    assert load_prompt("chat").repair_record() == load_prompt("dpsk2_cot").repair_record()


@pytest.mark.parametrize(
    ("repair", "line", "message"),
    [
        ("fine\n{{ erors }}", 7, "erors, which is unknown"),
        ("{% if %}", 6, "can't be read"),
        ("{{ 1 // 0 }}", 6, "fails"),
    ],
)
def test_a_broken_repair_text_is_named_with_its_line(
    tmp_path: Path, repair: str, line: int, message: str
) -> None:
    path = tmp_path / "mine.jinja"
    path.write_text(f"---\nkind: chat\n---\nProve it.\n--- repair ---\n{repair}\n")
    with pytest.raises(DataError, match=message) as caught:
        load_prompt(path).repair(PROBLEM, [wrong(SIMP)])
    assert (caught.value.file, caught.value.line) == (path, line)
    path.write_text("---\nkind: chat\n---\nProve {{ errors }}.\n")
    with pytest.raises(DataError, match="errors, which is unknown"):
        load_prompt(path)


class Silent:
    """A backend that is never asked."""

    description = {"name": "silent"}  # noqa: RUF012


def test_the_run_gets_one_text() -> None:
    prompt = load_prompt("chat")
    prompted = Prompted(Silent(), prompt)  # type: ignore[arg-type]
    assert json.loads(prompted.repair_text(PROBLEM, [wrong(SIMP)])) == prompt.repair(PROBLEM, [wrong(SIMP)])
    assert prompted.repair_record() == prompt.repair_record()
    assert prompted.candidate(PROBLEM, Generation(0, 1, fenced("  rfl"))) == "  rfl"


@pytest.mark.parametrize("restated", [False, True])
def test_a_real_error_is_shown_where_lean_met_it(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path, restated: bool
) -> None:
    problem = find_bench("nng").problem("nng_zero_on_both_sides")
    proof = "  rw [Nat.zero_add]\n  exact Nat.mul_one n"
    candidate = f"-- one\n-- two\n{problem.formal_statement}{proof}" if restated else proof
    checker = Checker(toolchain, process_engine, CheckSettings(Limits(cpu_s=20)), tmp_path)
    verdict = asyncio.run(checker.check(problem, candidate))
    assert verdict.reason is Reason.LEAN_ERROR
    (error,) = repair_variables(problem, Round(candidate, candidate, verdict))["errors"]
    assert "  <error>exact Nat.mul_one n</error>" in error["code"].split("\n")
    (here,) = [line for line in error["lines"] if line["here"]]
    assert here["text"] == "  exact Nat.mul_one n"
    assert "n * 1 = n" in error["message"]
