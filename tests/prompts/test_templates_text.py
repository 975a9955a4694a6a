"""The exact text of each shipped prompt for one problem, written out by hand."""

from __future__ import annotations

import pytest

from harness.problem import Problem

pytest.importorskip("jinja2", reason="jinja2 isn't installed")

from harness.prompts.templates import Demo, load_prompt, prompt_names

HEADER = "import Mathlib\nimport Aesop\n\nset_option maxHeartbeats 0\n\n"
HEADER += "open BigOperators Real Nat Topology Rat\n\n"
PROBLEM = Problem(
    name="two",
    split="test",
    header=HEADER,
    informal_prefix='/-- One and one <make> "two" & {{ no }} more. -/\n',
    formal_statement="theorem two : 1 + 1 = 2 := by\n",
)
TOP = HEADER + '/-- One and one <make> "two" & {{ no }} more. -/\n'
PLAN = (
    "\n\nBefore producing the Lean 4 code to formally prove the given theorem, provide a detailed proof plan "
    "outlining the main proof steps and strategies.\nThe plan should highlight key ideas, intermediate "
    "lemmas, and proof structures that will guide the construction of the final formal proof."
)
COMPLETE = "Complete the following Lean 4 code:\n\n```lean4\n"
SOLVED = (
    (
        Demo(Problem("a", "valid", "theorem a : 1 = 1 := by\n", HEADER, "/-- A. -/\n"), "  rfl\n"),
        "/-- A. -/\n",
    ),
    (Demo(Problem("b", "valid", "theorem b : 1 = 1 + 0 := by\n", HEADER), "  rfl"), ""),
    (Demo(Problem("c", "valid", "theorem c : True := by sorry", HEADER), "  trivial\n\n"), ""),
)


def user(text: str, system: str = "") -> list[dict[str, str]]:
    first = [{"role": "system", "content": system}] if system else []
    return [*first, {"role": "user", "content": text}]


EXPECTED = {
    "dpsk15_noncot": COMPLETE + TOP + "theorem two : 1 + 1 = 2 := by\n",
    "dpsk15_cot": "Complete the following Lean 4 code with explanatory comments preceding each line of "
    "code:\n\n```lean4\n" + TOP + "theorem two : 1 + 1 = 2 := by\n",
    "dpsk2_noncot": user(COMPLETE + TOP + "theorem two : 1 + 1 = 2 := by\n  sorry\n```"),
    "dpsk2_cot": user(COMPLETE + TOP + "theorem two : 1 + 1 = 2 := by\n  sorry\n```" + PLAN),
    "goedel2_cot": user(COMPLETE + TOP + "theorem two : 1 + 1 = 2 := by sorry```" + PLAN),
    "goedel2_raw": COMPLETE + TOP + "theorem two : 1 + 1 = 2 := by",
    "kimina_cot": user(
        "Think about and solve the following problem step by step in Lean 4.\n"
        '# Problem:One and one <make> "two" & {{ no }} more.\n# Formal statement:\n```lean4\n'
        + TOP
        + "theorem two : 1 + 1 = 2 := by\n```\n",
        "You are an expert in mathematics and Lean 4.",
    ),
    "kimina_demo": user(
        "Think about and solve the following problems step by step in Lean 4.\n\n"
        + TOP
        + "theorem two : 1 + 1 = 2 := by sorry",
        "You are an expert programmer and mathematician who helps formalizing mathematical problems in Lean "
        "4.",
    ),
    "combibench": user(
        "Think about and solve the following problems step by step in Lean 4.\n```lean4\n"
        + TOP
        + "theorem two : 1 + 1 = 2 := by sorry\n```",
        "You are an expert in mathematics and proving theorems in Lean 4.",
    ),
    "nemo_generic": user(
        "Complete the proof of the following Lean 4 statement. Start with the proof code right away and DO "
        "NOT repeat the given statement.\n\n```lean4\n" + TOP + "theorem two : 1 + 1 = 2 := by\n"
    ),
    "plain": TOP + "theorem two : 1 + 1 = 2 := by\n",
    "chat": user(
        "Prove the following theorem in Lean 4.\n\n```lean4\n"
        + TOP
        + "theorem two : 1 + 1 = 2 := by\n  sorry\n"
        "```\n\nWrite the whole theorem again with a complete proof in place of `sorry`, and leave its "
        "statement as it is. Use no `sorry`, no `admit` and no new axioms. End your answer with this proof "
        "in one ```lean4 code block."
    ),
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_text_is_exact(name: str) -> None:
    assert load_prompt(name).render(PROBLEM) == EXPECTED[name]


def test_every_shipped_prompt_has_its_text_here() -> None:
    assert set(prompt_names()) == {*EXPECTED, "dpsk15_fewshot"}


def test_few_shot_shows_three_solved_examples_and_then_the_problem() -> None:
    text = load_prompt("dpsk15_fewshot").render(PROBLEM, demos=[demo for demo, _ in SOLVED])
    assert isinstance(text, str)
    endings = {"a": "theorem a : 1 = 1 := by\n  rfl", "b": "theorem b : 1 = 1 + 0 := by\n  rfl"}
    endings["c"] = "theorem c : True := by\n  trivial"
    blocks = {
        COMPLETE + HEADER + prefix + endings[demo.problem.name] + "\n```\n\n\n" for demo, prefix in SOLVED
    }
    query = COMPLETE + TOP + "theorem two : 1 + 1 = 2 := by\n"
    assert text.endswith(query)
    parts = text.removesuffix(query).split("\n```\n\n\n")
    assert {part + "\n```\n\n\n" for part in parts[:-1]} == blocks
    assert (len(parts), parts[-1]) == (4, "")


@pytest.mark.parametrize(
    "end", [":=", ":= by", ":= by\n", ":= by sorry", ":=\n  by\n    sorry\n", ":= sorry"]
)
def test_the_statement_is_cut_where_the_proof_begins(end: str) -> None:
    problem = Problem("two", "test", f"theorem two (h : x := by) : 1 = 1 {end}", "import A")
    chat = load_prompt("dpsk2_noncot").render(problem)
    code = "import A\ntheorem two (h : x := by) : 1 = 1 := by\n  sorry\n```"
    assert chat == user(COMPLETE + code)
    text = load_prompt("plain").render(problem)
    assert isinstance(text, str)
    assert "sorry" not in text
    assert (
        text.split()
        == f"import A theorem two (h : x := by) : 1 = 1 {end}".removesuffix("\n")
        .removesuffix("sorry")
        .split()
    )


def test_a_hidden_answer_is_in_no_prompt() -> None:
    shown = "import Mathlib\n\nabbrev q_solution : Nat := sorry\n\n"
    header = shown.replace("sorry", "12345")
    metadata = {"prompt_header": shown}
    problem = Problem("q", "test", "theorem q : 1 = q_solution := by\n", header, metadata=metadata)
    demos = [demo for demo, _ in SOLVED]
    for name in prompt_names():
        text = str(load_prompt(name).render(problem, demos=demos))
        assert "12345" not in text, name
        assert "q_solution" in text, name
