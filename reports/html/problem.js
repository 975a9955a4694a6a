// The view of one problem: its statement, its attempts in each run, and the attempt that is chosen.
const dialog = document.getElementById("problem");
let opener = null; // what had the focus before
let open = null; // {problem, run, attempt}: numbers of problem and run, place of the attempt in its cell

const numberOfProblem = new Map(index.problems.map((problem, number) => [problem.name, number]));

const address = (problem, run, place) => {
  const name = encodeURIComponent(index.problems[problem].name);
  const attempt = nameOf(index.problems[problem].cells[run], place);
  const chosen = filterAddress();
  return `#problem=${name}&run=${index.runs[run].letter}&attempt=${attempt}${chosen ? `&${chosen}` : ""}`;
};

// An attempt's name is its sample's index, with ".1" for a repair round; told apart only where it isn't its place.
const nameOf = (cell, place) => (cell.names ? cell.names[place] : String(place));

const placeOfName = (cell, name) => {
  if (cell.names) return cell.names.indexOf(name);
  return /^[0-9]{1,9}$/.test(name) && Number(name) < cell.letters.length ? Number(name) : -1;
};

// What an address asks for, or null; a missing run or attempt is chosen.
const placeOf = (hash) => {
  const asked = new URLSearchParams(hash.slice(1));
  const problem = numberOfProblem.get(asked.get("problem") ?? "");
  if (problem === undefined) return null;
  const cells = index.problems[problem].cells;
  let run = index.runs.findIndex((one) => one.letter === asked.get("run"));
  if (run < 0 || !cells[run]) run = Math.max(0, cells.findIndex((cell) => cell && cell.letters.includes("P")));
  if (!cells[run]) run = cells.findIndex(Boolean);
  const wanted = placeOfName(cells[run], asked.get("attempt") ?? "");
  return { problem, run, place: wanted >= 0 ? wanted : Math.max(0, cells[run].letters.indexOf("P")) };
};

const head = (number, tags) => {
  const problem = index.problems[number];
  const order = shownOrder();
  const at = order.indexOf(number);
  const step = (by, label, sign) => {
    const target = order[at + by];
    return el("button", {
      type: "button", "aria-label": label, title: label, disabled: at < 0 || target === undefined,
      onclick: () => show(target),
    }, sign);
  };
  return el("div", { class: "head" },
    el("div", {}, el("h2", { id: "problem-name" }, shown(problem.name)),
      el("span", { class: "tags" }, ...tags.map((tag) => el("span", {}, shown(tag))))),
    step(-1, "Previous problem (k)", "↑"), step(1, "Next problem (j)", "↓"),
    el("button", { type: "button", "aria-label": "Close (Esc)", title: "Close (Esc)", onclick: () => dialog.close() }, "✕"));
};

const statementBox = (problem) => {
  if (problem.statement === undefined) return el("p", { class: "none" }, "The statement isn't here: its bench was not found.");
  const box = el("div", { class: "code statement", tabindex: "0", role: "region", "aria-label": "Statement" },
    copyButton(problem.statement, "statement"));
  leanLines(leanTokens(problem.statement.trimEnd())).forEach((line, number) => box.append(number ? "\n" : "", ...line));
  return box;
};

const plainWords = (informal) => informal.trim().replace(/^\/--?\s*/, "").replace(/\s*-\/$/, "");

const attemptsRow = (number, run) => {
  const cell = index.problems[number].cells[run];
  const { letter, model } = index.runs[run];
  if (!cell) return [];
  const line = el("div", { class: "runline" },
    index.runs.length > 1 ? el("span", { class: `chip run-${1 + (run % 4)}` }, letter) : null,
    el("span", {}, shown(model)), el("span", { class: "none" }, `${cell.proofs} of ${cell.decided} proved`));
  const group = el("div", { class: "attempts", role: "group", "aria-label": `Attempts of run ${letter}`, "data-run": run });
  [...cell.letters].forEach((one, place) => {
    const { status, reason, text } = statusOf(one);
    const name = nameOf(cell, place);
    const label = `attempt ${name}: ${text}${reason ? `, ${reason}` : ""}`;
    group.append(el("button", {
      type: "button", class: `is-${status}`, "aria-label": label, title: label, tabindex: "-1", "data-place": place,
      onclick: () => show(number, run, place),
    }, name));
  });
  return [line, group];
};

