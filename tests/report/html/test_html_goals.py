"""Goal states in the report: hypotheses and goals apart, as text, and plain where a message shows none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness.checker import Message, Reason, Status, Verdict
from harness.lean.goals import words_and_goals
from harness.report.html import write_html

ATTEMPT = "#attempt .attempt"
TWO = (
    "unsolved goals\ncase zero\na b : Nat\nh : a = b → \n  b = a\n⊢ 0 = a\n\n"
    "case succ\nn✝ : Nat\ny : Nat := 3\n⊢ n✝ + 1 = a"
)
HOSTILE = (
    "unsolved goals\n<img src=x onerror=\"document.title='owned'\"> : </script><script>1</script>\n"
    "p\u202eq : <b>Nat</b>\n⊢ <svg onload=alert(1)> = &lt;b&gt;"
)
LATER = "motive is not type correct:\n  fun x => x\n\nn : Nat\n⊢ n = 0\n\nnote: this is not a goal"
PLAIN = "type mismatch\n  h ⊢ x\nhas type `⊢` : Prop"
NO_GOAL = "Unknown identifier `foo`"


def page_of(make_run: Any, folder: Path, *messages: str) -> Path:
    shown = tuple(Message("error", text, 1, number) for number, text in enumerate(messages))
    verdict = Verdict(Status.REJECTED, Reason.LEAN_ERROR, "line 1: no", None, shown)
    write_html([make_run("run", {"p": ["simp"]}, verdict)], folder / "page.html")
    return folder / "page.html"


def opened(open_tab: Any, path: Path) -> Any:
    page = open_tab().go(path, "#problem=p&attempt=0")
    page.wait_for_selector(ATTEMPT)
    return page


def test_words_before_the_goals() -> None:
    words, goals = words_and_goals(TWO, "own")
    assert words == "unsolved goals"
    assert [goal.case for goal in goals] == ["zero", "succ"]
    words, goals = words_and_goals(LATER.replace("\n", "\r\n"), "own")
    assert words == "motive is not type correct:\n  fun x => x"
    assert [goal.conclusion for goal in goals] == ["n = 0"]
    for message in (PLAIN, NO_GOAL, ""):
        assert words_and_goals(message, "own") == (message, ())


def test_hypotheses_and_goals_stand_apart(make_run: Any, tmp_path: Path, open_tab: Any) -> None:
    page = opened(open_tab, page_of(make_run, tmp_path, TWO))
    goals = page.locator("#attempt .goal")
    assert goals.count() == 2
    assert goals.nth(0).locator(".where").inner_text() == "goal 1 · case zero"
    lines = goals.nth(0).locator(".hypothesis").all_inner_texts()
    assert [" ".join(line.split()) for line in lines] == ["a : Nat", "b : Nat", "h : a = b → b = a"]
    assert goals.nth(0).locator(".turnstile").inner_text() == "⊢ 0 = a"
    assert goals.nth(1).locator(".name").all_inner_texts() == ["n✝", "y"]
    assert goals.nth(1).get_attribute("aria-label") == "goal 2 · case succ"
    box = page.locator("#attempt .message").first
    assert box.inner_text().splitlines()[1].strip() == "unsolved goals"
    page.click('#attempt summary:has-text("As Lean printed it")')
    assert box.locator(".text").inner_text() == TWO


def test_hostile_goals_are_text(make_run: Any, tmp_path: Path, open_tab: Any) -> None:
    path = page_of(make_run, tmp_path, HOSTILE)
    page = opened(open_tab, path)
    box = page.locator("#attempt .message")
    assert box.locator("img, script, svg, b").count() == 0
    assert box.locator(".turnstile").inner_text() == "⊢ <svg onload=alert(1)> = &lt;b&gt;"
    shown = box.inner_text()
    assert "</script><script>1</script>" in shown and "<b>Nat</b>" in shown and "U+202E" in shown
    assert page.title() == "toy · toy"


def test_what_is_no_goal_stays_plain(make_run: Any, tmp_path: Path, open_tab: Any) -> None:
    page = opened(open_tab, page_of(make_run, tmp_path, PLAIN, NO_GOAL, LATER))
    boxes = page.locator("#attempt .message")
    for number, text in enumerate((PLAIN, NO_GOAL)):
        assert boxes.nth(number).locator(".goal").count() == 0
        assert text in boxes.nth(number).inner_text()
    assert boxes.nth(2).locator(".goal").count() == 1
    assert boxes.nth(2).locator(".hypothesis").inner_text() == "n : Nat"
    boxes.nth(2).locator("summary").click()
    assert "note: this is not a goal" in boxes.nth(2).locator(".text").inner_text()


@pytest.mark.parametrize("width", [360, 1280])
def test_long_goals_are_no_wider_than_the_window(
    make_run: Any, tmp_path: Path, open_tab: Any, width: int
) -> None:
    wide = "unsolved goals\n" + "x" * 300 + " : " + " → ".join(["Nat"] * 200) + "\n⊢ " + "y" * 400
    page = open_tab(width=width, height=740).go(page_of(make_run, tmp_path, wide), "#problem=p&attempt=0")
    page.wait_for_selector("#attempt .goal")
    assert page.evaluate(
        "(() => { const d = document.getElementById('problem'); return d.scrollWidth <= d.clientWidth })()"
    )
