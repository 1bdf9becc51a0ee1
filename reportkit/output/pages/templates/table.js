"use strict";
// The tables of a report: sorted, filtered, their columns chosen, copied and saved. A screenful of rows at a time.
const data = JSON.parse(document.getElementById("data").textContent);
const CHUNK = 120;
const tables = Object.fromEntries(
  Object.entries(data.tables).map(([name, told]) => [name, new Rows(name, told, data.pool)]));
const byLetter = Object.fromEntries(Object.values(tables).map((t) => [t.letter, t]));
const panel = document.getElementById("panel");
let current = Object.values(tables)[0];
let drawn = 0;

/** The table and place of a key such as i12. */
function rowOf(key) {
  return [byLetter[key[0]], Number(key.slice(1))];
}

function isKey(key) {
  return /^[a-z]\d+$/.test(key) && Boolean(byLetter[key[0]]?.rows[Number(key.slice(1))]);
}

function citation(table, row) {
  const page = table.cell(row, "page");
  const region = data.info.region || data.info.title;
  return rk.say("cite", {
    region, author: data.info.speaker || rk.say("cite author", { region }), year: data.info.report_year ?? "",
    date: data.info.date || data.info.report_year || "", page: page ? rk.say("cite page", { page }) : "",
    start: table.cell(row, "start"), end: table.cell(row, "end"), sentence: table.cell(row, "sentence"),
    url: data.info.source_url ? rk.say("cite url", { url: data.info.source_url }) : "",
  });
}

function drawTable() {
  const head = rk.make("tr", {},
    rk.make("th", { scope: "col", className: "actions" }, rk.make("span", { className: "hidden" }, rk.say("actions"))));
  for (const column of current.visible) {
    head.append(current.head(column, () => {
      drawTable();
      panel.querySelector(`th[data-column="${column.name}"] button`)?.focus();
    }));
  }
  const more = rk.make("button", { type: "button", className: "more" });
  more.addEventListener("click", () => drawRows(drawn + CHUNK));
  const told = { className: "scroll grid", tabIndex: 0, role: "region", "aria-label": rk.say(current.name) };
  const grid = rk.make("div", told,
    rk.make("table", {}, rk.make("thead", {}, head), rk.make("tbody")), more);
  if (!current.found.length) grid.append(nothing());
  panel.querySelector(".grid")?.remove();
  panel.append(grid);
  drawn = 0;
  drawRows(CHUNK);
  watcher.observe(more);
}

/** What stands where no row is found: that it is so, and the way out. */
function nothing() {
  const told = rk.make("p", { className: "nothing" }, rk.say(current.rows.length ? "nothing found" : "no rows"), " ");
  if (current.filtered) {
    const clear = rk.make("button", { type: "button", className: "clear" }, rk.say("clear filters"));
    clear.addEventListener("click", () => { current.clear(); drawPanel(); document.getElementById("search").focus(); });
    told.append(clear);
  }
  return told;
}

const watcher = new IntersectionObserver((seen) => {
  if (seen.some((one) => one.isIntersecting)) drawRows(drawn + CHUNK);
});

function drawRows(until) {
  const last = Math.min(until, current.found.length);
  const columns = current.visible;
  const words = rk.sought(current.words);
  const made = document.createDocumentFragment();
  for (; drawn < last; drawn++) {
    const row = rowElement(current, current.found[drawn], columns, words);
    made.append(row);
    checking.decorate(row, row.id);
  }
  panel.querySelector(".grid tbody").append(made);
  const more = panel.querySelector(".more");
  more.textContent = rk.say("more rows", { count: current.found.length - drawn });
  more.hidden = drawn >= current.found.length;
  panel.querySelector("output").textContent =
    rk.say("rows shown", { count: current.found.length, all: current.rows.length });
}

function rowElement(table, row, columns, words) {
  const key = table.letter + row;
  const told = { title: rk.say("to text"), "aria-label": rk.say("to text") };
  const jump = rk.make("a", { href: `#${key}`, className: "jump", ...told }, "¶");
  const cite = rk.make("button", { type: "button", className: "cite", title: rk.say("copy") }, rk.say("cite label"));
  const made = rk.make("tr", { id: key, tabIndex: -1 }, rk.make("td", { className: "actions" }, jump, cite));
  for (const column of columns) {
    const text = table.text(row, column.name);
    const kind = Rows.isNumber(column) ? "n" : Object.keys(column.codes).length ? "code" : column.name;
    const classes = Rows.isShort(column, text) ? `${kind} short` : kind;
    made.append(rk.make("td", { className: classes }, ...rk.marked(text, words)));
  }
  return made;
}

