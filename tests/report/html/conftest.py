"""Real runs of nng, one of them with hostile texts, their report, and a real browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from harness.backends import Generation
from harness.bench import find_bench
from harness.checker import Message, Reason, Status, Verdict
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.report.html import write_html
from harness.run.plan import RunPlan
from harness.run.store import RunStore

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
LIMIT = 6

HOSTILE = (
    "</script><script>document.title = 'owned'</script>\n"
    "<img src=x onerror=\"document.title='owned'\"><!-- <![CDATA[ ]]> --> &lt;b&gt; {{ 7 * 7 }} {% raw %}\n"
    "override \u202egnirts\u202c isolate \u2066x\u2069 zero\u200bwidth \u2028separator\u2029 nul\x00 "
    "bell\x07 escape\x1b[31m half \ud800 tag \U000e0041 \u05d0\u05d1\u05d2 "
    "`${alert(1)}` </textarea></title></style>"
)
WRONG = "  rw [Nat.mul_comm 7 9]"
HOSTILE_PROOF = "  -- </script><script>document.title='owned'</script> \u202e\n  exact sorry\n"


def _run(folder: Path, *words: object) -> Path:
    command = [sys.executable, "-m", "harness", "run", "--bench", "nng", "--limit", LIMIT, "--quiet"]
    subprocess.run(
        [*map(str, command), *map(str, words), "--output-dir", str(folder)],
        check=True,
        capture_output=True,
        env={**os.environ},
        timeout=300,
    )
    return folder


@dataclass(frozen=True)
class Runs:
    """Run folders with 4 attempts of each problem; `replay` has hostile texts and right proofs."""

    tactics: Path
    replay: Path


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory, toolchain: Toolchain) -> Runs:
    """Both runs over the first problems of nng, checked by Lean."""
    folder = tmp_path_factory.mktemp("runs")
    bench = find_bench("nng")
    with (folder / "recorded.jsonl").open("w", encoding="utf-8") as file:
        for number, problem in enumerate(bench.select(limit=LIMIT)):
            # The second problem is one that the tactics prove and this run loses.
            right = bench.reference_proof(problem.name) if number != 1 else "rfl"
            rows: list[dict[str, Any]] = [
                {"text": HOSTILE},
                {"proof": HOSTILE_PROOF},
                {"proof": right},
                {"text": f"So:\n```lean4\n{problem.formal_statement}\n  skip\n{WRONG}\n```\n"},
            ]
            file.writelines(json.dumps({"name": problem.name, **row}) + "\n" for row in rows)
    return Runs(
        _run(folder / "tactics", "--model", "tactics", "--k", "1,4"),
        _run(folder / "replay", "--model", "replay", "-M", f"path={folder / 'recorded.jsonl'}", "--k", "1,4"),
    )


@pytest.fixture(scope="session")
def one_page(runs: Runs, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the hostile run."""
    page = tmp_path_factory.mktemp("one") / "report.html"
    write_html([runs.replay], page)
    return page


@pytest.fixture(scope="session")
def two_pages(runs: Runs, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of both runs."""
    page = tmp_path_factory.mktemp("two") / "report.html"
    write_html([runs.tactics, runs.replay], page)
    return page


MakeRun = Callable[..., Path]


@pytest.fixture
def make_run(tmp_path: Path) -> MakeRun:
    """`make_run(name, {"p": [text, None, ...]})`: a run folder with texts whose verdicts are given.

    None is an attempt that isn't there yet; a text is rejected, unless `verdict` says otherwise.
    """

    def make(
        name: str,
        texts: Mapping[str, list[str | None]],
        verdict: Verdict | None = None,
        bench: str = "toy",
        settings: Mapping[str, Any] | None = None,
    ) -> Path:
        message = Message("error", "unsolved goals\n\nn : Nat\n\u22a2 n = 0", 1, 2)
        judged = verdict or Verdict(Status.REJECTED, Reason.LEAN_ERROR, "line 1: no", None, (message,))
        plan = RunPlan(
            bench=bench,
            model="toy",
            problems=tuple(Problem(p, "test", f"theorem {p} : True := by\n", "import A\n") for p in texts),
            n=max(map(len, texts.values())),
            settings=settings or {},
        )
        with RunStore.create_or_open(tmp_path / name, plan) as store:
            for problem, given in texts.items():
                for index, text in enumerate(given):
                    if text is not None:
                        made = Generation(index, 2**62 + 1, text, 5, 7)
                        store.put_generated(problem, made, text, prompt=f"Prove {problem}", verdict=judged)
        return tmp_path / name

    return make


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A running Chromium, ended with its module: while it runs, no other test can start an event loop."""
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM} (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@dataclass
class Tab:
    """A page in the browser, and everything that it did that it must not do."""

    page: Any
    trouble: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def refuse(self, dialog: Any) -> None:
        """Close a dialog, and tell of it."""
        self.trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def go(self, path: Path, address: str = "") -> Any:
        """Open the report and wait until it answers to keys."""
        self.page.goto(path.as_uri() + address)
        self.page.wait_for_selector("html[data-ready]")
        return self.page


OpenTab = Callable[..., Tab]


@pytest.fixture
def open_tab(chromium: Any) -> Iterator[OpenTab]:
    """`open_tab(width=..., scheme=...)`: a new tab; errors and dialogs fail the test at its end."""
    tabs: list[Tab] = []

    def open_one(width: int = 1280, height: int = 900, scheme: str = "light") -> Tab:
        context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": height})
        tab = Tab(context.new_page())
        tab.page.set_default_timeout(20_000)
        tab.page.on("console", lambda message: tab.trouble.append(f"console: {message.text}"))
        tab.page.on("pageerror", lambda error: tab.trouble.append(f"error: {error}"))
        tab.page.on("dialog", tab.refuse)
        tab.page.on("request", lambda request: tab.requests.append(request.url))
        tabs.append(tab)
        return tab

    yield open_one
    trouble = [line for tab in tabs for line in tab.trouble]
    for tab in tabs:
        tab.page.context.close()
    assert not trouble
