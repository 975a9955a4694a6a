"""Text that came from outside, made harmless for Markdown, LaTeX, CSV and XML."""

from __future__ import annotations

import re

from harness.printable import one_line

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedblright{}",
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]#|~!])")
_MENTION = re.compile(r"(?<!\w)@")
# A bare address is a link, too.
_ADDRESS = re.compile(r"(?:https?|ftp)(?=://)|www(?=\.)", re.IGNORECASE)
# Full-width signs are signs to some; a tab or a line break is passed over before one.
_FORMULA = frozenset("=+-@\t\n\uff1d\uff0b\uff0d\uff20")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def latex(text: str) -> str:
    """Text for the body of a LaTeX document; line breaks and control characters become spaces.

    A bracket or a star is put in braces, since one at the start of a row would belong to the row before.
    """
    return (
        "".join(_LATEX.get(char, char) for char in one_line(text))
        .replace(r"\textgreater{}= ", r"$\geq$ ")
        .replace(r"\textless{}= ", r"$\leq$ ")
    )


def markdown(text: str) -> str:
    """Text for a cell or a paragraph of GitHub's and GitLab's Markdown, without links, tags and mentions."""
    safe = _MARKDOWN.sub(r"\\\1", one_line(text).replace("&", "&amp;").replace("<", "&lt;"))
    return _ADDRESS.sub("\\g<0>\u200b", _MENTION.sub("@\u200b", safe.replace(">", "&gt;")))


def xml_text(text: str) -> str:
    """The text without characters that XML 1.0 can't have; escaping is the writer's."""
    return _NO_XML.sub("\ufffd", text)


def csv_text(text: str) -> str:
    """Text for a cell of CSV; what a spreadsheet would take for a formula gets an apostrophe in front.

    Only for texts: a number is written as it is, its sign too.
    """
    # Python's writer leaves a carriage return bare, which readers take for the end of a line.
    text = text.replace("\r", " ")
    return f"'{text}" if text.lstrip(" ")[:1] in _FORMULA else text
