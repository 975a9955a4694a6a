"""CheckerSpec: data that goes through JSON, pickle and the environment, and refuses what can't be."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import click
import pytest

from harness.checker import CheckerSpec
from harness.checker.checker import Mode
from harness.checker.engines.choose import EngineName
from harness.checker.policy import Level
from harness.checker.prefilter import PrefilterMode
from harness.checker.remote import Api, ServerOptions
from harness.checker.replay.find import ReplayMode
from harness.checker.settings import CHECK_SETTINGS, SERVER_SETTINGS, Setting
from harness.cli._options import check_options, checker_options
from harness.errors import DataError, UnknownNameError, UsageError
from harness.lean.needs import LeanKind
from harness.sandbox import Limits

EVERY = (*CHECK_SETTINGS, *SERVER_SETTINGS)
FULL = CheckerSpec(
    limits=Limits(cpu_s=7.5, wall_s=99.0, memory=1 << 30, output=4096, scratch=1 << 20, processes=9),
    policy="open",
    mode="file",
    engine="repl",
    replay="always",
    prefilter="auto",
    sandbox="none",
    first_error=True,
    recheck=True,
    lean="lake",
    workspace=Path("/w"),
    any_toolchain=True,
    repl=Path("/r"),
    server=ServerOptions("http://127.0.0.1:9", "kimina"),
    given=frozenset({"policy", "cpu_limit"}),
)


@pytest.mark.parametrize("spec", [CheckerSpec(), FULL], ids=["default", "full"])
def test_json_and_pickle_give_it_back(spec: CheckerSpec) -> None:
    for each in fields(FULL):
        assert getattr(FULL, each.name) != getattr(CheckerSpec(), each.name), each.name
    assert CheckerSpec.from_json(json.loads(json.dumps(spec.to_json()))) == spec
    assert pickle.loads(pickle.dumps(spec)) == spec


def test_a_key_is_pickled_and_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = CheckerSpec(server=ServerOptions("http://127.0.0.1:9", "auto", "hush"))
    assert "hush" not in json.dumps(secret.to_json()) + repr(secret)
    assert pickle.loads(pickle.dumps(secret)) == secret
    monkeypatch.setenv("PROVER_EVAL_CHECKER_KEY", "hush")
    assert CheckerSpec.from_json(secret.to_json()) == secret


@pytest.mark.parametrize(
    ("row", "error", "text"),
    [
        ({"enginee": "fork"}, UnknownNameError, "enginee.*Did you mean engine"),
        ({"limits": {"cpu": 3}}, UnknownNameError, "cpu"),
        ({"limits": {"cpu_s": "3"}}, DataError, "limits.cpu_s"),
        ({"limits": {"memory": 1.5}}, DataError, "limits.memory"),
        ({"limits": {"heartbeats": True}}, DataError, "limits.heartbeats"),
        ({"limits": {"cpu_s": -1.0}}, DataError, "limits.cpu_s"),
        ({"limits": []}, DataError, "limits"),
        ({"engine": "frok"}, UnknownNameError, "frok"),
        ({"engine": None}, DataError, "engine"),
        ({"mode": "x"}, UnknownNameError, "mode"),
        ({"first_error": 1}, DataError, "first_error"),
        ({"workspace": 3}, DataError, "workspace"),
        ({"server": {"url": "ftp://x"}}, UsageError, "http"),
        ({"server": {"api": "auto"}}, DataError, "server.url"),
        ({"server": {"url": "http://x", "key": "k"}}, UnknownNameError, "key"),
        ({"server": {"url": "http://x", "api": "none"}}, UnknownNameError, "none"),
        ({"given": "policy"}, DataError, "given"),
        ({"lean": "embedded", "workspace": "/w"}, UsageError, "lean-workspace"),
    ],
)
def test_what_json_cannot_say(row: dict[str, Any], error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        CheckerSpec.from_json(row)


def test_what_is_left_out_of_json_has_its_default() -> None:
    assert CheckerSpec.from_json({}) == CheckerSpec()
    assert CheckerSpec.from_json({"limits": {"cpu_s": 5}}).limits == Limits(cpu_s=5.0)


def test_the_settings_have_the_choices_that_the_code_has() -> None:
    kinds: dict[str, Any] = {
        "lean": LeanKind,
        "policy": Level,
        "engine": EngineName,
        "replay": ReplayMode,
        "prefilter": PrefilterMode,
        "checker_api": Api,
    }
    choices = {setting.name: setting.choices for setting in EVERY if setting.choices}
    assert choices.pop("checker") == ("local", "kimina")
    assert choices == {name: get_args(kind) for name, kind in kinds.items()}
    for mode in get_args(Mode):
        assert CheckerSpec(mode=mode).mode == mode


def by_command_line(*words: str, environment: dict[str, str] | None = None) -> CheckerSpec:
    @click.command()
    @check_options
    @checker_options
    def options(checking: CheckerSpec) -> CheckerSpec:
        return checking

    with pytest.MonkeyPatch.context() as patch:
        for name, text in (environment or {}).items():
            patch.setenv(name, text)
        found = options.main(args=list(words), standalone_mode=False)
    assert isinstance(found, CheckerSpec)
    return found


def good_value(setting: Setting, folder: Path) -> str:
    """A value that differs from the default."""
    if setting.kind == "choice":
        return next(choice for choice in setting.choices if choice != setting.default)
    if setting.kind == "file":
        (folder / "file").write_text("secret-key\n")
        return str(folder / "file")
    values = {"flag": "1", "number": "12.5", "count": "128", "text": "http://127.0.0.1:1"}
    return values.get(setting.kind, str(folder))


@pytest.mark.parametrize("setting", EVERY, ids=lambda setting: str(setting.name))
def test_a_variable_says_what_the_option_says(setting: Setting, tmp_path: Path) -> None:
    text = good_value(setting, tmp_path)
    environment = {setting.variable: text}
    if setting in SERVER_SETTINGS:
        environment = {"PROVER_EVAL_CHECKER_URL": "http://127.0.0.1:1", "PROVER_EVAL_CHECKER": "kimina"}
        environment[setting.variable] = text
    found = CheckerSpec.from_environment(environment)
    assert found == by_command_line(environment=environment)
    assert found != CheckerSpec.from_environment({})
    words = [setting.option] if setting.kind == "flag" else [setting.option, text]
    given = by_command_line(*words, environment=environment)
    assert given.given == frozenset({setting.name})
    assert given.to_json() == {**found.to_json(), "given": [setting.name]}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("CPU_LIMIT", "0"), ("CPU_LIMIT", "nan"), ("CPU_LIMIT", "fast"), ("WALL_LIMIT", "-1"),
        ("MEMORY_LIMIT", "63"), ("MEMORY_LIMIT", "1.5"), ("HEARTBEATS", "-1"), ("OUTPUT_LIMIT", "0"),
        ("POLICY", "lax"), ("ENGINE", "Fork"), ("ANY_TOOLCHAIN", "perhaps"), ("LEAN_WORKSPACE", "/no/such"),
        ("REPL", "/no/such"), ("CHECKER_API", "rest"), ("CHECKER_URL", "http://127.0.0.1:1"),
        ("CHECKER", "kimina"),
    ],
)  # fmt: skip
def test_a_bad_variable_is_refused_as_the_command_line_does(name: str, text: str) -> None:
    variable = f"PROVER_EVAL_{name}"
    with pytest.raises(UsageError, match=name.lower().replace("_", "[-_]") + f"|{variable}"):
        CheckerSpec.from_environment({variable: text})
    with pytest.raises((UsageError, click.UsageError)):
        by_command_line(environment={variable: text})


def test_an_empty_variable_is_none() -> None:
    empty = {setting.variable: "" for setting in EVERY}
    assert CheckerSpec.from_environment(empty) == CheckerSpec.from_environment({})
    assert by_command_line(environment=empty) == by_command_line()


def test_the_embedded_lean_passes_a_workspace_of_the_environment_over(tmp_path: Path) -> None:
    workspace = {"PROVER_EVAL_LEAN_WORKSPACE": str(tmp_path)}
    for found in (
        CheckerSpec.from_environment({**workspace, "PROVER_EVAL_LEAN": "embedded"}),
        by_command_line("--lean", "embedded", environment=workspace),
    ):
        assert (found.lean, found.workspace) == ("embedded", None)
    assert by_command_line(environment=workspace).workspace == tmp_path
    with pytest.raises(UsageError, match="leave one of them out"):
        by_command_line("--lean", "embedded", "--lean-workspace", str(tmp_path))


def test_what_was_asked_for_on_purpose() -> None:
    assert CheckerSpec().asked_for() == frozenset()
    assert CheckerSpec(limits=Limits(cpu_s=3), policy="open").asked_for() == {"cpu_limit", "policy"}
    assert CheckerSpec(engine="fork", workspace=Path("/w")).servers_own() == ["--engine", "--lean-workspace"]
    # The environment is for all programs, a server's clients among them.
    assert CheckerSpec.from_environment({"PROVER_EVAL_ENGINE": "fork"}).servers_own() == []


def test_the_package_is_light_and_its_names_come_when_they_are_asked_for() -> None:
    program = (
        "import sys, harness.checker\n"
        "heavy = ('harness.checker.open', 'harness.checker.engines', 'harness.lean', 'sqlite3', 'asyncio')\n"
        "print([name for name in heavy if name in sys.modules])\n"
        "import harness.checker.spec\n"
        "print([name for name in heavy if name in sys.modules])\n"
        "print(harness.checker.open_checker.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "['harness.lean']", "open_checker"]
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        import harness.checker

        harness.checker.nothing  # noqa: B018
