"""Published benchmark files, each in its own layout, become canonical rows."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from harness.errors import DataError
from harness.lean.source import (
    LeanText,
    Token,
    TokenKind,
    opening_of,
    read_statement,
    source_of,
    theorem_name,
)

if TYPE_CHECKING:
    from harness.bench._sources import Answers, Source

Row = dict[str, Any]


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
    source = source_of(text)
    theorems = [at for at, token in enumerate(source.code) if _begins_line(text, token, "theorem")]
    if not theorems:
        raise DataError(f"a Lean file has no theorem: {text[:80]!r}")
    start = source.code[theorems[-1]].start
    doc = next(
        (token for token in reversed(_before(source, start)) if token.kind is not TokenKind.SPACE), None
    )
    informal = ""
    before, statement = text[:start], f"{opening_of(text[start:]).assigned} by\n"
    if doc is not None and doc.kind is TokenKind.DOC and not doc.text.startswith("/-!"):
        before, informal = text[: doc.start], doc.text + "\n"
    shown = before.rstrip() + "\n\n"
    header = _with_answers(shown, hidden=False)
    row: Row = {
        "name": theorem_name(statement),
        "informal_prefix": informal,
        "formal_statement": statement,
        "header": header,
    }
    if header != shown:
        row["asks_for_answer"] = True
        if answers == "hidden":
            row["prompt_header"] = _with_answers(shown, hidden=True)
    return row


def _begins_line(text: str, token: Token, word: str) -> bool:
    return token.text == word and (token.start == 0 or text[token.start - 1] == "\n")


def _before(source: LeanText, offset: int) -> Sequence[Token]:
    return source.tokens[: bisect_left(source.tokens, offset, key=lambda token: token.start)]


def _with_answers(header: str, *, hidden: bool) -> str:
    """The header with the answers, which stand in comments below, in place of the `sorry` of a definition;
    hidden: without them."""
    source, pieces, position = source_of(header), list[str](), 0
    for command in source.commands:
        if source.code[command.keyword].text not in ("abbrev", "def"):
            continue
        found = _placeholder(source, command.keyword, command.end)
        if found is not None:
            hole, answer = found
            head = header[position : hole.start].rstrip(" \t")
            lines = "".join(f"  {_uncommented(token.text)}\n" for token in answer)
            pieces.append(f"{head} sorry\n" if hidden else f"{head}\n{lines}")
            position = answer[-1].end + 1
    return "".join(pieces) + header[position:]


def _placeholder(source: LeanText, keyword: int, end: int) -> tuple[Token, list[Token]] | None:
    """The `sorry` at the end of a definition, and the comments on the lines right below it."""
    tokens = source.tokens
    first = bisect_left(tokens, source.code[keyword].start, key=lambda token: token.start)
    last = bisect_left(tokens, end, key=lambda token: token.start)
    holes = [at for at in range(first, last) if tokens[at].is_code]
    at = holes[-1]
    if tokens[at].text != "sorry" or tokens[holes[-2]].text != ":=":
        return None
    hole, answer = tokens[at], list[Token]()
    while at + 2 < len(tokens):
        gap, comment = tokens[at + 1], tokens[at + 2]
        if gap.text.count("\n") != 1 or not comment.text.startswith("--"):
            break
        answer.append(comment)
        at += 2
    return (hole, answer) if answer else None


def _uncommented(line: str) -> str:
    text = line.removeprefix("--")
    return text[1:] if text[:1] in (" ", "\t") else text


def _comment(text: str) -> str:
    return "/-- " + text.replace("-/", "- /").strip() + " -/\n"


def _as_theorem(text: str) -> str:
    """`def NAME ... : T :=` as `theorem NAME ... : Nonempty (T) :=`; a theorem as it is."""
    source = source_of(text)
    keyword = 1 if source.code and source.code[0].text == "noncomputable" else 0
    if keyword >= len(source.code) or source.code[keyword].text != "def":
        return text
    found = read_statement(source, keyword)
    if found is None:
        raise DataError(f"a definition has no type: {text[:80]!r}")
    name, colon = source.code[keyword + 1], source.code[found.colon]
    goal = text[colon.end : source.code[found.stop - 1].end].strip()
    return f"theorem {name.text}{text[name.end : colon.start]}: Nonempty ({goal}) :="


def _unique(rows: list[Row]) -> list[Row]:
    """A name that stands twice gets a number from its second row on, in the statement too."""
    met: Counter[str] = Counter()
    for row in rows:
        name = str(row["name"])
        met[name] += 1
        if met[name] > 1:
            row["published_name"], row["name"] = name, f"{name}__{met[name]}"
            row["formal_statement"] = _renamed(row["formal_statement"], str(row["name"]))
    return rows


def _renamed(statement: str, name: str) -> str:
    """A statement that begins with `theorem NAME`, with another name."""
    old = source_of(statement).code[1]
    return f"{statement[: old.start]}{name}{statement[old.end :]}"
