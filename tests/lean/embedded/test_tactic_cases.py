"""Every tactic whose parser the library links has a case, so that a new one can't go untested."""

from __future__ import annotations

import re
from pathlib import Path

from harness.resources import data_folder

CASES = Path(__file__).parent
SPELT_OTHERWISE = {
    "rewrite_seq": "rewrite",
    "rw_seq": "rw",
    "simp_trace": "simp?",
    "paren": "(",
    "cdot": "·",
    "calc_tactic": "calc",
    "solve_tactic": "solve",
    "tac_if_then_else": "if",
    "tac_dep_if_then_else": "if",
    "have_i": "haveI",
    "let_i": "letI",
}
# Helpers of proofs of termination, which the library doesn't offer, and a tactic that only says it is gone.
NOT_OFFERED = re.compile(r"[dD]ecreasing|_wf$|simpArith$")


def keyword(parser: str) -> str:
    """The word that a parser's tactic begins with, from the parser's name."""
    last = parser.split(".")[-1].strip("«»")
    snake = re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: "_" + found[1].lower(), last.removeprefix("tactic"))
    snake = snake[:1].lower() + snake[1:]
    word = re.split(r"_*(?:_[^a-z0-9']|__|$)", snake.rstrip("_"))[0]
    return SPELT_OTHERWISE.get(word, word)


def uncovered(cases: str) -> list[str]:
    """The linked tactics that no case in the text uses."""
    source = (data_folder("lean_workspace") / "embedded" / "Embedded" / "Link.lean").read_text("utf-8")
    parsers = re.findall(r"@\[tactic_parser[^\]]*\] opaque (\S+) :", source)
    assert len(parsers) > 80
    words = {keyword(parser) for parser in parsers if not NOT_OFFERED.search(parser)} - {""}
    return sorted(word for word in words if not re.search(rf"(?<![\w.]){re.escape(word)}(?![\w'])", cases))


def test_each_tactic_has_a_case() -> None:
    cases = "".join(path.read_text("utf-8") for path in CASES.rglob("*.lean"))
    cases += "".join(path.read_text("utf-8") for path in (CASES / "arith").rglob("*.txt"))
    assert uncovered(cases) == []


def test_a_tactic_without_a_case_is_noticed() -> None:
    assert {"omega", "rcases", "simp_all"} <= set(uncovered("nothing here"))
