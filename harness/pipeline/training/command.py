"""Trainer `command`: a program of the user's own."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from harness.errors import InfrastructureError, UsageError
from harness.pipeline.training.child import last_lines, run_logged
from harness.pipeline.training.trainers import TrainingJob

LOG: Final = "train.log"
_KNOWN: Final = ("data", "output", "previous", "seed")
_PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class CommandTrainer:
    """command: a command line with {data}, the JSONL of prompt and completion; {output}, the file or folder
    to be written; {previous}, the checkpoint to go on from, empty where there is none; {seed}. It is run as
    it stands, without a shell.

    keep_output: what a killed trainer left in {output} is there when it is started again; else that is
    removed before.
    """

    command: str
    keep_output: bool = False
    needs_examples = True
    backend = ""

    def __post_init__(self) -> None:
        unknown = sorted(set(_PLACEHOLDER.findall(self.command)) - set(_KNOWN))
        if unknown:
            known = ", ".join(f"{{{name}}}" for name in _KNOWN)
            raise UsageError(f"the train command has {{{unknown[0]}}}, which is unknown; known are {known}")
        for name in ("data", "output"):
            if f"{{{name}}}" not in self.command:
                raise UsageError(
                    f"the train command needs {{{name}}}, as in --data {{data}} --output {{output}}"
                )
        self._parts()

    @property
    def settings(self) -> Mapping[str, Any]:
        """The command line alone: how a killed one goes on decides nothing."""
        return {"command": self.command}

    async def train(self, job: TrainingJob) -> Mapping[str, Any]:
        """Run the command; its log is kept. Raises UsageError where it can't be started,
        InfrastructureError where it fails or leaves no output."""
        if not self.keep_output:
            remove(job.output)
        values = {
            "data": str(job.data),
            "output": str(job.output),
            "previous": "" if job.previous is None else str(job.previous),
            "seed": str(job.seed),
        }
        command = [_PLACEHOLDER.sub(lambda found: values[found[1]], part) for part in self._parts()]
        log = job.folder / LOG
        await run_logged(command, log, stop=job.stop)
        if not _size(job.output):
            raise InfrastructureError(
                f"the trainer ended well and wrote nothing to {job.output}: it must write its checkpoint to "
                f"{{output}}; {log} ends with:\n{last_lines(log)}"
            )
        return {}

    def _parts(self) -> list[str]:
        try:
            parts = shlex.split(self.command)
        except ValueError as error:
            raise UsageError(f"the train command can't be read ({error}): look at its quotes") from error
        if not parts:
            raise UsageError("the train command is empty")
        return parts


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _size(path: Path) -> int:
    """Bytes in a file, or in the files of a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(each.stat().st_size for each in files if each.is_file())
