"""The functions of Lean's frontend, bound for `ctypes`."""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Sequence
from pathlib import Path

from harness.lean.native.library import Lean

_OBJ, _U8, _U32 = ctypes.c_size_t, ctypes.c_uint8, ctypes.c_uint32
_COMMAND_TREE = (
    "Lean_Language_toSnapshotTree___at___00__private_Lean_Elab_Frontend_0__"
    "Lean_Elab_IO_processCommandsIncrementally_go_spec__3"
)
_FINAL_STATE = "__private_Lean_Language_Lean_0__Lean_Language_Lean_waitForFinalCmdState_x3f_goCmd"


class FrontendLean(Lean):
    """The loaded library with the frontend's functions bound as well."""

    def __init__(self, library: Path) -> None:
        super().__init__(library)
        bind = self._bind
        self.spawn = bind("lean_task_spawn_core", _OBJ, _OBJ, ctypes.c_uint, ctypes.c_bool)
        # Waiting must let Python run in the thread that is waited for.
        self.wait = ctypes.CDLL(str(library)).lean_task_get
        self.wait.restype, self.wait.argtypes = _OBJ, [_OBJ]
        self.start_tasks = bind("lean_init_task_manager_using", None, _U32)
        self.task_get = bind("lean_task_get", _OBJ, _OBJ)  # borrows, and returns what is borrowed
        # Lean's folder, further folders; LEAN_PATH comes before both
        self.init_search_path = bind("l_Lean_initSearchPath", _OBJ, _OBJ, _OBJ)
        self.end_initialization = bind("lean_io_mark_end_initialization", None)
        self.shell_options = bind("lean_shell_options_mk", _OBJ, _OBJ)
        self.shell_option = bind("lean_shell_options_process", _OBJ, _OBJ, _U32, _OBJ)
        self.trust_level = bind("lean_internal_get_believer_trust_level", _U32, _OBJ)
        self.max_memory = bind("lean_internal_get_default_max_memory", _OBJ, _OBJ)
        self.set_max_memory = bind("lean_internal_set_max_memory", _OBJ, _OBJ)
        self.threads = bind("lean_internal_get_hardware_concurrency", _U32, _OBJ)
        # text, file name, normalise line ends, end position
        self.input_context = bind("l_Lean_Parser_mkInputContext", _OBJ, _OBJ, _OBJ, _U8, _OBJ)
        self.parse_header = bind("l_Lean_Parser_parseHeader", _OBJ, _OBJ)
        self.empty_environment = bind("l_Lean_mkEmptyEnvironment", _OBJ, _U32)
        self.token_table = bind("l_Lean_Parser_getTokenTable", _OBJ, _OBJ)
        self.update_tokens = bind("l_Lean_Parser_Module_updateTokens", _OBJ, _OBJ)
        self.parser_state = bind("l_Lean_Parser_mkParserState", _OBJ, _OBJ)  # borrows
        # parser, input, context, tokens, state
        self.run_parser = bind("l_Lean_Parser_ParserFn_run", _OBJ, _OBJ, _OBJ, _OBJ, _OBJ, _OBJ)
        self.stack_empty = bind("l_Lean_Parser_SyntaxStack_isEmpty", _U8, _OBJ)  # borrows
        self.stack_back = bind("l_Lean_Parser_SyntaxStack_back", _OBJ, _OBJ)  # borrows
        # header, options, messages, input, trust level, plugins, leakEnv, main module
        self.process_header = bind(
            "l_Lean_Elab_processHeader", _OBJ, _OBJ, _OBJ, _OBJ, _OBJ, _U32, _OBJ, _U8, _OBJ
        )
        self.same_syntax = bind("l_Lean_Syntax_structEq", _U8, _OBJ, _OBJ)
        self.to_name = bind("l_String_toName", _OBJ, _OBJ)
        self.set_main_module = bind("l_Lean_Environment_setMainModule", _OBJ, _OBJ, _OBJ)
        self.command_state = bind("l_Lean_Elab_Command_mkState", _OBJ, _OBJ, _OBJ, _OBJ)
        self.process_commands = bind("l_Lean_Language_Lean_processCommands", _OBJ, _OBJ, _OBJ, _OBJ, _OBJ)
        self.snapshot_tree = bind(f"l_{_COMMAND_TREE}", _OBJ, _OBJ)
        # tree, options, as JSON, severities to override
        self.report = bind("l_Lean_Language_SnapshotTree_runAndReport", _OBJ, _OBJ, _OBJ, _U8, _OBJ)
        # text's context, parser's context, parser's state, messages
        self.parse_command = bind("l_Lean_Parser_parseCommand", _OBJ, _OBJ, _OBJ, _OBJ, _OBJ)
        self.new_reference = bind("lean_st_mk_ref", _OBJ, _OBJ)
        self.reference_value = bind("lean_st_ref_get", _OBJ, _OBJ)  # borrows
        # command, text's context (a Frontend.Context has no other field), reference to a Frontend.State
        self.elaborate_command = bind(
            "l_Lean_Elab_Frontend_elabCommandAtFrontend___boxed", _OBJ, _OBJ, _OBJ, _OBJ
        )
        self.final_state = bind(f"l_{_FINAL_STATE}", _OBJ, _OBJ)
        self.has_errors = bind("l_Lean_MessageLog_hasErrors", _U8, _OBJ)
        self.messages = bind("l_Lean_MessageLog_toArray", _OBJ, _OBJ)
        self.message_json = bind("l_Lean_Message_toJson", _OBJ, _OBJ)
        self.json_text = bind("l_Lean_Json_compress", _OBJ, _OBJ)
        self.write_module = bind("l_Lean_writeModule", _OBJ, _OBJ, _OBJ, _U8)

    def initialize(self, search_path: Sequence[Path]) -> None:
        """Start Lean as its command line does, so that imported initialisers run; tasks wait for a child."""
        os.environ.clear()
        os.environ.update(
            LEAN_PATH=os.pathsep.join(map(str, search_path)), LEAN_BACKTRACE="0", LANG="C.UTF-8"
        )
        # Lean's event loop thread would inherit an open SIGCHLD and take it from this process.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        self._bind("lean_initialize", None)()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        self._bind("lean_enable_initializer_execution", _OBJ)()
