"""Lean 4 source text: tokens, parts of a file, and the text that a candidate is checked in."""

from __future__ import annotations

from harness.lean.source._exchange import Exchange, exchanged
from harness.lean.source._tokens import (
    UNTERMINATED,
    Kind,
    Token,
    column,
    comment_end,
    number_end,
    reread,
    string_end,
    tokenize,
)
from harness.lean.source.assemble import (
    MAX_CANDIDATE_BYTES,
    Assembled,
    assemble,
    decode_candidate,
    whole_file,
)
from harness.lean.source.examples import DEFINITION, EXAMPLE, NamedExamples, named_examples
from harness.lean.source.parts import (
    TheoremParts,
    code_tokens,
    declares_theorem,
    header_tokens,
    normalise,
    plain_name,
    split_theorem,
    strip_header,
    written_names,
)

__all__ = [
    "DEFINITION",
    "EXAMPLE",
    "MAX_CANDIDATE_BYTES",
    "UNTERMINATED",
    "Assembled",
    "BadCandidateError",
    "CandidateError",
    "Exchange",
    "Kind",
    "NamedExamples",
    "NoCodeError",
    "TheoremParts",
    "Token",
    "assemble",
    "code_tokens",
    "column",
    "comment_end",
    "declares_theorem",
    "decode_candidate",
    "exchanged",
    "header_tokens",
    "named_examples",
    "normalise",
    "number_end",
    "plain_name",
    "reread",
    "split_theorem",
    "string_end",
    "strip_header",
    "tokenize",
    "whole_file",
    "written_names",
]
