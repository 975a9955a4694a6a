"""The parts of a Lean file: its imports, and one theorem with what stands before and after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from harness.lean.source._tokens import NO_CODE, Kind, Token, tokenize
from harness.lean.source.words import COMMANDS, TACTICS

_THEOREM_WORDS = frozenset({"theorem", "lemma"})
_MODIFIERS = frozenset(
    {"private", "protected", "public", "noncomputable", "nonrec", "unsafe", "partial", "meta"}
)
_BINDING_WORDS = frozenset({"let", "have", "letI", "haveI", "let_fun"})
_OPEN, _CLOSE = frozenset("([{⟨⦃⟦⌊⌈"), frozenset(")]}⟩⦄⟧⌋⌉")


@dataclass(frozen=True, slots=True)
class TheoremParts:
    """A theorem cut into pieces of the text; all six joined give the text back.

    before: up to the declaration. prefix: doc comment, attributes, modifiers.
    keyword: `theorem` or `lemma`. signature: name, binders and statement.
    body: from the `:=`, `|` or `where` on; empty when there is none.
    after: from the next command on.
    """

    before: str
    prefix: str
    keyword: str
    signature: str
    body: str
    after: str


def plain_name(text: str) -> str:
    """A dotted name without the `«»` around its parts."""
    return text.replace("«", "").replace("»", "")


def code_tokens(tokens: Sequence[Token]) -> list[Token]:
    """The tokens that are neither white space nor comments."""
    return [token for token in tokens if token.kind not in NO_CODE]


def written_names(full: str) -> frozenset[str]:
    """How a theorem may be named where it stands: in full, or without some of its namespaces."""
    parts = full.split(".")
    return frozenset([f"_root_.{full}", *(".".join(parts[at:]) for at in range(len(parts)))])


def declares_theorem(tokens: Sequence[Token], name: str) -> bool:
    """Whether the tokens have `theorem name` or `lemma name`, which a namespace may shorten."""
    return _find_theorem(code_tokens(tokens), name) is not None


def definitions(code: Sequence[Token]) -> list[str]:
    """The names that `def` and `abbrev` give in `code`, tokens without white space and comments."""
    return [plain_name(following.text) for token, following in pairwise(code) if _defines(token)]


def _defines(token: Token) -> bool:
    return token.kind is Kind.IDENT and token.text in ("def", "abbrev")


def repeated_definitions(
    text: str, tokens: Sequence[Token], code: Sequence[Token], names: frozenset[str]
) -> list[tuple[int, int]]:
    """The ranges of `text` that define anew one of `names`, doc comment and attributes included.

    code: the part of `tokens` to look at, without white space and comments. Models restate the definitions
    of a problem's header, among them the answer that a problem asks for: the header's own is what counts.
    """
    cuts: list[tuple[int, int]] = []
    for index, (token, following) in enumerate(pairwise(code)):
        if token.text == "namespace":
            # From here on the same word is another name.
            break
        if names and _defines(token) and plain_name(following.text) in names:
            start = _declaration_start(tokens, code, index)
            cuts.append((start, _declaration_end(tokens, token.end, text)))
    return cuts


def _find_theorem(code: Sequence[Token], name: str) -> int | None:
    """Index of the keyword of the first theorem called `name`, or else of the first that may be it."""
    wanted = plain_name(name)
    shortened = written_names(wanted)
    found: int | None = None
    for index, (token, following) in enumerate(pairwise(code)):
        if token.kind is Kind.IDENT and token.text in _THEOREM_WORDS:
            if plain_name(following.text) == wanted:
                return index
            if found is None and plain_name(following.text) in shortened:
                found = index
    return found


def begins_like_lean(text: str) -> bool:
    """Whether the first code token of `text` begins a command, a tactic or a proof."""
    first = next((token for token in tokenize(text) if token.is_code), None)
    return first is not None and (
        first.text in COMMANDS
        or first.text in TACTICS
        or first.text in (":=", "by", "fun", "import", "prelude", "module", "|", "⟨", "@[", "λ")
        or first.kind is Kind.COMMAND
    )


def split_theorem(text: str, name: str) -> TheoremParts | None:
    """Cut `text` at its first theorem or lemma called `name`, which a namespace may shorten; None when there
    is none."""
    tokens = tokenize(text)
    code = code_tokens(tokens)
    keyword = _find_theorem(code, name)
    if keyword is None:
        return None
    start = _declaration_start(tokens, code, keyword)
    body = _body_start(code, keyword + 2, text)
    stop = _declaration_end(tokens, code[keyword].end, text)
    body_at = code[body].start if body is not None and code[body].start < stop else stop
    head = code[keyword]
    return TheoremParts(
        before=text[:start],
        prefix=text[start : head.start],
        keyword=head.text,
        signature=text[head.end : body_at],
        body=text[body_at:stop],
        after=text[stop:],
    )


def _declaration_start(tokens: Sequence[Token], code: Sequence[Token], keyword: int) -> int:
    """Where the doc comment, attributes and modifiers of the declaration begin."""
    index = keyword
    while index > 0:
        if code[index - 1].text in _MODIFIERS:
            index -= 1
        elif code[index - 1].text == "]" and (opening := _opening(code, index - 1)) is not None:
            index = opening
        else:
            break
    start = code[index].start
    for token in reversed([token for token in tokens if token.end <= start]):
        if token.kind is Kind.DOC and not token.text.startswith("/-!"):
            return token.start
        if token.kind is not Kind.SPACE:
            break
    return start


def _opening(code: Sequence[Token], closing: int) -> int | None:
    """Index of the `@[` that belongs to the `]` at `closing`."""
    depth = 0
    for index in range(closing, -1, -1):
        text = code[index].text
        if text in _CLOSE:
            depth += 1
        elif text in _OPEN or text in ("@[", "#["):
            depth -= 1
            if depth == 0:
                return index if text == "@[" else None
    return None


def _body_start(code: Sequence[Token], index: int, text: str) -> int | None:
    """Index of the first `:=`, `where` or line-leading `|` outside brackets, past those of `let`, `have`."""
    depth = bindings = 0
    for at in range(index, len(code)):
        token = code[at]
        if token.text in _OPEN or token.text in ("@[", "#["):
            depth += 1
        elif token.text in _CLOSE:
            depth -= 1
        elif depth == 0 and token.text in _BINDING_WORDS:
            bindings += 1
        elif depth == 0 and token.text == ":=":
            if bindings == 0:
                return at
            bindings -= 1
        elif depth == 0 and (token.text == "where" or (token.text == "|" and _first_on_line(token, text))):
            return at
    return None


def _first_on_line(token: Token, text: str) -> bool:
    return not text[text.rfind("\n", 0, token.start) + 1 : token.start].strip()


def _declaration_end(tokens: Sequence[Token], start: int, text: str) -> int:
    """Where the next command at the left margin begins, doc comment included, or the end of the text."""
    for token in tokens:
        if token.start < start or (token.start and text[token.start - 1] != "\n"):
            continue
        command = token.kind is Kind.COMMAND or (token.kind is Kind.IDENT and token.text in COMMANDS)
        if command or token.kind is Kind.DOC or token.text == "@[":
            return token.start
    return len(text)


def strip_header(text: str) -> tuple[list[str], str]:
    """Take `prelude`, `module` and the imports off the head of a file.

    Returns the names of the imported modules in order, and the text with those commands blanked out: same
    lines, so that a message about line 7 still means line 7.
    """
    head = header_tokens(code_tokens(tokenize(text)))
    words = ("prelude", "module", "public", "meta", "private", "import", "all", "runtime")
    imports = [plain_name(token.text) for token in head if token.text not in words]
    return imports, blank(text, [(token.start, token.end) for token in head])


def header_tokens(code: Sequence[Token]) -> Sequence[Token]:
    """The code tokens of `prelude`, `module` and imports that a file begins with."""
    end = 0
    while end < len(code):
        if code[end].text in ("prelude", "module"):
            end += 1
            continue
        at = end
        while at < len(code) and code[at].text in ("public", "meta", "private"):
            at += 1
        if at == len(code) or code[at].text != "import":
            break
        at += 1
        if at < len(code) and code[at].text in ("all", "runtime"):
            at += 1
        if at == len(code) or code[at].kind is not Kind.IDENT:
            break
        end = at + 1
    return code[:end]


def blank(text: str, cuts: Sequence[tuple[int, int]]) -> str:
    """`text` with the given ranges (sorted, apart) turned into spaces; line ends stay."""
    pieces: list[str] = []
    position = 0
    for start, end in cuts:
        pieces += (text[position:start], "".join("\n" if c == "\n" else " " for c in text[start:end]))
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def normalise(text: str) -> str:
    """`text` without comments, blank lines and surplus spaces, for finding duplicates.

    The indentation of each line stays, for Lean reads it. Two texts of one normal form differ at most in
    comments and in spaces inside lines.
    """
    pieces: list[str] = []
    gap = ""
    for token in tokenize(text):
        if not token.is_code:
            gap += token.text if token.kind is Kind.SPACE else " " + "\n" * token.text.count("\n")
            continue
        indent = " " * len(gap[gap.rfind("\n") + 1 :])
        if not pieces:
            pieces.append(indent)
        elif gap:
            pieces.append("\n" + indent if "\n" in gap else " ")
        pieces.append(token.text)
        gap = ""
    return "".join(pieces)
