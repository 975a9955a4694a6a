"""Controlled English for statements: several wordings of each, and one reader that understands them all.

Sums, products and the like are named before their parts ("the sum of X and Y"), and stand between them only
where both are a variable or a numeral, so that no text has two readings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from harness.backends.draw import Draw
from harness.errors import DataError
from harness.pipeline.generator.statements import Assumption, Claim
from harness.pipeline.generator.terms import (
    And,
    Atom,
    Bin,
    Call,
    Exists,
    ForAll,
    Formula,
    Holds,
    Not,
    Num,
    Term,
    Var,
)

_RELATIONS: Final = {
    "≤": ("is at most", "is less than or equal to"),
    "<": ("is less than", "is smaller than"),
    "=": ("equals", "is equal to"),
    "≠": ("is not equal to", "differs from"),
    "∣": ("divides", "is a divisor of"),
}
_BETWEEN: Final = {"+": "plus", "*": "times", "-": "minus"}
_BEFORE: Final = {"+": "sum", "*": "product", "-": "difference"}
_POWERS: Final = {2: "square", 3: "cube"}
# A type of variables: how one of them and several are introduced.
_KINDS: Final = {
    "Nat": ("a natural number", "natural numbers"),
    "Nat → Nat": ("a function on the natural numbers", "functions on the natural numbers"),
    "Nat → Prop": ("a property of natural numbers", "properties of natural numbers"),
}
_WORD: Final = re.compile(r"\w+|[.,]")


def english(claim: Claim, seed: int) -> str:
    """The claim in words; the seed chooses among the wordings."""
    return _Writer(Draw(seed)).claim(claim)


def read_english(text: str) -> Claim:
    """The claim that `english` put into words; its hypotheses are named h1, h2 ... in order.

    Raises DataError where the text isn't of that language.
    """
    return _Reader(text).claim()


class _Writer:
    def __init__(self, draw: Draw) -> None:
        self._draw = draw

    def claim(self, claim: Claim) -> str:
        sentences = []
        for names, kind in claim.variables:
            one, several = _KINDS[kind]
            what = one if len(names) == 1 else several
            sentences.append(f"Let {_listed(names)} be {what}.")
        if claim.hypotheses:
            suppose = self._draw.pick(("Suppose", "Assume"))
            facts = [f"that {self.formula(each.formula)}" for each in claim.hypotheses]
            sentences.append(f"{suppose} {_listed(facts)}.")
        show = self._draw.pick(("Show", "Prove"))
        sentences.append(f"{show} that {self.formula(claim.conclusion)}.")
        return " ".join(sentences)

    def formula(self, formula: Formula) -> str:
        match formula:
            case Atom(relation, left, right):
                return f"{self.term(left)} {self._draw.pick(_RELATIONS[relation])} {self.term(right)}"
            case Holds(predicate, variable):
                return self._draw.pick((f"{variable} has {predicate}", f"{predicate} holds for {variable}"))
            case Not(body):
                return f"it is not true that {self.formula(body)}"
            case And(left, right):
                return f"both {self.formula(left)} and {self.formula(right)}"
            case Exists(names, body):
                what = "is a natural number" if len(names) == 1 else "are natural numbers"
                return f"there {what} {_listed(names)} such that {self.formula(body)}"
            case ForAll(names, body):
                return f"{self._draw.pick(('for all', 'for every'))} {_listed(names)}, {self.formula(body)}"

    def term(self, term: Term) -> str:
        match term:
            case Var(name):
                return name
            case Num(value):
                return str(value)
            case Call(function, argument):
                return f"{function} at {self._operand(argument)}"
            case Bin("^", base, Num(exponent)) if exponent in _POWERS and self._draw.chance(60):
                return f"the {_POWERS[exponent]} of {self._operand(base)}"
            case Bin("^", base, exponent):
                return f"the power of {self._operand(base)} with exponent {self._operand(exponent)}"
            case Bin(op, (Var() | Num()) as left, (Var() | Num()) as right) if self._draw.chance(70):
                return f"{self.term(left)} {_BETWEEN[op]} {self.term(right)}"
            case Bin():
                return self._operand(term)

    def _operand(self, term: Term) -> str:
        """A term with its operation in front of its parts."""
        match term:
            case Bin(op, left, right) if op in _BEFORE:
                return f"the {_BEFORE[op]} of {self._operand(left)} and {self._operand(right)}"
        return self.term(term)


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


class _Reader:
    """Reads from left to right, one word ahead."""

    def __init__(self, text: str) -> None:
        self._words, self._at = _WORD.findall(text), 0

    def claim(self) -> Claim:
        variables = []
        while self._took("Let"):
            names = self._names()
            self._expect("be")
            variables.append((names, self._kind(len(names))))
        hypotheses: list[Assumption] = []
        if self._took("Suppose") or self._took("Assume"):
            while True:
                self._expect("that")
                hypotheses.append(Assumption(f"h{len(hypotheses) + 1}", self._formula()))
                if not (self._took(",") or self._took("and")):
                    break
            self._expect(".")
        if not self._took("Show"):
            self._expect("Prove")
        self._expect("that")
        conclusion = self._formula()
        self._expect(".")
        if self._at < len(self._words):
            raise self._wrong("the end")
        return Claim(tuple(variables), tuple(hypotheses), conclusion)

    def _kind(self, count: int) -> str:
        for kind, phrases in _KINDS.items():
            if self._took(f"{phrases[0 if count == 1 else 1]} ."):
                return kind
        raise self._wrong("what the names stand for")

    def _formula(self) -> Formula:
        if self._took("it is not true that"):
            return Not(self._formula())
        if self._took("both"):
            left = self._formula()
            self._expect("and")
            return And(left, self._formula())
        if self._took("there is a natural number") or self._took("there are natural numbers"):
            names = self._names()
            self._expect("such that")
            return Exists(names, self._formula())
        if self._took("for all") or self._took("for every"):
            names = self._names()
            self._expect(",")
            return ForAll(names, self._formula())
        return self._atom()

    def _atom(self) -> Formula:
        following = self._words[self._at + 1 : self._at + 3]
        if following[:1] == ["has"]:
            variable = self._name()
            self._expect("has")
            return Holds(self._name(), variable)
        if following == ["holds", "for"]:
            predicate = self._name()
            self._expect("holds for")
            return Holds(predicate, self._name())
        left = self._term()
        # "is less than" is the beginning of a longer phrase.
        phrases = [(phrase, relation) for relation, each in _RELATIONS.items() for phrase in each]
        for phrase, relation in sorted(phrases, key=lambda pair: -len(pair[0])):
            if self._took(phrase):
                return Atom(relation, left, self._term())
        raise self._wrong("a relation")

    def _term(self) -> Term:
        left = self._operand()
        if isinstance(left, Var | Num):
            for op, word in _BETWEEN.items():
                if self._took(word):
                    return Bin(op, left, self._operand())
        return left

    def _operand(self) -> Term:
        for exponent, word in _POWERS.items():
            if self._took(f"the {word} of"):
                return Bin("^", self._operand(), Num(exponent))
        if self._took("the power of"):
            base = self._operand()
            self._expect("with exponent")
            return Bin("^", base, self._operand())
        for op, word in _BEFORE.items():
            if self._took(f"the {word} of"):
                left = self._operand()
                self._expect("and")
                return Bin(op, left, self._operand())
        if self._at < len(self._words) and self._words[self._at].isdecimal():
            self._at += 1
            return Num(int(self._words[self._at - 1]))
        name = self._name()
        return Call(name, self._operand()) if self._took("at") else Var(name)

    def _names(self) -> tuple[str, ...]:
        """Names with commas and an "and" between them; a comma that ends the list has a word behind it."""
        names = [self._name()]
        while self._lists_more():
            self._at += 1
            names.append(self._name())
        return tuple(names)

    def _lists_more(self) -> bool:
        """Whether "," or "and" is followed by one more name of the list."""
        here, *behind = self._words[self._at : self._at + 3] or [""]
        return here in (",", "and") and len(behind) == 2 and behind[1] in (",", "and", "be", "such")

    def _name(self) -> str:
        word = self._words[self._at] if self._at < len(self._words) else ""
        if len(word) != 1 or not word.isalpha():
            raise self._wrong("a name of one letter")
        self._at += 1
        return word

    def _took(self, phrase: str) -> bool:
        """Whether the words of the phrase come next; they are read then."""
        words = phrase.split()
        if self._words[self._at : self._at + len(words)] != words:
            return False
        self._at += len(words)
        return True

    def _expect(self, phrase: str) -> None:
        if not self._took(phrase):
            raise self._wrong(repr(phrase))

    def _wrong(self, wanted: str) -> DataError:
        found = " ".join(self._words[self._at : self._at + 6]) or "the end"
        return DataError(f"word {self._at + 1}: {wanted} was expected, and found is {found!r}")
