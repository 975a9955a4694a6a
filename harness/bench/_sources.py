"""sources.yaml: where the data of a bench lies in public, pinned by commit and sha256."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, NoReturn, cast

from harness.errors import DataError, UnknownNameError

FORMATS: Final = ("rows", "file-rows", "lean-files", "fimo")
_TEXT: Final = ("repository", "commit", "path", "sha256", "licence", "format", "toolchain")
_FILE_BYTES: Final = 1_000_000
Answers = Literal["", "given", "hidden"]


@dataclass(frozen=True, slots=True)
class Source:
    """One variant of a bench.

    repository: OWNER/NAME on GitHub. commit: 40 hex digits. path: the file there, or `FOLDER/**.lean` for
    every Lean file below a folder, joined into rows `name, split, path, lean_code` sorted by path.
    sha256, size: of the file's bytes (joined: of the rows). problems: how many rows it has.
    format: how the rows are laid out. answers: whether a problem's answer is shown to the model; empty where
    no problem asks for one.
    """

    variant: str
    repository: str
    commit: str
    path: str
    sha256: str
    size: int
    problems: int
    licence: str
    format: str
    toolchain: str
    answers: Answers = ""

    @property
    def joined(self) -> bool:
        """Whether the data are many Lean files in the repository's archive."""
        return self.path.endswith("/**.lean")

    @property
    def url(self) -> str:
        """Where the file, or the repository's archive, is downloaded."""
        if self.joined:
            return f"https://codeload.github.com/{self.repository}/tar.gz/{self.commit}"
        return f"https://raw.githubusercontent.com/{self.repository}/{self.commit}/{self.path}"

    def cited(self) -> str:
        """Repository, commit and path in one line."""
        return f"{self.repository} @ {self.commit[:12]} : {self.path}"


@dataclass(frozen=True, slots=True)
class Sources:
    """What sources.yaml says: variants by name, the default one, and who found which statements wrong.

    known_errors: variant -> problem -> the sources that call its statement wrong.
    """

    default: str
    variants: Mapping[str, Source]
    known_errors: Mapping[str, Mapping[str, tuple[str, ...]]]

    def variant(self, name: str | None) -> Source:
        """The variant called `name`, or the default one; raises UnknownNameError."""
        if (name or self.default) not in self.variants:
            raise UnknownNameError("variant", str(name), self.variants)
        return self.variants[name or self.default]


def read_sources(path: Path) -> Sources:
    """Read and check a sources.yaml; raises DataError with the file and the field."""
    import yaml

    try:
        raw = path.read_bytes()
        if len(raw) > _FILE_BYTES:
            raise DataError(f"the file is larger than {_FILE_BYTES} bytes", file=path)
        data = yaml.safe_load(raw.decode("utf-8"))
    except OSError as error:
        raise DataError(f"the file can't be read: {error.strerror}", file=path) from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise DataError(f"isn't YAML: {str(error).splitlines()[0]}", file=path) from error
    reader = _Reader(path)
    top = reader.mapping(data, "the file")
    reader.known(top, ("default", "variants", "known_errors"), "the file")
    variants = {
        name: reader.source(name, reader.mapping(given, f"variants.{name}"))
        for name, given in reader.mapping(top.get("variants"), "variants").items()
    }
    if top.get("default") not in variants:
        reader.fail("default", f"must be one of the variants: {', '.join(variants)}")
    return Sources(top["default"], variants, reader.known_errors(top.get("known_errors") or [], variants))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns plain YAML values into checked ones."""

    path: Path

    def fail(self, field: str, message: str) -> NoReturn:
        raise DataError(message, file=self.path, field=field)

    def mapping(self, value: object, field: str) -> dict[str, Any]:
        if not isinstance(value, dict) or not value or not all(isinstance(key, str) for key in value):
            self.fail(field, "must be a mapping of `key: value` lines")
        return value

    def known(self, given: Mapping[str, Any], keys: tuple[str, ...], field: str) -> None:
        for key in given:
            if key not in keys:
                self.fail(f"{field}.{key}", f"is not known here; known are {', '.join(keys)}")

    def source(self, name: str, given: dict[str, Any]) -> Source:
        field = f"variants.{name}"
        self.known(given, (*_TEXT, "bytes", "problems", "answers"), field)
        for key in _TEXT:
            if not isinstance(given.get(key), str) or not given[key]:
                self.fail(f"{field}.{key}", "must be given as text")
        patterns = {
            "repository": r"[\w.-]+/[\w.-]+",
            "commit": r"[0-9a-f]{40}",
            "path": r"(?!.*\.\./)(?:[\w.-]+/)*(?:[\w.-]+|\*\*\.lean)",
            "sha256": r"[0-9a-f]{64}",
        }
        for key, pattern in patterns.items():
            if not re.fullmatch(pattern, given[key]):
                self.fail(f"{field}.{key}", f"is {given[key]!r}, which isn't of the form {pattern}")
        for key in ("bytes", "problems"):
            if type(given.get(key)) is not int or given[key] < 1:
                self.fail(f"{field}.{key}", "must be a number from 1 on")
        if given["format"] not in FORMATS:
            self.fail(f"{field}.format", f"must be one of {', '.join(FORMATS)}")
        if given.get("answers", "") not in ("", "given", "hidden"):
            self.fail(f"{field}.answers", "must be `given` or `hidden`")
        return Source(
            variant=name,
            size=given["bytes"],
            problems=given["problems"],
            answers=cast("Answers", given.get("answers", "")),
            **{key: given[key] for key in _TEXT},
        )

    def known_errors(
        self, given: object, variants: Mapping[str, Source]
    ) -> dict[str, dict[str, tuple[str, ...]]]:
        found: dict[str, dict[str, tuple[str, ...]]] = {name: {} for name in variants}
        if not isinstance(given, list):
            self.fail("known_errors", "must be a list")
        for number, entry in enumerate(given):
            field = f"known_errors[{number}]"
            entry = self.mapping(entry, field)
            self.known(entry, ("source", "variants", "problems"), field)
            for variant in entry.get("variants") or variants:
                if variant not in variants:
                    self.fail(field, f"there is no variant {variant!r}")
                for problem in entry["problems"]:
                    found[variant][problem] = (*found[variant].get(problem, ()), str(entry["source"]))
        return found
