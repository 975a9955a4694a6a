"""The tokenizer: lossless on any text, and of one mind with Lean about names, quotes and comments."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.checker.engines import ProcessEngine
from harness.lean.source import UNTERMINATED, Token, TokenKind, column, reread, tokenize
from harness.sandbox import Limits

_PIECES = st.sampled_from(
    [
        '"',
        "'",
        "/-",
        "-/",
        "--",
        "\\",
        "{",
        "}",
        's!"',
        'r#"',
        '"#',
        "«",
        "»",
        "`",
        ".",
        "#eval",
        "0x1",
        "1.5e3",
        "h'",
        "x₁",
        "λ",
        "é",
        "\n",
        " ",
        "⟨",
        ":=",
        "theorem",
        "/--",
        "/-!",
        "/--\t",
        "/-/",
        "\\q",
        "0x",
        "1_",
        "'a'",
        "\t",
        "\x00",
        "�",
        "⁻¹'",
    ]
)


def _code(text: str) -> list[tuple[str, str]]:
    return [(token.kind.value, token.text) for token in tokenize(text) if token.kind is not TokenKind.SPACE]


def _check_frame(text: str, tokens: list[Token]) -> None:
    assert "".join(token.text for token in tokens) == text
    position, line = 0, 1
    for token in tokens:
        assert (token.start, token.line) == (position, line)
        assert token.end == token.start + len(token.text) > token.start
        position, line = token.end, line + token.text.count("\n")


@given(st.text())
def test_any_text_is_kept(text: str) -> None:
    _check_frame(text, tokenize(text))


@given(st.lists(_PIECES).map("".join))
def test_texts_of_delimiters_are_kept(text: str) -> None:
    _check_frame(text, tokenize(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("h' 'a' x'", [("ident", "h'"), ("char", "'a'"), ("ident", "x'")]),
        ("'\"' \"'\"", [("char", "'\"'"), ("string", '"\'"')]),
        (r"'\'' '\u00e9' '\x41'", [("char", r"'\''"), ("char", r"'\u00e9'"), ("char", r"'\x41'")]),
        ('x\'"a"', [("ident", "x'"), ("string", '"a"')]),
        (r'"a\"b" c', [("string", r'"a\"b"'), ("ident", "c")]),
        ('"a\\\n   b"', [("string", '"a\\\n   b"')]),
        ('r"\\" r#"a"b"#', [("raw_string", 'r"\\"'), ("raw_string", 'r#"a"b"#')]),
        ('xr"a"', [("ident", "xr"), ("string", '"a"')]),
        ("«a b».c", [("ident", "«a b».c")]),
        ("`a.b ``c", [("name", "`a.b"), ("symbol", "``"), ("ident", "c")]),
        ("0x1F 0b1 0o7 1.5e-3 1_000", [("number", n) for n in ("0x1F", "0b1", "0o7", "1.5e-3", "1_000")]),
        ("h.1.2", [("ident", "h"), ("symbol", "."), ("number", "1"), ("symbol", "."), ("number", "2")]),
        ("x₁.y!", [("ident", "x₁.y!")]),
        ("λx", [("symbol", "λ"), ("ident", "x")]),
        ("x²", [("ident", "x"), ("symbol", "²")]),
        ("#s' #sα.card", [("command", "#s'"), ("command", "#sα"), ("symbol", "."), ("ident", "card")]),
        ("#eval! x", [("command", "#eval!"), ("ident", "x")]),
        ("1end", [("number", "1"), ("ident", "end")]),
        ("f⁻¹' s'", [("ident", "f"), ("symbol", "⁻¹'"), ("ident", "s'")]),
        ("f '' s", [("ident", "f"), ("symbol", "''"), ("ident", "s")]),
        ("/- a /- b -/ c -/ d", [("comment", "/- a /- b -/ c -/"), ("ident", "d")]),
        ("/-/ -/ d", [("comment", "/-/ -/"), ("ident", "d")]),
        ("/-/- -/ d", [("comment", "/-/- -/"), ("ident", "d")]),
        ("/--/ a -/ d", [("doc", "/--/ a -/"), ("ident", "d")]),
        ("/-- a --/ d", [("doc", "/-- a --/"), ("ident", "d")]),
        ("/---/ d", [("doc", "/---/"), ("ident", "d")]),
        ("/-!-/ d", [("doc", "/-!-/"), ("ident", "d")]),
        ("/----/\na -/ d", [("doc", "/----/\na -/"), ("ident", "d")]),
        ("/-- -- x -/\na -/ d", [("doc", "/-- -- x -/\na -/"), ("ident", "d")]),
        ("/-! /- x -/ -/ d", [("doc", "/-! /- x -/ -/"), ("ident", "d")]),
        ("/--/- x -/ -/ d", [("doc", "/--/- x -/ -/"), ("ident", "d")]),
        ("/--\ta -/", [("malformed", "/--"), ("ident", "a"), ("symbol", "-"), ("symbol", "/")]),
        (r'"a\qb"', [("malformed", '"a\\'), ("ident", "qb"), ("unterminated_string", '"')]),
        (r'"\x4g', [("malformed", r'"\x4'), ("ident", "g")]),
        ('"\\\n\n a', [("malformed", '"\\\n'), ("ident", "a")]),
        (
            "x[i]'h' ∀' y",
            [
                *(("ident", "x"), ("symbol", "["), ("ident", "i"), ("symbol", "]'"), ("ident", "h'")),
                *(("symbol", "∀"), ("symbol", "'"), ("ident", "y")),
            ],
        ),
        ("'abc", [("malformed", "'ab"), ("ident", "c")]),
        ("'\\qa", [("malformed", "'\\"), ("ident", "qa")]),
        ("'\n'", [("char", "'\n'")]),
        (
            "0xg 0b_ 1_a",
            [("malformed", "0x"), ("ident", "g"), ("malformed", "0b_"), ("malformed", "1_"), ("ident", "a")],
        ),
        ("1.e5a", [("number", "1.e5"), ("ident", "a")]),
        ("1.5e", [("number", "1.5"), ("ident", "e")]),
        ("«»a", [("ident", "«»"), ("ident", "a")]),
        ("a//-- x", [("ident", "a"), ("symbol", "//"), ("comment", "-- x")]),
        ("/-! m -/-- x", [("doc", "/-! m -/"), ("comment", "-- x")]),
        ("a -- /-\nb", [("ident", "a"), ("comment", "-- /-"), ("ident", "b")]),
        ("x-/y", [("ident", "x"), ("symbol", "-"), ("symbol", "/"), ("ident", "y")]),
        ('s!"a{x}b"', [("ident", "s!"), ("piece", '"a{'), ("ident", "x"), ("piece", '}b"')]),
        (
            's!"{f {y := 1}}"',
            [
                ("ident", "s!"),
                ("piece", '"{'),
                ("ident", "f"),
                ("symbol", "{"),
                ("ident", "y"),
                ("symbol", ":="),
                ("number", "1"),
                ("symbol", "}"),
                ("piece", '}"'),
            ],
        ),
        (
            's!"{"}"}"',
            [("ident", "s!"), ("piece", '"{'), ("string", '"}"'), ("piece", '}"')],
        ),
        (r's!"\{x}"', [("ident", "s!"), ("piece", r'"\{x}"')]),
    ],
)
def test_kinds(text: str, expected: list[tuple[str, str]]) -> None:
    assert _code(text) == expected


@pytest.mark.parametrize("text", ["/- a", "/-- a", "/- /- -/", '"a', 'r#"a"', "«a", 's!"{x', 's!"a', '"a\\"'])
def test_what_has_no_end_says_so(text: str) -> None:
    assert [token for token in tokenize(text) if token.kind in UNTERMINATED]


@pytest.mark.parametrize("text", ["/- a -/", "/-- a -/", '"a"', 'r#"a"#', "«a»", 's!"{x}"', "a -/", "}", "'"])
def test_what_has_an_end_says_nothing(text: str) -> None:
    assert not [token for token in tokenize(text) if token.kind in UNTERMINATED]


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ('s!"{x} a" b', 6, ["a", '"']),
        ('s!"{x} a" b "c"', 6, ["a", '" b "', "c", '"']),
        ("f⁻¹' s t", 3, ["' s"]),
        ("a b", 0, []),
    ],
)
def test_another_reading_goes_on_until_it_meets_the_first(text: str, start: int, expected: list[str]) -> None:
    found = reread(text, start, tokenize(text))
    assert [token.text for token in found if token.is_code][: len(expected)] == expected


def test_column_counts_code_points() -> None:
    text = "αβ\n  𝔸x"
    assert column(text, text.index("x")) == 3


@pytest.mark.parametrize(
    "piece",
    [
        "/-",
        "«",
        "a.«",
        "r#",
        "'",
        's!"{',
        '\\"',
        "1_",
        "0x",
        "a.",
        "`«",
        "'\\",
        "#",
        "(",
        '"\\',
        '\\"',
        "/--",
        "/--\t",
        "/-/",
    ],
)
def test_long_texts_take_linear_time(piece: str) -> None:
    tokens = tokenize(piece * 100_000)
    assert sum(len(token.text) for token in tokens) == len(piece) * 100_000


# First and last letters of each range that Lean takes into a name, and their neighbours.
_EDGES = "«»¬ÀÖ×ØößðøſƀͰΐΑΠΡΣΤΩΪαλμωϊϻϼἀ῾῿ℂ℀⅏⅐𝒜𝒛𝖟𝖠₀₉ₐₜ₟ᵢᵪᵫⱼⱻж中²ⁿˣ×"


def test_lean_takes_the_same_letters_into_a_name(process_engine: ProcessEngine) -> None:
    letters = [letter for letter in dict.fromkeys(_EDGES) if letter not in "«»"]
    lines = [f"theorem x{letter}{number} : True := trivial" for number, letter in enumerate(letters)]
    # A line that is surely right between any two ends Lean's recovery from an error.
    text = "prelude\nimport Embedded.Base\n" + "\n".join(
        f"{line}\ntheorem right{number} : True := trivial" for number, line in enumerate(lines)
    )
    done = asyncio.run(process_engine.elaborate(text, Limits()))
    wrong = {message.line for message in done.messages if message.severity == "error"}
    assert wrong, "some of the letters are not Lean's"
    for number, letter in enumerate(letters):
        whole = f"x{letter}{number}"
        assert (_code(whole) == [("ident", whole)]) == (3 + 2 * number not in wrong), hex(ord(letter))
