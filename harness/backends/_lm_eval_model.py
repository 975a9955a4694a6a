"""Make a model of lm-evaluation-harness out of its name and arguments, and ask it for one text."""

from __future__ import annotations

import copy
import inspect
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal
from urllib.parse import urlsplit

from harness.errors import BackendError, UnknownNameError, UsageError

Seeding = Literal["request", "process", "none"]
#: Requests under way at once to a model behind HTTP, where `num_concurrent` says nothing.
CONCURRENT = 16


class Model:
    """One model of lm-evaluation-harness.

    remote: it is behind HTTP, so that several threads may ask at once. address: there, without secrets.
    kind: the only kind of prompt that it takes, or None. seeding: what a sample's seed is given to: each
    request, the random state of this process (then only one thread may ask), or nothing.

    Raises UnknownNameError for a name that lm-evaluation-harness doesn't know, UsageError for arguments that
    its class refuses, BackendError when a package is missing or the model can't be loaded.
    """

    def __init__(self, name: str, args: Mapping[str, str]) -> None:
        # Its progress bars can't all be turned off by an argument, and would mix with our own lines.
        os.environ.setdefault("TQDM_DISABLE", "1")
        try:
            import lm_eval.models  # noqa: F401  registers the names
            from lm_eval.api.registry import get_model, model_registry
        except ImportError as error:
            raise BackendError(
                f"model 'lm_eval:{name}' needs a package that isn't here ({error}): "
                "pip install 'prover-eval[lm-eval]'"
            ) from None
        if name not in model_registry:
            raise UnknownNameError("model of lm-evaluation-harness", name, model_registry.keys())
        try:
            kind = get_model(name)
        except ImportError as error:
            raise BackendError(f"lm_eval:{name} needs a package that isn't here ({error})") from error
        self.remote = any(base.__name__ == "TemplateAPI" for base in kind.__mro__)
        self._speaks_openai = any(base.__name__ == "LocalCompletionsAPI" for base in kind.__mro__)
        self.concurrent = 1
        settings = self._settings(name, kind, args)
        try:
            self._lm: Any = kind.create_from_arg_obj(settings)
        except TypeError as error:
            raise UsageError(f"lm_eval:{name} refuses the arguments ({error}): look at -M") from error
        except Exception as error:
            # A model that can't be loaded says so with an error of any kind.
            raise BackendError(
                f"lm_eval:{name} can't be loaded ({type(error).__name__}: {error}): look at -M"
            ) from error
        self.address = _without_secrets(str(settings.get("base_url") or "")) if self.remote else ""
        self.seeding = self._seeding()
        self.kind = self._prompt_kind(name)
        parameters = inspect.signature(self._lm.generate_until).parameters
        self._quiet = {"disable_tqdm": True} if "disable_tqdm" in parameters else {}
        if self.remote and self._lm.tokenizer is None:
            # Without a tokenizer there is no such string, and it would warn at each request.
            vars(self._lm).setdefault("eos_string", getattr(self._lm, "_eos_string", None))

    def render(self, prompt: str | Sequence[Mapping[str, str]]) -> Any:
        """The prompt in the form that `text` takes."""
        if isinstance(prompt, str):
            if self.kind == "chat":
                return self._lm.apply_chat_template([{"role": "user", "content": prompt}])
            return prompt
        return self._lm.apply_chat_template([dict(message) for message in prompt])

    def tokens_left(self, prompt: Any) -> int | None:
        """Tokens that the model has left after the prompt; None where that isn't known."""
        longest, encode = getattr(self._lm, "max_length", None), getattr(self._lm, "tok_encode", None)
        if self.remote or encode is None or not isinstance(longest, int):
            return None
        return longest - len(encode(prompt))

    def text(self, prompt: Any, gen_kwargs: Mapping[str, Any], seed: int) -> str:
        """One text; blocks. Raises whatever the model's class raises."""
        from lm_eval.api.instance import Instance

        lm, settings = self._lm, dict(gen_kwargs)
        if self.seeding == "process":
            _seed_process(seed)
        elif self.seeding == "request" and self.remote:
            # A twin of its own for each request: the seed is an attribute of the whole model.
            lm = copy.copy(lm)
            lm._seed = seed
        elif self.seeding == "request":
            settings["seed"] = seed
        if self._speaks_openai and not settings.get("until"):
            # It would send an empty list, which some servers refuse.
            settings["stop"] = None
        instance = Instance("generate_until", {}, (prompt, settings), 0, (None, 0, 1))
        (text,) = lm.generate_until([instance], **self._quiet)
        return text if isinstance(text, str) else ""

    def close(self) -> None:
        """Let go of the model's memory."""
        self._lm = None

    def _settings(self, name: str, kind: type, given: Mapping[str, str]) -> dict[str, Any]:
        settings = {key: _value(value) for key, value in given.items()}
        taken = set(_parameters(kind))
        for ours, theirs in (("model", "pretrained"), ("pretrained", "model")):
            if ours in settings and ours not in taken and theirs in taken:
                settings[theirs] = settings.pop(ours)
        if not self.remote:
            if any(base.__name__ == "HFLM" for base in kind.__mro__):
                settings.setdefault("device", _best_device())
            return settings
        self.concurrent = int(settings.pop("num_concurrent", None) or CONCURRENT)
        if "base_url" in settings:
            settings["base_url"] = _full_address(name, str(settings["base_url"]))
        if not {"tokenizer", "tokenizer_backend"} & settings.keys():
            # Only likelihoods need a tokenizer; without one the prompt goes out as it is, uncut.
            settings["tokenizer_backend"] = "None"
            settings.setdefault("tokenized_requests", False)
        return settings

    def _seeding(self) -> Seeding:
        if self.remote:
            return "request" if hasattr(self._lm, "_seed") else "none"
        bases = {base.__name__ for base in type(self._lm).__mro__}
        if "VLLM" in bases:
            return "request"
        return "process" if "HFLM" in bases else "none"

    def _prompt_kind(self, name: str) -> Literal["chat", "completion"] | None:
        if "chat" in name:
            return "chat"
        if self.remote:
            return "completion"
        tokenizer = getattr(self._lm, "tokenizer", None)
        return None if getattr(tokenizer, "chat_template", None) else "completion"


def _seed_process(seed: int) -> None:
    import torch

    torch.manual_seed(seed)


def _best_device() -> str:
    """The class itself asks for CUDA, whatever there is."""
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _parameters(kind: type) -> Iterator[str]:
    """The names that a class and those above it take as arguments."""
    for base in kind.__mro__:
        if "__init__" in vars(base):
            yield from inspect.signature(base.__init__).parameters  # type: ignore[misc]


def _value(text: str) -> Any:
    """The value of an argument, typed as lm-evaluation-harness itself would; JSON for lists and maps."""
    from lm_eval.utils import handle_arg_string

    if text[:1] in ("{", "["):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return handle_arg_string(text)


def _without_secrets(address: str) -> str:
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def _full_address(name: str, address: str) -> str:
    """lm-evaluation-harness wants the address with the interface; `http://host/v1` is completed."""
    path = urlsplit(address).path.rstrip("/")
    if "completions" not in name or not path.endswith("/v1"):
        return address
    return address.rstrip("/") + ("/chat/completions" if "chat" in name else "/completions")
