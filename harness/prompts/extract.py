"""The proof in a model's text: thinking is dropped, the last fitting code block is taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from harness.prompts._fences import Block, Blocks, begins_block, blocks_of, code_before_fence, has_fence
from harness.prompts._glance import begins_like_lean, declares, has_code, is_bare_statement, proves
from harness.prompts._thinking import Spoken, without_thinking
from harness.prompts._turns import answers_in_words, answers_of
from harness.prompts._unfenced import amid_a_line, proof_alone, unfenced
from harness.prompts._wrapped import in_calls, in_json, tactic_behind_state, wrapped


class Why(StrEnum):
    """Why there is no candidate in a model's text."""

    EMPTY = "empty"
    ONLY_PROSE = "only_prose"
    ONLY_THINKING = "only_thinking"
    UNCLOSED_THINKING = "unclosed_thinking"
    CUT_OFF = "cut_off"
    OTHER_LANGUAGE = "other_language"
    EMPTY_BLOCK = "empty_block"


_WORDS = {
    Why.EMPTY: "the model's text is empty",
    Why.ONLY_PROSE: "the text has no code block and isn't Lean",
    Why.ONLY_THINKING: "nothing stands behind the thinking part",
    Why.UNCLOSED_THINKING: "the thinking part never ended",
    Why.CUT_OFF: "the text ends before any code",
    Why.OTHER_LANGUAGE: "no code block is marked as Lean",
    Why.EMPTY_BLOCK: "no Lean code block holds code",
}


_DECLARING = frozenset({"", "lean", "lean4"})


@dataclass(frozen=True, slots=True)
class NoCandidate:
    """There is no proof in a model's text; as a text it is `why: in words`."""

    why: Why

    def __str__(self) -> str:
        return f"{self.why.value}: {_WORDS[self.why]}"


def why_of(detail: str) -> str:
    """The word that counts of `no_code` go by: that of the NoCandidate whose text `detail` is, else "other",
    for a candidate that held no proof (only imports, only comments)."""
    word = detail.partition(":")[0]
    return word if word in {why.value for why in Why} else "other"


def extract(text: str, theorem: str) -> str | NoCandidate:
    """The candidate in a model's answer to a prompt about `theorem` (its name).

    The answer ends where the model's turn does; what it went on to write counts only where that held nothing.
    Of the code blocks marked `lean4`, `lean` or not at all that hold code, the last one that declares the
    theorem is taken, but for a mere statement with `sorry`; else the last one that is marked, else the last
    one. Blocks marked `tactics` count where there are no others. A block that the token limit cut off counts.
    A text that begins like Lean is taken up to its first bare fence, as models write that go on from an open
    fence in the prompt. Without such a block the theorem is looked for at the beginning of a line, then in
    tags, JSON and blocks of other languages, then amid lines.
    Where nothing is found, the whole text is looked at: a code block anywhere, in the thinking as well, that
    proves the theorem without a hole.
    A fence or a tag in a comment or string of Lean is part of it. Line ends come out as line feeds.
    """
    plain = _plain(text)
    why: NoCandidate | None = None
    for answer in answers_of(plain):
        said = without_thinking(answer)
        for words in answers_in_words(said.text) or [""]:
            found = _in_answer(replace(said, text=words), theorem)
            if isinstance(found, str):
                return found
            why = why or found
    if why is None:
        return NoCandidate(Why.EMPTY)
    return whole_proof(plain, theorem) or why


def whole_proof(text: str, theorem: str) -> str | None:
    """The last code block of Lean in `text`, thinking included, that proves the theorem without a hole."""
    blocks = blocks_of(_plain(text)).all
    return _last(
        block.text for block in blocks if block.is_lean and block.closed and proves(block.text, theorem)
    )


