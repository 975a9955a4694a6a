"""Model arguments: what `-M` accepts and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.backends import BACKENDS
from harness.backends.arguments import model_arguments, parse_model_args, read_args_file, take_known
from harness.errors import DataError, UnknownNameError, UsageError


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
        (["a='x,y',b=2"], {"a": "x,y", "b": "2"}),
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


KNOWN = ("tactics", "vllm", "openai", "lm_eval")


@pytest.mark.parametrize(
    ("model", "items", "expected"),
    [
        ("vllm", [], ("vllm", {})),
        ("vllm/org/name", [], ("vllm", {"model": "org/name"})),
        ("openai/gpt-x", ["base_url=http://h/v1"], ("openai", {"base_url": "http://h/v1", "model": "gpt-x"})),
        ("lm_eval:hf/org/name", [], ("lm_eval:hf", {"model": "org/name"})),
        ("lm-eval:local-completions/m", [], ("lm-eval:local-completions", {"model": "m"})),
        ("vllm//models/mine", [], ("vllm", {"model": "/models/mine"})),
        ("vllm", ["pretrained=org/name"], ("vllm", {"model": "org/name"})),
        ("vllm/a", ["model=a", "pretrained=a"], ("vllm", {"model": "a"})),
    ],
)
def test_a_model_is_named_in_one_of_several_ways(
    model: str, items: list[str], expected: tuple[str, dict[str, str]]
) -> None:
    assert model_arguments(model, items, known=KNOWN) == expected


@pytest.mark.parametrize(
    ("model", "items", "word"),
    [
        ("deepseek-ai/Prover", [], "vllm/deepseek-ai/Prover; backends are lm_eval, openai, tactics, vllm"),
        ("vllm/", [], "ends with a slash"),
        ("vllm/a", ["model=b"], "--model vllm/a and as -M model=b"),
        ("vllm", ["model=a", "pretrained=b"], "model=a and as pretrained=b"),
        ("vllm/a", ["pretrained=b"], "give it once"),
    ],
)
def test_a_model_named_in_two_ways_is_refused(model: str, items: list[str], word: str) -> None:
    with pytest.raises(UsageError, match=word):
        model_arguments(model, items, known=KNOWN)


def test_every_backend_may_stand_before_a_slash() -> None:
    for name in BACKENDS.names():
        assert model_arguments(f"{name}/m", [], known=BACKENDS.names()) == (name, {"model": "m"})


YAML_ARGS = """# how the server is reached
model: org/name
timeout: 30
temperature: 0.5
stream: no
base-url: "http://127.0.0.1:8000/v1"
extra_body: {stop: [a, b], top_k: 3}
empty: ""
"""
ARGS = {
    "model": "org/name",
    "timeout": "30",
    "temperature": "0.5",
    "stream": "false",
    "base_url": "http://127.0.0.1:8000/v1",
    "extra_body": '{"stop": ["a", "b"], "top_k": 3}',
    "empty": "",
}


def test_a_file_of_arguments(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(YAML_ARGS)
    assert read_args_file(tmp_path / "a.yaml") == ARGS
    (tmp_path / "a.json").write_text(json.dumps({**ARGS, "timeout": 30, "stream": False}, indent=2))
    assert read_args_file(tmp_path / "a.json") == ARGS
    found = model_arguments("openai", ["timeout=5,pretrained=mine"], tmp_path / "a.yaml", known=KNOWN)
    assert found == ("openai", {**ARGS, "timeout": "5", "model": "mine"})
    assert model_arguments("openai/other", [], tmp_path / "a.yaml", known=KNOWN)[1]["model"] == "other"


@pytest.mark.parametrize(
    ("text", "line", "field", "word"),
    [
        ("a: [1\nb: 2\n", 2, None, "neither JSON nor YAML"),
        ('{"a": 1', 1, None, "neither JSON nor YAML"),
        ("- a\n- b\n", None, None, "one JSON object"),
        ("", None, None, "one JSON object"),
        ("a: 1\nb:\n", 2, "b", "is no text"),
        ("a: 1\nb: 2024-01-01\n", 2, "b", "is no text"),
        ("a: .nan\n", 1, "a", "is no text"),
        ("a-b: 1\na_b: 2\n", 2, "a_b", "given twice"),
        ("a: 1\na: 1\n", 2, "a", "given twice"),
        ("model: x\npretrained: y\n", None, None, "give it once"),
        ("&a [*a]", None, None, "one JSON object"),
        ("a: &x [*x]", 1, "a", "is no text"),
    ],
)
def test_a_broken_file_of_arguments_is_named(
    tmp_path: Path, text: str, line: int | None, field: str | None, word: str
) -> None:
    path = tmp_path / "args.yaml"
    path.write_text(text)
    with pytest.raises((DataError, UsageError), match=word) as caught:
        model_arguments("vllm", [], path, known=KNOWN)
    if isinstance(caught.value, DataError):
        assert (caught.value.file, caught.value.line, caught.value.field) == (path, line, field)


def test_a_file_of_arguments_that_cant_be_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="another --model-args-file"):
        read_args_file(tmp_path / "none.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"a: \xff\n")
    with pytest.raises(DataError, match="UTF-8"):
        read_args_file(tmp_path / "bytes.yaml")


def test_no_value_of_a_file_is_repeated(tmp_path: Path) -> None:
    secret = "sk-very-secret"
    path = tmp_path / "args.yaml"
    for text in (
        f"api_key: {secret}\nb:\n",
        f"a: [{secret}\n",
        f"- {secret}\n",
        f"a: {secret}\na: {secret}\n",
    ):
        path.write_text(text)
        with pytest.raises(DataError) as caught:
            read_args_file(path)
        assert secret not in str(caught.value)


@given(st.text())
def test_any_file_gives_arguments_or_an_error(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(text, encoding="utf-8", errors="ignore")
    try:
        parsed = read_args_file(path)
    except DataError:
        return
    assert all(isinstance(value, str) for value in parsed.values())
