"""The replay server: `main()` with CONFIG. Imports one header, then forks a confined child for each request.

It is started by exec and gets no candidate's bytes: a module comes as a descriptor that goes straight to the
child, and the child's answer leaves by another. CONFIG is JSON: library, search_path, imports (a list of
names, each a list), socket (descriptor), stack (bytes), filter (a system call filter in base64, or null),
landlock (the oldest version of Landlock that will do, 0 for none).

The socket (SEQPACKET) carries JSON. First comes {"ready": true} or {"failed": TEXT}. A request is
{"id", "theorem", "level", "cpu_s", "wall_s", "memory", "reference"} with the descriptors answer, module and,
where `reference` is true, reference; or {"cancel": id}. The answer's first line has the module's facts,
written before the kernel sees anything of it, its last one the kernel's word. For each request that began one
reply comes: {"id", "code", "cpu_s", "stopped"}, or {"id", "failed": TEXT}.
"""

from __future__ import annotations

import base64
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from harness.checker.audit import CANDIDATE, Depth, facts_of_file, facts_to_json
from harness.checker.replay.protocol import CODE_MEMORY, CODE_STACK, CODE_TROUBLE, FACTS_LIMIT, PACKET
from harness.errors import DataError, OleanError, ProverEvalError, ReplayExhaustedError
from harness.lean.native import Heap, import_header, replay_module, start
from harness.lean.olean import Module, Name, reading
from harness.sandbox import watch
from harness.sandbox.confine import Confinement, Landlock, apply
from harness.sandbox.syscalls import SystemCallFilter

_BLOCK = 1 << 20
_DETAIL = 1000
_OPEN_FILES = 8
_ADDRESS_SLACK = 16 << 30
"""Bytes of addresses beyond the memory limit: allocators reserve more than they use."""


def _read_all(handle: int) -> bytes:
    blocks = []
    while block := os.read(handle, _BLOCK):
        blocks.append(block)
    return b"".join(blocks)


@dataclass(slots=True)
class _Child:
    number: int
    pid: int
    ends_at: float
    stopped: str | None = None


