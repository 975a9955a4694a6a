"""Each rule of the policy: what it forbids, and beside it the honest text that it must let through.

`twins.yaml` has more of them, by what an honest proof may hold.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
import yaml

from harness.checker.policy import RULES, Violation, check_policy
from harness.checker.policy._rules import REASONS
from harness.lean.source import assemble
from harness.problem import Problem

Mode = Literal["splice", "file"]
PROBLEM = Problem("goal", "test", "theorem goal : A := by", "import A\n\ndef run_own := x\n\n")
TWINS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "twins.yaml").read_text("utf-8"))


def _violations(text: str, mode: Mode, level: Literal["strict", "open"] = "strict") -> tuple[Violation, ...]:
    return check_policy(assemble(PROBLEM, text, mode=mode), level)


# rule, mode, what breaks it, its honest twin
CASES: list[tuple[str, Mode, str, str]] = [
    ("runs_code", "splice", "run_tac foo", "exact run_tactic"),
    ("runs_code", "file", "initialize foo", "theorem initialized : A := x"),
    ("runs_code", "file", "register_option x", "theorem t : A :=\n  f registered_option"),
    ("runs_code", "file", "section register_simp_attr foo", "section registers"),
    ("runs_code", "file", "section register_my_attr foo", "theorem t : A := f (register_my_attr foo)"),
    ("runs_code", "file", "namespace X\nend X declare_x", "namespace X\nend X theorem declare_x : A := x"),
    ("runs_code", "file", "open X in run_things", "open X in theorem run_things : A := x"),
    ("runs_code", "file", "theorem t : A := f x builtin_thing y", "theorem t : A := f <| builtin_thing y"),
    ("runs_code", "file", "theorem t : A := by simp declare_x y", "theorem t : A := by simp [declare_x, y]"),
    ("runs_code", "splice", "simp\nrun_twice", "exact run_twice x"),
    ("runs_code", "file", "namespace apply\nend apply run_it x", "theorem t : A := by apply run_it x"),
    ("runs_code", "splice", "intro run_x\nrun_x y", "intro run_x\nopen X in exact (run_x)"),
    ("runs_code", "splice", "obtain run_x := h\nrun_x y", "have run_x := h\nexact f run_x y"),
    ("runs_code", "file", "theorem t : A := x grind_propagator p ↓And := y", "theorem grind_x : A := x"),
    ("changes_options", "file", "unlock_limits", "theorem t : A := x unlock_limit"),
    ("runs_code", "splice", "exact #by_elab x", "exact #s"),
    ("runs_code", "file", "add_aesop_rules safe tactic x", "theorem t : A := f add_aesop_rule"),
    (
        "tactic_code",
        "file",
        "@[aesop safe tactic]\ndef evil := x\ntheorem t : A := by aesop",
        "@[aesop safe apply]\ntheorem x : A := y\ntheorem t : A := by aesop",
    ),
    (
        "tactic_code",
        "file",
        "@[simp, aesop safe]\nabbrev evil := x\ntheorem t : A := by aesop",
        "@[simp, aesop safe]\ntheorem x : A := y\ntheorem t : A := by aesop",
    ),
    (
        "tactic_code",
        "file",
        "def evil := x\ntheorem t : A := by aesop (add norm simp y, safe evil)",
        "def f := x\ntheorem t : A := by aesop (add norm simp f, safe apply y)",
    ),
    ("tactic_code", "file", "def evil := x\nattribute [local aesop norm] evil", "attribute [aesop norm] f"),
    ("tactic_code", "file", "def f := x\nattribute [aesop safe, simp] f", "attribute [aesop safe cases] f"),
    ("tactic_code", "splice", "aesop (add safe tactic f)", "exact (add safe_f tactic)"),
    (
        "tactic_code",
        "splice",
        "linarith (config := { preprocessors := x })",
        "linarith (config := { splitNe := true })",
    ),
    ("tactic_code", "splice", "linarith (discharger := x)", "simp (discharger := linarith)"),
    ("tactic_code", "splice", "linarith (config := {discharger := x})", "field_simp (discharger := simp)"),
    ("tactic_code", "splice", "solve_by_elim (suspend := fun g => x)", "have suspend := x"),
    ("tactic_code", "splice", "apply_rules (config := { discharge := x }) [y]", "exact discharge x"),
    ("tactic_code", "splice", "solve_by_elim (config := { toBacktrackConfig := x })", "solve_by_elim [f]"),
    (
        "tactic_code",
        "file",
        "def c := x\ntheorem t : A := by linarith (config := c)",
        "def c := x\ntheorem t : A := by simp (config := { decide := true })",
    ),
    (
        "tactic_code",
        "file",
        "def c := x\ntheorem t : A := by linarith (config := { c with exfalso := true })",
        "def c := x\ntheorem t : A := by simp (config := .unfoldSameHead)",
    ),
    (
        "attribute",
        "file",
        "@[to_additive (attr := command_elab y)] theorem x : A := z",
        "@[to_additive (attr := simp, norm_cast) y] theorem x : A := z",
    ),
    (
        "attribute",
        "file",
        "@[to_additive (attr := simp, extern z) y] def x := z",
        "@[to_additive (reorder := 1 2) y, simp] theorem x : A := z",
    ),
    ("hash_command", "splice", "simp\n#eval 1", "simp -- #eval 1"),
    ("hash_command", "file", "#nobody_knows_this\ntheorem t : A := x", "theorem t : #s = 3 := x"),
    ("changes_syntax", "file", 'macro "x" : term => `(1)', "/-- macro -/\ntheorem t : A := x"),
    ("changes_syntax", "file", "local notation \"x\" => y", "theorem notation_free : A := x"),
    ("changes_syntax", "file", "infixl:65 \" + \" => f", "theorem infixes : A := x"),
    ("escapes_kernel", "file", "axiom bad : False", "theorem axiom_free : A := x"),
    ("escapes_kernel", "file", "unsafe def x := 1", "def unsafe' := 1"),
    ("escapes_kernel", "splice", "exact Lean.ofReduceBool a b c", "exact ofReduceBoolean a b c"),
    ("escapes_kernel", "splice", "exact Lean.«ofReduceBool» a b c", "exact «of reduce bool» a b c"),
    ("escapes_kernel", "splice", 'exact s!"{sorryAx}"', 'exact f "sorryAx"'),
    ("compiled_proof", "splice", "native_decide", "/- native_decide -/ decide"),
    ("native", "splice", "decide +native", "decide +kernel"),
    ("native", "splice", "decide (config := { native := true })", "exact f native"),
    ("eval", "splice", "exact eval% x", "exact eval x"),
    ("import", "file", "theorem t : A := x\nimport B", "import B\ntheorem t : A := x"),
    ("debug", "splice", "exact skipKernelTC", "exact skipKernel"),
    ("ends_proof", "splice", "simp\ntheorem x : A := y", "simp\nexact theorem'"),
    ("ends_proof", "splice", "simp\n@[simp] foo", "simp [foo]"),
    ("ends_proof", "splice", "simp\nend", "simp -- end"),
    ("ends_proof", "splice", "simp\n/-! note -/", "simp\n/- note -/"),
    ("ends_proof", "splice", "exact h\nwhere\n  h := x\nsection", "exact h\nwhere\n  h := x"),
    ("open_without_in", "splice", "open A B\nsimp", "open A B in\nsimp"),
    ("open_without_in", "splice", "open A (b c)\nsimp", "open A (b c) in\nsimp"),
    ("open_without_in", "splice", "open A open B in simp", "open A renaming b → c in simp"),
    ("option_without_in", "splice", "set_option maxRecDepth 9\nsimp", "set_option maxRecDepth 9 in\nsimp"),
    ("open_private", "file", "open private x from A", "open A\nprivate theorem x : A := y"),
    ("option", "file", "set_option debug.x true", "set_option linter.all false"),
    ("option", "splice", "set_option «warn».sorry false in simp", "set_option pp.all true in simp"),
    ("option_value", "file", "set_option maxHeartbeats 999999999999", "set_option maxHeartbeats 0"),
    ("option_value", "file", "set_option maxRecDepth x", "set_option maxRecDepth 1_000"),
    ("attribute", "file", "@[extern \"x\"] def f := 1", "@[simp, local instance 10] def f := 1"),
    ("attribute", "file", "@[simp, «macro» x] def f := 1", "@[simp ←, ext] def f := 1"),
    ("attribute", "file", "attribute [-class] x", "attribute [-simp, -instance] x"),
    ("attribute", "file", "attribute [local simp, tactic x] y", "attribute [local simp, local ext] y"),
    ("deriving", "file", "structure S where\n  deriving Evil", "structure S where\n  deriving Repr, BEq"),
    ("deriving", "file", "deriving instance Repr, Evil for S", "deriving instance Repr, Ord for S"),
    ("unbalanced_end", "file", "section\nend\nend", "section A.B\nend A.B\nsection\nend"),
    ("unbalanced_end", "file", "section\ntheorem t : A := x\nend\nend", "section\ntheorem t : A := x\nend"),
    ("unbalanced_end", "file", "namespace A\nend A.B", "namespace A.B\nend B\nend A"),
    ("unbalanced_end", "file", "end", "mutual\ntheorem a : A := x\nend"),
    ("unterminated", "splice", "simp /- x", "simp /- x -/"),
    ("unterminated", "splice", 'exact f "x', 'exact f "x"'),
    ("unterminated", "splice", 'exact s!"{x', 'exact s!"{x}"'),
    ("ambiguous_string", "splice", 'exact f "{"', 'exact f "}"'),
    ("ambiguous_string", "splice", r'exact s!"{a \/ b}"', 'exact s!"{a ∨ b}"'),
    ("ambiguous_string", "splice", 'exact s!"\\{"', 'exact s!"}"'),
    ("ambiguous_string", "splice", 'exact ²0b1r"a"', 'exact ² 0b1 r"a"'),
    ("ambiguous_string", "splice", 'exact ²r"a"', 'exact (r"a") r#"b"#'),
    ("ambiguous_string", "splice", 'exact s!"{f "}"}"', 'exact s!"{f x}"'),
    ("ambiguous_quote", "splice", "exact f∂'\"'", "exact f⁻¹' s"),
    ("malformed", "splice", r'exact f "\q a"', r'exact f "\\ \" \' \r \n \t \x41 \u03b1"'),
    ("malformed", "splice", 'exact f "a\\\n\n b"', 'exact f "a\\\n  b"'),
    ("malformed", "splice", 'exact f "\\{"', 'exact f "a"'),
    ("malformed", "splice", "exact 'ab'", "exact 'a'"),
    ("malformed", "splice", "exact 0xrun_cmd", "exact 0xf"),
    ("malformed", "splice", "exact 1_run_cmd", "exact 1_000"),
    ("malformed", "file", "/--\tx -/ theorem t : A := y", "/-- x\t-/ theorem t : A := y"),
    ("ambiguous_comment", "splice", "simp /-/- -/ x -- -/", "simp /- /- -/ -/"),
    ("ambiguous_comment", "file", "/---- a -/\n-/ theorem t : A := x", "/-- - a -/ theorem t : A := x"),
    ("ambiguous_comment", "file", "/--/ -/ theorem t : A := x -/", "/-- / -/ theorem t : A := x"),
    ("ambiguous_comment", "splice", "exact a +-- b", "exact a + -- b"),
    ("ambiguous_comment", "splice", "exact a ⊗/- b -/ c", "exact (/- b -/ c)"),
    ("ambiguous_reading", "splice", 'exact s!"{)} run_cmd x"', 'exact s!"{x} run x"'),
    ("ambiguous_reading", "splice", 'exact s!"{)}" f "run_cmd x"', 'exact s!"{x}" f "run x"'),
    ("ambiguous_reading", "splice", "exact x.1e5run_cmd", "exact x.1.run"),
    ("ambiguous_reading", "splice", "exact f ''a\"run_cmd y\"", "exact f ''a\"run y\""),
    ("ambiguous_reading", "splice", "x'abrun_cmd y", "x'abrun y"),
    ("ambiguous_reading", "splice", "xtheorem y", "simp [xtheorem]\nhave xdef := 1"),
    ("ambiguous_reading", "splice", "exact x[i]'a\"run_cmd y\"", "exact x[i]'h' = x[j]'(f y)"),
    ("ambiguous_reading", "splice", "exact ∀' \" f!\" {{ \"r\" end", "exact ∀' a, f \"b\""),
    ("ambiguous_reading", "splice", "exact ∀'a\"run_cmd y\"", "exact ∀' a, b"),
    ("ambiguous_reading", "splice", 'xr"\\" run_cmd y --"', 'simp [xr, "\\" run y --"]'),
    ("ambiguous_reading", "splice", 'f #r#"a" "# run_cmd y"', 'f #r " "'),
    ("ambiguous_reading", "file", 'inductive A\n  | r"\\q run_cmd y"', "inductive A\n  | r"),
    ("ambiguous_reading", "file", "theorem if-- a /-- b\n : A := x", "theorem x -- a /-- b\n : A := x"),
    ("ambiguous_reading", "file", 'theorem"x run_cmd y"', 'theorem x : "run_cmd y" = z := rfl'),
    ("runs_code", "splice", "xrun_cmd y", "xrun_cm y"),
    ("runs_code", "splice", "x.run_cmd y", "x.run y"),
    ("runs_code", "splice", "exact [MODrun_cmd", "exact [MODrun]"),
    ("hash_command", "splice", "exact #evalx", "exact #xs"),
    ("ambiguous_quote", "splice", "exact x⊗'a'", "exact f 'a' ('b')"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "mode", "bad", "good"), CASES)
def test_rule_and_its_honest_twin(rule: str, mode: Mode, bad: str, good: str) -> None:
    assert rule in [violation.rule for violation in _violations(bad, mode)]
    assert _violations(good, mode) == ()


@pytest.mark.parametrize("twins", TWINS, ids=lambda twins: twins["refused"][:40])
def test_what_is_refused_and_what_is_honest(twins: dict[str, Any]) -> None:
    found = [violation.rule for violation in _violations(twins["refused"], twins["mode"])]
    assert twins["rule"] in found
    for honest in twins["honest"]:
        assert _violations(honest, twins["mode"]) == (), honest


def test_every_rule_has_a_case() -> None:
    assert {rule.id for rule in RULES} | set(REASONS) == {case[0] for case in CASES}


def test_every_forbidden_word_is_found() -> None:
    for rule in RULES:
        for word in rule.words | rule.parts | rule.commands:
            found = [violation.rule for violation in _violations(f"exact {word} x", "splice")]
            assert found, word


@pytest.mark.parametrize(
    "text", ["#eval 1", "axiom x : False", "macro x", "theorem x : A := y", 'exact f "{"']
)
def test_open_policy_allows_it(text: str) -> None:
    assert _violations(text, "file", "open") == ()


@pytest.mark.parametrize("text", ["simp /-", 'exact "', "exact «x"])
def test_open_policy_still_wants_ends(text: str) -> None:
    assert [violation.rule for violation in _violations(text, "splice", "open")] == ["unterminated"]


def test_sorry_is_no_matter_of_policy() -> None:
    assert _violations("sorry", "splice") == _violations("admit", "splice") == ()


def test_a_violation_says_where() -> None:
    found = _violations("import B\n\ntheorem t : A := by\n  é; native_decide", "file")
    assert [(violation.line, violation.column) for violation in found] == [(4, 5)]
    assert found[0].text.startswith("`native_decide`: ")


def test_violations_are_in_order_and_bounded() -> None:
    found = _violations("native_decide\n" * 200, "splice")
    assert len(found) == 50
    assert [violation.line for violation in found] == list(range(1, 51))


@pytest.mark.parametrize(
    "piece",
    [
        "@[",
        "open ",
        "attribute [ ",
        "deriving ",
        "set_option ",
        "end ",
        "section ",
        "namespace a.",
        's!"{',
        "'",
        "deriving a,",
        "aesop (add unsafe f, ",
        "aesop (add unsafe f) ",
        "@[aesop unsafe f, ",
        "attr := aesop unsafe f, ",
        "def f := aesop (add safe g) ",
        "#guard_msgs (a ",
        "with_panel_widgets [a ",
        "open X in run_x ",
        "private @[a] ",
        "f (run_x) ",
        'f "a{b}" ',
        'f "{" ',
        "f h' 'a' ",
        "(f x).end ",
    ],
)
def test_long_candidates_take_linear_time(piece: str) -> None:
    assert len(_violations("x " + piece * 20_000, "file")) <= 50
