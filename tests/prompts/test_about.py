"""Which problems of a bench a text is about."""

from __future__ import annotations

import pytest

from harness.problem import Problem
from harness.prompts.about import ProblemFinder

NAMES = ("one", "two", "Space.three", "Space.four", "Other.four", "«five.six»")
FINDER = ProblemFinder(
    [Problem(name, "test", f"theorem {name} : True := by\n", "import A\n\n") for name in NAMES]
)
TEXTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "a theorem": ("theorem one : True := trivial\n", "a.lean", ("one",)),
    "a lemma behind others": (
        "import A\n\ntheorem x : 1 = 1 := rfl\nlemma two : True := x\n",
        "one.lean",
        ("two",),
    ),
    "several": ("theorem two : True := x\ntheorem one : True := x\n", "a.lean", ("two", "one")),
    "twice": ("theorem one : True := x\ntheorem one : True := x\n", "a.lean", ("one",)),
    "without its namespace": (
        "namespace Space\ntheorem three : True := x\nend Space\n",
        "a.lean",
        ("Space.three",),
    ),
    "a short name of two": ("theorem four : True := x\n", "a.lean", ()),
    "its whole name": ("theorem Other.four : True := x\n", "a.lean", ("Other.four",)),
    "in guillemets": ("theorem «five.six» : True := x\n", "a.lean", ("«five.six»",)),
    "in a comment": ("-- theorem one\ntheorem two : True := x", "a.lean", ("two",)),
    "in a comment alone": ("import A\n-- theorem one\ntheorem x : True := y", "a.lean", ()),
    "a proof in a file of its name": ("  trivial\n", "in/one.lean", ("one",)),
    "with a number behind": ("  trivial\n", "in/one.3.lean", ("one",)),
    "in a folder of its name": ("  trivial\n", "in/two/17.lean", ("two",)),
    "in an archive": ("  trivial\n", "a.zip/in/Space.three.lean", ("Space.three",)),
    "an answer": ("As theorem one says:\n```lean4\ntheorem two : True := x\n```\n", "a.md", ("two",)),
    "nothing": ("  trivial\n", "a.lean", ()),
    "empty": ("", "two.lean", ("two",)),
}


@pytest.mark.parametrize("name", TEXTS)
def test_problems_of_a_text(name: str) -> None:
    text, file, wanted = TEXTS[name]
    assert tuple(problem.name for problem in FINDER.find(text, file)) == wanted