function drawPanel() {
  const told = { type: "search", value: current.words, id: "search", "aria-label": rk.say("filter") };
  const search = rk.make("input", { ...told, placeholder: rk.say("filter") });
  search.addEventListener("input", rk.delayed(() => { current.words = search.value; refresh(); }, 60));
  const bar = rk.make("div", { className: "bar" }, search);
  for (const column of current.columns.filter((c) => Object.keys(c.codes).length)) {
    const choice = current.chooser(column, refresh);
    if (choice) bar.append(choice);
  }
  const save = rk.make("button", { type: "button", id: "csv", title: rk.say("download") }, "CSV");
  save.addEventListener("click", () =>
    rk.download(`${data.info.id}.${current.name}.csv`, current.csv({ [data.report_label]: data.info.id }), "text/csv"));
  bar.append(save, columnChooser(), rk.make("output", { "aria-live": "polite" }));
  panel.replaceChildren(bar);
  panel.setAttribute("aria-labelledby", `tab-${current.name}`);
  drawTable();
}

function columnChooser() {
  const boxes = rk.make("div");
  for (const column of current.columns) {
    const told = { type: "checkbox", checked: current.shown.has(column.name), "data-column": column.name };
    const box = rk.make("input", told);
    box.addEventListener("change", () => {
      current.shown[box.checked ? "add" : "delete"](column.name);
      drawTable();
    });
    boxes.append(rk.make("label", { title: column.doc }, box, " ", column.label));
  }
  return rk.make("details", { className: "columns" }, rk.make("summary", {}, rk.say("columns")), boxes);
}

function refresh() {
  current.select();
  drawTable();
}

function openTab(name, focus = false) {
  for (const tab of document.querySelectorAll('[role="tab"]')) {
    const chosen = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", chosen);
    tab.tabIndex = chosen ? 0 : -1;
    if (chosen && focus) tab.focus();
  }
  document.getElementById("charts").hidden = name !== "charts";
  panel.hidden = name === "charts";
  if (name !== "charts" && (current.name !== name || !panel.firstChild)) {
    current = tables[name];
    drawPanel();
    checking.tell();
  }
}

/** The element of a row in its table, whatever is filtered there. */
function rowShown(key) {
  const [table, row] = rowOf(key);
  openTab(table.name);
  if (!table.found.includes(row)) {
    table.clear();
    drawPanel();
  }
  drawRows(Math.max(drawn, table.found.indexOf(row) + 20));
  return document.getElementById(key);
}

document.querySelector('[role="tablist"]').addEventListener("click", (event) => {
  const tab = event.target.closest('[role="tab"]');
  if (tab) openTab(tab.id.slice(4));
});
document.querySelector('[role="tablist"]').addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const tabs = [...document.querySelectorAll('[role="tab"]')];
  const now = tabs.findIndex((t) => t.getAttribute("aria-selected") === "true");
  openTab(tabs[(now + step + tabs.length) % tabs.length].id.slice(4), true);
});
panel.addEventListener("click", (event) => {
  const row = event.target.closest("tr[id]");
  if (!row || event.target.closest("input, button.right, button.wrong")) return;
  if (event.target.closest(".cite")) {
    rk.copy(citation(...rowOf(row.id)));
    event.target.closest(".cite").textContent = "✓";
    return;
  }
  event.preventDefault();
  if (!String(getSelection())) go(row.id, "mark");
});
panel.addEventListener("keydown", (event) => {
  if (event.target.tagName !== "TR" || !event.target.id) return;
  if (event.key === "Enter") go(event.target.id, "mark");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const rows = [...panel.querySelectorAll("tr[id]")];
  rows[rows.indexOf(event.target) + step]?.focus();
});
for (const kind of ["mouseover", "mouseout"]) {
  panel.addEventListener(kind, (event) => {
    const row = event.target.closest("tr[id]");
    if (row) marksOf.get(row.id)?.forEach((mark) => mark.classList.toggle("near", kind === "mouseover"));
  });
}
addEventListener("beforeprint", () => { if (!panel.hidden) drawRows(Infinity); });
