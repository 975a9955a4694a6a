"""Code that a tactic would run for the candidate: by a rule of Aesop, or by a function in its configuration.

The configurations of `linarith` and of `solve_by_elim` have fields that are programs, and Lean evaluates the
term that gives them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.checker.policy._aesop import NONE, programs, rules_run_code
from harness.lean.source import Token


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PROGRAMS = _set("preprocessors oracle proc suspend discharge toBacktrackConfig toApplyRulesConfig")
_BEFORE_FIELD = _set("{ , ( with")
#: Tactics whose discharger is a tactic, and no term.
_SIMPLIFIERS = _set(
    """
    simp simp! simp? simp_all simpa simp_rw dsimp norm_num norm_num1 field_simp fun_prop rw_mod_cast push_cast
    conv gcongr positivity
    """
)
_ARITHMETIC = _set("linarith linarith! linarith? nlinarith nlinarith! polyrith")
_EXTENDING = _set("with .. fun λ do by")
#: Tokens between two brackets that are looked at; what is longer is taken for the worst.
FARTHEST = 100


def code_in_tactics(code: Sequence[Token]) -> Iterator[Token]:
    """The words with which a tactic is given code to run; code: the tokens of a text that are code."""
    own, whose = programs(code), ""
    for at, token in enumerate(code):
        before = code[at - 1].text if at else ""
        field = before in _BEFORE_FIELD and at + 1 < len(code) and code[at + 1].text == ":="
        if token.text in _SIMPLIFIERS or token.text in _ARITHMETIC:
            whose = token.text
        clause = token.text == "add" and before == "("
        program = field and token.text in _PROGRAMS
        discharger = field and token.text == "discharger" and (before != "(" or whose not in _SIMPLIFIERS)
        config = field and token.text == "config" and own != NONE and _is_computed(code, at + 2)
        if program or discharger or config or (clause and rules_run_code(code, at + 1, own, clause=True)):
            yield token


def _is_computed(code: Sequence[Token], start: int) -> bool:
    """Whether the configuration from the token at `start` is more than a record of values."""
    if start >= len(code) or code[start].text not in ("{", "."):
        return True
    if code[start].text == ".":
        return False
    for token in code[start + 1 : start + FARTHEST]:
        if token.text == "}":
            return False
        if token.text in _EXTENDING:
            return True
    return True
