"""A program that speaks the protocol of leanprover-community/repl on real Lean 4.35; no compiled one is here.

Parsing, elaboration, environments kept by number and `saveModuleData` are Lean's own, called as
`harness.lean.native` calls them. Like the repl it keeps every environment, answers with messages without
their kind, gives a number to each environment, and pickles (imports, map₂, state, context). It lists no
goals of `sorry`. `real_repl.install` makes it executable.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from pathlib import Path
from typing import Any

from harness.lean.native.elaborate import _value
from harness.lean.native.frontend import FrontendLean
from harness.lean.native.objects import ANONYMOUS, NIL, Heap, box, field, share, text

ENVIRONMENT, MESSAGES, SCOPES, NEXT_MACRO_SCOPE, MAX_REC_DEPTH, NAMES = 0, 1, 2, 4, 5, 6
_OBJ = ctypes.c_size_t
_SEVERITIES = {"information": "info"}


class Unknown(Exception):
    """The request can't be carried out; the repl says why and goes on."""


class Repl:
    """Lean with the environments that were made so far."""

    def __init__(self, library: Path, search_path: list[Path]) -> None:
        self.lean = FrontendLean(library)
        self.heap = Heap(self.lean)
        bind = self.lean._bind
        self._process = bind("l_Lean_Elab_IO_processCommands", _OBJ, _OBJ, _OBJ, _OBJ)
        self._imports = bind("l_Lean_Environment_imports", _OBJ, _OBJ)
        self._constants = bind("l_Lean_Environment_constants", _OBJ, _OBJ)
        self._save = bind("l_Lean_saveModuleData", _OBJ, _OBJ, _OBJ, _OBJ)
        self.lean.initialize(search_path)
        _value(self.lean, self.lean.init_search_path(self.heap.string("/"), NIL))
        self.lean.end_initialization()
        self.lean.start_tasks(self.lean.threads(box(0)))
        self._options = self.lean.constant("l_Lean_Options_empty")
        self.states: list[int] = []

    def command(self, source: str, number: int | None) -> dict[str, Any]:
        """Elaborate `source` as a file of its own, or on top of an environment."""
        context = self._context(source)
        if number is None:
            parser, state = self._header(context)
        else:
            parser = self.heap.constructor(0, (box(0),), bytes([0]))
            state = self._without_messages(self._state(number))
        frontend = _value(self.lean, self._process(context, parser, state))
        self.states.append(share(field(frontend, 0)))
        answer: dict[str, Any] = {"env": len(self.states) - 1}
        if messages := self._messages(self.states[-1]):
            answer["messages"] = messages
        return answer

    def _context(self, source: str) -> int:
        data = source.encode()
        context = self.lean.input_context(
            self.lean.string(data, len(data)), self.heap.string("<input>"), True, box(len(data))
        )
        self.lean.mark_persistent(context)
        return context

    def _header(self, context: int) -> tuple[int, int]:
        lean = self.lean
        parsed = _value(lean, lean.parse_header(context))
        rest = share(field(parsed, 1))
        syntax, parser, log = share(field(parsed, 0)), share(field(rest, 0)), share(field(rest, 1))
        modules = self.heap.array(())
        found = _value(
            lean, lean.process_header(syntax, self._options, log, context, 0, modules, False, ANONYMOUS)
        )
        environment, log = share(field(found, 0)), share(field(found, 1))
        return parser, share(lean.command_state(environment, log, self._options))

    def _without_messages(self, state: int) -> int:
        """A copy of a Command.State whose log is empty."""
        size = ctypes.c_uint16.from_address(state + 4).value
        count = ctypes.c_uint8.from_address(state + 6).value
        fields = [share(field(state, index)) for index in range(count)]
        fields[MESSAGES] = self.lean.constant("l_Lean_MessageLog_empty")
        scalars = ctypes.string_at(state + 8 + 8 * count, size - 8 - 8 * count)
        return self.heap.constructor(0, fields, scalars)

    def _messages(self, state: int) -> list[dict[str, Any]]:
        array = self.lean.messages(share(field(state, MESSAGES)))
        count = ctypes.c_uint64.from_address(array + 8).value
        found = [share(ctypes.c_uint64.from_address(array + 24 + 8 * i).value) for i in range(count)]
        whole = [json.loads(text(self.lean.json_text(self.lean.message_json(each)))) for each in found]
        return [
            {
                "severity": _SEVERITIES.get(each["severity"], each["severity"]),
                "pos": each["pos"],
                "endPos": each["endPos"],
                "data": each["data"].strip(),
            }
            for each in whole
        ]

    def _state(self, number: int) -> int:
        if not 0 <= number < len(self.states):
            raise Unknown("Unknown environment.")
        return self.states[number]

    def pickle(self, number: int, path: str) -> dict[str, Any]:
        """Write what an environment has beyond its imports."""
        state = self._state(number)
        environment = share(field(state, ENVIRONMENT))
        constants = share(self._constants(environment))
        kept = [field(state, at) for at in (SCOPES, NEXT_MACRO_SCOPE, MAX_REC_DEPTH)]
        compact = self._pair(*map(share, [*kept, box(1), field(state, NAMES)]))
        # A Command.Context has more fields; nobody here reads them.
        context = self._pair(self.heap.string(""), box(0))
        imports = share(self._imports(environment))
        root = self._pair(imports, self._pair(share(field(constants, 1)), self._pair(compact, context)))
        name = self.lean.to_name(self.heap.string("REPL.CommandSnapshot.pickle"))
        _value(self.lean, self._save(self.heap.string(path), name, root))
        return {"env": number}

    def _pair(self, *fields: int) -> int:
        return self.heap.constructor(0, fields)

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to one request."""
        try:
            if "pickleTo" in request:
                return self.pickle(request["env"], request["pickleTo"])
            return self.command(request["cmd"], request.get("env"))
        except Unknown as error:
            return {"message": str(error)}


def main() -> None:
    """Answer requests, each of which an empty line ends, until the input does."""
    root = Path(os.environ["LEAN_SYSROOT"])
    places = (root / "lib" / "lean" / "libleanshared.so", root / "libleanshared.so")
    library = next(path for path in places if path.is_file())
    repl = Repl(library, [Path(path) for path in os.environ["LEAN_PATH"].split(os.pathsep)])
    lines: list[str] = []
    for line in sys.stdin:
        if line.strip():
            lines.append(line)
        elif lines:
            answer = repl.answer(json.loads("".join(lines)))
            print(json.dumps(answer, indent=1, ensure_ascii=False), end="\n\n", flush=True)
            lines.clear()
    os._exit(0)


if __name__ == "__main__":
    main()
