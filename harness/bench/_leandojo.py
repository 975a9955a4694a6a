"""LeanDojo benchmark folders: theorems by file and position become problems for their repository's workspace.

The format is that of LeanDojo Benchmark 4 (Yang et al. 2023, https://github.com/lean-dojo/LeanDojo): one JSON
array for each split, `train.json`, `val.json`, `test.json`, with `url`, `commit`, `file_path`, `full_name`,
`start`, `end` (line and column, both from 1) and `traced_tactics` for each theorem. The texts themselves are
not in it: they come from the repository's checkout, which is the Lake workspace or one of its packages.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from harness.bench._bench import Bench
from harness.errors import DataError, DataUnavailableError
from harness.lean.source import (
    LeanText,
    header_tokens,
    plain_name,
    signature_of,
    tokenize,
    written_names,
)
from harness.problem import Problem

PREFIX: Final = "leandojo"
WORKSPACE_VARIABLE: Final = "PROVER_EVAL_LEAN_WORKSPACE"
# Beside the JSON files, or in one folder for each way to split.
_KINDS: Final = (".", "random", "novel_premises")
# A folder gives what models are measured on; train.json, which is large, must be named itself.
_SPLITS: Final = ("val", "test")
_SOURCES: Final = "sources"
_MAX_JSON: Final = 2_000_000_000
_MAX_SOURCE: Final = 20_000_000


def load_leandojo(path: Path, workspace: Path | None = None) -> Bench:
    """The theorems of the benchmark folder `path` (val and test), or of one split's JSON file, as a bench.

    workspace: the Lake project that is, or has as a package, the repository at the recorded commit; None for
    $PROVER_EVAL_LEAN_WORKSPACE, else the folder `sources` beside the JSON files.
    A problem's header is the file's text before the theorem. Left out, and counted in the description, are
    theorems that can't be stated so: private ones, names met before, files of Lean's module system.
    Raises DataError for files that are broken or another commit's, DataUnavailableError without sources.
    """
    files = _split_files(path)
    sources = _Sources(_source_folder(files[0].parent, workspace))
    problems: dict[str, Problem] = {}
    left_out: Counter[str] = Counter()
    digest = hashlib.sha256()
    for file in files:
        data = _read(file, _MAX_JSON)
        digest.update(data)
        for number, row in _rows(data, file):
            found = sources.problem(row, file, number)
            if isinstance(found, str):
                left_out[found] += 1
            elif found.name in problems:
                left_out["another theorem of that name"] += 1
            else:
                problems[found.name] = found
    if not problems:
        raise DataError("no theorem of it can be stated as a problem", file=path)
    splits = {problem.split for problem in problems.values()}
    return Bench(
        name=f"{PREFIX}:{path.resolve()}",
        folder=path if path.is_dir() else path.parent,
        lean="lake",
        problems=tuple(problems.values()),
        sha256=digest.hexdigest(),
        default_split="test" if "test" in splits else "all",
        title=f"LeanDojo benchmark {path.name}",
        description="".join(
            f"left out: {count} ({why}). " for why, count in sorted(left_out.items())
        ).strip(),
        version=", ".join(sorted({str(problem.metadata["commit"]) for problem in problems.values()})),
    )


def _split_files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    for kind in _KINDS:
        files = [path / kind / f"{split}.json" for split in _SPLITS]
        if any(file.is_file() for file in files):
            return [file for file in files if file.is_file()]
    raise DataError(
        "is no LeanDojo benchmark: it has neither test.json nor val.json, nor a folder random or "
        "novel_premises with them; give such a folder, or one JSON file",
        file=path,
    )


def _source_folder(beside: Path, workspace: Path | None) -> Path:
    given = os.environ.get(WORKSPACE_VARIABLE)
    folder = workspace or (Path(given) if given else None)
    if folder is None:
        folder = next((one / _SOURCES for one in (beside, beside.parent) if (one / _SOURCES).is_dir()), None)
    if folder is None or not folder.is_dir():
        raise DataUnavailableError(
            f"the theorems' texts are in the traced repository, not in {beside}.\n"
            f"  give its checkout:  {WORKSPACE_VARIABLE}=DIR or --lean-workspace DIR, or link it as "
            f"{beside / _SOURCES}"
        )
    return folder


def _read(path: Path, limit: int) -> bytes:
    try:
        if path.stat().st_size > limit:
            raise DataError(f"the file is larger than {limit} bytes", file=path)
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"the file can't be read: {error.strerror}", file=path) from error


def _rows(data: bytes, file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(number from 1, row) of a JSON array of objects."""
    try:
        rows = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DataError(f"the file isn't JSON: {error}", file=file) from error
    if not isinstance(rows, list):
        raise DataError("the file must be a JSON array of theorems", file=file)
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise DataError(f"entry {number} must be a JSON object", file=file)
        yield number, row


