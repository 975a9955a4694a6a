"""Prompt: one template, its settings, and what it makes of a problem."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from harness.backends.base import Generation, Sampling
from harness.problem import Problem
from harness.prompts.candidate import candidate_of
from harness.prompts.extract import NoCandidate, Why, spoken, up_to_fence
from harness.prompts.repair import Round, repair_variables
from harness.prompts.templates._body import Body
from harness.prompts.templates._demos import Demo, draw_demos
from harness.prompts.templates._variables import variables_of

Kind = Literal["chat", "completion"]
Rule = Literal["last_block", "open_fence"]
Messages = list[dict[str, str]]

_NO_ANSWER = "(no answer)"


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
    _body: Body = field(repr=False)
    _repair: Body = field(repr=False)

    def render(self, problem: Problem, *, demos: Sequence[Demo] = (), seed: int = 0) -> str | Messages:
        """The text, or the messages of the chat, for `problem`; `demos` and `seed` are those of draw_demos.

        Raises UsageError when there are too few demos, DataError with file and line for a broken template.
        """
        text = self._body.render(self._variables(problem, demos, seed), problem.name)
        if self.kind == "completion":
            return text
        return self._opening(text)

    def repair(
        self, problem: Problem, rounds: Sequence[Round], *, demos: Sequence[Demo] = (), seed: int = 0
    ) -> str | Messages:
        """The prompt that asks to mend the last of the `rounds` so far, of which there is at least one.

        A chat goes on: the first messages, then for each round the model's answer without its thinking, and
        what was wrong with it. A completion is one text, about the last round. Raises as `render`.
        """
        if not rounds:
            raise ValueError("there is no round to mend: use render for the first one")
        variables = self._variables(problem, demos, seed)
        first = self._body.render(variables, problem.name)
        shown = [
            self._repair.render(
                {**variables, "prompt": first, "round": number, **repair_variables(problem, round_)},
                problem.name,
            )
            for number, round_ in enumerate(rounds, start=1)
            if self.kind == "chat" or number == len(rounds)
        ]
        if self.kind == "completion":
            return shown[-1]
        messages = self._opening(first)
        for round_, text in zip(rounds, shown, strict=True):
            answer = spoken(round_.text) or _NO_ANSWER
            messages += [{"role": "assistant", "content": answer}, {"role": "user", "content": text}]
        return messages

    def _opening(self, text: str) -> Messages:
        system = [{"role": "system", "content": self.system}] if self.system else []
        return [*system, {"role": "user", "content": text}]

    def _variables(self, problem: Problem, demos: Sequence[Demo], seed: int) -> dict[str, Any]:
        shown = [demo.variables() for demo in draw_demos(demos, problem, self.shots, seed)]
        return {**variables_of(problem), "demos": shown}

    def candidate(self, problem: Problem, generation: Generation) -> str | NoCandidate:
        """The proof in what a model answered to this prompt, or why there is none."""
        if generation.proof is None and self.extraction == "open_fence":
            found = up_to_fence(generation.text)
            if found is not None:
                return found
        answer = candidate_of(problem, generation)
        if self.extraction == "open_fence" and answer == NoCandidate(Why.CUT_OFF):
            # The first bare fence closes the prompt's block, so nothing is missing behind it.
            limit = generation.finish_reason == "length"
            return NoCandidate(Why.CUT_OFF if limit else Why.EMPTY_BLOCK)
        return answer

    def record(self) -> Mapping[str, Any]:
        """What decides the prompts, for run.json."""
        return {"id": self.id, "sha256": self.sha256, "kind": self.kind}

    def repair_record(self) -> Mapping[str, Any]:
        """What decides the repair prompts beside `record`: the sha256 of their text."""
        return {"sha256": hashlib.sha256(self._repair.text.encode()).hexdigest()}
