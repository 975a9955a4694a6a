// One attempt: its verdict, its code with Lean's messages at their lines, and everything that was recorded.
const LINES_SHOWN = 1500;

const seconds = (value) => (value < 10 ? value.toFixed(2) : value.toFixed(1)) + " s";
const counted = (value) => (value === null || value === undefined ? "not counted" : whole.format(value));

const statusOf = (letter) => {
  const [status, reason] = index.legend[letter] || ["waiting", ""];
  return { status, reason, text: status === "waiting" ? "no verdict yet" : status === "exhausted" ? "no such sample" : status };
};

const facts = (attempt) => {
  const rows = [
    ["tokens out", counted(attempt.out)], ["tokens in", counted(attempt.in)], ["finish", attempt.finish || "none"],
    ["generated in", seconds(attempt.latency)], ["CPU in Lean", seconds(attempt.cpu)],
    ["checked in", seconds(attempt.wall)], ["seed", attempt.seed],
  ];
  if (attempt.cost !== null) rows.push(["cost", String(Number(attempt.cost.toPrecision(4)))]);
  return el("dl", { class: "facts" },
    ...rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, shown(value)))));
};

// A message; the goals that it shows stand apart, and behind them the message as Lean printed it.
const messageBox = ([severity, text, line, column, kind, words, goals], texts) => {
  const where = [severity, `line ${line}:${column}`, kind].filter(Boolean).join(" · ");
  const known = ["error", "warning"].includes(severity) ? severity : "other";
  const box = el("div", { class: `message is-${known}` }, el("span", { class: "where" }, shown(where)),
    shown(texts[goals ? words : text].slice(0, TEXT_SHOWN)));
  if (goals) {
    goals.forEach((goal, number) => box.append(goalBox(goal, goals.length > 1 ? number + 1 : 0, texts)));
    box.append(folded("As Lean printed it", () => textBox(texts[text], "Message as Lean printed it")));
  }
  box.append(copyButton(texts[text], "message"));
  return box;
};

const goalBox = ([name, hypotheses, conclusion], number, texts) => {
  const title = [number ? `goal ${number}` : "", name ? `case ${name}` : ""].filter(Boolean).join(" · ");
  return el("div", { class: "goal", role: "group", "aria-label": title || "goal" },
    title ? el("div", { class: "where" }, shown(title)) : null,
    ...hypotheses.map(([label, type]) => el("div", { class: "hypothesis" },
      el("span", { class: "name" }, shown(label)), " : ", shown(texts[type].slice(0, TEXT_SHOWN)))),
    el("div", { class: "turnstile" }, "⊢ ", shown(texts[conclusion].slice(0, TEXT_SHOWN))));
};

const codeLine = (number, nodes, extra) =>
  el("div", { class: "line" + extra }, el("span", { "aria-hidden": "true" }, String(number)), el("span", {}, ...nodes, "\n"));

// Lines as Lean counted them: those before the candidate are the problem's own.
const codeBox = (problem, proof, attempt, texts) => {
  const tokens = leanTokens(proof);
  const inFile = problem.name && declaresTheorem(tokens, problem.name);
  const header = problem.header === undefined ? null : index.headers[problem.header];
  let before = inFile ? (header && !header.endsWith("\n") ? header + "\n" : header) : problem.before;
  const known = before !== null && before !== undefined;
  before = before || "";
  const start = before.split("\n").length;
  const lines = leanLines([...leanTokens(before), ...tokens]);
  if (lines.length > start && !lines[lines.length - 1].length) lines.pop();
  const byLine = new Map();
  const loose = [];
  for (const message of attempt.messages) {
    const place = known && message[2] >= 1 && message[2] <= lines.length ? message[2] : 0;
    if (place) byLine.set(place, [...(byLine.get(place) || []), message]);
    else loose.push(message);
  }
  const box = el("div", { class: "code", tabindex: "0", role: "region", "aria-label": "Candidate, with the lines of the file that Lean got" },
    copyButton(proof, "candidate"));
  const draw = (from, to) => {
    for (let place = from; place < to; place++) {
      const found = byLine.get(place + 1) || [];
      const bad = found.some((message) => message[0] === "error") ? " has-error" : "";
      box.append(codeLine(place + 1, lines[place], (place + 1 < start ? " before" : "") + bad));
      found.forEach((message) => box.append(messageBox(message, texts)));
    }
  };
  draw(0, Math.min(lines.length, LINES_SHOWN));
  if (lines.length > LINES_SHOWN) {
    const more = el("button", { type: "button" }, `Show ${whole.format(lines.length - LINES_SHOWN)} more lines`);
    more.addEventListener("click", () => {
      more.remove();
      draw(LINES_SHOWN, lines.length);
      box.focus();
    });
    box.append(more);
  }
  const parts = [box];
  if (loose.length) {
    parts.push(el("h4", {}, known ? "Messages elsewhere" : "Messages, by lines of the text that was checked"),
      el("div", { class: "loose" }, ...loose.map((message) => messageBox(message, texts))));
  }
  return parts;
};

const axiomsOf = (attempt) => {
  if (!attempt.axioms) return el("p", { class: "none" }, "not audited, because the check ended before");
  if (!attempt.axioms.length) return el("p", { class: "none" }, "none");
  return el("p", { class: "axioms" }, shown(attempt.axioms.join(", ")));
};

const attemptView = (problem, run, attempt, texts) => {
  const { status, reason, text } = statusOf(attempt.letter);
  const view = el("section", { class: "attempt", "aria-label": `Attempt ${attempt.name} of run ${run.letter}` });
  view.append(el("h3", {},
    el("span", {}, `Attempt ${attempt.name}`), el("span", { class: `status is-${status}` }, text),
    reason ? el("span", { class: "none" }, reason) : null));
  if (attempt.detail) view.append(el("p", { class: "detail" }, shown(attempt.detail)));
  view.append(facts(attempt));
  const stored = (number) => (number === null || number === undefined ? null : texts[number]);
  const [proof, raw, prompt, thought] = [attempt.proof, attempt.text, attempt.prompt, attempt.reasoning].map(stored);
  if (proof !== null) view.append(...codeBox(problem, proof, attempt, texts));
  else {
    view.append(el("p", { class: "none" }, raw === null ? "The model gave no text." : "The model's text holds no candidate."));
    attempt.messages.forEach((message) => view.append(messageBox(message, texts)));
  }
  if (attempt.axioms || status === "proved") view.append(el("h4", {}, "Axioms"), axiomsOf(attempt));
  if (raw !== null) {
    const title = raw === proof ? "Model's text, the same" : `Model's text, ${whole.format(raw.length)} characters`;
    view.append(folded(title, () => textBox(raw, "Model's text")));
  }
  if (thought !== null) view.append(folded("Model's reasoning", () => textBox(thought, "Model's reasoning")));
  if (prompt !== null) view.append(folded("Prompt", () => textBox(promptText(prompt), "Prompt")));
  if (attempt.record) {
    view.append(folded("Verdict record", () => textBox(JSON.stringify(attempt.record, null, 2), "Verdict record")));
  }
  return view;
};

// A chat is stored as JSON; its messages are easier to read one by one.
const promptText = (prompt) => {
  if (!prompt.startsWith("[")) return prompt;
  try {
    const turns = JSON.parse(prompt);
    if (turns.every((turn) => typeof turn.role === "string" && typeof turn.content === "string")) {
      return turns.map((turn) => `${turn.role}:\n${turn.content}`).join("\n\n");
    }
  } catch { /* not a chat after all */ }
  return prompt;
};
