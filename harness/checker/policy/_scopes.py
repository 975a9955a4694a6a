"""How many scopes a command opens or closes."""

from __future__ import annotations

from collections.abc import Sequence

from harness.checker.policy import _rules
from harness.lean.source import Token, TokenKind


def scopes_of(code: Sequence[Token], index: int) -> int:
    """For `namespace`, `section`, `mutual` or `end` at `index`: the parts of the name behind it, else one."""
    name = code[index + 1] if index + 1 < len(code) else None
    named = code[index].text != "mutual" and name is not None and name.kind is TokenKind.IDENT
    return len(name.text.split(".")) if named and name is not None and is_name(name.text) else 1


def is_name(text: str) -> bool:
    """Whether a word behind `section` or `end` is its name and no command."""
    reserved = any(text in rule.words for rule in _rules.RULES)
    return text not in _rules.BODY_ENDERS and text not in ("open", "set_option") and not reserved