def _in_answer(said: Spoken, theorem: str) -> str | NoCandidate:
    answer = said.text
    if not answer.strip():
        if said.unclosed:
            return NoCandidate(Why.UNCLOSED_THINKING)
        return NoCandidate(Why.ONLY_THINKING if said.thought else Why.EMPTY)
    if (found := in_json(answer, theorem, partial(_find, theorem=theorem))) is not None:
        return found
    if (whole := _file_amid_prose(answer, theorem)) is not None:
        return whole
    blocks = blocks_of(answer)
    if (declaring := _declaring(blocks.all, theorem)) is not None:
        return declaring.text
    code = [block for block in blocks.all if block.holds_code]
    if (chosen := _marked(code)) is not None:
        return chosen.text
    if not blocks.fenced and begins_like_lean(answer):
        return answer.strip("\n")
    if found := _elsewhere(answer, blocks, theorem):
        return found
    # Behind a bare fence that is never closed stands prose as often as a proof.
    if others := [block for block in code if block.closed]:
        return others[-1].text
    return NoCandidate(_why_no_block(blocks.all) if blocks.fenced else Why.ONLY_PROSE)


def _find(text: str, theorem: str) -> str | None:
    found = _in_answer(Spoken(text), theorem)
    return found if isinstance(found, str) else None


def _elsewhere(answer: str, blocks: Blocks, theorem: str) -> str | None:
    """The candidate outside the blocks that are Lean's."""
    find = partial(_find, theorem=theorem)
    inside = wrapped(blocks.beside)
    foreign = [block.text for block in blocks.all if not block.is_lean]
    return (
        _last(content for content in inside if proves(content, theorem))
        or unfenced(blocks.beside, theorem)
        or _last(text for text in foreign if proves(text, theorem))
        or next((found for text in reversed(foreign) if (found := in_json(text, theorem, find))), None)
        or in_calls(answer, theorem, find)
        or _last(inside)
        or amid_a_line(blocks.beside, theorem)
        or tactic_behind_state(blocks.beside)
        or proof_alone(blocks.beside)
    )


def _last(texts: Iterable[str]) -> str | None:
    return next(reversed([*texts]), None)


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

    None when there is no code before it, or when a fence with a language shows that it began again.
    """
    code, fence = code_before_fence(_first_answer(text))
    if fence is not None and begins_block(fence):
        return None
    return code.strip("\n") if has_code(code) else None


def spoken(text: str) -> str:
    """A model's answer without its thinking, stripped; empty where it said nothing else."""
    return _first_answer(text).strip()


def _first_answer(text: str) -> str:
    """What the model said beside its thinking before its turn ended; empty where it said nothing."""
    said = (without_thinking(answer).text for answer in answers_of(_plain(text))[:1])
    return next((words for text in said for words in answers_in_words(text)), "")


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").removeprefix("\ufeff")


def _declaring(blocks: Sequence[Block], theorem: str) -> Block | None:
    """The last block of Lean that declares the theorem and proves it, or else the last that declares it."""
    last: Block | None = None
    for block in reversed(blocks):
        if block.language in _DECLARING and declares(block.text, theorem):
            if not is_bare_statement(block.text, theorem):
                return block
            last = last or block
    return last


def _marked(code: Sequence[Block]) -> Block | None:
    """The block that holds the proof by its language or its first word. code: those that hold any."""
    lean = [block for block in code if block.language in _DECLARING]
    marked = [block for block in lean if block.language or block.continues]
    like_lean = [block for block in lean if begins_like_lean(block.text)]
    tactics = [block for block in code if block.language in ("tactics", "tactic")]
    return next((choice[-1] for choice in (marked, like_lean, tactics) if choice), None)


def _why_no_block(blocks: Sequence[Block]) -> Why:
    if blocks and not blocks[-1].closed and blocks[-1].is_lean and not blocks[-1].holds_code:
        return Why.CUT_OFF
    return Why.EMPTY_BLOCK if any(block.is_lean for block in blocks) else Why.OTHER_LANGUAGE