@dataclass(frozen=True, slots=True)
class _Text:
    """A source file. starts: offset of each line."""

    source: LeanText
    starts: tuple[int, ...]
    is_module: bool

    @classmethod
    def of(cls, text: str) -> _Text:
        source = LeanText(text, tokenize(text))
        starts = (0, *(at + 1 for at, letter in enumerate(text) if letter == "\n"))
        return cls(source, starts, any(token.text == "module" for token in header_tokens(source.code)))

    def theorem(self, begin: int, end: int, names: Collection[str]) -> int | None:
        """Index of the keyword of the first theorem between two offsets that has one of the names."""
        code = self.source.code
        first = bisect_left(code, begin, key=lambda token: token.start)
        for at in range(first, len(code) - 1):
            if code[at].start >= end:
                break
            if code[at].text in ("theorem", "lemma") and plain_name(code[at + 1].text) in names:
                return at
        return None

    def offset(self, line: int, column: int) -> int | None:
        """Offset of a place, both from 1, counted in code points; None behind the text's end."""
        if not 1 <= line <= len(self.starts) or column < 1:
            return None
        at = self.starts[line - 1] + column - 1
        return at if at <= len(self.source.text) else None


@dataclass(slots=True)
class _Sources:
    """The repository's files, read once each."""

    folder: Path
    _texts: dict[str, _Text] = field(default_factory=dict)
    _commits: dict[Path, str] = field(default_factory=dict)

    def problem(self, row: Mapping[str, Any], file: Path, number: int) -> Problem | str:
        """The problem of one entry, or why there is none."""

        def wrong(key: str, message: str) -> DataError:
            return DataError(f"entry {number}: {message}", file=file, field=key)

        for key in ("file_path", "full_name", "commit"):
            if not isinstance(row.get(key), str) or not row[key]:
                raise wrong(key, "must be text")
        name, source = str(row["full_name"]), self._text(row, wrong)
        if "_private" in name.split("."):
            return "private"
        if source.is_module:
            return "its file is of the module system"
        begin, end = self._place(row, source, "start", wrong), self._place(row, source, "end", wrong)
        keyword = source.theorem(begin, end, written_names(name))
        if keyword is None:
            raise wrong(
                "start",
                f"{row['file_path']} has no theorem {name} at {row['start']} to {row['end']}: is "
                f"{self.folder} at commit {row['commit']}?",
            )
        return _problem(row, source.source, keyword, file.stem)

    def _place(self, row: Mapping[str, Any], source: _Text, key: str, wrong: Any) -> int:
        place = row.get(key)
        if not isinstance(place, list) or [type(part) for part in place] != [int, int]:
            raise wrong(key, "must be [line, column]")
        at = source.offset(*place)
        if at is None:
            raise wrong(key, f"{row['file_path']} has no place {place}: another commit than {row['commit']}?")
        return at

    def _text(self, row: Mapping[str, Any], wrong: Any) -> _Text:
        name = str(row["file_path"])
        if name not in self._texts:
            relative = PurePosixPath(name)
            if relative.is_absolute() or ".." in relative.parts or "\\" in name or "\0" in name:
                raise wrong("file_path", f"{name!r} must be a path below the repository, without `..`")
            packages = self.folder / ".lake" / "packages"
            roots = [self.folder, *(sorted(packages.iterdir()) if packages.is_dir() else ())]
            root = next((one for one in roots if (one / relative).is_file()), None)
            if root is None:
                raise wrong("file_path", f"{name} is neither in {self.folder} nor in one of its packages")
            if not (root / relative).resolve().is_relative_to(root.resolve()):
                raise wrong("file_path", f"{name} is a link that leaves {root}")
            self._require_commit(root, str(row["commit"]), wrong)
            try:
                text = _read(root / relative, _MAX_SOURCE).decode("utf-8").replace("\r\n", "\n")
            except UnicodeDecodeError as error:
                raise wrong("file_path", f"{name} isn't UTF-8 text") from error
            self._texts[name] = _Text.of(text)
        return self._texts[name]

    def _require_commit(self, root: Path, commit: str, wrong: Any) -> None:
        """Refuse a checkout that is known to be at another commit."""
        if root not in self._commits:
            self._commits[root] = _checked_out(root)
        head = self._commits[root]
        if head and head != commit:
            raise wrong(
                "commit", f"{root} is at {head}, the benchmark is of {commit}: git checkout {commit} there"
            )


def _checked_out(folder: Path) -> str:
    """The commit that a git checkout is at, or nothing where that can't be read simply."""
    try:
        head = (folder / ".git" / "HEAD").read_text("utf-8").strip()
        if head.startswith("ref: "):
            head = (folder / ".git" / head.removeprefix("ref: ")).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError, ValueError):
        return ""
    return head if re.fullmatch(r"[0-9a-f]{40}", head) else ""


def _problem(row: Mapping[str, Any], source: LeanText, keyword: int, split: str) -> Problem | str:
    """The problem of the theorem whose keyword is the code token at `keyword`."""
    command = source.command_at(keyword)
    if command is None or command.keyword != keyword:
        return "its text can't be cut"
    if any(token.text == "private" for token in source.code[command.first : keyword]):
        return "private"
    doc = source.doc(command)
    return Problem(
        name=str(row["full_name"]),
        split=split,
        formal_statement=f"theorem{signature_of(source, keyword).rstrip()} := by\n",
        header=source.text[: command.head],
        informal_prefix=f"{doc}\n" if doc else "",
        metadata={
            "url": row.get("url", ""),
            "commit": row["commit"],
            "file_path": row["file_path"],
            "start": row["start"],
            "end": row["end"],
            "human_tactics": len(row.get("traced_tactics") or ()),
        },
    )
