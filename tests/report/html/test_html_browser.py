"""The report in a real browser: hostile texts, keys, filters, themes, widths, print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness.checker import Status, Verdict
from harness.report.html import write_html

PROVED = Verdict(Status.PROVED)
ATTEMPT = "#attempt .attempt"


def rows(page: Any) -> list[str]:
    """Names of the problems that are shown, in their order."""
    found: list[str] = page.locator("#matrix tbody tr:not([hidden]) th a").all_inner_texts()
    return found


def unfold(page: Any, title: str) -> None:
    page.click(f'#attempt summary:has-text("{title}")')
    page.wait_for_selector("#attempt details[open] .text")


def wait_for(page: Any, attempt: str) -> None:
    # Not wait_for_function: it polls with eval, which the page's policy forbids.
    page.wait_for_selector(f'{ATTEMPT}[aria-label^="{attempt} "]')


def press(page: Any, key: str) -> None:
    """Press a key and wait until another attempt is shown."""
    before = page.locator(ATTEMPT).get_attribute("aria-label")
    page.keyboard.press(key)
    page.wait_for_selector(f'{ATTEMPT}:not([aria-label="{before}"])')


def test_hostile_texts_are_shown_as_text(one_page: Path, open_tab: Any) -> None:
    tab = open_tab()
    page = tab.go(one_page, "#problem=nng_zero_on_both_sides&attempt=0")
    page.wait_for_selector(ATTEMPT)
    unfold(page, "Model's text")
    shown = page.locator("#attempt .text").inner_text()
    assert "</script><script>document.title = 'owned'</script>" in shown
    assert "<img src=x onerror" in shown
    assert "&lt;b&gt; {{ 7 * 7 }} {% raw %}" in shown
    for name in (
        "202E",
        "202C",
        "2066",
        "2069",
        "200B",
        "2028",
        "2029",
        "0000",
        "0007",
        "001B",
        "D800",
        "E0041",
    ):
        assert f"U+{name}" in shown, name
    assert page.locator("#attempt img, #attempt script").count() == 0
    page.goto(one_page.as_uri() + "#problem=nng_zero_on_both_sides&attempt=1")
    wait_for(page, "Attempt 1")
    code = page.locator("#attempt .code").inner_text()
    assert "-- </script><script>document.title='owned'</script> U+202E" in code
    assert page.title() == "nng \u00b7 replay"
    assert tab.requests == [one_page.as_uri()]


def test_direction_overrides_do_not_reorder_what_is_shown(one_page: Path, open_tab: Any) -> None:
    page = open_tab().go(one_page, "#problem=nng_zero_on_both_sides&attempt=0")
    unfold(page, "Model's text")
    # Hebrew letters in the order of the text, from left to right.
    places = page.evaluate(
        """() => {
          const box = document.querySelector('#attempt .text');
          const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf('\\u05d0');
            if (at < 0) continue;
            return [0, 1, 2].map((step) => {
              const range = document.createRange();
              range.setStart(node, at + step);
              range.setEnd(node, at + step + 1);
              return range.getBoundingClientRect().left;
            });
          }
        }"""
    )
    assert places == sorted(places)


def test_an_attempt_has_its_code_messages_goal_axioms_and_record(one_page: Path, open_tab: Any) -> None:
    page = open_tab().go(one_page, "#problem=nng_add_reorder_four&attempt=3")
    wait_for(page, "Attempt 3")
    bad = page.locator("#attempt .line.has-error")
    assert "rw [Nat.mul_comm 7 9]" in bad.first.inner_text()
    number = bad.first.locator("span").first.inner_text()
    assert f"error \u00b7 line {number}:" in page.locator("#attempt .message .where").first.inner_text()
    assert "rejected" in page.locator("#attempt h3").inner_text()
    unfold(page, "Verdict record")
    assert '"toolchain": "embedded"' in page.locator("#attempt .text").inner_text()
    page.goto(one_page.as_uri() + "#problem=nng_zero_on_both_sides&attempt=2")
    wait_for(page, "Attempt 2")
    assert "proved" in page.locator("#attempt h3").inner_text()
    assert page.locator("#attempt h4", has_text="Axioms").count() == 1
    assert page.locator("#attempt .code .t, #attempt .code .k").count() > 0
    assert "theorem nng_zero_on_both_sides" in page.locator(".statement").inner_text()


def test_a_goal_state_stands_apart(one_page: Path, open_tab: Any) -> None:
    page = open_tab().go(one_page, "#problem=nng_zero_on_both_sides&attempt=3")
    wait_for(page, "Attempt 3")
    assert page.locator("#attempt .goal .turnstile").first.inner_text() == "\u22a2 0 + n + 0 = n"
    assert "n : Nat" in page.locator("#attempt .goal").first.inner_text()


def test_keys_alone_are_enough(two_pages: Path, open_tab: Any) -> None:
    page = open_tab().go(two_pages)
    first, second = rows(page)[:2]
    page.keyboard.press("/")
    page.keyboard.type("nng_")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(ATTEMPT)
    assert page.locator("#problem-name").inner_text() == second
    page.keyboard.press("k")
    page.wait_for_selector(f"#problem-name:text-is('{first}')")
    assert page.locator("#problem button[aria-label^='Previous problem']").is_disabled()
    page.wait_for_selector(ATTEMPT)
    press(page, "ArrowRight")
    page.wait_for_selector("[aria-current=true]:focus")
    page.keyboard.press("Escape")
    assert not page.locator("#problem").is_visible()
    page.wait_for_selector(f"a:focus:text-is('{first}')")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()


def test_the_focus_goes_back_to_where_it_was(two_pages: Path, open_tab: Any) -> None:
    page = open_tab().go(two_pages)
    page.focus(".lists a")
    page.keyboard.press("Enter")
    page.wait_for_selector(ATTEMPT)
    assert page.locator("#attempt-status").inner_text().startswith("Shown: attempt ")
    page.keyboard.press("Escape")
    page.wait_for_selector(".lists a:focus")
    page.click("#matrix tbody tr:nth-child(2) .cell")
    page.wait_for_selector(ATTEMPT)
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    page.wait_for_selector(f"a:focus:text-is('{rows(page)[2]}')")


def test_an_address_opens_an_attempt_and_a_wrong_one_opens_nothing(two_pages: Path, open_tab: Any) -> None:
    page = open_tab().go(two_pages, "#problem=nng_zero_on_both_sides&run=B&attempt=3")
    wait_for(page, "Attempt 3")
    assert page.locator(f"{ATTEMPT}[aria-label='Attempt 3 of run B']").count() == 1
    page.keyboard.press("ArrowLeft")
    wait_for(page, "Attempt 2")
    assert page.url.endswith("#problem=nng_zero_on_both_sides&run=B&attempt=2")
    page.reload()
    wait_for(page, "Attempt 2")
    other = open_tab().go(two_pages, "#problem=no_such_problem&run=Z&attempt=-1")
    assert not other.locator("#problem").is_visible()


def test_filters_and_their_count(two_pages: Path, open_tab: Any) -> None:
    page = open_tab().go(two_pages)
    everything = rows(page)
    assert page.locator("#filter-count").inner_text() == f"{len(everything)} of {len(everything)}"

    def only(kind: str) -> list[str]:
        page.click(f"#filter-kind button[value={kind}]")
        return rows(page)

    lost, gained, solved, unsolved = (only(kind) for kind in ("lost", "gained", "solved", "unsolved"))
    assert "nng_add_reorder_four" in lost
    assert gained
    assert not set(gained) & set(lost)
    assert sorted([*solved, *unsolved]) == sorted(everything)
    listed = page.locator(".lists div:first-child li").all_inner_texts()
    assert listed == gained
    assert set(only("flaky")) <= set(solved)
    page.select_option("#filter-run", "1")
    assert only("unsolved") == ["nng_add_reorder_four"]
    page.click("#filter-reset")
    assert rows(page) == everything
    page.select_option("#filter-status", "rejected/no_code")
    assert rows(page) == everything
    page.fill("#filter-text", "zero both")
    assert rows(page) == ["nng_zero_on_both_sides"]
    page.fill("#filter-text", "</script>")
    assert rows(page) == []
    assert page.locator("#nothing").is_visible()
    page.keyboard.press("Escape")
    page.select_option("#filter-tag", "level: 1")
    assert 0 < len(rows(page)) < len(everything)


def test_the_table_sorts_and_says_so(two_pages: Path, open_tab: Any) -> None:
    page = open_tab().go(two_pages)
    in_order = rows(page)
    page.click("#matrix button[data-sort=name]")
    assert rows(page) == sorted(in_order)
    page.click("#matrix button[data-sort=name]")
    assert rows(page) == sorted(in_order, reverse=True)
    assert page.locator("#matrix th[aria-sort]").count() == 1
    assert page.locator("#matrix th[aria-sort=descending] button").inner_text() == "problem"
    page.click("#matrix button[data-sort='1']")
    counts = page.locator("#matrix tbody tr td:nth-child(4) .count").all_inner_texts()
    assert counts == sorted(counts, reverse=True)
    page.click("#matrix button[data-sort=order]")
    assert rows(page) == in_order


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_is_wider_than_the_window(two_pages: Path, open_tab: Any, width: int) -> None:
    page = open_tab(width=width, height=740).go(two_pages)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    # What a run is and how it compares can be read without scrolling sideways.
    for table in page.locator(".stacked").all():
        assert table.evaluate("(it) => it.scrollWidth <= it.parentNode.clientWidth")
        assert table.locator("th[scope=row]").first.bounding_box()["width"] > 90
    page.goto(two_pages.as_uri() + "#problem=nng_zero_on_both_sides&run=B&attempt=0")
    page.wait_for_selector(ATTEMPT)
    unfold(page, "Model's text")
    assert page.evaluate(
        "(() => { const d = document.getElementById('problem'); return d.scrollWidth <= d.clientWidth })()"
    )


CONTRAST = """(pairs) => {
  const paint = document.createElement('canvas').getContext('2d');
  const light = (name) => {
    paint.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const parts = paint.fillStyle.match(/[0-9a-f]{2}/g).map((part) => parseInt(part, 16) / 255);
    const [r, g, b] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return pairs.map(([a, b]) => {
    const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
    return [a, b, (high + 0.05) / (low + 0.05)];
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_contrast_of_wcag_aa(one_page: Path, open_tab: Any, scheme: str) -> None:
    page = open_tab(scheme=scheme).go(one_page)
    names = ["ink", "muted", "accent", "bad", "warn", "keyword", "string", "number", "comment"]
    pairs = [[f"--{name}", f"--{ground}"] for name in names for ground in ("surface", "raised")]
    pairs += [
        ["--muted", "--ground"],
        ["--surface", "--accent"],
        ["--ink", "--rejected"],
        ["--ink", "--bad-soft"],
    ]
    pairs += [["--surface", f"--run-{number}"] for number in range(1, 5)]
    weak = [(a, b, round(ratio, 2)) for a, b, ratio in page.evaluate(CONTRAST, pairs) if ratio < 4.5]
    assert not weak


def test_dark_mode_is_dark_and_figures_follow(one_page: Path, open_tab: Any) -> None:
    colours = []
    for scheme in ("light", "dark"):
        page = open_tab(scheme=scheme).go(one_page)
        colours.append(
            page.evaluate(
                "[getComputedStyle(document.body).backgroundColor,"
                " getComputedStyle(document.querySelector('svg.figure text')).fill]"
            )
        )
    assert all(light != dark for light, dark in zip(*colours, strict=True))


def test_everything_has_a_name_for_people_who_cannot_see_it(two_pages: Path, open_tab: Any) -> None:
    page = open_tab().go(two_pages, "#problem=nng_zero_on_both_sides")
    page.wait_for_selector(ATTEMPT)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, a, input, select, [role=img], [role=region]')]
          .filter((node) => !(node.textContent.trim() || node.getAttribute('aria-label')
            || node.getAttribute('aria-labelledby') || node.labels?.length))
          .map((node) => node.outerHTML)"""
    )
    assert nameless == []
    missing = page.evaluate(
        """() => [...document.querySelectorAll('[aria-labelledby]')]
          .flatMap((node) => node.getAttribute('aria-labelledby').split(' '))
          .filter((id) => !document.getElementById(id))"""
    )
    assert missing == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))


def test_print_leaves_the_controls_out(two_pages: Path, open_tab: Any) -> None:
    page = open_tab(width=800).go(two_pages)
    page.emulate_media(media="print")
    assert not page.locator("#filters").is_visible()
    assert page.locator("#matrix tbody tr").count() == len(rows(page))
    assert page.pdf(format="A4")[:5] == b"%PDF-"


def test_the_policy_stops_what_is_not_the_page_itself(one_page: Path, open_tab: Any) -> None:
    tab = open_tab()
    page = tab.go(one_page)
    outcome = page.evaluate(
        """async () => {
          const tried = [];
          try { await fetch('http://127.0.0.1:9/'); tried.push('fetch'); } catch {}
          try { document.body.insertAdjacentHTML('beforeend', '<b>x</b>'); tried.push('html'); } catch {}
          const image = new Image();
          const loaded = new Promise((done) => {
            image.onload = () => done(true);
            image.onerror = () => done(false);
          });
          image.src = 'http://127.0.0.1:9/x.png';
          if (await loaded) tried.push('image');
          return tried;
        }"""
    )
    assert outcome == []
    assert len(tab.trouble) >= 3
    assert all("Content Security Policy" in line or "TrustedHTML" in line for line in tab.trouble)
    tab.trouble.clear()


def test_files_of_attempts_are_loaded_when_a_problem_is_opened(
    runs: Any, tmp_path: Path, open_tab: Any
) -> None:
    made = write_html([runs.replay], tmp_path / "folder #1 \u2200", as_folder=True)
    assert made.data is not None
    tab = open_tab()
    page = tab.go(made.page)
    assert len(tab.requests) == 1
    page.click("#matrix tbody tr:nth-child(2) a")
    page.wait_for_selector(ATTEMPT)
    assert [url.rpartition("/")[2] for url in tab.requests] == ["index.html", "0.js"]
    press(page, "ArrowRight")
    assert len(tab.requests) == 2


def test_a_page_without_its_files_says_what_to_do(runs: Any, tmp_path: Path, open_tab: Any) -> None:
    made = write_html([runs.replay], tmp_path / "folder", as_folder=True)
    assert made.data is not None
    made.data.rename(tmp_path / "elsewhere")
    tab = open_tab()
    page = tab.go(made.page)
    page.click("#matrix tbody tr:nth-child(1) a")
    page.wait_for_selector("#attempt .alarm")
    assert "keep the folder index_files beside this page" in page.locator("#attempt .alarm").inner_text()
    (tmp_path / "elsewhere").rename(made.data)
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector(ATTEMPT)
    assert any("ERR_FILE_NOT_FOUND" in line for line in tab.trouble)
    tab.trouble.clear()


def test_files_of_another_report_are_not_shown(
    make_run: Any, runs: Any, tmp_path: Path, open_tab: Any
) -> None:
    ours = write_html([runs.replay], tmp_path / "ours", as_folder=True)
    other = write_html([runs.tactics], tmp_path / "other", as_folder=True)
    assert ours.data is not None
    assert other.data is not None
    (other.data / "0.js").replace(ours.data / "0.js")
    page = open_tab().go(ours.page, "#problem=nng_zero_on_both_sides&attempt=2")
    page.wait_for_selector("#attempt .alarm")
    assert "belong to another report" in page.locator("#attempt .alarm").inner_text()
    assert page.locator(ATTEMPT).count() == 0


def test_long_texts_come_in_parts(make_run: Any, tmp_path: Path, open_tab: Any) -> None:
    line = "x" * 200_000
    lines = "\n".join(f"have h{number} := {number}" for number in range(3000))
    write_html([make_run("run", {"p": [line, lines]})], tmp_path / "a.html")
    page = open_tab().go(tmp_path / "a.html", "#problem=p&attempt=0")
    page.wait_for_selector(ATTEMPT)
    unfold(page, "Model's text")
    page.click("text=Show 140,000 more characters")
    assert page.locator("#attempt .text").inner_text().count("x") == 200_000
    page.keyboard.press("ArrowRight")
    wait_for(page, "Attempt 1")
    assert page.locator("#attempt .line").count() == 1500
    page.click("text=Show 1,500 more lines")
    assert page.locator("#attempt .line").count() == 3000


def test_filters_stand_in_the_address_and_come_back_from_it(two_pages: Path, open_tab: Any) -> None:
    page = open_tab().go(two_pages)
    page.fill("#filter-text", "zero both")
    page.click("#filter-kind button[value=solved]")
    page.select_option("#filter-run", "1")
    assert page.url.endswith("#text=zero+both&show=solved&in=B")
    kept = rows(page)
    other = open_tab().go(two_pages, "#" + page.url.partition("#")[2])
    assert rows(other) == kept == ["nng_zero_on_both_sides"]
    assert other.locator("#filter-kind button[aria-pressed=true]").inner_text() == "solved"
    other.click("#matrix tbody a:visible")
    other.wait_for_selector(ATTEMPT)
    assert "&text=zero+both&show=solved&in=B" in other.url
    third = open_tab().go(two_pages, "#" + other.url.partition("#")[2])
    third.wait_for_selector(ATTEMPT)
    third.keyboard.press("Escape")
    assert rows(third) == kept
    third.click("#filter-reset")
    assert third.url.endswith("#problems")
    # What the page doesn't know leaves the filters as they are.
    odd = open_tab().go(two_pages, '#status=no%22]/such&show=%22]&in=ZZ&split="&tag=none')
    assert len(rows(odd)) == 6


def test_messages_are_searched_when_asked(two_pages: Path, open_tab: Any) -> None:
    page = open_tab().go(two_pages)
    page.fill("#filter-text", "unsolved goals")
    assert rows(page) == []
    page.check("#filter-messages")
    page.wait_for_selector("#matrix tbody tr:visible")
    assert page.url.endswith("#text=unsolved+goals&messages=1")
    page.fill("#filter-text", "no message says this")
    page.wait_for_selector("#nothing:visible")


def test_a_button_copies_a_text_whole(two_pages: Path, open_tab: Any) -> None:
    page = open_tab().go(two_pages, "#problem=nng_zero_on_both_sides&run=B&attempt=3")
    wait_for(page, "Attempt 3")
    page.click("#attempt .code .copy >> nth=0")
    page.wait_for_selector(".copy[data-word=Copied]")
    page.keyboard.press("Escape")
    page.click("#filter-text")
    page.keyboard.press("Control+V")
    pasted = page.input_value("#filter-text")
    assert "rw [Nat.mul_comm 7 9]" in pasted
    assert "Copy" not in pasted + page.locator("body").inner_text()


def test_a_clear_loss_has_not_the_colour_of_a_gain(make_run: Any, tmp_path: Path, open_tab: Any) -> None:
    texts = {f"p{number}": ["x"] for number in range(20)}
    good, bad = (
        make_run(name, texts, verdict=verdict) for name, verdict in (("good", PROVED), ("bad", None))
    )
    colours = []
    for pair in ((bad, good), (good, bad)):
        page = tmp_path / f"{pair[0].name}.html"
        write_html(list(pair), page)
        tab = open_tab().go(page)
        colours.append(tab.evaluate("getComputedStyle(document.querySelector('tr.clear b')).color"))
        assert tab.locator(f"tr.clear.{'gain' if pair[1] is good else 'loss'}").count() == 2
    assert colours[0] != colours[1]
