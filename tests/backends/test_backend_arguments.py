"""Model arguments: what `-M` accepts and what it refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.backends.arguments import parse_model_args, take_known
from harness.errors import UnknownNameError, UsageError


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], {}),
        ([""], {}),
        (["path=a.jsonl"], {"path": "a.jsonl"}),
        (["a=1,b=2", "c=3"], {"a": "1", "b": "2", "c": "3"}),
        (["a=1, b = 2"], {"a": "1", "b": "2"}),
        (["max-tokens=8"], {"max_tokens": "8"}),
        (['a="1,2",b=3'], {"a": "1,2", "b": "3"}),
        (["a='x, \"y\"',b="], {"a": 'x, "y"', "b": ""}),
        ([r"a=1\,2,b=3"], {"a": "1,2", "b": "3"}),
        ([r"a=C:\new\\x"], {"a": "C:\\new\\x"}),
        ([r'a="say \"hi\""'], {"a": 'say "hi"'}),
        (["a=it's"], {"a": "it's"}),
        (["url=http://h/?q=1"], {"url": "http://h/?q=1"}),
        (["a=1", "a=1"], {"a": "1"}),
    ],
)
def test_pairs_are_read(items: list[str], expected: dict[str, str]) -> None:
    assert parse_model_args(items) == expected


@pytest.mark.parametrize(
    ("items", "word"),
    [
        (["path"], "has no '='"),
        (["a=1,b"], "has no '='"),
        (["a,b=1"], "has no '='"),
        (["=1"], "no name"),
        (['a="1'], "open quote"),
        (['a="1"2'], "after its closing quote"),
        (["a=1,"], "comma"),
        (["a=1,,b=2"], "has no '='"),
        (["a=1", "a=2"], "give it once"),
        (["max-k=1,max_k=2"], "give it once"),
    ],
)
def test_broken_pairs_are_refused(items: list[str], word: str) -> None:
    with pytest.raises(UsageError, match=word):
        parse_model_args(items)


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), st.text(), max_size=4))
def test_any_value_survives_quoting(pairs: dict[str, str]) -> None:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    assert parse_model_args([",".join(f"{key}={quoted(value)}" for key, value in pairs.items())]) == pairs


@given(st.text())
def test_any_text_gives_pairs_or_a_usage_error(text: str) -> None:
    try:
        parsed = parse_model_args([text])
    except UsageError:
        return
    assert all(parsed)


def test_known_keys_are_taken_with_defaults() -> None:
    assert take_known("m", {"path": "x"}, required=["path"], optional={"mode": "fast"}) == {
        "path": "x",
        "mode": "fast",
    }


def test_an_unknown_key_lists_the_known_ones() -> None:
    with pytest.raises(
        UnknownNameError, match=r"argument of model 'm' 'pth'.*Did you mean path.*Known: mode, path"
    ):
        take_known("m", {"pth": "x"}, required=["path"], optional={"mode": "fast"})


@pytest.mark.parametrize("args", [{}, {"path": ""}])
def test_a_missing_key_is_named(args: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="needs the argument 'path'"):
        take_known("m", args, required=["path"])
