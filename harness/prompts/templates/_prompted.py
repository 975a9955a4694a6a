"""A backend together with the prompt that it is asked with."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from harness.backends.base import Backend, Generation, Request
from harness.problem import Problem
from harness.prompts.extract import NoCandidate
from harness.prompts.repair import Round
from harness.prompts.templates._demos import Demo, demos_hash
from harness.prompts.templates._prompt import Messages, Prompt
from harness.waits import Waits


class Prompted:
    """A backend that gets chats as messages, while the run passes and stores each prompt as one text.

    The text of a chat is the JSON list of its messages. `demos`, `seed`: for few-shot prompts.
    """

    def __init__(self, backend: Backend, prompt: Prompt, demos: Sequence[Demo] = (), seed: int = 0) -> None:
        self._backend, self._prompt = backend, prompt
        self._demos, self._seed = (demos if prompt.shots else ()), seed

    @property
    def description(self) -> Mapping[str, Any]:
        """The backend's own."""
        return self._backend.description

    @property
    def waits(self) -> Waits | None:
        """The backend's own, if it has one."""
        return getattr(self._backend, "waits", None)

    def record(self) -> dict[str, Any]:
        """What decides the prompts, for run.json: id and hash of the template, hash of the examples."""
        record = dict(self._prompt.record())
        if self._prompt.shots:
            record["demos_sha256"] = demos_hash(self._demos)
        return record

    def text(self, problem: Problem) -> str:
        """The prompt for `problem` as one text. Raises as Prompt.render."""
        prompt = self._prompt.render(problem, demos=self._demos, seed=self._seed)
        return _as_text(prompt)

    def repair_text(self, problem: Problem, rounds: Sequence[Round]) -> str:
        """The prompt that asks to mend the last of the rounds, as one text. Raises as Prompt.repair."""
        return _as_text(self._prompt.repair(problem, rounds, demos=self._demos, seed=self._seed))

    def repair_record(self) -> dict[str, Any]:
        """What decides the repair prompts, for run.json where there are several rounds."""
        return dict(self._prompt.repair_record())

    def candidate(self, problem: Problem, generation: Generation) -> str | NoCandidate:
        """The proof in an answer to the prompt, or why there is none."""
        return self._prompt.candidate(problem, generation)

    def generate(self, request: Request) -> AsyncIterator[Generation]:
        """The backend's answer to the request, whose prompt is a text that `text` gave."""
        if self._prompt.kind == "chat" and isinstance(request.prompt, str):
            request = dataclasses.replace(request, prompt=json.loads(request.prompt))
        return self._backend.generate(request)

    async def close(self) -> None:
        """Close the backend."""
        await self._backend.close()


def _as_text(prompt: str | Messages) -> str:
    return prompt if isinstance(prompt, str) else json.dumps(prompt, ensure_ascii=False)
