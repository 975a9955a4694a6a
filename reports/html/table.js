// The matrix of problems and runs: its filters, its order, its keys.
const table = document.getElementById("matrix");
const tbody = table.tBodies[0];
const rows = [...tbody.rows];
const links = rows.map((row) => row.querySelector("th a"));
const field = (name) => document.getElementById(`filter-${name}`);
let kind = "all";
let order = rows.map((_, number) => number);

const searchText = index.problems.map((problem) =>
  [problem.name, ...problem.tags, problem.statement || "", problem.informal || ""].join("\n").toLowerCase());
const splitOf = rows.map((row) => (field("split") ? row.querySelector(".tags span")?.textContent : ""));

// base: the first run's cell, null where it lacks the problem.
const KINDS = {
  all: () => true,
  solved: (cell) => cell.proofs > 0,
  unsolved: (cell) => cell.proofs === 0,
  flaky: (cell) => cell.proofs > 0 && cell.proofs < cell.decided,
  gained: (cell, base) => cell.proofs > 0 && base !== null && base.proofs === 0,
  lost: (cell, base) => cell.proofs === 0 && base !== null && base.proofs > 0,
};

const hasVerdict = (cell, wanted) => {
  const [status, reason] = wanted.split("/");
  return [...new Set(cell.letters)].some((letter) => {
    const found = index.legend[letter];
    return found[0] === status && (!reason || found[1] === reason);
  });
};

const wordsOf = () => field("text").value.toLowerCase().split(/\s+/).filter(Boolean);

// Problems with an attempt whose details and messages hold all the words, as far as they were looked at.
const inMessages = { words: "", found: new Set() };

const holdsWords = async (problem, words) => {
  for (const cell of problem.cells) {
    for (const [number] of cell ? cell.parts : []) {
      const { attempts, texts } = await chunk(number);
      for (const attempt of attempts) {
        const text = [attempt.detail, ...attempt.messages.map((message) => texts[message[1]])].join("\n").toLowerCase();
        if (words.every((word) => text.includes(word))) return true;
      }
    }
  }
  return false;
};

// Attempts are packed, so messages are searched problem by problem, and the table follows.
const searchMessages = async () => {
  const words = field("messages").checked ? wordsOf() : [];
  const asked = words.join(" ");
  if (asked === inMessages.words) return;
  inMessages.words = asked;
  inMessages.found = new Set();
  const still = () => inMessages.words === asked;
  let drawn = performance.now();
  for (let number = 0; asked && still() && number < rows.length; number++) {
    if (words.every((word) => searchText[number].includes(word))) continue;
    try {
      if (await holdsWords(index.problems[number], words) && still()) inMessages.found.add(number);
    } catch (error) {
      field("count").textContent = `Messages can't be searched: ${error.message}`;
      return;
    }
    if (performance.now() - drawn > 300 && still()) {
      drawRows(`searching, ${whole.format(number + 1)} of ${whole.format(rows.length)}`);
      drawn = performance.now();
    }
  }
  if (still()) drawRows();
};

const matches = (number) => {
  const words = wordsOf();
  if (!words.every((word) => searchText[number].includes(word)) && !inMessages.found.has(number)) return false;
  const problem = index.problems[number];
  if (field("split")?.value && splitOf[number] !== field("split").value) return false;
  if (field("tag")?.value && !problem.tags.includes(field("tag").value)) return false;
  const run = field("run")?.value ?? "";
  const status = field("status").value;
  const chosen = problem.cells.map((_, place) => place).filter((place) => problem.cells[place] && (run === "" || Number(run) === place));
  // "unsolved" with any run means by none of them.
  const all = kind === "unsolved" && run === "";
  const test = (place) => KINDS[kind](problem.cells[place], problem.cells[0]);
  if (!(all ? chosen.every(test) : chosen.some(test))) return false;
  return !status || chosen.some((place) => hasVerdict(problem.cells[place], status));
};

const FILTERS = ["text", "messages", "show", "in", "status", "split", "tag"];

const filtered = () => field("text").value || field("messages").checked || kind !== "all" || ["status", "split", "tag", "run"].some((name) => field(name)?.value);

