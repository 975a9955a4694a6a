"""Code that a tactic would run for the candidate: by a rule of Aesop, or by a function in its configuration.

Aesop runs a definition of type `TacticM` that is registered as a rule, and takes one for such by its type
where no builder is named. The configurations of `linarith` and of `solve_by_elim` have fields that are
programs, and Lean evaluates the term that gives them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.lean.source import Kind, Token


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that declare what can be a program.
_DEFINING = _set("def abbrev instance irreducible_def structure class where rec mutual")
_RULE_WORDS = _set("safe unsafe norm %")
#: How Aesop makes a rule of a lemma; `tactic` and `default` could run it.
_BUILDERS = _set("apply simp unfold constructors forward destruct cases")
_RUNNING = _set("tactic default")
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
_OPEN, _CLOSE = _set("( [ { ⟨ #["), _set(") ] } ⟩")
#: Tokens between two brackets that are looked at; what is longer is taken for the worst.
FARTHEST = 100


def can_define(code: Sequence[Token]) -> bool:
    """Whether a text, by its tokens that are code, may define a program."""
    return any(token.kind is Kind.IDENT and token.text in _DEFINING for token in code)


def code_in_tactics(code: Sequence[Token]) -> Iterator[Token]:
    """The words with which a tactic is given code to run; code: the tokens of a text that are code."""
    defines, whose = can_define(code), ""
    for at, token in enumerate(code):
        before = code[at - 1].text if at else ""
        field = before in _BEFORE_FIELD and at + 1 < len(code) and code[at + 1].text == ":="
        if token.text in _SIMPLIFIERS or token.text in _ARITHMETIC:
            whose = token.text
        clause = token.text == "add" and before == "("
        program = field and token.text in _PROGRAMS
        discharger = field and token.text == "discharger" and (before != "(" or whose not in _SIMPLIFIERS)
        config = field and token.text == "config" and defines and _is_computed(code, at + 2)
        if program or discharger or config or (clause and rules_run_code(code, at + 1, defines, clause=True)):
            yield token


def rules_run_code(code: Sequence[Token], start: int, defines: bool, *, clause: bool) -> bool:
    """Whether Aesop may run what it gets as rules from the token at `start` to the closing bracket.

    defines: whether the text may define a program. clause: several rules, which they are only if a word says
    so; else one, which ends at a comma.
    """
    rules: list[list[str]] = [[]]
    depth = 0
    for token in code[start : start + FARTHEST]:
        ends = depth == 0 and (token.text in _CLOSE or (token.text == "," and not clause))
        if ends:
            break
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        if token.text == ",":
            rules.append([])
        rules[-1].append(token.text)
    words = {word for rule in rules for word in rule}
    if clause and _RULE_WORDS.isdisjoint(words):
        return False
    return not _RUNNING.isdisjoint(words) or (defines and any(_BUILDERS.isdisjoint(rule) for rule in rules))


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
