"""Published benchmark files, each in its own layout, become canonical rows."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from harness.bench.text import theorem_name
from harness.errors import DataError

if TYPE_CHECKING:
    from harness.bench._sources import Answers, Source

Row = dict[str, Any]

_THEOREM: Final = re.compile(r"^theorem\s", re.MULTILINE)
_DOC: Final = re.compile(r"/--(?:(?!-/).)*-/\s*\Z", re.DOTALL)
_NO_PROOF: Final = re.compile(r":=\s*(?:by\s+)?sorry\s*\Z")
_PLACEHOLDER: Final = re.compile(
    r"^(?P<head>(?:noncomputable\s+)?(?:abbrev|def)\s+(?P<name>\S+)[^\n]*?(?:\n[^\n]+)*?:=)\s*sorry[ \t]*\n"
    r"(?P<answer>(?:[ \t]*--[^\n]*\n)+)",
    re.MULTILINE,
)
_DEFINITION: Final = re.compile(r"\A\s*(?:noncomputable\s+)?def\s+(\S+)")
_BRACKETS: Final = {"(": 1, "[": 1, "{": 1, "⟨": 1, "⦃": 1, ")": -1, "]": -1, "}": -1, "⟩": -1, "⦄": -1}


def convert(raw: bytes, source: Source) -> list[Row]:
    """The canonical rows in the bytes of `source`, in the order of the file.

    Raises DataError when the bytes aren't laid out as the source says, or have another number of problems.
    """
    try:
        rows = [dict(_FORMATS[source.format](row, source.answers)) for row in _records(raw)]
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(f"a row of {source.cited()} isn't of layout {source.format!r}: {error!r}") from error
    if len(rows) != source.problems:
        raise DataError(f"{source.cited()} has {len(rows)} problems and must have {source.problems}")
    return _unique(rows)


def _records(raw: bytes) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON list or of JSONL."""
    try:
        text = raw.decode("utf-8")
        if text.lstrip().startswith("["):
            yield from json.loads(text)
        else:
            yield from (json.loads(line) for line in text.split("\n") if line.strip())
    except (ValueError, RecursionError) as error:
        raise DataError(f"the data aren't JSON in UTF-8: {error}") from error


def _rows(row: Mapping[str, Any], answers: Answers) -> Row:
    return {**row, "formal_statement": _as_theorem(row["formal_statement"])}


def _file_rows(row: Mapping[str, Any], answers: Answers) -> Row:
    return {**_file(row["lean4_code"], answers), "split": row["split"]}


def _lean_files(row: Mapping[str, Any], answers: Answers) -> Row:
    return {**_file(row["lean_code"], answers), "split": row["split"] or "test", "path": row["path"]}


def _fimo(row: Mapping[str, Any], answers: Answers) -> Row:
    hidden = _file(row["formal_statement"], "hidden")
    found = _file(row["formal_statement_easy"], "given")
    found["informal_prefix"] = _comment(row["math_problem"])
    found["asks_for_answer"] = bool(row["is_hard"])
    if answers == "hidden" and row["is_hard"]:
        found["prompt_header"] = hidden.get("prompt_header", hidden["header"])
    return found


_FORMATS: Final[Mapping[str, Callable[[Mapping[str, Any], Answers], Row]]] = {
    "rows": _rows,
    "file-rows": _file_rows,
    "lean-files": _lean_files,
    "fimo": _fimo,
}


def _file(text: str, answers: Answers) -> Row:
    """A whole Lean file with one theorem at its end: what stands before it is the header."""
    start = next(reversed(list(_THEOREM.finditer(text))), None)
    if start is None:
        raise DataError(f"a Lean file has no theorem: {text[:80]!r}")
    before, statement = text[: start.start()], _open_proof(text[start.start() :])
    doc = _DOC.search(before)
    informal = "" if doc is None else doc.group().rstrip() + "\n"
    shown = (before if doc is None else before[: doc.start()]).rstrip() + "\n\n"
    header = _PLACEHOLDER.sub(_answered, shown)
    row: Row = {
        "name": theorem_name(statement),
        "informal_prefix": informal,
        "formal_statement": statement,
        "header": header,
    }
    if header != shown:
        row["asks_for_answer"] = True
        if answers == "hidden":
            row["prompt_header"] = _PLACEHOLDER.sub(lambda found: f"{found['head']} sorry\n", shown)
    return row


def _answered(found: re.Match[str]) -> str:
    """A placeholder with the answer that stands in the comment below it."""
    lines = [re.sub(r"^[ \t]*--[ \t]?", "", line) for line in found["answer"].splitlines()]
    return f"{found['head']}\n" + "".join(f"  {line}\n" for line in lines)


def _open_proof(statement: str) -> str:
    """A statement that ends in `:= sorry`, `:= by sorry` or `:= by`, ending in `:= by`."""
    return re.sub(r":=\s*by\s*\Z", ":=", _NO_PROOF.sub(":=", statement)).rstrip() + " by\n"


def _comment(text: str) -> str:
    return "/-- " + text.replace("-/", "- /").strip() + " -/\n"


def _as_theorem(statement: str) -> str:
    """`def NAME ... : T :=` as `theorem NAME ... : Nonempty (T) :=`; a theorem as it is."""
    if not (head := _DEFINITION.match(statement)):
        return statement
    colon, end = _type_colon(statement, head.end()), statement.rindex(":=")
    goal = statement[colon + 1 : end].strip()
    return f"theorem {head.group(1)}{statement[head.end() : colon]}: Nonempty ({goal}) :="


def _type_colon(text: str, start: int) -> int:
    """The place of the colon before the type: the first one outside brackets."""
    depth = 0
    for at in range(start, len(text)):
        depth += _BRACKETS.get(text[at], 0)
        if depth == 0 and text[at] == ":":
            return at
    raise DataError(f"a definition has no type: {text[:80]!r}")


def _unique(rows: list[Row]) -> list[Row]:
    """A name that stands twice gets a number from its second row on, in the statement too."""
    met: Counter[str] = Counter()
    for row in rows:
        name = str(row["name"])
        met[name] += 1
        if met[name] > 1:
            row["published_name"], row["name"] = name, f"{name}__{met[name]}"
            row["formal_statement"] = re.sub(
                rf"(theorem\s+){re.escape(name)}(?![\w'.])",
                rf"\g<1>{row['name']}",
                row["formal_statement"],
                count=1,
            )
    return rows
