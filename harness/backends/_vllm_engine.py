"""The engine's process: python -m harness.backends._vllm_engine DESCRIPTOR

It speaks over the socket with that descriptor and writes whatever vLLM prints to standard error. The first
message, `open`, checks all arguments against vLLM and the model; `start` loads the weights; then each
`generate` asks for one sample and is answered by `done` or `error`, in the order in which samples end.
When the other side is gone, so is this process, with all that it started.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import signal
import socket
import sys
import threading
from functools import partial
from typing import Any

from harness.backends._vllm_arguments import UnknownArgument, WrongArgument, engine_arguments
from harness.backends._vllm_cores import move_here
from harness.backends._vllm_link import Message, pack, receive

_GRACE_S = 15.0
_SAMPLING = ("temperature", "top_p", "top_k", "min_p", "max_tokens", "stop")


class Host:
    """Holds the engine and answers messages."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._inbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._wake: Any = None
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._engine: Any = None

    def run(self) -> None:
        """Until the other side says `close` or is gone."""
        opening = receive(self._link)
        if opening is None:
            return
        threading.Thread(target=self._listen, daemon=True).start()
        if self._open(opening) and self._next("start"):
            asyncio.run(self._serve())

    def _listen(self) -> None:
        """Put messages into the inbox; once there are no more, see to it that this process ends."""
        message: Message | None = None
        with contextlib.suppress(OSError):
            while (message := receive(self._link)) is not None and message["op"] != "close":
                self._inbox.put(message)
                self._nudge()
        self._inbox.put(None)
        self._nudge()
        threading.Event().wait(_GRACE_S)
        # Started by hand, it leads no group, and who started it isn't to end too.
        if os.getpgrp() == os.getpid():
            os.killpg(0, signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)

    def _nudge(self) -> None:
        if self._wake is not None:
            with contextlib.suppress(RuntimeError):
                self._wake()

    def _next(self, op: str) -> bool:
        message = self._inbox.get()
        return message is not None and message["op"] == op

    def _send(self, **message: Any) -> None:
        # The other side may be gone already; the listening thread sees to the end.
        with contextlib.suppress(OSError):
            self._link.sendall(pack(message))

    def _open(self, opening: Message) -> bool:
        """Check the arguments and the model's files; True when the engine can be started."""
        if opening["cores"]:
            move_here(set(opening["cores"]))
        try:
            self._args = engine_arguments(opening["args"], opening["lora"])
        except UnknownArgument as error:
            self._send(op="refused", kind="name", name=error.name, known=error.known)
            return False
        except WrongArgument as error:
            self._send(op="refused", kind="value", error=str(error))
            return False
        _mend(self._args, opening["args"])
        try:
            self._config = self._args.create_engine_config()
        except Exception as error:  # noqa: BLE001  whatever vLLM has against the model is reported
            self._send(op="refused", kind="model", error=_error_text(error))
            return False
        self._lora, self._extra = opening["lora"], opening["sampling"]
        self._template, self._template_words = opening["chat_template"], opening["chat_template_kwargs"]
        self._tokenizer = self._load_tokenizer()
        self._send(op="opened", **self._facts())
        return True

    def _load_tokenizer(self) -> Any:
        """For chat templates; None where transformers can't read the model's tokenizer."""
        from transformers import AutoTokenizer

        model = self._config.model_config
        try:
            return AutoTokenizer.from_pretrained(
                model.tokenizer, revision=model.tokenizer_revision, trust_remote_code=model.trust_remote_code
            )
        except (OSError, ValueError, KeyError, ImportError):
            return None

    def _facts(self) -> Message:
        import vllm

        model = self._config.model_config
        own = getattr(self._tokenizer, "chat_template", None)
        return {
            "vllm": vllm.__version__,
            "dtype": str(model.dtype).removeprefix("torch."),
            "max_model_len": model.max_model_len,
            "commit": getattr(model.hf_config, "_commit_hash", None),
            "chat": self._tokenizer is not None and bool(self._template or own),
            "defaults": self._defaults(),
        }

    def _defaults(self) -> Message:
        """What the model's own generation_config.json says, as vLLM's server takes it."""
        return dict(self._config.model_config.get_diff_sampling_param())

    async def _serve(self) -> None:
        from vllm.v1.engine.async_llm import AsyncLLM

        woken = asyncio.Event()
        loop = asyncio.get_running_loop()
        self._wake = lambda: loop.call_soon_threadsafe(woken.set)
        words = {"enable_log_requests": True} if getattr(self._args, "enable_log_requests", False) else {}
        try:
            self._engine = AsyncLLM.from_vllm_config(
                self._config, disable_log_stats=bool(self._args.disable_log_stats), **words
            )
        except Exception as error:  # noqa: BLE001  the reason, whatever it is, goes to the other side
            self._send(op="failed", error=_error_text(error))
            return
        self._send(op="started", pid=os.getpid())
        try:
            while await self._take(woken):
                woken.clear()
        finally:
            for task in self._tasks.values():
                task.cancel()
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)
            self._engine.shutdown()
            sys.stderr.flush()
            # vLLM leaves threads behind that keep the interpreter from ending.
            os._exit(0)

    async def _take(self, woken: asyncio.Event) -> bool:
        """Carry out all messages that are there; False when no more will come."""
        while True:
            try:
                message = self._inbox.get_nowait()
            except queue.Empty:
                await woken.wait()
                return True
            if message is None:
                return False
            number = int(message["id"])
            if message["op"] == "abort":
                # A cancelled `generate` takes its request back from the scheduler.
                if number in self._tasks:
                    self._tasks[number].cancel()
                continue
            task = asyncio.create_task(self._generate(number, message))
            self._tasks[number] = task
            task.add_done_callback(partial(self._forget, number))

    def _forget(self, number: int, task: asyncio.Task[None]) -> None:
        self._tasks.pop(number, None)

    async def _generate(self, number: int, message: Message) -> None:
        try:
            prompt, parameters = self._prompt(message["prompt"]), self._parameters(message)
            answers = self._engine.generate(prompt, parameters, str(number), lora_request=self._adapter())
            last = [answer async for answer in answers][-1]
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001  one sample must not end the others
            dead = bool(getattr(self._engine, "errored", False))
            self._send(op="error", id=number, error=_error_text(error), dead=dead)
            return
        output = last.outputs[0]
        self._send(
            op="done",
            id=number,
            text=output.text,
            finish_reason=output.finish_reason,
            prompt_tokens=len(last.prompt_token_ids or ()),
            completion_tokens=len(output.token_ids),
            cached_tokens=getattr(last, "num_cached_tokens", None),
        )

    def _prompt(self, prompt: str | list[dict[str, str]]) -> dict[str, Any]:
        """A text as it is, tokenized as the model wants it; a chat through the model's own template."""
        if isinstance(prompt, str):
            return {"prompt": prompt}
        goes_on = prompt[-1]["role"] == "assistant"
        words = {"chat_template": self._template} if self._template else {}
        text = self._tokenizer.apply_chat_template(
            prompt,
            tokenize=False,
            add_generation_prompt=not goes_on,
            continue_final_message=goes_on,
            **words,
            **self._template_words,
        )
        return {"prompt_token_ids": self._tokenizer.encode(text, add_special_tokens=False)}

    def _parameters(self, message: Message) -> Any:
        from vllm import SamplingParams
        from vllm.sampling_params import RequestOutputKind

        given = {name: message[name] for name in _SAMPLING if message.get(name) is not None}
        values = {"max_tokens": None, **self._defaults(), **self._extra, **given}
        return SamplingParams(**values, seed=message["seed"], output_kind=RequestOutputKind.FINAL_ONLY)

    def _adapter(self) -> Any:
        if self._lora is None:
            return None
        from vllm.lora.request import LoRARequest

        return LoRARequest("adapter", 1, self._lora)


def _mend(args: Any, given: Message) -> None:
    """On a CPU a seeded sample whose prompt is read in parts ends the engine: vLLM 0.32 sets back the random
    numbers in a way that only CUDA's generators have. So there a prompt is read whole, unless it is asked for
    otherwise."""
    from vllm.platforms import current_platform

    if current_platform.is_cpu() and "enable_chunked_prefill" not in given:
        args.enable_chunked_prefill = False


def _error_text(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def main() -> None:
    """Speak over the socket whose descriptor is the only argument."""
    # Nobody reads what vLLM prints as data.
    os.dup2(2, 1)
    # Without this setting, vLLM reports its use to a server of its makers.
    os.environ.setdefault("VLLM_NO_USAGE_STATS", "1")
    with socket.socket(fileno=int(sys.argv[1])) as link:
        Host(link).run()


if __name__ == "__main__":
    main()
