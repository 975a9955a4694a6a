"""Read a template file: YAML between two lines `---`, the Jinja2 text of the prompt, that of a repair."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import yaml

from harness.backends.base import Sampling
from harness.errors import DataError, UsageError
from harness.prompts.templates._body import Body, compile_body
from harness.prompts.templates._prompt import Prompt
from harness.prompts.templates._variables import NAMES, REPAIR_NAMES

REPAIR_LINE = "--- repair ---"
_GENERAL = Path(__file__).parent / "general"
_LIMIT = 1_000_000
_KEYS = {
    "kind": str,
    "system": str,
    "extraction": str,
    "sampling": dict,
    "models": list,
    "shots": int,
    "source": str,
}
_SAMPLING = {
    "temperature": float,
    "top_p": float,
    "min_p": float,
    "max_tokens": int,
    "top_k": int,
    "stop": list,
}


def read_prompt(path: Path) -> Prompt:
    """The prompt in the file `path`.

    What stands behind a line `--- repair ---` is the text that asks to mend a rejected proof; without one
    there is a general one. The newline at the end of either text belongs to the file, not to the text.
    Raises UsageError when it can't be read, DataError (file, line, field) when it is broken.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"the prompt {path} can't be read ({error.strerror}): give another --prompt"
        ) from error
    if len(data) > _LIMIT:
        raise DataError(f"the template is larger than {_LIMIT} bytes", file=path)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise DataError(
            f"the template isn't UTF-8: {error.reason} at byte {error.start}", file=path
        ) from error
    head, body, first_line = _split(text, path)
    body, repair, repair_line = _split_repair(body)
    front = _Front(head, path)
    kind = front.choice("kind", ("chat", "completion"), None)
    by_kind = "last_block" if kind == "chat" else "open_fence"
    return Prompt(
        id=path.stem,
        kind=kind,
        system=front.values.get("system", ""),
        extraction=front.choice("extraction", ("last_block", "open_fence"), by_kind),
        sampling=front.sampling(),
        models=front.texts("models"),
        shots=front.shots(),
        source=front.values.get("source", ""),
        sha256=hashlib.sha256(data).hexdigest(),
        file=path,
        _body=compile_body(body, path, first_line, NAMES),
        _repair=_general_repair(kind)
        if repair is None
        else compile_body(repair, path, first_line + repair_line, REPAIR_NAMES),
    )


def _split_repair(body: str) -> tuple[str, str | None, int]:
    """(the prompt, the repair text or None, how many lines before the repair text)."""
    lines = body.split("\n")
    for number, line in enumerate(lines):
        if line.rstrip() == REPAIR_LINE:
            return "\n".join(lines[:number]), "\n".join(lines[number + 1 :]), number + 1
    return body, None, 0


def _general_repair(kind: str) -> Body:
    path = _GENERAL / f"repair_{kind}.jinja"
    return compile_body(path.read_text(encoding="utf-8").removesuffix("\n"), path, 1, REPAIR_NAMES)


def _split(text: str, path: Path) -> tuple[str, str, int]:
    """(front matter, body, line of the file on which the body begins)."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise DataError(
            "a template begins with a line `---`, settings such as `kind: chat`, and another line `---`",
            file=path,
            line=1,
        )
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]).removesuffix("\n"), number + 2
    raise DataError("the settings have no closing line `---`", file=path, line=len(lines))


class _Front:
    """The settings of a template, checked."""

    def __init__(self, text: str, path: Path) -> None:
        self._lines, self._path = text.split("\n"), path
        try:
            values = yaml.safe_load(text)
        except yaml.MarkedYAMLError as error:
            # Two lines before: the mark counts from 0, and the file has a line `---` first.
            line = error.problem_mark.line + 2 if error.problem_mark else None
            raise DataError(f"the settings aren't YAML: {error.problem}", file=path, line=line) from error
        except yaml.YAMLError as error:
            raise DataError(f"the settings aren't YAML: {error}", file=path, line=2) from error
        if not isinstance(values, dict):
            raise DataError("the settings must be `name: value` lines, among them `kind`", file=path, line=2)
        for key, value in values.items():
            if key not in _KEYS:
                self.fail(str(key), f"is unknown; the settings are {', '.join(_KEYS)}")
            if not isinstance(value, _KEYS[key]) or isinstance(value, bool):
                self.fail(key, f"is {value!r}, which is no {_KEYS[key].__name__}")
        self.values: dict[str, Any] = values

    def fail(self, key: str, message: str) -> NoReturn:
        """Raise DataError for the setting `key`."""
        numbers = (n for n, line in enumerate(self._lines, start=2) if line.startswith(f"{key}:"))
        raise DataError(message, file=self._path, line=next(numbers, 2), field=key)

    def choice(self, key: str, known: tuple[str, ...], default: str | None) -> Any:
        """The value of `key`, one of the known ones."""
        value = self.values.get(key, default)
        if value not in known:
            self.fail(key, f"must be {' or '.join(known)}, not {value!r}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty when it isn't given."""
        items = self.values.get(key, [])
        if not all(isinstance(item, str) and item for item in items):
            self.fail(key, "must be a list of texts")
        return tuple(items)

    def shots(self) -> int:
        """How many examples the template shows."""
        shots: int = self.values.get("shots", 0)
        if not 0 <= shots <= 100:
            self.fail("shots", f"is {shots}; give a number from 0 to 100")
        return shots

    def sampling(self) -> Sampling:
        """The published sampling settings."""
        given: Mapping[Any, Any] = self.values.get("sampling", {})
        values: dict[str, Any] = {}
        for key, value in given.items():
            kind = _SAMPLING.get(key)
            if kind is None:
                self.fail("sampling", f"has {key!r}, which is unknown; known are {', '.join(_SAMPLING)}")
            if kind is list:
                fine = isinstance(value, list) and all(isinstance(item, str) and item for item in value)
                value = tuple(value) if fine else value
            else:
                fine = isinstance(value, (int, kind)) and not isinstance(value, bool)
                fine = fine and value >= 0 and math.isfinite(value)
            if not fine:
                self.fail("sampling", f"has {key}: {value!r}, which is no {kind.__name__} that fits")
            values[key] = value
        return Sampling(**values)
