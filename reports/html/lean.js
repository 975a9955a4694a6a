// Lean 4 as tokens for colouring: total on any text, linear, and lossless.
const words = (text) => new Set(text.trim().split(/\s+/));
const KEYWORDS = words(`
  abbrev attribute axiom by calc class def deriving do else end example export extends forall from fun have
  if import in include inductive infix infixl infixr instance lemma let macro match mutual namespace
  noncomputable notation omit opaque open partial postfix prefix private protected rec section set_option show
  structure suffices syntax termination_by theorem then this unsafe universe variable where with decreasing_by
  prelude return at using obtain rintro λ`);
const TACTICS = words(`
  all_goals any_goals apply apply_fun assumption bound by_cases by_contra case cases cases' change choose
  clear congr constructor contradiction contrapose conv convert decide dsimp erw exact exact_mod_cast exfalso
  exists existsi ext field_simp first fin_cases focus funext gcongr generalize grind group haveI induction
  induction' infer_instance injection interval_cases intro intros iterate left letI linarith
  linear_combination mod_cases next nlinarith nofun nomatch norm_cast norm_num nth_rw nth_rewrite omega pick_goal
  polyrith positivity push_cast push_neg rcases refine rename_i repeat replace revert rewrite rfl right ring
  ring_nf rw rwa simp simp_all simp_arith simpa skip specialize split split_ifs subst symm trans trivial try
  unfold use`);
const HOLES = words("sorry admit sorryAx native_decide");

const NAME = "(?:[\\p{L}_][\\p{L}\\p{N}_'!?₀-₉]*|«[^»\\n]*»)";
const TOKEN = new RegExp(
  `(?<space>\\s+)|(?<line>--[^\\n]*)|(?<block>/-)|(?<string>")|(?<char>'(?:\\\\[^\\n]|[^\\\\'\\n])')` +
  `|(?<number>0[xX][0-9a-fA-F]+|[0-9]+(?:\\.[0-9]+)?)|(?<name>${NAME}(?:\\.${NAME})*)|(?<other>[^])`, "uy");

const blockEnd = (text, start) => {
  const edge = /\/-|-\//g;
  edge.lastIndex = start + 2;
  let depth = 1;
  for (let found = edge.exec(text); found; found = edge.exec(text)) {
    depth += found[0] === "/-" ? 1 : -1;
    if (!depth) return edge.lastIndex;
  }
  return text.length;
};

const stringEnd = (text, start) => {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
};

const wordClass = (word) =>
  HOLES.has(word) ? "x" : KEYWORDS.has(word) ? "k" : TACTICS.has(word) ? "t" : "";

// [class, text] for each piece; classes: k keyword, t tactic, s string, n number, c comment, x hole, "" other,
// "w" white space.
const leanTokens = (text) => {
  const tokens = [];
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    const groups = match.groups;
    let end = TOKEN.lastIndex;
    let kind = "";
    if (groups.space !== undefined) kind = "w";
    else if (groups.line !== undefined) kind = "c";
    else if (groups.block !== undefined) [kind, end] = ["c", blockEnd(text, at)];
    else if (groups.string !== undefined) [kind, end] = ["s", stringEnd(text, at)];
    else if (groups.char !== undefined) kind = "s";
    else if (groups.number !== undefined) kind = "n";
    else if (groups.name !== undefined) kind = wordClass(groups.name);
    tokens.push([kind, text.slice(at, end)]);
    at = end;
  }
  return tokens;
};

// Whether a candidate states the theorem itself, so that it was checked as a file of its own.
const declaresTheorem = (tokens, name) => {
  const plain = (word) => word.replace(/[«»]/g, "");
  const code = tokens.filter(([kind]) => kind !== "w" && kind !== "c");
  return code.some(([, word], place) =>
    (word === "theorem" || word === "lemma") && place + 1 < code.length && plain(code[place + 1][1]) === plain(name));
};

// The tokens as lines, each an array of nodes.
const leanLines = (tokens) => {
  const lines = [[]];
  for (const [kind, text] of tokens) {
    text.split("\n").forEach((piece, number) => {
      if (number) lines.push([]);
      if (!piece) return;
      const colour = kind && kind !== "w";
      lines[lines.length - 1].push(colour ? el("span", { class: kind }, shown(piece)) : shown(piece));
    });
  }
  return lines;
};
