// Elements are made by hand and texts are only ever text nodes: nothing here parses HTML.
const el = (tag, props, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
};

// Characters that show nothing or change how others show; harness/report/html/_visible.py has the same list.
const HIDDEN = new RegExp(
  "[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f" +
  "\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ud800-\\udfff\\ufe00-\\ufe0f\\ufeff\\uffa0" +
  "\\ufff0-\\uffff\\u{e0000}-\\u{e0fff}]", "gu");

const codeName = (char) => "U+" + char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");

// The text with its hidden characters made visible.
const shown = (text) => {
  const nodes = document.createDocumentFragment();
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match.index > from) nodes.append(text.slice(from, match.index));
    nodes.append(el("span", { class: "char", title: "hidden character" }, codeName(match[0])));
    from = match.index + match[0].length;
  }
  nodes.append(from ? text.slice(from) : text);
  return nodes;
};

// A button that puts a text on the clipboard; where the browser has none for files, by way of a selection.
// Its word comes from the style, so that it is no part of the texts that it stands in.
const copyButton = (text, label) => {
  const button = el("button", { type: "button", class: "copy", "aria-label": `Copy ${label}`, title: `Copy ${label}`, "data-word": "Copy" });
  const say = (word) => {
    button.dataset.word = word;
    button.setAttribute("aria-label", `${word} ${label}`);
  };
  button.addEventListener("click", async (event) => {
    event.stopPropagation();
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      const field = el("textarea", { class: "hidden", "aria-hidden": "true" });
      field.value = text;
      button.after(field);
      field.select();
      done = document.execCommand("copy");
      field.remove();
      button.focus();
    }
    say(done ? "Copied" : "Not copied:");
    setTimeout(() => say("Copy"), 1500);
  });
  return button;
};

const TEXT_SHOWN = 60000;

const whole = new Intl.NumberFormat("en");

// A long text in a box: its head, and the rest when it is asked for.
const textBox = (text, label) => {
  const box = el("div", { class: "text", tabindex: "0", role: "region", "aria-label": label });
  if (text) box.append(copyButton(text, label));
  if (!text) box.append(el("span", { class: "none" }, "empty"));
  else box.append(shown(text.slice(0, TEXT_SHOWN)));
  if (text.length > TEXT_SHOWN) {
    const more = el("button", { type: "button" }, `Show ${whole.format(text.length - TEXT_SHOWN)} more characters`);
    more.addEventListener("click", () => {
      more.remove();
      box.append(shown(text.slice(TEXT_SHOWN)));
      box.focus();
    });
    box.append(el("br"), more);
  }
  return box;
};

// A block that is filled when it is opened for the first time.
const folded = (title, fill) => {
  const block = el("details", {}, el("summary", {}, title));
  block.addEventListener("toggle", () => {
    if (block.open && block.childElementCount === 1) block.append(fill());
  });
  return block;
};