const markCurrent = () => {
  for (const button of dialog.querySelectorAll(".attempts button")) {
    const here = Number(button.dataset.place) === open.place && Number(button.parentNode.dataset.run) === open.run;
    button.toggleAttribute("aria-current", here);
    if (here) button.setAttribute("aria-current", "true");
    button.tabIndex = here ? 0 : -1;
  }
};

const build = (number) => {
  const problem = index.problems[number];
  const body = el("div", { class: "body" });
  if (problem.informal) body.append(el("p", { class: "informal" }, shown(plainWords(problem.informal))));
  body.append(statementBox(problem));
  if (problem.goal) body.append(folded("Goal", () => textBox(problem.goal, "Goal")));
  index.runs.forEach((_, run) => body.append(...attemptsRow(number, run)));
  body.append(el("p", { id: "attempt-status", class: "hidden", role: "status" }), el("div", { id: "attempt" }));
  dialog.replaceChildren(head(number, problem.tags), body);
};

const drawAttempt = async () => {
  const { problem, run, place } = open;
  const here = () => open && open.problem === problem && open.run === run && open.place === place;
  const target = dialog.querySelector("#attempt");
  const cell = index.problems[problem].cells[run];
  if (!cell.letters.length) {
    target.replaceChildren(el("p", { class: "none" }, "No attempt yet."));
    return;
  }
  target.setAttribute("aria-busy", "true");
  let view;
  try {
    const [attempt, texts] = await attemptAt(cell, place);
    view = attemptView(index.problems[problem], index.runs[run], attempt, texts);
  } catch (error) {
    view = el("p", { class: "alarm", role: "alert" }, `This attempt can't be shown: ${error.message}`);
  }
  if (!here()) return;
  target.removeAttribute("aria-busy");
  target.replaceChildren(view);
  const chosen = dialog.querySelector("[aria-current=true]");
  dialog.querySelector("#attempt-status").textContent = `Shown: ${chosen ? chosen.getAttribute("aria-label") : "nothing"}`;
};

// Open a problem, or another attempt of it; the address follows, so that it can be shared.
const show = (problem, run, place) => {
  const hash = run === undefined ? `#problem=${encodeURIComponent(index.problems[problem].name)}` : address(problem, run, place);
  const target = placeOf(hash);
  const inside = dialog.contains(document.activeElement) && document.activeElement.closest(".attempts");
  const fresh = !open || open.problem !== target.problem;
  open = target;
  history.replaceState(null, "", address(target.problem, target.run, target.place));
  if (fresh) build(target.problem);
  markCurrent();
  drawAttempt();
  if (!dialog.open) {
    opener = document.activeElement;
    dialog.showModal();
  }
  if (fresh) dialog.scrollTop = 0;
  if (fresh || inside) dialog.querySelector("[aria-current=true]")?.focus({ preventScroll: fresh });
};

const step = (by) => {
  const cells = index.problems[open.problem].cells;
  let { run, place } = open;
  place += by;
  while (cells[run] === null || place < 0 || place >= cells[run].letters.length) {
    run += by;
    if (run < 0 || run >= cells.length) return;
    if (cells[run]) place = by > 0 ? 0 : cells[run].letters.length - 1;
  }
  show(open.problem, run, place);
};

// On the document: a button that was pressed and is gone leaves no element of the dialog with the focus.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !open) return;
  if (event.target.closest("input, select, textarea")) return;
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    event.preventDefault();
    step(event.key === "ArrowRight" ? 1 : -1);
    dialog.querySelector("[aria-current=true]")?.focus();
  } else if (event.key === "j" || event.key === "k") {
    const order = shownOrder();
    const at = order.indexOf(open.problem);
    const next = order[at + (event.key === "j" ? 1 : -1)];
    if (at >= 0 && next !== undefined) show(next);
  }
});

dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});

dialog.addEventListener("close", () => {
  const last = open;
  open = null;
  dialog.replaceChildren();
  history.replaceState(null, "", `${location.pathname}${location.search}#${filterAddress() || "problems"}`);
  if (opener && opener !== document.body && !table.contains(opener)) opener.focus();
  else if (last) focusRow(last.problem);
});

const followAddress = () => {
  const asked = location.hash;
  followFilters(asked);
  const target = placeOf(asked);
  if (target) show(target.problem, target.run, target.place);
  else if (dialog.open) dialog.close();
};
