"""Our side of the engine's process: start it, ask it, notice when it is gone, end it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.backends._vllm_link import Message, pack, receive, receive_soon
from harness.errors import BackendError, UnknownNameError, UsageError

_MODULE = "harness.backends._vllm_engine"
_END_S = 20.0
_ERROR_LINE = re.compile(r"\b[A-Za-z]{1,60}(?:Error|Exception|Interrupt): .+")
# vLLM prints whole configurations in one line, and a search in them takes long.
_LINE = 1000
# What vLLM's frontend says when the cause stands further above.
_NO_CAUSE = ("Engine core initialization failed", "EngineCore encountered an issue", "WorkerProc init")
_LONGEST_ERROR = 600


class EngineProcess:
    """One process with an engine, and a socket to it.

    log: where it writes what vLLM prints; without one a temporary file, which stays when the engine fails.
    Raises BackendError when the process can't be started.
    """

    def __init__(self, log: Path | None) -> None:
        self._own_log = log is None
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._log = log or Path(tempfile.mkstemp(prefix="prover-eval-vllm-", suffix=".log")[1])
                with self._log.open("ab") as output:
                    self._process = subprocess.Popen(
                        # -P: a folder called harness in the current one is somebody else's.
                        [sys.executable, "-P", "-m", _MODULE, str(theirs.fileno())],
                        stdin=subprocess.DEVNULL,
                        stdout=output,
                        stderr=output,
                        pass_fds=[theirs.fileno()],
                        # A group of its own: Ctrl-C is for us, and its workers end with it.
                        start_new_session=True,
                    )
            except OSError as error:
                ours.close()
                raise BackendError(f"the vLLM engine's process can't be started: {error}") from None
        self._link = ours
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._starting: asyncio.Task[None] | None = None
        self._answers: dict[int, asyncio.Queue[Message]] = {}
        self._started: asyncio.Future[None] | None = None
        self._numbers = 0
        self._over = False
        self._failure: BackendError | None = None

    @property
    def pid(self) -> int:
        """The process, which leads a group of its own."""
        return self._process.pid

    def open(self, message: Mapping[str, Any], timeout_s: float) -> Message:
        """Have arguments and model checked; what the engine says about itself. Blocks for seconds.

        Raises UsageError (UnknownNameError) for a wrong argument, BackendError for a model that isn't there.
        """
        self._link.settimeout(timeout_s)
        try:
            self._link.sendall(pack({"op": "open", **message}))
            answer = receive(self._link)
        except TimeoutError:
            raise BackendError(
                f"the vLLM engine said nothing for {timeout_s:g} s: give -M startup_timeout=SECONDS"
            ) from None
        except OSError as error:
            answer = {"op": "refused", "kind": "model", "error": str(error)}
        if answer is None:
            raise self._gone("ended while it was starting")
        if answer["op"] == "refused":
            raise self._refusal(answer)
        return answer

    async def start(self, timeout_s: float) -> None:
        """Load the weights, once; later calls wait for the first. Raises BackendError."""
        if self._over:
            raise self._failure or BackendError("the vLLM engine was closed: make a new one")
        if self._starting is None:
            self._starting = asyncio.create_task(self._start(timeout_s))
        # Whoever is cancelled while waiting leaves the others their engine.
        await asyncio.shield(self._starting)

    def ask(self, message: Mapping[str, Any], answers: asyncio.Queue[Message]) -> int:
        """Send one request; its number. The answer comes into the queue. Raises BackendError."""
        if self._failure is not None or self._writer is None or self._over:
            raise self._failure or BackendError("the vLLM engine was closed: make a new one")
        self._numbers += 1
        self._answers[self._numbers] = answers
        self._writer.write(pack({**message, "op": "generate", "id": self._numbers}))
        return self._numbers

    def abort(self, number: int) -> None:
        """Take a request back; its answer won't come any more."""
        if self._answers.pop(number, None) is not None and self._writer is not None:
            self._writer.write(pack({"op": "abort", "id": number}))

    async def close(self) -> None:
        """End the engine and its process; may be called twice."""
        first, self._over = not self._over, True
        for task in (self._starting, self._reading):
            if task is not None:
                task.cancel()
        if not first:
            return
        with contextlib.suppress(OSError):
            if self._writer is not None:
                self._writer.write(pack({"op": "close"}))
                await self._writer.drain()
                self._writer.close()
            self._link.close()
        await asyncio.to_thread(self.end)

    def end(self) -> None:
        """Wait for the process, then kill what is left of its group. Blocks for seconds."""
        self._link.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            # One that has failed has nothing to put in order.
            self._process.wait(0 if self._failure else _END_S)
        # Its workers may outlive it.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._own_log and self._failure is None:
            self._log.unlink(missing_ok=True)

    async def _start(self, timeout_s: float) -> None:
        self._link.setblocking(False)
        reader, self._writer = await asyncio.open_connection(sock=self._link)
        self._started = asyncio.get_running_loop().create_future()
        self._reading = asyncio.create_task(self._read(reader))
        self._writer.write(pack({"op": "start"}))
        try:
            async with asyncio.timeout(timeout_s):
                await self._started
        except TimeoutError:
            self._fail(
                BackendError(
                    f"the vLLM engine wasn't ready within {timeout_s:g} s: give -M startup_timeout=SECONDS "
                    f"(what it wrote: {self._log})"
                )
            )
            raise self._failure or BackendError("the vLLM engine wasn't ready") from None

    async def _read(self, reader: asyncio.StreamReader) -> None:
        """Hand each answer to whom it is for."""
        try:
            while (message := await receive_soon(reader)) is not None:
                self._hand_on(message)
        except (KeyError, TypeError, ValueError) as error:
            self._fail(self._gone("sent what makes no sense", f"{type(error).__name__}: {error}"))
            return
        await asyncio.to_thread(self._wait_a_moment)
        self._fail(self._gone(f"ended ({_ending(self._process.returncode)})"))

    def _hand_on(self, message: Message) -> None:
        if message["op"] == "started":
            if self._started is not None and not self._started.done():
                self._started.set_result(None)
        elif message["op"] == "failed":
            self._fail(self._gone("could not start", message["error"]))
        elif message.get("dead"):
            self._fail(self._gone("died", message["error"]))
        elif (answers := self._answers.pop(message["id"], None)) is not None:
            answers.put_nowait(message)

    def _wait_a_moment(self) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_S)

    def _fail(self, error: BackendError) -> None:
        """Everyone who waits learns that the engine is gone."""
        self._failure = self._failure or error
        if self._started is not None and not self._started.done():
            self._started.set_exception(self._failure)
        for answers in self._answers.values():
            answers.put_nowait({"op": "gone"})
        self._answers.clear()

    @property
    def failure(self) -> BackendError:
        """Why there is no answer."""
        return self._failure or BackendError("the vLLM engine was closed: make a new one")

    def _refusal(self, answer: Message) -> Exception:
        if answer["kind"] == "name":
            return UnknownNameError("argument of model 'vllm'", answer["name"], answer["known"])
        if answer["kind"] == "value":
            return UsageError(f"vLLM doesn't take an argument: {answer['error']}: look at -M")
        told = " ".join(answer["error"].split())[:_LONGEST_ERROR]
        return BackendError(f"vLLM can't use this model ({told}): look at -M model= and its arguments")

    def _gone(self, how: str, told: str = "") -> BackendError:
        error = self._cause() or ("" if any(part in told for part in _NO_CAUSE) else told)
        cause = f": {error[:_LONGEST_ERROR]}" if error else ""
        self._failure = BackendError(
            f"the vLLM engine {how}{cause}; what it wrote is in {self._log}; the same command goes on with "
            "the run"
        )
        return self._failure

    def _cause(self) -> str:
        """The last line of the log that names an error and isn't one about an error further above."""
        try:
            with self._log.open("rb") as file:
                file.seek(max(0, self._log.stat().st_size - (1 << 20)))
                text = file.read().decode("utf-8", "replace")
        except OSError:
            return ""
        lines = (line[:_LINE] for line in text.splitlines())
        found = [match.group().strip() for match in map(_ERROR_LINE.search, lines) if match]
        return next((line for line in reversed(found) if not any(part in line for part in _NO_CAUSE)), "")


def _ending(code: int | None) -> str:
    if code is None:
        return "its socket was closed"
    if code >= 0:
        return f"exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"{name}, perhaps for want of memory" if name == "SIGKILL" else name
