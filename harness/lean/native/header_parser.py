"""Lean's own header parser where what Lean makes for each text is made once.

`Lean.Parser.parseHeader` (`src/Lean/Parser/Module.lean` of Lean 4.35) makes an empty environment with all its
extensions and a table of tokens, runs the parser of headers, and adds messages for the parser's errors and
for what the syntax alone forbids. The first two don't depend on the text. A text with an error, or with
another syntax than the header that `parseHeader` had nothing to say about, goes through `parseHeader` itself.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

from harness.lean.native.objects import ANONYMOUS, NIL, Heap, box, field

if TYPE_CHECKING:
    from harness.lean.native.frontend import FrontendLean

_AND_THEN_ARGUMENTS, _WHITESPACE_ARGUMENTS = 4, 2
_STACK, _POSITION, _ERROR, _RECOVERED = 0, 2, 4, 5
"""Fields of a ParserState."""
_PARSER_FUNCTION = 1


class HeaderParser:
    """Parses texts that begin with one header; made in a server, used in its children.

    environment: Lean's empty one. syntax: the header's, about which `parseHeader` has no message.
    """

    def __init__(self, lean: FrontendLean, heap: Heap, environment: int, syntax: int) -> None:
        self._lean, self._heap, self._syntax = lean, heap, syntax
        whitespace = heap.closure("l_Lean_Parser_whitespace", _WHITESPACE_ARGUMENTS)
        header = field(lean.constant("l_Lean_Parser_Module_header"), _PARSER_FUNCTION)
        self._function = heap.closure("l_Lean_Parser_andthenFn", _AND_THEN_ARGUMENTS, whitespace, header)
        options = lean.constant("l_Lean_Options_empty")
        self._context = heap.constructor(0, (environment, options, ANONYMOUS, NIL))
        lean.mark_persistent(self._context)
        self._tokens = lean.update_tokens(lean.token_table(environment))
        lean.mark_persistent(self._tokens)

    def parse(self, context: int) -> int | None:
        """The module parser's state behind the header of a text; None when it isn't that header.

        context: a persistent InputContext.
        """
        lean = self._lean
        start = lean.parser_state(field(context, 0))
        end = lean.run_parser(self._function, context, self._context, self._tokens, start)
        recovered = ctypes.c_uint64.from_address(field(end, _RECOVERED) + 8).value
        stack = field(end, _STACK)
        if field(end, _ERROR) != box(0) or recovered or lean.stack_empty(stack):
            return None
        if not lean.same_syntax(lean.stack_back(stack), self._syntax):
            return None
        # A position, and whether the parser recovers from an error.
        return self._heap.constructor(0, (field(end, _POSITION),), bytes([False]))
