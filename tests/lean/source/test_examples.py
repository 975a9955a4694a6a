"""Examples under names: every one of them, nothing else, and no position changes."""

from __future__ import annotations

import time

import pytest

from harness.errors import BadCandidateError
from harness.lean.source import NamedExamples, code_tokens, named_examples, tokenize


def named(text: str) -> NamedExamples:
    return named_examples(text, code_tokens(tokenize(text)))


@pytest.mark.parametrize(
    "text",
    [
        "example : 1 = 1 := rfl\n",
        "/-- d -/\n@[simp] private example : 1 = 1 := rfl",
        "theorem a : True := trivial example : True := a",
        "open Nat in\n  example := 3\n\nexample := 4\n",
        '#check s!"{1} a {2}"example : 1 = 1 := rfl',
        "#check id ..example : 1 = 1 := rfl",
        "example",
    ],
)
def test_each_has_a_name_of_its_own_and_positions_stay(text: str) -> None:
    found = named(text)
    assert len(found.names) == len(found.starts) == text.count("example")
    assert not any(name in text for name in found.names)
    assert len(found.text) == len(text)
    assert [len(line) for line in found.text.split("\n")] == [len(line) for line in text.split("\n")]
    back = found.text
    for name in found.names:
        back = back.replace(f"def {name}", "example")
    assert back == text
    for line, column in found.starts:
        assert text.split("\n")[line - 1][column:].startswith("example")


@pytest.mark.parametrize(
    "text",
    [
        "theorem a : True := trivial\n",
        "-- example\n/- example : -/ /-- example -/ def a := 1\n",
        'def a := "example : 1 = 2 := sorry"\ndef b := r#"example"#\ndef c := s!"example {a}"\n',
        "def «example» := 1\ndef A.example := 2\n#check `example\ndef example' := 1\ndef examples := 2\n",
        "",
    ],
)
def test_the_word_alone_is_none(text: str) -> None:
    assert named(text) == NamedExamples(text)


def test_names_are_not_the_texts_own() -> None:
    mark = next(iter(named("example").names))[0]
    text = f"theorem {mark}aa : True := trivial\nexample : True := {mark}aa\n"
    assert all(mark not in name for name in named(text).names)


def test_messages_are_told_without_the_names() -> None:
    found = named("example := 1\n\nexample := 2\n")
    one, two = sorted(found.names)
    told = f"Failed to infer type of definition `{one}`: A.{two}._proof_1 and `{one}`, 𝒜a 𝔞zz"
    assert found.mentioned(told)
    assert found.own(told) == "Failed to infer type of example: A._example._proof_1 and `_example`, 𝒜a 𝔞zz"
    assert not found.mentioned("𝔞zz definition `x`")
    assert found.own("𝔞zz definition `x`") == "𝔞zz definition `x`"
    assert named("").own(told) == told


def test_many_messages_about_many_examples_take_no_time() -> None:
    found = named("example := 1\n" * 20_000)
    told = " ".join(found.names)
    started = time.process_time()
    assert found.own(told) == " ".join(["_example"] * 20_000)
    assert time.process_time() - started < 2


def test_more_than_there_are_names() -> None:
    assert len(named("example\n" * 5_000).names) == 5_000
    every = "".join(map(chr, range(0x1D400, 0x1D700)))
    with pytest.raises(BadCandidateError):
        named(f"-- {every}\nexample\n")
    assert not named(f"-- {every}\n").names
