"""Lean 4 source text: tokens, parts of a file, and the text that a candidate is checked in."""

from __future__ import annotations

from harness.lean.source._exchange import Exchange, exchanged
from harness.lean.source._patterns import comment_end, number_end, string_end
from harness.lean.source._tokens import (
    UNTERMINATED,
    Rereader,
    Token,
    TokenKind,
    column,
    reread,
    tokenize,
)
from harness.lean.source.assemble import (
    MAX_CANDIDATE_BYTES,
    Assembled,
    assemble,
    decode_candidate,
    whole_file,
)
from harness.lean.source.brackets import CLOSERS, OPENERS
from harness.lean.source.commands import LeanText, SourceCommand, source_of
from harness.lean.source.examples import DEFINITION, EXAMPLE, NamedExamples, named_examples
from harness.lean.source.parts import (
    STRICT_BINDING,
    begins_like_lean,
    code_tokens,
    header_tokens,
    normalise,
    plain_name,
    strictly_bound,
    strip_header,
    written_names,
)
from harness.lean.source.places import Places
from harness.lean.source.proposition import Proposition, negate, proposition
from harness.lean.source.statements import Binder, Statement, read_statement, statement_in
from harness.lean.source.theorems import (
    TheoremParts,
    declares_theorem,
    normal_statement,
    opening_of,
    signature_of,
    split_theorem,
    theorem_name,
    words_of,
)
from harness.lean.source.words import COMMANDS, HASH_COMMANDS

__all__ = [
    "CLOSERS",
    "COMMANDS",
    "DEFINITION",
    "EXAMPLE",
    "HASH_COMMANDS",
    "MAX_CANDIDATE_BYTES",
    "OPENERS",
    "STRICT_BINDING",
    "UNTERMINATED",
    "Assembled",
    "Binder",
    "Exchange",
    "LeanText",
    "NamedExamples",
    "Places",
    "Proposition",
    "Rereader",
    "SourceCommand",
    "Statement",
    "TheoremParts",
    "Token",
    "TokenKind",
    "assemble",
    "begins_like_lean",
    "code_tokens",
    "column",
    "comment_end",
    "declares_theorem",
    "decode_candidate",
    "exchanged",
    "header_tokens",
    "named_examples",
    "negate",
    "normal_statement",
    "normalise",
    "number_end",
    "opening_of",
    "plain_name",
    "proposition",
    "read_statement",
    "reread",
    "signature_of",
    "source_of",
    "split_theorem",
    "statement_in",
    "strictly_bound",
    "string_end",
    "strip_header",
    "theorem_name",
    "tokenize",
    "whole_file",
    "words_of",
    "written_names",
]
