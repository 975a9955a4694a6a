"""A statement of known truth: what it claims, why that truth is known, and the scripts that show it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from harness.pipeline.generator.terms import Formula, formula_text
from harness.problem import Problem

HEADER: Final = "prelude\nimport Embedded.Arith\n\n"
"""What generated statements are compiled under."""


class Truth(StrEnum):
    """What is known of a statement.

    TRUE: a construction proves it, and its hypotheses can be met. FALSE: its closed negation holds, by
    numbers that were evaluated or by a construction. CONTRADICTORY: its hypotheses prove False. UNKNOWN:
    nothing of that.
    """

    TRUE = "true"
    FALSE = "false"
    CONTRADICTORY = "contradictory"
    UNKNOWN = "unknown"


class Extent(StrEnum):
    """For which values that meet the hypotheses a false statement is false.

    SOMEWHERE: for some and not for others, both evaluated. EVERYWHERE: for all, by a construction. OPEN: for
    some, and nothing is known of the others.
    """

    SOMEWHERE = "somewhere"
    EVERYWHERE = "everywhere"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Assumption:
    """A named hypothesis."""

    name: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Claim:
    """What a statement says.

    variables: (names, type) in order, types as Lean text. hypotheses: in order, behind the variables.
    """

    variables: tuple[tuple[tuple[str, ...], str], ...]
    hypotheses: tuple[Assumption, ...]
    conclusion: Formula

    @property
    def binders(self) -> str:
        """The binders as Lean text; empty where there are none."""
        groups = [f"({' '.join(names)} : {kind})" for names, kind in self.variables]
        return " ".join(groups + [f"({h.name} : {formula_text(h.formula)})" for h in self.hypotheses])

    def text(self) -> str:
        """`BINDERS : CONCLUSION`."""
        return f"{self.binders} : {formula_text(self.conclusion)}".lstrip()

    def closed(self) -> str:
        """The claim as one closed proposition."""
        conclusion = formula_text(self.conclusion)
        return f"∀ {self.binders}, {conclusion}" if self.binders else conclusion

    def same(self, other: Claim) -> bool:
        """Whether both say the same, the names of hypotheses apart."""
        ours, theirs = ([h.formula for h in claim.hypotheses] for claim in (self, other))
        return (self.variables, ours, self.conclusion) == (other.variables, theirs, other.conclusion)


@dataclass(frozen=True, slots=True)
class GeneratedStatement:
    """A generated statement with its truth.

    family: which construction made it. size: steps of that construction, from 1 on. extent: set exactly for
    false ones. witness: the numbers that a numeric false one fails for, in the order of its variables.

    Tactic scripts, each empty where there is none: proof of the statement; refutation of its closed negation;
    absurd of `False` from its hypotheses; denial of the negated conclusion from them.
    """

    family: str
    size: int
    claim: Claim
    truth: Truth
    extent: Extent | None = None
    witness: tuple[int, ...] = ()
    proof: str = ""
    refutation: str = ""
    absurd: str = ""
    denial: str = ""

    @property
    def name(self) -> str:
        """A name for the theorem, made from its text."""
        return "s" + hashlib.sha256(self.claim.text().encode()).hexdigest()[:16]

    def problem(self) -> Problem:
        """The statement as a problem; its metadata say where it is from."""
        return self._problem(self.name, self.claim.text())

    def negation(self) -> Problem:
        """The closed negation `¬ (∀ BINDERS, CONCLUSION)` as a problem."""
        return self._problem(f"{self.name}_not", f": ¬ ({self.claim.closed()})")

    def contradiction(self) -> Problem:
        """`False` from the hypotheses as a problem."""
        return self._problem(f"{self.name}_false", f"{self.claim.binders} : False".lstrip())

    def denied(self) -> Problem:
        """The negated conclusion from the same hypotheses as a problem."""
        conclusion = f"¬ ({formula_text(self.claim.conclusion)})"
        return self._problem(f"{self.name}_denied", f"{self.claim.binders} : {conclusion}".lstrip())

    def shown(self) -> tuple[tuple[Problem, str], ...]:
        """Each script with the problem that it proves."""
        pairs = (
            (self.proof, self.problem),
            (self.refutation, self.negation),
            (self.absurd, self.contradiction),
            (self.denial, self.denied),
        )
        return tuple((make(), script) for script, make in pairs if script)

    def _problem(self, name: str, text: str) -> Problem:
        metadata: dict[str, Any] = {"family": self.family, "size": self.size, "truth": str(self.truth)}
        if self.extent is not None:
            metadata["extent"] = str(self.extent)
        return Problem(name, "train", f"theorem {name} {text} := by\n", HEADER, metadata=metadata)
