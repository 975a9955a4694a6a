"""Run the stage formalize in a process of its own: FOLDER with problems.jsonl and answers.jsonl."""

from __future__ import annotations

import sys
from pathlib import Path

from loop_tools import with_tools

from harness.pipeline.asking import StageModel
from harness.pipeline.generator import HEADER
from harness.pipeline.loop import LoopFolder, LoopTools, StageResult
from harness.pipeline.stages.formalize import FormalizeSettings, formalize


def settings(folder: Path, samples: int = 4, **more: object) -> FormalizeSettings:
    model = StageModel("replay", "formalize_chat", (f"path={folder / 'answers.jsonl'}",), n=samples)
    return FormalizeSettings(folder / "problems.jsonl", model, HEADER, **more)  # type: ignore[arg-type]


def done(folder: Path, wanted: FormalizeSettings) -> StageResult:
    async def stage(tools: LoopTools) -> StageResult:
        with LoopFolder(folder / "loop", say=lambda line: None) as loop:
            return await formalize(loop, tools, wanted)

    return with_tools(stage)


if __name__ == "__main__":
    done(Path(sys.argv[1]), settings(Path(sys.argv[1])))
