"""Prompts by name, by file, and by the name of a model."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path

from harness.errors import UnknownNameError, UsageError
from harness.prompts.templates._file import read_prompt
from harness.prompts.templates._prompt import Kind, Prompt
from harness.resources import expanded

_FOLDER = Path(__file__).parent
_SUFFIX = ".jinja"
_GENERIC: dict[Kind | None, str] = {None: "chat", "chat": "chat", "completion": "plain"}
# Step provers and a tool loop: their interfaces are in BFS-Prover's, InternLM2-StepProver's and
# StepFun-Prover's own model cards.
_STEPWISE = ("*bfs-prover*", "*internlm2*step*prover*", "*stepfun-prover*", "*reprover*", "*leandojo*")
# What trainers call a folder of weights, and the folders of the Hugging Face cache.
_CHECKPOINT = re.compile(
    r"(?:(?:checkpoint|ckpt|global_step|step|iter|epoch)[-_]?[0-9]*|actor|hf|huggingface|final|last|latest|best"
    r"|snapshots|[0-9a-f]{40}|[0-9]+)"
)


def prompt_names() -> list[str]:
    """The names of the shipped prompts, sorted."""
    return sorted(path.stem for path in _FOLDER.glob(f"*{_SUFFIX}"))


def load_prompt(name_or_path: str | Path) -> Prompt:
    """A shipped prompt by its name ('-' and '_' are the same), or the template in a file.

    Raises UnknownNameError when there is neither, DataError (file and line) for a broken template.
    """
    name = str(name_or_path)
    if (known := name.replace("-", "_")) in prompt_names():
        return read_prompt(_FOLDER / f"{known}{_SUFFIX}")
    path = expanded(name_or_path)
    if not path.is_file():
        raise UnknownNameError("prompt, and no file,", name, ("auto", *prompt_names()))
    return read_prompt(path)


def auto_prompt(model: str, kind: Kind | None = None, generic: str | None = None) -> Prompt:
    """The prompt that a model was trained with, by its name or the last part of its path.

    Of all patterns that fit, the longest decides. A folder of a checkpoint goes by the folder that it lies
    in, and one of the Hugging Face cache by its repository. A model that none knows gets `generic` if that
    is of the `kind` asked for, else `chat`, or `plain` where only completions are to be had.
    Raises UsageError for a published model that writes no whole proofs.
    """
    names = {model.lower(), _own_name(model)}
    if any(fnmatchcase(name, pattern) for name in names for pattern in _STEPWISE):
        raise UsageError(
            f"{model} was trained to write one tactic at a time or to call tools, and no prompt here asks "
            "for that: give --prompt chat, --prompt plain or a file, to ask it for whole proofs all the same"
        )
    found: list[tuple[int, str, Prompt]] = []
    for prompt in map(load_prompt, prompt_names()):
        for pattern in prompt.models:
            if any(fnmatchcase(name, pattern.lower()) for name in names):
                found.append((len(pattern), prompt.id, prompt))
    if not found:
        if generic is not None and (prompt := load_prompt(generic)).kind == (kind or prompt.kind):
            return prompt
        return load_prompt(_GENERIC[kind])
    return max(found, key=lambda item: item[:2])[2]


def _own_name(model: str) -> str:
    """The part of a path that names the model, in lower case."""
    parts = [part for part in model.replace("\\", "/").lower().split("/") if part]
    for part in reversed(parts):
        if part.startswith("models--"):
            return part.rpartition("--")[2]
        if not _CHECKPOINT.fullmatch(part):
            return part
    return ""