// The filters as a part of an address, "" where none is set.
const filterAddress = () => {
  const chosen = new URLSearchParams();
  if (field("text").value) chosen.set("text", field("text").value);
  if (field("messages").checked) chosen.set("messages", "1");
  if (kind !== "all") chosen.set("show", kind);
  if (field("run")?.value) chosen.set("in", index.runs[Number(field("run").value)].letter);
  for (const name of ["status", "split", "tag"]) if (field(name)?.value) chosen.set(name, field(name).value);
  return String(chosen);
};

// Set the filters as an address has them; what a page doesn't know is left out.
const followFilters = (hash) => {
  const asked = new URLSearchParams(hash.slice(1));
  if (!FILTERS.some((key) => asked.has(key))) return;
  field("text").value = asked.get("text") ?? "";
  field("messages").checked = asked.get("messages") === "1";
  const run = index.runs.findIndex((one) => one.letter === asked.get("in"));
  if (field("run")) field("run").value = run < 0 ? "" : String(run);
  for (const name of ["status", "split", "tag"]) {
    if (!field(name)) continue;
    field(name).value = asked.get(name) ?? "";
    if (field(name).selectedIndex < 0) field(name).value = "";
  }
  const wanted = document.querySelector(`#filter-kind button[value="${CSS.escape(asked.get("show") ?? "all")}"]`);
  chooseKind(wanted ? wanted.value : "all");
};

const applyFilters = () => {
  drawRows();
  searchMessages();
  if (!open) history.replaceState(null, "", `${location.pathname}${location.search}#${filterAddress() || "problems"}`);
};

const drawRows = (note) => {
  let count = 0;
  rows.forEach((row, number) => {
    const keep = matches(number);
    row.hidden = !keep;
    count += keep;
  });
  field("count").textContent = `${whole.format(count)} of ${whole.format(rows.length)}${note ? ` (${note})` : ""}`;
  field("reset").hidden = !filtered();
  document.getElementById("nothing").hidden = count > 0;
  roving();
};

// Problems as they are shown now, in their order.
const shownOrder = () => order.filter((number) => !rows[number].hidden);

const compareBy = {
  order: (a, b) => a - b,
  name: (a, b) => index.problems[a].name.localeCompare(index.problems[b].name, "en") || a - b,
};

const sortBy = (button) => {
  const heading = button.closest("th");
  const key = button.dataset.sort;
  const before = heading.getAttribute("aria-sort");
  const down = before ? before === "ascending" : !(key in compareBy);
  const rate = (number) => {
    const cell = index.problems[number].cells[Number(key)];
    return cell ? cell.proofs / Math.max(1, cell.decided) : -1;
  };
  const compare = compareBy[key] || ((a, b) => rate(a) - rate(b));
  order = order.slice().sort((a, b) => (down ? -compare(a, b) : compare(a, b)) || a - b);
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  tbody.append(...order.map((number) => rows[number]));
  roving();
};

// One link of the table is reached by Tab, the others by the arrows.
const roving = (chosen) => {
  const visible = shownOrder();
  const current = chosen ?? visible.find((number) => links[number].tabIndex === 0 && links[number].dataset.seen) ?? visible[0];
  links.forEach((link, number) => { link.tabIndex = number === current ? 0 : -1; });
};

const focusRow = (number) => {
  if (rows[number].hidden) return;
  links[number].dataset.seen = "1";
  roving(number);
  links[number].focus({ preventScroll: true });
  rows[number].scrollIntoView({ block: "nearest" });
};

const moveFocus = (from, key) => {
  const visible = shownOrder();
  const at = visible.indexOf(from);
  const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: visible.length - 1, PageDown: at + 15, PageUp: at - 15 }[key];
  if (key === "ArrowUp" && at === 0) field("text").focus();
  else focusRow(visible[Math.min(visible.length - 1, Math.max(0, target))]);
};

tbody.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (!["ArrowDown", "ArrowUp", "Home", "End", "PageDown", "PageUp"].includes(event.key)) return;
  const number = rows.indexOf(event.target.closest("tr"));
  if (number < 0) return;
  event.preventDefault();
  moveFocus(number, event.key);
});

tbody.addEventListener("click", (event) => {
  const number = rows.indexOf(event.target.closest("tr"));
  if (number < 0 || event.target.closest("a") || String(window.getSelection())) return;
  show(number);
});

table.tHead.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) sortBy(button);
});
