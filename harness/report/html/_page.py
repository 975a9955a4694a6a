"""The page itself: templates, style, script and policy put together."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from harness.report.html._visible import visible
from harness.resources import data_folder

_SCRIPTS = ("text.js", "lean.js", "chunks.js", "attempt.js", "problem.js", "table.js", "main.js")
_NOT_IN_SCRIPT = re.compile("[<>&\u2028\u2029]")


def render_page(view: Mapping[str, Any], index: Mapping[str, Any], chunks: Sequence[str]) -> str:
    """The whole page as HTML.

    view: what the template prints; all text is escaped there. index: what the script reads, as JSON. chunks:
    packed attempts that go into the page; they are base64. The page's policy allows its own style and script
    by their hashes and, through that script, the files of attempts; nothing else, and no network.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    folder = data_folder("reports") / "html"
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=partial(_shown, Markup),
    )
    style = (folder / "style.css").read_text("utf-8")
    script = _script(folder)
    template = environment.get_template("page.html.jinja")
    return template.render(
        **view,
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
        index=Markup(json_for_script(index)),
        chunks=[Markup(chunk) for chunk in chunks],
    )


def _shown(markup: type[str], value: object) -> object:
    """What a template prints: hidden characters of any text made visible."""
    return visible(value) if isinstance(value, str) and not isinstance(value, markup) else value


def _script(folder: Path) -> str:
    parts = [(folder / name).read_text("utf-8") for name in _SCRIPTS]
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "\n})();\n"


def json_for_script(value: object) -> str:
    """JSON that can stand inside a script element: no `<`, `>`, `&` and no line separators."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return _NOT_IN_SCRIPT.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _policy(style: str, script: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}' 'strict-dynamic'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types chunks",
        )
    )


def _hash(text: str) -> str:
    """Source expression of an inline element (Content Security Policy Level 3, section 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
