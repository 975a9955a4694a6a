"""From a problem and a candidate to the one text that Lean gets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from harness.errors import BadCandidateError, NoCodeError
from harness.lean.source._exchange import Exchange, exchanged
from harness.lean.source._layout import as_tactics, as_term
from harness.lean.source._renamed import with_the_name
from harness.lean.source._tokens import Token, TokenKind, tokenize
from harness.lean.source.commands import LeanText, source_of
from harness.lean.source.parts import blank, code_tokens, header_tokens, plain_name
from harness.lean.source.restated import Span, declared_names, restated
from harness.lean.source.scopes import closing_ends, declared_theorems, open_scopes
from harness.lean.source.theorems import declares_theorem, opening_of

if TYPE_CHECKING:
    from harness.problem import Problem

#: The longest candidate that is looked at, in bytes of UTF-8.
MAX_CANDIDATE_BYTES = 1_000_000

Mode = Literal["splice", "file"]
_LINE_END = re.compile("\r+\n")


@dataclass(frozen=True, slots=True)
class Assembled:
    """What Lean gets for one candidate.

    text: the whole file: the problem's header, then (splice) its statement, then the candidate.
    mode: "splice", the candidate is the proof alone; "file", it states the theorem itself.
    candidate: what the model wrote, as it stands in `text`: same lines as its own text, with the imports or
    the leading `:=`, `by` that were taken off blanked out, and with new indentation: (splice) the whole,
    (file) what follows on a longer word in place of its own.
    candidate_start_line: line of `text`, from 1, where `candidate` begins, so line N of `text` is line
    N - candidate_start_line + 1 of the candidate.
    """

    text: str
    mode: Mode
    candidate: str
    candidate_start_line: int


def decode_candidate(data: bytes) -> str:
    """A candidate's bytes as text: UTF-8 without its byte order mark, line ends as line feeds.

    Raises BadCandidateError when the bytes are too many or not UTF-8.
    """
    if len(data) > MAX_CANDIDATE_BYTES:
        raise BadCandidateError(_too_long(len(data)))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadCandidateError(f"the candidate isn't UTF-8: {error.reason} at byte {error.start}") from None
    return lean_lines(text)


def lean_lines(text: str) -> str:
    """`text` with line feeds for line ends, so that Lean, which exchanges CR LF itself, changes nothing."""
    return _LINE_END.sub("\n", text)


def _too_long(size: int) -> str:
    return f"the candidate has {size} bytes; at most {MAX_CANDIDATE_BYTES} are looked at"


def _check_text(candidate: str) -> None:
    if len(candidate) > MAX_CANDIDATE_BYTES:
        raise BadCandidateError(_too_long(len(candidate)))
    if "\0" in candidate:
        raise BadCandidateError(f"the candidate has a NUL character at position {candidate.index(chr(0))}")
    try:
        size = len(candidate.encode())
    except UnicodeEncodeError as error:
        raise BadCandidateError(
            f"the candidate has half a surrogate pair at position {error.start}"
        ) from None
    if size > MAX_CANDIDATE_BYTES:
        raise BadCandidateError(_too_long(size))


def assemble(problem: Problem, candidate: str, mode: Literal["auto", "splice", "file"] = "auto") -> Assembled:
    """Put `candidate` where Lean will check it.

    "auto" takes a candidate for a file when it declares the problem's theorem (`theorem NAME` or
    `lemma NAME`, of a name in a namespace also its end) or states it under another name, else for the proof
    alone. Line ends become line feeds, a byte order mark is dropped.
    Raises NoCodeError when the candidate holds no code, BadCandidateError when it is too long or isn't
    proper text.
    """
    _check_text(candidate)
    candidate = lean_lines(candidate.removeprefix("\ufeff"))
    tokens = tokenize(candidate)
    if not code_tokens(tokens):
        raise NoCodeError(
            "the candidate is empty" if not candidate.strip() else "the candidate holds only comments"
        )
    if mode == "splice":
        return _splice(problem, candidate, tokens)
    if not declares_theorem(tokens, problem.name):
        renamed = with_the_name(problem, candidate)
        if renamed is not None:
            candidate, tokens = renamed, tokenize(renamed)
        elif mode == "auto":
            return _splice(problem, candidate, tokens)
    return _file(problem, candidate, tokens)


def whole_file(code: str) -> Assembled:
    """A file that stands by itself: its imports stay in `text` and are blanked out in `candidate`.

    Raises NoCodeError when it holds no code, BadCandidateError when it is too long or isn't proper text.
    """
    _check_text(code)
    code = lean_lines(code)
    words = code_tokens(tokenize(code))
    head = header_tokens(words)
    if len(head) == len(words):
        raise NoCodeError("the file holds no code")
    return Assembled(code, "file", blank(code, [(token.start, token.end) for token in head]), 1)


def _header(problem: Problem) -> str:
    header = problem.header
    return header if not header or header.endswith("\n") else header + "\n"


def _file(problem: Problem, candidate: str, tokens: Sequence[Token]) -> Assembled:
    source = LeanText(candidate, tokens)
    code = source.code
    gone = len(header_tokens(code))
    if gone == len(code):
        raise NoCodeError("the candidate holds nothing but imports")
    gone += _repeated_header(source, gone, problem.header)
    # Blanking keeps every position, so the tokens still say where things stand.
    cuts = [(token.start, token.end) for token in code[:gone]]
    start = code[gone - 1].end if gone else 0
    scopes = _scopes(problem.header)
    ends = closing_ends(source, start, scopes)
    again = restated(source, declared_names(problem.header), problem.name, start, scopes)
    cuts += [*again, *((token.start, token.end) for token in ends)]
    text = blank(candidate, cuts)
    kept = _outside(code[gone : len(code) - len(ends)], again)
    text = exchanged(text, tokens, [*_lemmas(kept), *_full_name(problem, source, start)])
    header = _header(problem)
    return Assembled(header + text, "file", text, header.count("\n") + 1)


def _outside(code: Sequence[Token], spans: Sequence[Span]) -> list[Token]:
    """The tokens that lie in none of the spans, both in order."""
    kept, at = list[Token](), 0
    for token in code:
        while at < len(spans) and spans[at][1] <= token.start:
            at += 1
        if at == len(spans) or token.start < spans[at][0]:
            kept.append(token)
    return kept


def _repeated_header(source: LeanText, gone: int, header: str) -> int:
    """How many tokens behind the first `gone` ones are the problem's own header, imports aside, token for
    token, up to where a command ends."""
    code, wanted = source.code, source_of(header).code
    wanted = wanted[len(header_tokens(wanted)) :]
    end = gone + len(wanted)
    same = [token.text for token in code[gone:end]] == [token.text for token in wanted]
    whole = end == len(code) or any(command.first == end for command in source.commands)
    return len(wanted) if same and whole else 0


def _lemmas(code: Sequence[Token]) -> Iterator[Exchange]:
    """`theorem` for the command `lemma`, which core Lean lacks."""
    for token, following in pairwise(code):
        if token.kind is TokenKind.IDENT and token.text == "lemma" and following.kind is TokenKind.IDENT:
            yield Exchange(token, "theorem")


def _full_name(problem: Problem, source: LeanText, start: int) -> list[Exchange]:
    """The problem's whole name for a theorem that has it by the file's own namespaces.

    A header that ends inside a namespace would prefix that name once more. What the theorem states is
    compared with the reference in any case.
    """
    scopes = _scopes(problem.header)
    wanted = plain_name(problem.name)
    if not any(scopes):
        return []
    found = list(declared_theorems(source, scopes, start))
    if any(theorem.is_called(wanted) for theorem in found):
        return []
    named = [theorem.name for theorem in found if theorem.would_be_called(wanted)]
    return [Exchange(named[0], f"_root_.{problem.name}")] if named else []


@lru_cache(maxsize=1024)
def _scopes(header: str) -> tuple[str, ...]:
    return open_scopes(source_of(header))


_opening = lru_cache(maxsize=1024)(opening_of)


def _splice(problem: Problem, candidate: str, tokens: Sequence[Token]) -> Assembled:
    asked = _opening(problem.formal_statement)
    statement, tactics = asked.statement, asked.tactics
    code = code_tokens(tokens)
    cuts = [code[0]] if code[0].text == ":=" else []
    by = len(cuts) < len(code) and code[len(cuts)].text == "by"
    if by:
        cuts.append(code[len(cuts)])
    if len(cuts) == len(code):
        raise NoCodeError(f"the candidate holds only {' '.join(token.text for token in cuts)!r}")
    first = code[len(cuts)]
    # A comment over several lines hides where the code behind it stands.
    comments = [token for token in tokens if token.kind is TokenKind.COMMENT and "\n" in token.text]
    gone = sorted((token.start, token.end) for token in (*cuts, *comments))
    body = blank(candidate, gone).rstrip()
    if by or (tactics and not cuts):
        opening, body = " := by\n", as_tactics(body)
    elif first.text == "|" and not cuts:
        opening, body = "\n", as_term(body)
    else:
        opening, body = " :=\n", as_term(body)
    before = _header(problem) + statement + opening
    return Assembled(before + body + "\n", "splice", body + "\n", before.count("\n") + 1)
