"""Prompt: one template, its settings, and what it makes of a problem."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from harness.backends.base import Generation, Sampling
from harness.bench import Problem
from harness.errors import DataError
from harness.lean.source import code_tokens, tokenize
from harness.prompts.candidate import candidate_of
from harness.prompts.templates._demos import Demo, draw_demos
from harness.prompts.templates._variables import variables_of

if TYPE_CHECKING:
    from jinja2 import Template

Kind = Literal["chat", "completion"]
Rule = Literal["last_block", "open_fence"]
Messages = list[dict[str, str]]

_FENCE = re.compile(r"^[ \t]*```[ \t]*([A-Za-z0-9]*)", re.MULTILINE)
_COMPILED_NAME = "<template>"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt template.

    id: its name, or the stem of its file. kind: whether `render` gives messages or one text.
    system: the system message of a chat; empty for none.
    extraction: `last_block`, the proof is in the last fitting code block; `open_fence`, the prompt ends in
    the midst of the code and the proof runs to the closing fence.
    sampling: the published settings. models: patterns of the names of models that it is for.
    shots: how many solved examples it shows. source: where the interface is published.
    sha256: of the file, in hexadecimal.
    """

    id: str
    kind: Kind
    system: str
    extraction: Rule
    sampling: Sampling
    models: tuple[str, ...]
    shots: int
    source: str
    sha256: str
    file: Path
    _first_line: int = field(repr=False)
    _template: Template = field(repr=False, compare=False)

    def render(self, problem: Problem, *, demos: Sequence[Demo] = (), seed: int = 0) -> str | Messages:
        """The text, or the messages of the chat, for `problem`; `demos` and `seed` are those of draw_demos.

        Raises UsageError when there are too few demos, DataError with file and line for a broken template.
        """
        shown = [demo.variables() for demo in draw_demos(demos, problem, self.shots, seed)]
        try:
            text = self._template.render(**variables_of(problem), demos=shown)
        except Exception as error:
            # A template is a program: it may raise anything.
            raise DataError(
                f"the template fails for problem {problem.name}: {error}",
                file=self.file,
                line=self._line(error),
            ) from error
        if self.kind == "completion":
            return text
        system = [{"role": "system", "content": self.system}] if self.system else []
        return [*system, {"role": "user", "content": text}]

    def candidate(self, problem: Problem, generation: Generation) -> str | None:
        """The proof in what a model answered to this prompt; None when there is none."""
        if generation.proof is None and self.extraction == "open_fence":
            fence = _FENCE.search(generation.text)
            if fence is None or not fence[1]:
                text = generation.text if fence is None else generation.text[: fence.start()]
                if code_tokens(tokenize(text)):
                    return text.strip("\n")
        return candidate_of(problem, generation)

    def record(self) -> Mapping[str, Any]:
        """What decides the prompts, for run.json."""
        return {"id": self.id, "sha256": self.sha256, "kind": self.kind}

    def _line(self, error: BaseException) -> int | None:
        """The line of the file at which the error arose, as far as it is known."""
        line: int | None = None
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == _COMPILED_NAME:
                line = self._first_line + trace.tb_lineno - 1
            trace = trace.tb_next
        return line
