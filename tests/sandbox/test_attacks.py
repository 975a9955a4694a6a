"""What hostile code can reach from each place where candidates are: nothing. Its twin: it does outside."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import attacks
import pytest
from confined import COMPILER, EXECUTES, HERE, PLACES, SOURCE, Places

from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, guest_request, seccomp
from harness.sandbox.bubblewrap import Bubblewrap

pytestmark = pytest.mark.skipif(not seccomp.supported(), reason="the filters are for x86-64 Linux")

#: What each place is for, and what no attempt may show beside it.
ALLOWED = {
    # Its folder is its root.
    "fork": {"write its folder", "write /evil"},
    "guest": {"write its folder", "read the library"},
    "program": {"write its folder", "read the library"},
    "session": {"write its folder", "read the library"},
    "replay": set[str](),
}


def aim(places: Places, place: str, targets: dict[str, Any]) -> dict[str, str | None]:
    """What each attempt from this place came to."""
    aimed = {**targets, "executes": place in EXECUTES}
    # What the fork server's own namespaces hold is nearer: listeners in the same network.
    near = "globals().get('TARGETS', {})" if place == "fork" else "{}"
    text = f"{SOURCE}\nANSWERS.update(tried({{**{aimed!r}, **{near}}}))\n"
    return places.run(place, text)


def reached(answers: dict[str, str | None]) -> set[str]:
    return {name for name, error in answers.items() if error is None}


@pytest.mark.parametrize("place", PLACES)
def test_nothing_can_be_reached(place: str, places: Places, targets: dict[str, Any]) -> None:
    if place == "guest" and COMPILER is None:
        pytest.skip("no C compiler (cc) here")
    answers = aim(places, place, targets)
    assert reached(answers) == ALLOWED[place]
    expected = [name for name, _ in attacks.attempts({**targets, "executes": place in EXECUTES})]
    assert len(answers) >= len(expected) - 3, "each was made; three paths depend on the place"
    assert Path(targets["secret"]).read_text() == "secret"


def outside(command: list[str], folder: Path) -> dict[str, str | None]:
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, cwd=folder, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def unconfined(targets: dict[str, Any]) -> list[str]:
    """Arguments of a Python that makes the harmless attempts."""
    aimed = {**targets, "only": attacks.HARMLESS}
    text = f"import sys, json; sys.path.insert(0, {str(HERE)!r}); from attacks import tried; "
    return ["-c", text + f"print(json.dumps(tried({aimed!r})))"]


def test_the_same_attempts_work_outside(targets: dict[str, Any], tmp_path: Path) -> None:
    answers = outside([sys.executable, *unconfined(targets)], tmp_path)
    assert reached(answers) == {*attacks.HARMLESS} == {*answers}


#: What the namespaces and the read-only root stop without help from filter and Landlock.
OUTWARD = {
    "read /etc/passwd", "read the secret", "write the secret", "tcp", "unix socket", "abstract socket",
}  # fmt: skip


def test_namespaces_alone_hide_the_host(
    toolchain: Toolchain, targets: dict[str, Any], tmp_path: Path
) -> None:
    """Each layer stands by itself: here there is bubblewrap alone."""
    shown = replace(toolchain, readable=(*toolchain.readable, HERE))
    inner = [str(guest_request.python()), "-I", "-S", *unconfined(targets)]
    answers = outside(Bubblewrap().command(shown, Limits(), inner), tmp_path)
    assert not OUTWARD & reached(answers)
    assert {"write its folder", "read the library", "fork", "memory file"} <= reached(answers)
