"""The page as a file: what is in it, what a browser would be allowed, and what can't be reported."""

from __future__ import annotations

import base64
import json
import re
import zlib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from harness.backends import Generation
from harness.checker import Reason, Status, Verdict
from harness.errors import StoreError, UsageError
from harness.problem import Problem
from harness.report.html import write_html
from harness.report.html._attempts import kind_of
from harness.report.html._chunks import ChunkStore, pack
from harness.report.html._page import json_for_script
from harness.report.html._view import hours, short_number
from harness.report.html._visible import visible
from harness.run.plan import RunPlan
from harness.run.store import RunStore

MakeRun = Any


class Page(HTMLParser):
    """The elements of a page, and the texts of its scripts by id."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: dict[str, str] = {}
        self.text = ""
        self._script: str | None = None
        self.source = path.read_text("utf-8")
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._script = dict(attrs).get("id") or "main" if tag == "script" else None

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self.scripts[self._script] = self.scripts.get(self._script, "") + data
        else:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        self._script = None

    @property
    def bars(self) -> list[str]:
        return [a["aria-label"] or "" for tag, a in self.elements if tag == "svg" and a.get("class") == "bar"]

    @property
    def index(self) -> Any:
        return json.loads(self.scripts["index"])


def unpacked(chunk: str) -> Any:
    return json.loads(zlib.decompress(base64.b64decode(chunk), -15))


def read_file(path: Path) -> tuple[int, list[str]]:
    """(number of its first chunk, its chunks) of a file of attempts."""
    text = path.read_text("ascii").removeprefix("prover_eval_attempts(").removesuffix(");\n")
    _, first, chunks = json.loads(f"[{text}]")
    return first, chunks


def test_the_page_asks_for_nothing_from_outside(two_pages: Path) -> None:
    page = Page(two_pages)
    for tag, attributes in page.elements:
        assert tag not in ("iframe", "object", "embed", "img", "base")
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        for name in ("src", "href", "xlink:href", "action"):
            value = attributes.get(name)
            assert value is None or value.startswith("#") or value == "data:,"
    policy = next(a["content"] for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_every_attempt_comes_back_from_the_page(one_page: Path, runs: Any) -> None:
    page = Page(one_page)
    with RunStore.open_readonly(runs.replay) as store:
        for problem in page.index["problems"]:
            (cell,) = problem["cells"]
            ((number, first),) = cell["parts"]
            assert first == 0
            chunk = unpacked(page.scripts[f"chunk-{number}"])
            texts, stored = chunk["texts"], list(store.attempts(problem["name"]))
            assert len(chunk["attempts"]) == len(stored) == len(cell["letters"]) == 4
            for shown, row in zip(chunk["attempts"], stored, strict=True):
                assert texts[shown["text"]] == row.text()
                assert (None if shown["proof"] is None else texts[shown["proof"]]) == row.proof()
                assert shown["seed"] == str(row.seed)
                assert page.index["legend"][shown["letter"]][0] == row.status
                assert [texts[m[1]] for m in shown["messages"]] == [m.text for m in row.messages()]


def test_the_head_has_the_figures_of_the_run(one_page: Path, runs: Any) -> None:
    page = Page(one_page)
    with RunStore.open_readonly(runs.replay) as store:
        summary = store.summary()
    assert f"{summary.solved} of {len(summary.problems)}" in page.text
    assert "pass@1" in page.text
    assert str(summary.settings.bench_sha256) in page.text
    assert summary.settings.check["revision"] in page.text
    assert page.index["problems"][0]["statement"].startswith("theorem nng_zero_on_both_sides")
    assert "world: addition" in page.index["problems"][0]["tags"]


def test_texts_of_runs_do_not_become_markup(make_run: MakeRun, tmp_path: Path) -> None:
    markup = "</title><script>alert(1)</script><b>"
    nasty = f"{markup}\u202e"
    # The names of a run that is read have printable characters alone.
    run = make_run("run", {"p<b>": ["x"]}, bench=f"toy{markup}", settings={"note": nasty, nasty: "x"})
    write_html([run], tmp_path / "page.html")
    page = Page(tmp_path / "page.html")
    assert [tag for tag, _ in page.elements if tag == "b"] == []
    assert sum(tag == "script" for tag, _ in page.elements) == 2 + 1
    assert "\u202e" not in page.source
    assert "<U+202E>" in page.text
    assert "p<b>" in page.text


def test_no_script_data_can_end_its_element(make_run: MakeRun, tmp_path: Path) -> None:
    value = {"</script><!--": "<script>\u2028\u2029&]]>\ud800"}
    text = json_for_script(value)
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == value


@pytest.mark.parametrize(
    "char",
    [
        "\x00",
        "\x1b",
        "\x7f",
        "\x9f",
        "\u200b",
        "\u202e",
        "\u2066",
        "\u2028",
        "\ufeff",
        "\ud800",
        "\U000e0041",
    ],
)
def test_hidden_characters_are_made_visible(char: str) -> None:
    assert visible(f"a{char}b") == f"a<U+{ord(char):04X}>b"


@pytest.mark.parametrize(
    "text", ["a\tb\nc", "\u2200 x \u2208 \u2115, x \u2265 0 \u2192 \u22a2", "\u00e9\u05d0\u4e2d\U0001d53d"]
)
def test_ordinary_characters_stay(text: str) -> None:
    assert visible(text) == text


def test_the_script_hides_the_same_characters() -> None:
    from harness.report.html._visible import _HIDDEN
    from harness.resources import data_folder

    script = (data_folder("reports") / "html" / "text.js").read_text("utf-8")
    listed = re.search(r"const HIDDEN = new RegExp\((.*?), \"gu\"\)", script, re.DOTALL)
    assert listed
    pattern = "".join(re.findall(r'"([^"]*)"', listed[1])).replace("\\\\", "\\")
    theirs = re.compile(re.sub(r"\\u\{e0(\w+)\}", r"\\U000e0\1", pattern))
    differ = [hex(c) for c in range(0x110000) if bool(theirs.match(chr(c))) != bool(_HIDDEN.match(chr(c)))]
    assert differ == []


def test_an_incomplete_run_says_so(make_run: MakeRun, tmp_path: Path) -> None:
    made = write_html([make_run("run", {"p": ["a", None], "q": ["b", "c"]})], tmp_path / "a.html")
    assert not made.complete
    text = Page(made.page).text
    assert "INCOMPLETE: run A lacks verdicts (1 attempt without a verdict)" in text
    whole = write_html([make_run("whole", {"p": ["a", "b"]})], tmp_path / "b.html")
    assert whole.complete
    assert "INCOMPLETE" not in Page(whole.page).text
    broken = Verdict(Status.INFRASTRUCTURE, Reason.WORKER)
    lost = write_html([make_run("lost", {"p": ["a", "b"]}, broken)], tmp_path / "c.html")
    assert "our side broke on 2" in Page(lost.page).text


def test_attempts_that_are_missing_keep_the_names_of_the_others(make_run: MakeRun, tmp_path: Path) -> None:
    made = write_html(
        [make_run("run", {"p": ["a", None, "c"], "q": [None, None, None]})], tmp_path / "a.html"
    )
    p, q = Page(made.page).index["problems"]
    assert p["cells"][0]["names"] == ["0", "2"]
    assert "names" not in q["cells"][0]
    assert q["cells"][0]["letters"] == ""


def test_a_bench_that_is_not_here_or_has_changed_is_told(make_run: MakeRun, tmp_path: Path) -> None:
    write_html([make_run("run", {"p": ["a"]})], tmp_path / "a.html")
    assert "Statements of toy aren't shown: unknown bench 'toy'" in Page(tmp_path / "a.html").text
    changed = make_run(
        "changed", {"nng_zero_on_both_sides": ["a"]}, bench="nng", settings={"bench_sha256": "0" * 64}
    )
    write_html([changed], tmp_path / "b.html")
    page = Page(tmp_path / "b.html")
    assert "is another one than the run's (000000000000)" in page.text
    assert "statement" not in page.index["problems"][0]


def test_runs_without_a_common_problem_are_shown_and_not_compared(make_run: MakeRun, tmp_path: Path) -> None:
    made = write_html([make_run("x", {"p": ["a"]}), make_run("y", {"q": ["a"]})], tmp_path / "a.html")
    page = Page(made.page)
    assert "Run B isn't compared with run A" in page.text
    assert [problem["cells"].count(None) for problem in page.index["problems"]] == [1, 1]
    assert "not in this run" in page.text


def test_other_ground_is_compared_with_an_alarm(make_run: MakeRun, tmp_path: Path) -> None:
    first = make_run("x", {"p": ["a"], "q": ["a"]})
    made = write_html([first, make_run("y", {"p": ["a"]})], tmp_path / "a.html")
    text = Page(made.page).text
    assert "NOT THE SAME GROUND: only 1 problem of both are compared" in text
    assert "NOT THE SAME GROUND: these runs differ" in text
    same = write_html([first, first], tmp_path / "b.html")
    assert "NOT THE SAME GROUND" not in Page(same.page).text


def test_what_cannot_be_reported_is_refused(make_run: MakeRun, tmp_path: Path) -> None:
    run = make_run("run", {"p": ["a", "b"]})
    with pytest.raises(UsageError, match="largest possible k is 2"):
        write_html([run], tmp_path / "a.html", [4])
    with pytest.raises(UsageError, match="is no run"):
        write_html([tmp_path], tmp_path / "a.html")
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="another --html"):
        write_html([run], tmp_path / "file" / "a.html")
    (run / "attempts.sqlite").write_bytes(b"damaged" * 1000)
    with pytest.raises(StoreError, match="damaged"):
        write_html([run], tmp_path / "a.html")
    assert not (tmp_path / "a.html").exists()


def test_a_large_run_becomes_a_page_with_files(make_run: MakeRun, tmp_path: Path) -> None:
    texts = {f"p{number}": [f"text {number} {index}" for index in range(3)] for number in range(30)}
    run = make_run("run", texts)
    made = write_html([run], tmp_path / "a.html", page_limit=2000)
    assert made.data == tmp_path / "a_files"
    page = Page(made.page)
    assert not [name for name in page.scripts if name.startswith("chunk-")]
    index = page.index
    assert index["folder"] == "a_files"
    assert len(index["files"]) == len(list((tmp_path / "a_files").iterdir())) == 1
    assert made.size == sum(path.stat().st_size for path in (made.page, tmp_path / "a_files" / "0.js"))
    first, chunks = read_file(tmp_path / "a_files" / "0.js")
    assert first == 0
    for problem in index["problems"]:
        ((number, _),) = problem["cells"][0]["parts"]
        shown = unpacked(chunks[number])
        assert [shown["texts"][a["text"]] for a in shown["attempts"]] == texts[problem["name"]]


def test_files_hold_chunks_in_order_and_old_ones_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.report.html._chunks._FILE_SIZE", 100)
    values = [{"number": number} for number in range(20)]
    for count in (20, 5):
        store = ChunkStore(tmp_path / "f", "key", in_page=True, limit=60)
        (tmp_path / "f").mkdir(exist_ok=True)
        (tmp_path / "f" / "99.js").write_text("alert('not ours')")
        assert [store.add(value) for value in values[:count]] == list(range(count))
        store.finish()
        store.close()
        assert not store.in_page
        found: list[Any] = []
        for number, first in enumerate(store.files):
            start, part = read_file(tmp_path / "f" / f"{number}.js")
            assert start == first == len(found)
            found += part
        assert found == [pack(value) for value in values[:count]]
        assert len(list((tmp_path / "f").iterdir())) == len(store.files) + 1


def test_a_chunk_of_much_text_is_cut(
    make_run: MakeRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.report.html._runs.CHUNK_CHARACTERS", 100)
    texts = ["x" * 60 + str(index) for index in range(7)]
    made = write_html([make_run("run", {"p": texts})], tmp_path / "a.html")
    page = Page(made.page)
    parts = page.index["problems"][0]["cells"][0]["parts"]
    assert len(parts) > 2
    found: list[Any] = []
    for number, first in parts:
        assert first == len(found)
        chunk = unpacked(page.scripts[f"chunk-{number}"])
        found += [chunk["texts"][attempt["text"]] for attempt in chunk["attempts"]]
    assert found == texts


def test_the_same_run_gives_the_same_page(runs: Any, tmp_path: Path) -> None:
    first, second = (
        write_html([runs.tactics, runs.replay], tmp_path / name / "page.html").page.read_bytes()
        for name in ("a", "b")
    )
    assert first == second


def test_numbers_as_people_read_them() -> None:
    shown = [short_number(number) for number in (None, 0, 812, 9_999, 34_200, 1_250_000, 2 * 10**9)]
    assert shown == ["", "0", "812", "9,999", "34.2 k", "1.2 M", "2.0 G"]
    assert [hours(seconds) for seconds in (0.0, 35.96, 36.0, 5000.0, 3.6e6)] == [
        "0.0 s",
        "36.0 s",
        "0.01 h",
        "1.39 h",
        "1e+03 h",
    ]


@pytest.mark.parametrize(
    ("detail", "kind"),
    [
        ("line 5: Unknown identifier `h3`", "Unknown identifier \u2026"),
        ("line 12: Tactic `rewrite` failed: no `foo.bar` here", "Tactic `rewrite` failed: no \u2026 here"),
        ("line 5: `simp` made no progress", "`simp` made no progress"),
        ("the text isn't code and doesn't say 'why'", "the text isn't code and doesn't say \u2026"),
        ("uses sorryAx (`sorry`, or a hole)", "uses sorryAx (`sorry`, or a hole)"),
        ("x" * 200, "x" * 119 + "\u2026"),
    ],
)
def test_failures_of_one_kind_are_counted_together(detail: str, kind: str) -> None:
    assert kind_of(detail) == kind


def test_frequent_failures_are_listed(make_run: MakeRun, tmp_path: Path) -> None:
    texts = {"p": ["a", "b", "c"]}
    often = Verdict(Status.REJECTED, Reason.LEAN_ERROR, "line 3: Unknown constant `Foo.bar`")
    once = make_run("once", {"p": ["a"]}, often)
    write_html([make_run("often", texts, often)], tmp_path / "a.html")
    assert "Unknown constant \u2026" in Page(tmp_path / "a.html").text
    write_html([once], tmp_path / "b.html")
    assert "Unknown constant" not in Page(tmp_path / "b.html").text


def test_repair_rounds_belong_to_their_sample(tmp_path: Path) -> None:
    problem = Problem("p", "test", "theorem p : True := by\n", "")
    plan = RunPlan(
        bench="toy", model="toy", problems=(problem,), n=2, rounds=1, settings={"tags": {"arm": "x"}}
    )
    wrong = Verdict(Status.REJECTED, Reason.LEAN_ERROR, "line 1: no")
    with RunStore.create_or_open(tmp_path / "run", plan) as store:
        for sample, round_, verdict in (
            (0, 0, wrong),
            (0, 1, Verdict(Status.PROVED)),
            (1, 0, wrong),
            (1, 1, wrong),
        ):
            made = Generation(sample, 1, f"{sample} {round_}")
            store.put_generated("p", made, "x", round_=round_, verdict=verdict)
    first, second = (
        Page(write_html([tmp_path / "run"], tmp_path / f"{count}.html", count=count).page)
        for count in ("samples", "attempts")
    )
    (cell,) = first.index["problems"][0]["cells"]
    assert cell["names"] == ["0", "0.1", "1", "1.1"]
    assert (cell["proofs"], cell["decided"]) == (1, 2)
    bars = [page.bars[-1] for page in (first, second)]
    assert bars == ["1 proved, 1 rejected", "1 proved, 3 rejected"]
    assert "2 samples × up to 1 round" in first.text
    assert ["k counts single attempts" in page.text for page in (first, second)] == [False, True]
    assert "arm=x" in first.text
    chunk = unpacked(first.scripts["chunk-0"])
    assert [attempt["name"] for attempt in chunk["attempts"]] == cell["names"]
