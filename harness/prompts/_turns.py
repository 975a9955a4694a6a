"""The answers in a model's text: where its turn ends, and what it went on to write in the name of others."""

from __future__ import annotations

import re

from harness.prompts._tags import meant

# Tokens that end a turn, by the chat templates of the families, and those that begin a text.
_END = r"""
<\|(?:im_end|eot_id|eot|eom_id|eom|EOT|end_of_text|endoftext|return|role_end|endofresponse|endofuserprompt)\|>
<\|(?:END_OF_TURN_TOKEN|assistant_end|user_end)\|> <end_of_turn> <turn\|> </s> <eos> </longcat_s>
<｜(?:end▁of▁sentence|hy_eos|hy_place▁holder▁no▁2)｜> <seed:eos> \[e~\[ \[\|endofturn\|\] <SPECIAL_12>
"""
_BEGIN = r"<s> <bos> <\|(?:begin_of_text|startoftext|bom)\|> <｜(?:hy_)?begin▁of▁sentence｜>"
# Tokens and headings that say whose turn begins; each has one group, the word for whose.
_WHOSE = r"""
<\|im_start\|>(\w+)(?:<\|im_sep\|>)?\n? <\|im_(user|assistant|system)\|>\w*<\|im_middle\|>
<\|(?:start_header_id|header_start)\|>(\w+)<\|(?:end_header_id|header_end)\|>\n*
<start_of_turn>(\w+)\n? <\|turn>(\w+)\n? <｜(?:hy_)?(User|Assistant)｜>
<\|(user|assistant|system|observation|tool|prompter|userprompt|response)\|>\n?
<\|start\|>([\w.]+)(?:\x20to=\w+)?(?=<\|channel\|>|<\|message\|>) <role>(\w+)</role> <seed:bos>(\w+)\n?
\]~b\](\w+)\n? <SPECIAL_1[01]>(\w+)\n? <\|start_of_role\|>(\w+)<\|end_of_role\|>
\[\|(user|assistant|system)\|\] <\|(USER|CHATBOT|SYSTEM)_TOKEN\|> <\|(user|assistant|system)_start\|>
\[(/?INST)\]
"""
_MARK = re.compile(
    f"(?P<end>{'|'.join(_END.split())})|(?P<begin>{'|'.join(_BEGIN.split())})|{'|'.join(_WHOSE.split())}",
    re.MULTILINE,
)
_IN_WORDS = re.compile(
    r"^(?:User|Human|USER|HUMAN|(?P<answer>Assistant|ASSISTANT)):"
    r"|^### (?:Instruction|(?P<response>Response))\b:?",
    re.MULTILINE,
)
_ANSWERS = frozenset({"assistant", "model", "ai", "chatbot", "response", "/inst"})
_TOOLS = frozenset({"tool", "ipython", "observation", "function", "functions"})


def answers_of(text: str) -> list[str]:
    """The answers of the model in `text`, none of them blank; the first is the one that was asked for.

    A tool's turn doesn't end an answer. The words of anybody else are left out, and so are special tokens.
    """
    turns = _Turns()
    start = 0
    for mark in meant(text, _MARK.finditer(text)):
        turns.say(text[start : mark.start()])
        start = mark.end()
        if mark["end"]:
            turns.end()
        elif not mark["begin"]:
            turns.begin(mark[mark.lastindex or 0])
    turns.say(text[start:])
    return turns.finish()


def answers_in_words(text: str) -> list[str]:
    """The answers of the model in a text without thinking in which turns begin with a name or a heading, as
    in `User:`; none of them blank."""
    turns = _Turns()
    start = 0
    for mark in meant(text, _IN_WORDS.finditer(text)):
        turns.say(text[start : mark.start()])
        start = mark.end()
        turns.begin("assistant" if mark["answer"] or mark["response"] else "user")
    turns.say(text[start:])
    return turns.finish()


class _Turns:
    """Takes a text by and by. ended: whether the model's turn is over since its last words."""

    def __init__(self) -> None:
        self._answers: list[str] = []
        self._current: list[str] = []
        self._whose = "assistant"
        self._ended = False

    def begin(self, whose: str) -> None:
        self._whose = whose.lower().partition(".")[0]

    def end(self) -> None:
        if self._whose in _ANSWERS:
            self._ended = bool(self._current)
        self._whose = "assistant"

    def say(self, words: str) -> None:
        if self._whose in _TOOLS or words.lstrip().startswith("<tool_response>"):
            self._ended = False
        elif self._whose not in _ANSWERS:
            self._close()
        elif words.strip():
            if self._ended:
                self._close()
            self._current.append(words)

    def finish(self) -> list[str]:
        self._close()
        return self._answers

    def _close(self) -> None:
        if self._current:
            self._answers.append("\n".join(self._current))
        self._current, self._ended = [], False
