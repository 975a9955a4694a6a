"""Read the files of this folder's corpora, and what Kimina's own client makes of an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
import typing_extensions
import yaml

FILES = Path(__file__).parents[1] / "serve" / "files"
Level = Literal["strict", "open"]
CORPORA = ("cheats", "honest")


@dataclass(frozen=True)
class File:
    """What a client sends, and what it must make of the answer."""

    label: str
    text: str
    expect: str


def files(corpus: str, level: Level) -> Iterator[File]:
    """The files of a corpus."""
    for path in sorted((FILES / corpus).glob("*/case.yaml")):
        case = yaml.safe_load(path.read_text("utf-8"))
        expect = case.get("expect_open", case["expect"]) if level == "open" else case["expect"]
        text = (path.parent / "file.lean").read_text("utf-8")
        yield File(f"{corpus}/{path.parent.name}", text, expect)


def client() -> Any:
    """kimina-client; its version 0.2 takes TypedDict from `typing`, which pydantic refuses before 3.12."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("typing.TypedDict", typing_extensions.TypedDict)
        return pytest.importorskip("kimina_client")


def seen(row: dict[str, Any]) -> str:
    """`valid`, `error`, `sorry` or the client's word for what is none of them."""
    answer = client().models.ReplResponse.model_validate({"id": "0", **row})
    word: str = answer.analyze().status.value
    return {"lean_error": "error"}.get(word, word)
