// The filters' controls, keys of the whole page, and the address that the page was opened with.
const filters = document.getElementById("filters");
const keys = document.getElementById("keys");

const chooseKind = (value) => {
  kind = value;
  for (const button of document.querySelectorAll("#filter-kind button")) {
    button.setAttribute("aria-pressed", String(button.value === value));
  }
  applyFilters();
};

filters.addEventListener("submit", (event) => event.preventDefault());
filters.addEventListener("input", applyFilters);
document.getElementById("filter-kind").addEventListener("click", (event) => {
  if (event.target.closest("button")) chooseKind(event.target.closest("button").value);
});

field("reset").addEventListener("click", () => {
  filters.reset();
  chooseKind("all");
  field("text").focus();
});

field("text").addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (event.target.value) {
      event.preventDefault();
      event.target.value = "";
      applyFilters();
    } else event.target.blur();
  } else if (event.key === "ArrowDown" || event.key === "Enter") {
    event.preventDefault();
    const first = shownOrder()[0];
    if (first !== undefined) focusRow(first);
  }
});

document.getElementById("show-keys").addEventListener("click", () => keys.showModal());

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, select, textarea")) return;
  if (event.key === "?" && !keys.open) {
    event.preventDefault();
    keys.showModal();
  } else if (event.key === "/" && !dialog.open && !keys.open) {
    event.preventDefault();
    field("text").focus();
    field("text").select();
  }
});

window.addEventListener("hashchange", followAddress);
drawRows();
followAddress();
document.documentElement.dataset.ready = "1";