class ReplayServer:
    """Serves one header. heap, environment: see `harness.lean.native`. imports: the header's modules."""

    def __init__(
        self,
        channel: socket.socket,
        heap: Heap,
        environment: int,
        imports: list[Name],
        syscalls: SystemCallFilter | None,
        landlock: int,
    ) -> None:
        self._channel, self._heap, self._environment = channel, heap, environment
        self._imports, self._syscalls, self._landlock = imports, syscalls, landlock
        self._addresses, self._data = watch.mapped()
        self._pid = os.getpid()
        self._children: dict[int, _Child] = {}
        self._poll = select.poll()
        self._poll.register(channel, select.POLLIN)

    def serve(self) -> NoReturn:
        """Serve until the other side closes the socket, then end with all children."""
        while True:
            for handle, _ in self._poll.poll(self._poll_ms()):
                if handle == self._channel.fileno():
                    self._request()
                else:
                    self._finish(handle)
            now = time.monotonic()
            for handle, child in self._children.items():
                if now >= child.ends_at and child.stopped is None:
                    self._kill(handle, "wall")

    def _poll_ms(self) -> float | None:
        """Milliseconds until a child's time is up."""
        ends = [child.ends_at for child in self._children.values() if child.stopped is None]
        return max(0.0, min(ends) - time.monotonic()) * 1000 + 1 if ends else None

    def _kill(self, handle: int, why: str) -> None:
        self._children[handle].stopped = why
        signal.pidfd_send_signal(handle, signal.SIGKILL)

    def _request(self) -> None:
        data, handles, flags, _ = socket.recv_fds(self._channel, PACKET, 3)
        if not data:
            for handle in self._children:
                self._kill(handle, "closed")
            os._exit(0)
        request = json.loads(data)
        if "cancel" in request:
            for handle, child in self._children.items():
                if child.number == request["cancel"]:
                    self._kill(handle, "cancelled")
            return
        try:
            # A lost descriptor mustn't pass for one that wasn't sent: no reference, no comparison.
            if len(handles) != 2 + request["reference"] or flags & socket.MSG_CTRUNC:
                raise OSError("descriptors were lost on the way: too many are open")
            self._start(request, handles)
        except OSError as error:
            self._reply({"id": request["id"], "failed": f"no process can be made: {error}"})
        finally:
            for each in handles:
                os.close(each)

    def _start(self, request: dict[str, Any], handles: list[int]) -> None:
        pid = os.fork()
        if pid == 0:
            self._child(request, handles)
        try:
            handle = os.pidfd_open(pid)
        except OSError:
            # A child that can't be watched may not stay.
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            raise
        self._children[handle] = _Child(request["id"], pid, time.monotonic() + request["wall_s"])
        self._poll.register(handle, select.POLLIN)

    def _finish(self, handle: int) -> None:
        child = self._children.pop(handle)
        self._poll.unregister(handle)
        os.close(handle)
        _, status, usage = os.wait4(child.pid, 0)
        self._reply(
            {
                "id": child.number,
                "code": os.waitstatus_to_exitcode(status),
                "cpu_s": usage.ru_utime + usage.ru_stime,
                "stopped": child.stopped,
            }
        )

    def _reply(self, message: dict[str, Any]) -> None:
        try:
            self._channel.send(json.dumps(message).encode())
        except OSError:
            os._exit(0)

    def _confinement(self, request: dict[str, Any], handles: list[int]) -> Confinement:
        memory: int = request["memory"]
        return Confinement(
            parent=self._pid,
            # Lean's own messages go to the answer too; the answer is its last line.
            descriptors=(handles[0], handles[0], handles[0], *handles[1:]),
            # There is no task to count, and the sandbox around the server has its own.
            user_namespace=False,
            # It can open nothing: the sandbox around the server has its own.
            root=None,
            cpu_s=request["cpu_s"],
            # Nobody measures what it uses meanwhile, so what it may map is the limit; it reserves little.
            data=self._data + memory,
            address=self._addresses + memory + _ADDRESS_SLACK,
            file_size=0,
            open_files=_OPEN_FILES,
            processes=0,
            # Behind a filter that lets nothing be opened; so it may do without, where no sandbox was asked
            # for.
            landlock=Landlock(self._landlock, read=(), execute=False, scratch=None),
            capabilities=False,
            filter=self._syscalls,
        )

    def _child(self, request: dict[str, Any], handles: list[int]) -> NoReturn:
        code = CODE_TROUBLE
        # A child lives for milliseconds; a collection would only copy shared pages.
        gc.disable()
        try:
            apply(self._confinement(request, handles))
            theorem: Name | None = tuple(request["theorem"] or ()) or None
            answer = self._examine(theorem, request["level"], request["reference"])
            _write(b"\n" + json.dumps(answer).encode())
            code = 0
        except MemoryError:
            code = CODE_MEMORY
        except ReplayExhaustedError as error:
            code = CODE_MEMORY if error.memory else CODE_STACK
        except BaseException as error:  # noqa: BLE001  whatever it is, it must not reach the server's loop
            os.write(1, f"\n{type(error).__name__}: {error}".encode(errors="replace")[:_DETAIL])
        finally:
            os._exit(code)

    def _examine(self, theorem: Name | None, level: Depth, compare: bool) -> dict[str, Any]:
        facts, module = facts_of_file(_read_all(3), _read_all(4) if compare else None, theorem, level)
        text = json.dumps(facts_to_json(facts)).encode()
        if len(text) > FACTS_LIMIT:
            facts = facts.refused_as(f"its names take more than {FACTS_LIMIT >> 20} MiB")
            text = json.dumps(facts_to_json(facts)).encode()
        _write(text + b"\n")
        if facts.refuses or module is None:
            return {"ok": False, "detail": "not replayed, since the audit refuses it"}
        return self._replay(module, facts.theorem)

    def _replay(self, module: Module, theorem: Name | None) -> dict[str, Any]:
        try:
            with reading(CANDIDATE):
                if [item.module for item in module.imports] != self._imports:
                    return {"ok": False, "detail": "the module imports something else than the header"}
                count = replay_module(self._heap, self._environment, module, theorem)
        except ReplayExhaustedError:
            raise
        except DataError as error:
            return _refused(error)
        return {"ok": True, "constants": count}


def _refused(error: DataError) -> dict[str, Any]:
    forged = "the compiled module is damaged or forged: " if isinstance(error, OleanError) else ""
    return {"ok": False, "detail": f"{forged}{error}"[:_DETAIL]}


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(1, data) :]


def main() -> None:
    """Import the header that CONFIG names, say so, and serve."""
    config = json.loads(sys.argv[1])
    channel = socket.socket(fileno=config["socket"])
    _, ceiling = resource.getrlimit(resource.RLIMIT_STACK)
    stack = config["stack"] if ceiling == resource.RLIM_INFINITY else min(config["stack"], ceiling)
    resource.setrlimit(resource.RLIMIT_STACK, (stack, ceiling))
    imports: list[Name] = [tuple(name) for name in config["imports"]]
    try:
        heap = start(Path(config["library"]), [Path(path) for path in config["search_path"]])
        environment = import_header(heap, imports)
        syscalls = SystemCallFilter(base64.b64decode(config["filter"])) if config["filter"] else None
        server = ReplayServer(channel, heap, environment, imports, syscalls, config["landlock"])
    except (ProverEvalError, OSError) as error:
        channel.send(json.dumps({"failed": f"{type(error).__name__}: {error}"[:_DETAIL]}).encode())
        os._exit(1)
    gc.collect()
    gc.freeze()
    channel.send(json.dumps({"ready": True}).encode())
    server.serve()
