"""Lean's frontend in this process: import a header once, then elaborate texts that begin with it.

The steps are those of `runFrontend` and `shellMain` (`src/Lean/Elab/Frontend.lean` and `src/Lean/Shell.lean`
of Lean 4.35) for `lean --json -DmaxHeartbeats=N -o MODULE FILE`, cut in two where a fork fits: what a text's
imports give is made before, everything that depends on the text after. Messages go to standard output as they
come.

Reference counts: unlike in `objects`, objects are shared with Lean's threads, so what is held here gets a
large addition to its count and is never given back; its memory goes with the process.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.errors import LeanUnavailableError
from harness.lean.native.commands import CommandReader
from harness.lean.native.frontend import FrontendLean
from harness.lean.native.header_parser import HeaderParser
from harness.lean.native.library import LEAN_VERSION
from harness.lean.native.objects import (
    ANONYMOUS,
    CLOSURE,
    CLOSURE_TAG,
    NIL,
    NONE,
    Heap,
    box,
    field,
    share,
    tag,
    text,
)
from harness.lean.native.pages import load_address, use_code_copy

_OBJ, _U8, _U32 = ctypes.c_size_t, ctypes.c_uint8, ctypes.c_uint32
_DEDICATED = 9
"""The priority of a task that gets a thread of its own."""
_CALLBACK = ctypes.CFUNCTYPE(_OBJ, _OBJ)
_NO_OVERRIDES = box(1)
"""An empty NameMap: a leaf is the second constructor of its tree."""

# What runFrontend sets when the command line doesn't.
_OPTIONS = ("Elab.async=true", "internal.cmdlineSnapshots=true")


def _value(lean: FrontendLean, result: int) -> int:
    """The value of an IO action's result. Raises LeanUnavailableError with Lean's text if it failed."""
    value = share(field(result, 0))
    if tag(result) != 0:
        raise LeanUnavailableError(f"Lean says: {text(lean.io_error_text(value))}")
    return value


@dataclass(frozen=True, slots=True)
class ElaboratedHeader:
    """What a header's imports give, or why they give nothing.

    messages: Lean's messages about it, one JSON object each. environment: None when one of them is an error.
    """

    source: bytes
    messages: tuple[str, ...]
    syntax: int
    environment: int | None


class Frontend:
    """Lean with its frontend, in this process: `start`, `import_header`, fork, `elaborate` in the child."""

    def __init__(self, library: Path) -> None:
        self._lean = FrontendLean(library)
        self._heap = Heap(self._lean)
        self._commands = CommandReader(self._lean, self._heap)
        self._shell = 0
        self._headers: HeaderParser | None = None
        self._no_messages = 0
        self._work: Callable[[], int] = int
        self._failure: BaseException | None = None
        # Made here, since it takes executable memory, which a confined child can't get.
        self._callback = _CALLBACK(self._called)

    def start(self, search_path: Sequence[Path], options: Sequence[str] = ()) -> None:
        """Initialise Lean, once, with `options` (each name=value) for every text.

        Raises LeanUnavailableError when it is of another version, or doesn't know an option.
        """
        lean = self._lean
        lean.initialize(search_path)
        version = text(lean.constant("l_Lean_versionString"))
        if version != LEAN_VERSION:
            raise LeanUnavailableError(f"the library is Lean {version}; the binding is for {LEAN_VERSION}")
        # Not by the path of our program, as Lean's command line does it: the program may be out of sight.
        _value(lean, lean.init_search_path(self._heap.string("/"), NIL))
        shell = lean.shell_options(box(0))
        for option in (*_OPTIONS, *options):
            shell = self._option(shell, option)
        lean.mark_persistent(shell)
        self._shell = shell
        # Boxed numbers: megabytes in a Nat; the setter takes a machine word.
        lean.set_max_memory((lean.max_memory(box(0)) >> 1) << 20)
        lean.end_initialization()

    def _option(self, shell: int, option: str) -> int:
        some = self._heap.constructor(1, (self._heap.string(option),))
        return _value(self._lean, self._lean.shell_option(shell, ord("D"), some))

    def use_code_copy(self, handle: int) -> bool:
        """Run on a copy of the library's code, see `pages`; whether it was mapped."""
        return use_code_copy(load_address(self._lean.address("lean_initialize")), handle)

    def import_header(self, source: str, file: str) -> ElaboratedHeader:
        """Parse a file that holds a header alone, and import what it names."""
        lean = self._lean
        context = self._context(source.encode(), file)
        syntax, _, log = self._parse(context)
        lean.mark_persistent(syntax)
        if lean.has_errors(log):
            return ElaboratedHeader(source.encode(), self._texts(log), syntax, None)
        if not self._texts(log):
            lean.mark_persistent(log)
            self._no_messages = log
            environment = _value(lean, lean.empty_environment(0))
            lean.mark_persistent(environment)
            self._headers = HeaderParser(lean, self._heap, environment, syntax)
        options = share(field(self._shell, 0))
        result = _value(
            lean,
            lean.process_header(
                syntax,
                options,
                log,
                context,
                lean.trust_level(box(0)) + 1,
                self._heap.array(()),
                True,
                ANONYMOUS,
            ),
        )
        log = share(field(result, 1))
        texts = self._texts(log)
        if lean.has_errors(log):
            return ElaboratedHeader(source.encode(), texts, syntax, None)
        environment = share(field(result, 0))
        lean.mark_persistent(environment)
        return ElaboratedHeader(source.encode(), texts, syntax, environment)

    def _context(self, source: bytes, file: str) -> int:
        lean = self._lean
        context = lean.input_context(
            lean.string(source, len(source)), self._heap.string(file), True, box(len(source))
        )
        lean.mark_persistent(context)
        return context

    def _parse(self, context: int) -> tuple[int, int, int]:
        """The header's syntax, the parser's state behind it, and the messages."""
        result = _value(self._lean, self._lean.parse_header(context))
        rest = share(field(result, 1))
        return share(field(result, 0)), share(field(rest, 0)), share(field(rest, 1))

    def _texts(self, log: int) -> tuple[str, ...]:
        lean = self._lean
        array = lean.messages(share(log))
        count = ctypes.c_uint64.from_address(array + 8).value
        found = [share(ctypes.c_uint64.from_address(array + 24 + 8 * i).value) for i in range(count)]
        return tuple(text(lean.json_text(lean.message_json(message))) for message in found)

    def elaborate(
        self,
        header: ElaboratedHeader,
        source: bytes,
        *,
        file: str,
        module: str,
        heartbeats: int,
        commands: int,
    ) -> int:
        """Elaborate a text that begins with the header, in a child; its exit code is returned.

        source: UTF-8. Messages go to standard output, the compiled module to the file `module` unless one is
        an error. Standard output must be flushed afterwards. The commands that Lean finds go to the
        descriptor `commands`, see `CommandReader.write`, which is closed before any of them is elaborated.
        Raises LeanUnavailableError when the text has another header, or the module can't be written.
        """
        self._lean.start_tasks(self._lean.threads(box(0)))
        return self._in_own_thread(
            lambda: self._elaborate(header, source, file, module, heartbeats, commands)
        )

    def _in_own_thread(self, work: Callable[[], int]) -> int:
        """What `work` returns in a thread of Lean's, with a stack as large as on Lean's command line."""
        self._work = work
        address = ctypes.cast(self._callback, ctypes.c_void_p).value
        closure = CLOSURE.pack(1, CLOSURE.size, 0, CLOSURE_TAG, address, 1, 0)
        obj = self._lean.alloc(len(closure))
        ctypes.memmove(obj, closure, len(closure))
        code = self._lean.wait(self._lean.spawn(obj, _DEDICATED, True)) >> 1
        if self._failure is not None:
            raise self._failure
        return int(code)

    def _called(self, _: int) -> int:
        try:
            return box(self._work())
        except BaseException as error:  # noqa: BLE001  it may not pass through Lean
            self._failure = error
            return box(1)

    def _elaborate(
        self, header: ElaboratedHeader, source: bytes, file: str, module: str, heartbeats: int, told: int
    ) -> int:
        lean = self._lean
        if header.environment is None:
            raise LeanUnavailableError("the header has errors, so nothing can be elaborated behind it")
        options = share(field(self._option(self._shell, f"maxHeartbeats={heartbeats}"), 0))
        context = self._context(source, file)
        known = self._headers.parse(context) if self._headers else None
        if known is None:
            syntax, state, log = self._parse(context)
            if lean.has_errors(log):
                # Lean then imports nothing, so it doesn't matter what it read as imports.
                _print_lines(self._texts(log))
                return 1
            same = bool(lean.same_syntax(syntax, header.syntax))
        else:
            state, log, same = known, self._no_messages, True
        if not same or not source.startswith(header.source):
            raise LeanUnavailableError("the text has another header than the one that was imported")
        _print_lines(header.messages)
        name = lean.to_name(self._heap.string(file.removesuffix(".lean")))
        environment = lean.set_main_module(header.environment, name)
        commands = share(lean.command_state(environment, log, options))
        self._commands.write(told, context, share(state), commands, options)
        snapshot = share(lean.task_get(lean.process_commands(context, state, commands, NONE)))
        tree = lean.snapshot_tree(snapshot)
        if _value(lean, lean.report(tree, options, True, _NO_OVERRIDES)) >> 1:
            return 1
        final = field(field(lean.final_state(snapshot), 0), 0)
        _value(lean, lean.write_module(share(final), self._heap.string(module), True))
        return 0


def _print_lines(lines: Sequence[str]) -> None:
    for line in lines:
        os.write(1, line.encode() + b"\n")
