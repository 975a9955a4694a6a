"""Lean: the few functions of libleanshared that we call, with their types, and the library's start.

The signatures are those of Lean 4.35 (`src/include/lean/lean.h`, the `@[export]` and `@[extern]` names of
`src/Lean/Environment.lean`, `Level.lean`, `Expr.lean`): an object is a machine word, `UInt8` and `UInt32`
arguments are passed unboxed where they stand, and IO functions take no world token.
"""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from harness.errors import LeanUnavailableError

LEAN_VERSION = "4.35.0"
"""The layouts and signatures here are those of this version and no other."""

_OBJ, _SIZE, _U8, _U32, _U64 = (
    ctypes.c_size_t,
    ctypes.c_size_t,
    ctypes.c_uint8,
    ctypes.c_uint32,
    ctypes.c_uint64,
)
_BYTES = ctypes.c_char_p

Function = Callable[..., int]
"""A bound function: objects go in and out as machine words. Arguments are consumed unless said otherwise."""


class Lean:
    """The loaded library. Loading runs no code of Lean's; `initialize` does.

    Raises LeanUnavailableError when the library can't be loaded or is of another version.
    """

    def __init__(self, library: Path) -> None:
        try:
            # PyDLL: calls take a tenth of a microsecond less than with CDLL, and there is but one thread.
            self._library = ctypes.PyDLL(str(library))
        except OSError as error:
            raise LeanUnavailableError(f"{library.name} can't be loaded: {error}") from error
        bind = self._bind
        self.alloc = bind("lean_alloc_object", _OBJ, _SIZE)
        self.string = bind("lean_mk_string_from_bytes", _OBJ, _BYTES, _SIZE)
        self.uint64_to_nat = bind("lean_big_uint64_to_nat", _OBJ, _U64)
        self.nat_shift_left = bind("lean_nat_shiftl", _OBJ, _OBJ, _OBJ)  # borrows
        self.nat_add = bind("lean_nat_big_add", _OBJ, _OBJ, _OBJ)  # borrows
        self.io_error_text = bind("lean_io_error_to_string", _OBJ, _OBJ)
        self.mark_persistent = bind("lean_mark_persistent", None, _OBJ)  # borrows
        self._bind_terms(bind)
        self._bind_kernel(bind)

    def _bind_terms(self, bind: Callable[..., Function]) -> None:
        self.name_string = bind("lean_name_mk_string", _OBJ, _OBJ, _OBJ)
        self.name_number = bind("lean_name_mk_numeral", _OBJ, _OBJ, _OBJ)
        self.level_succ = bind("lean_level_mk_succ", _OBJ, _OBJ)
        self.level_max = bind("lean_level_mk_max", _OBJ, _OBJ, _OBJ)
        self.level_imax = bind("lean_level_mk_imax", _OBJ, _OBJ, _OBJ)
        self.level_param = bind("lean_level_mk_param", _OBJ, _OBJ)
        self.bvar = bind("lean_expr_mk_bvar", _OBJ, _OBJ)
        self.sort = bind("lean_expr_mk_sort", _OBJ, _OBJ)
        self.const = bind("lean_expr_mk_const", _OBJ, _OBJ, _OBJ)
        self.app = bind("lean_expr_mk_app", _OBJ, _OBJ, _OBJ)
        self.lam = bind("lean_expr_mk_lambda", _OBJ, _OBJ, _OBJ, _OBJ, _U8)
        self.pi = bind("lean_expr_mk_forall", _OBJ, _OBJ, _OBJ, _OBJ, _U8)
        self.let = bind("lean_expr_mk_let", _OBJ, _OBJ, _OBJ, _OBJ, _OBJ)
        self.lit = bind("lean_expr_mk_lit", _OBJ, _OBJ)
        self.proj = bind("lean_expr_mk_proj", _OBJ, _OBJ, _OBJ, _OBJ)
        self.expr_eqv = bind("lean_expr_eqv", _U8, _OBJ, _OBJ)  # borrows

    def _bind_kernel(self, bind: Callable[..., Function]) -> None:
        # imports, options, trust level, plugins, leakEnv, loadExts, olean level, artifacts
        self.import_modules = bind("l_Lean_importModules", _OBJ, _OBJ, _OBJ, _U32, _OBJ, _U8, _U8, _U8, _OBJ)
        self.to_kernel_env = bind("lean_elab_environment_to_kernel_env", _OBJ, _OBJ)
        self.environment_find = bind("lean_environment_find", _OBJ, _OBJ, _OBJ)
        # environment, heartbeats, recursion depth, declaration (borrowed), cancel token (borrowed)
        self.add_decl = bind("lean_add_decl", _OBJ, _OBJ, _SIZE, _SIZE, _OBJ, _OBJ)

    def _bind(self, symbol: str, result: type | None, *arguments: type) -> Function:
        try:
            function = getattr(self._library, symbol)
        except AttributeError:
            raise LeanUnavailableError(
                f"libleanshared lacks {symbol}: install the wheel that prover-eval names"
            ) from None
        function.restype, function.argtypes = result, list(arguments)
        bound: Function = function
        return bound

    def constant(self, symbol: str) -> int:
        """The object that a global of the library holds once it is initialised."""
        return ctypes.c_size_t.in_dll(self._library, symbol).value

    def address(self, symbol: str) -> int:
        """Where a function of the library lies."""
        return ctypes.cast(getattr(self._library, symbol), ctypes.c_void_p).value or 0

    def initialize(self, search_path: Sequence[Path]) -> None:
        """Start Lean in this process, once. `search_path`: where imported modules lie.

        Tasks run at once and in the caller's thread, since no task manager is started: that is what makes a
        fork of this process safe. A panic of Lean's ends the process.
        """
        os.environ.update(
            LEAN_PATH=os.pathsep.join(map(str, search_path)), LEAN_BACKTRACE="0", LEAN_ABORT_ON_PANIC="1"
        )
        # Lean's event loop thread would inherit an open SIGCHLD and take it from this process.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        self._bind("lean_initialize", None)()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        self._bind("lean_init_search_path", _OBJ)()
        self._bind("lean_io_mark_end_initialization", None)()
