"""Text that came from outside, made harmless for terminals, Markdown, LaTeX and XML."""

from __future__ import annotations

import re

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
}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]#|~!])")
_MENTION = re.compile(r"(?<!\w)@")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def latex(text: str) -> str:
    """Text for the body of a LaTeX document; line breaks and control characters become spaces.

    A bracket is put in braces, since one at the start of a row would be an argument of the row before.
    """
    return (
        "".join(_LATEX.get(char, char) for char in one_line(text))
        .replace(r"\textgreater{}= ", r"$\geq$ ")
        .replace(r"\textless{}= ", r"$\leq$ ")
    )


def markdown(text: str) -> str:
    """Text for a cell or a paragraph of GitHub's and GitLab's Markdown, without links, tags and mentions."""
    safe = _MARKDOWN.sub(r"\\\1", one_line(text).replace("&", "&amp;").replace("<", "&lt;"))
    return _MENTION.sub("@\u200b", safe.replace(">", "&gt;"))


def xml_text(text: str) -> str:
    """The text without characters that XML 1.0 can't have; escaping is the writer's."""
    return _NO_XML.sub("\ufffd", text)


def one_line(text: str) -> str:
    """The text for a terminal: line breaks and control characters become spaces."""
    return "".join(char if char.isprintable() else " " for char in text)
