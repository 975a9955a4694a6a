"""The proof in a model's text: thinking is dropped, the last fitting code block is taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from harness.lean.source import code_tokens, split_theorem, tokenize
from harness.prompts._fences import Block, blocks_of, code_before_fence, has_fence
from harness.prompts._glance import begins_like_lean, declares, has_code
from harness.prompts._thinking import Spoken, without_thinking
from harness.prompts._unfenced import unfenced


class Why(StrEnum):
    """Why there is no candidate in a model's text."""

    EMPTY = "empty"
    ONLY_PROSE = "only_prose"
    ONLY_THINKING = "only_thinking"
    UNCLOSED_THINKING = "unclosed_thinking"
    CUT_OFF = "cut_off"
    OTHER_LANGUAGE = "other_language"
    EMPTY_BLOCK = "empty_block"


_TOLD = {
    Why.EMPTY: "the model's text is empty",
    Why.ONLY_PROSE: "the text has no code block and isn't Lean",
    Why.ONLY_THINKING: "nothing stands behind the thinking part",
    Why.UNCLOSED_THINKING: "the thinking part never ended",
    Why.CUT_OFF: "the text ends before any code",
    Why.OTHER_LANGUAGE: "no code block is marked as Lean",
    Why.EMPTY_BLOCK: "no Lean code block holds code",
}


@dataclass(frozen=True, slots=True)
class NoCandidate:
    """There is no proof in a model's text; as a text it is `why: in words`."""

    why: Why

    def __str__(self) -> str:
        return f"{self.why.value}: {_TOLD[self.why]}"


def why_of(detail: str) -> str:
    """The word that counts of `no_code` go by: that of the NoCandidate whose text `detail` is, else "other",
    for a candidate that held no proof (only imports, only comments)."""
    word = detail.partition(":")[0]
    return word if word in {why.value for why in Why} else "other"


def extract(text: str, theorem: str) -> str | NoCandidate:
    """The candidate in a model's answer to a prompt about `theorem` (its name).

    Of the code blocks marked `lean4`, `lean` or not at all that hold code, the last one that declares the
    theorem is taken, but for a mere statement with `sorry`; else the last one that is marked, else the last
    one. Blocks marked `tactics` count where there are no others. A block that the token limit cut off counts.
    A text that begins like Lean is taken up to its first bare fence, as models write that go on from an open
    fence in the prompt. Without any fence the theorem is looked for at the beginning of a line.
    A fence or a thinking tag in a comment or string of Lean is part of it. Line ends come out as line feeds.
    """
    said = _said(text)
    answer = said.text
    if not answer.strip():
        if said.unclosed:
            return NoCandidate(Why.UNCLOSED_THINKING)
        return NoCandidate(Why.ONLY_THINKING if said.thought else Why.EMPTY)
    if (whole := _file_amid_prose(answer, theorem)) is not None:
        return whole
    blocks, fenced = blocks_of(answer)
    if found := _choose([block for block in blocks if block.holds_code], theorem):
        return found.text
    if fenced:
        return NoCandidate(_why_no_block(blocks))
    if begins_like_lean(answer):
        return answer.strip("\n")
    return unfenced(answer, theorem) or NoCandidate(Why.ONLY_PROSE)


def _file_amid_prose(answer: str, theorem: str) -> str | None:
    """The Lean part of an answer whose fences all stand in that part's comments and strings."""
    if begins_like_lean(answer) or not has_fence(answer):
        return None
    found = unfenced(answer, theorem)
    if found is None or not has_fence(found):
        return None
    before, _, behind = answer.partition(found)
    alone = not has_fence(before) and not has_fence(behind) and code_before_fence(found)[1] is None
    return found if alone else None


def up_to_fence(text: str) -> str | None:
    """What a model wrote that goes on from an open fence in its prompt: all up to the first fence.

    None when there is no code before it, or when a fence with a language shows that it began anew.
    """
    code, fence = code_before_fence(_said(text).text)
    if fence is not None and _begins_anew(fence):
        return None
    return code.strip("\n") if has_code(code) else None


def _begins_anew(fence: re.Match[str]) -> bool:
    """Whether a fence has a language: any word leading a line, Lean's own names amid one."""
    language = fence["language"]
    return bool(language) if fence["lead"] is not None else language in ("lean", "lean4")


def _said(text: str) -> Spoken:
    return without_thinking(text.replace("\r\n", "\n").removeprefix("\ufeff"))


def spoken(text: str) -> str:
    """A model's text without its thinking, stripped; empty where it said nothing else."""
    return _said(text).text.strip()


def _choose(blocks: Sequence[Block], theorem: str) -> Block | None:
    lean = [block for block in blocks if block.language in ("", "lean", "lean4")]
    declaring = [block for block in lean if declares(block.text, theorem)]
    if declaring:
        proving = (block for block in reversed(declaring) if not _is_bare_statement(block.text, theorem))
        return next(proving, declaring[-1])
    marked = [block for block in lean if block.language or block.continues]
    like_lean = [block for block in lean if begins_like_lean(block.text)]
    tactics = [block for block in blocks if block.language in ("tactics", "tactic")]
    # Behind a bare fence that is never closed stands prose as often as a proof.
    others = [block for block in lean if block.closed]
    for choice in (marked, like_lean, tactics, others):
        if choice:
            return choice[-1]
    return None


def _is_bare_statement(text: str, theorem: str) -> bool:
    """Whether the theorem's proof in `text` is nothing but `sorry`: the prompt said again."""
    parts = split_theorem(text, theorem)
    if parts is None:
        return False
    words = [token.text for token in code_tokens(tokenize(parts.body))]
    return words in ([":=", "by", "sorry"], [":=", "sorry"])


def _why_no_block(blocks: Sequence[Block]) -> Why:
    if blocks and not blocks[-1].closed and blocks[-1].is_lean and not blocks[-1].holds_code:
        return Why.CUT_OFF
    return Why.EMPTY_BLOCK if any(block.is_lean for block in blocks) else Why.OTHER_LANGUAGE
